#!/usr/bin/env python3
"""Delivers the people in an NDJSON file to the ledger: pipeline.py WORKSPACE_CONNECTOR_ID FILE"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

RUNS = os.environ["WELLHEAD_URL"] + "/v1/workspace-connector-sync-logs"
JSON_API = "application/vnd.api+json"
TYPE = "workspace_connector_sync_log"


def call(method, url, body, content_type=JSON_API):
    """Sends a request and returns the answer's body. If the server refuses, the program ends with its error."""
    headers = {
        "Authorization": f"Bearer {os.environ['WELLHEAD_KEY']}",
        "Content-Type": content_type,
    }
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()
    except urllib.error.HTTPError as refused:
        if refused.code >= 500:
            raise
        for error in json.load(refused)["errors"]:
            print(f"{refused.code} {error['code']}: {error['detail']}", file=sys.stderr)
        sys.exit(1)


def document(**resource):
    return json.dumps({"data": {"type": TYPE, **resource}}).encode()


def open_run(connector):
    """Opens a run. If one is already open, the answer is a 409 with its id in the error's meta."""
    answer = call(
        "POST",
        RUNS,
        document(
            attributes={"direction": "input", "trigger_type": "scheduled"},
            relationships={
                "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}
            },
        ),
    )
    return json.loads(answer)["data"]["id"]


def deliver(run, file):
    """Delivers the lines. Returns whether all of them are durably committed.

    A delivery has its own name, here the run's. Resent under the same name, it continues after the last committed
    line: nothing is doubled and nothing is lost.
    """
    url = f"{RUNS}/{run}/deliveries?delivery={run}"
    for wait in (1, 2, 4, 8, 16):
        try:
            with open(file, "rb") as lines:
                report = call("POST", url, lines, "application/x-ndjson")
        except OSError as error:  # the network, or a server that restarts
            print(f"{error}; sending again in {wait} s", file=sys.stderr)
        else:
            said = [json.loads(line) for line in report.splitlines()]
            for rejected in (line["rejected"] for line in said if "rejected" in line):
                print(f"{file}:{rejected['line']}: {rejected['detail']}", file=sys.stderr)
            if said and "summary" in said[-1]:
                return True
        time.sleep(wait)
    return False


def close(run, **attributes):
    """Closes the run and returns its result."""
    answer = call("PATCH", f"{RUNS}/{run}", document(id=run, attributes=attributes))
    return json.loads(answer)["data"]["attributes"]["metadata"]


def main():
    _, connector, file = sys.argv
    run = open_run(connector)
    if not deliver(run, file):
        close(run, status="error", error="the delivery did not come to its end")
        sys.exit("the delivery did not come to its end")
    # Good lines are kept even if others were rejected; the run counts both.
    counts = close(run, status="success")
    print(json.dumps(counts))
    sys.exit(1 if counts["rejected"] else 0)


if __name__ == "__main__":
    main()
