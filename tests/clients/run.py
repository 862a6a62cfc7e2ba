"""Runs real clients, refusals and schemathesis on both engines, each on a fresh database."""

import json
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.request import urlopen

import examples
from service import ENGINES, JSON_API, TARGET, Service

HERE = Path(__file__).resolve().parent
NODE = TARGET / "clients/node"


def walk(service):
    arguments = [service.base, service.token, service.connectors["crm"]]
    subprocess.run(["node", NODE / "kitsu_walk.mjs", *arguments], check=True)
    subprocess.run([sys.executable, HERE / "jsonapi_client_walk.py", *arguments], check=True)


def pipelines(service):
    examples.run(service, activation(service.connectors["crm"]))


def refusals(service):
    """WELLHEAD_TRIES sets how often each client is refused in each way."""
    run = open_run(service)
    service.close(run)
    runs = "/v1/workspace-connector-sync-logs"
    deliveries, nowhere = (f"{runs}/{id}/deliveries" for id in (run, uuid.uuid4()))
    key = {"Authorization": f"Bearer {service.token}"}
    unknown = {"Authorization": "Bearer whk_unknown"}
    lines, document = ({"Content-Type": it} for it in ("application/x-ndjson", JSON_API))
    cases = [
        {"method": method, "path": path, "headers": headers, "status": status}
        for method, path, headers, status in (
            ("POST", deliveries, {**unknown, **lines}, 401),
            ("POST", nowhere, {**key, **lines}, 404),
            ("PUT", "/v1/people", {**key, **document}, 405),
            ("POST", deliveries, {**key, **lines}, 409),
            ("POST", "/v1/people", {**key, **document}, 413),
            ("POST", deliveries, {**key, "Content-Type": "text/csv"}, 415),
            ("POST", "/console/sign-in", {}, 403),
        )
    ]
    arguments = [service.base, json.dumps(cases), os.environ.get("WELLHEAD_TRIES", "5")]
    subprocess.run([sys.executable, HERE / "refusals.py", *arguments], check=True)
    subprocess.run(["node", HERE / "refusals.mjs", *arguments], check=True)


def bombs(service):
    arguments = [service.base, service.token, open_run(service), str(service.process.pid)]
    subprocess.run([sys.executable, HERE / "bombs.py", *arguments], check=True)


def open_run(service):
    connector = service.create("/v1/workspace-connectors", activation(service.connectors["crm"]))
    return service.create("/v1/workspace-connector-sync-logs", run_of(connector))


def schemathesis(service):
    rows = furnish(service)
    keys = Path(service.directory.name) / "keys.json"
    users = {"here": service.token, "there": service.other_token}
    auth = [{"name": name, "fixedHeaders": [bearer(token)]} for name, token in users.items()]
    keys.write_text(json.dumps({"auth": auth}))
    subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis",
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            f"{service.base}/openapi.json",
        ],
        check=True,
        cwd=service.directory.name,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE),
            "WELLHEAD_KEYS": str(keys),
            "WELLHEAD_ROWS": json.dumps(rows),
        },
    )


def bearer(token):
    return {"name": "Authorization", "value": f"Bearer {token}"}


def furnish(service):
    """Creates the resources that the description's examples name, from its examples, and more; returns their ids."""
    with urlopen(f"{service.base}/openapi.json") as response:
        paths = json.load(response)["paths"]
    made = {resource["type"]: (path, resource) for path, resource in examples(paths)}
    links = {of: it for of, it in made.items() if of.endswith("_workspace_connector")}
    records = {of.removesuffix("_workspace_connector") for of in links}
    # A link comes after what it is between.
    for of in ("workspace_connector", *sorted(records), *sorted(links)):
        path, resource = made[of]
        resource["id"] = paths[f"{path}/{{id}}"]["get"]["parameters"][0]["example"]
        if path == "/v1/workspace-connectors":
            # Operators create connectors, with ids made by the server.
            resource["relationships"]["connector"]["data"]["id"] = service.connectors["crm"]
        service.create(path, resource)
    connectors = list(service.connectors.values())
    activations = [
        service.create("/v1/workspace-connectors", activation(connector))
        for connector in connectors * 5
    ]
    return {
        "connector": connectors,
        **{of: [service.create(*record(*made[of])) for _ in range(20)] for of in records},
        "workspace_connector": activations,
        "workspace_connector_sync_log": [
            service.create("/v1/workspace-connector-sync-logs", run_of(connector))
            for connector in activations
        ],
        "job": [
            service.create("/v1/people-workspace-connectors/deduplications", {"type": "deduplication"})
            for _ in range(5)
        ],
    }


def examples(paths):
    """The collections that resources are created in, each with its example."""
    for path, methods in paths.items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        data = content.get("application/json", {}).get("example", {}).get("data", {})
        if f"{path}/{{id}}" in paths and "type" in data:
            yield path, data


def record(path, example):
    """A new record like the example: without its id, and without the key of its own system, which is unique."""
    attributes = example["attributes"].items()
    attributes = {name: it for name, it in attributes if "external" not in name}
    return path, {"type": example["type"], "attributes": attributes}


def activation(connector):
    return {
        "type": "workspace_connector",
        "relationships": {"connector": {"data": {"type": "connector", "id": connector}}},
    }


def run_of(connector):
    identifier = {"type": "workspace_connector", "id": connector}
    return {
        "type": "workspace_connector_sync_log",
        "attributes": {"direction": "input"},
        "relationships": {"workspace_connector": {"data": identifier}},
    }


def main():
    # When asked to stop, also stop the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for engine in ENGINES:
        for run in (walk, pipelines, refusals, bombs, schemathesis):
            print(f"-- {engine}: {run.__name__}", flush=True)
            with Service(engine) as service:
                run(service)


main()
