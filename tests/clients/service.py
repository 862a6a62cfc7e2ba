"""`wellhead serve` on a fresh database, with two workspaces in it."""

import json
import os
import subprocess
import tempfile
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
BINARY = TARGET / "debug/wellhead"
JSON_API = "application/vnd.api+json"
ENGINES = ("sqlite", "postgres")


class Service:
    """Serves until the block ends: on a database of its own of one engine, or on the empty one at `url`, also with another login."""

    def __init__(self, engine, url=None, login=None):
        self.engine = engine
        self.url = url
        self.login = login

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="wellhead-clients-")
        self.database = None
        if self.url is None:
            self.url = self.new_database()
        self.fill()
        self.start()
        return self

    def fill(self):
        self.run("migrate")
        self.connectors = {
            slug: self.run("connector", "create", slug)["connector_id"] for slug in ("crm", "erp")
        }
        self.token = self.token_of("Here")
        self.other_token = self.token_of("There")

    def start(self):
        self.log = open(f"{self.directory.name}/log", "w+", encoding="utf-8")
        environment = {**self.environment(), "WELLHEAD_DATABASE": self.login or self.url}
        self.process = subprocess.Popen(
            [BINARY, "serve", "--listen", "127.0.0.1:0"], env=environment, stderr=self.log
        )
        self.base = self.address()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def new_database(self):
        """The URL of one that ends with the block."""
        if self.engine == "sqlite":
            return f"sqlite:{self.directory.name}/ledger.db"
        server = os.environ["WELLHEAD_TEST_POSTGRES"]
        self.database = f"clients_{uuid.uuid4().hex}"
        sql(server, f"CREATE DATABASE {self.database}")
        return server.rsplit("/", 1)[0] + "/" + self.database

    def __exit__(self, *failure):
        self.stop()
        if any(failure):
            self.log.seek(0)
            print(self.log.read()[-5000:])
        self.log.close()
        self.directory.cleanup()
        if self.database:
            sql(os.environ["WELLHEAD_TEST_POSTGRES"], f"DROP DATABASE {self.database} WITH (FORCE)")

    def environment(self):
        # One of the clients tries wrong keys, as fast as it can.
        limits = {
            "WELLHEAD_REQUESTS_PER_SECOND": "0",
            "WELLHEAD_WRONG_KEYS_PER_SECOND": "0",
            "WELLHEAD_REQUESTS_WITHOUT_KEY_PER_SECOND": "0",
        }
        return {**os.environ, **limits, "WELLHEAD_DATABASE": self.url}

    def run(self, *arguments):
        command = [BINARY, *arguments, "--output", "json"]
        done = subprocess.run(command, env=self.environment(), check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def token_of(self, name):
        """An admin's key of a new workspace."""
        workspace = self.run("workspace", "create", name)["workspace_id"]
        return self.run("key", "create", "--workspace", workspace, "--role", "admin")["token"]

    def address(self):
        """The address that the server says it listens on."""
        with open(self.log.name, encoding="utf-8") as log:
            while self.process.poll() is None:
                line = log.readline()
                if "listening on " in line:
                    return json.loads(line)["message"].removeprefix("listening on ")
        raise RuntimeError(f"the server stopped: {Path(self.log.name).read_text()}")

    def create(self, path, resource):
        """Creates a resource and returns its id."""
        return self.send("POST", path, resource)["id"]

    def close(self, run):
        """Closes a run."""
        of = "workspace_connector_sync_log"
        resource = {"type": of, "id": run, "attributes": {"status": "success"}}
        self.send("PATCH", f"/v1/workspace-connector-sync-logs/{run}", resource)

    def ids(self, path):
        """The ids of a list's first page."""
        return [resource["id"] for resource in self.send("GET", path)]

    def send(self, method, path, resource=None):
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=json.dumps({"data": resource}).encode() if resource else None,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": JSON_API},
        )
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]


def sql(url, statement):
    subprocess.run(["psql", "--quiet", "--no-psqlrc", "-c", statement, url], check=True)
