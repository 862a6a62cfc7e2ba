"""A ledger on PostgreSQL is dumped, and restored on a server that has never heard of it, with the commands of the documentation."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS), str(TESTS / "clients")]

from servers import PROGRAMS, Postgres
from service import BINARY, ROOT, Service

LISTS = ("people", "companies", "workspace-connectors", "people-workspace-connectors", "workspace-connector-sync-logs")


def documented(page, heading):
    """The lines of the first block of commands below a heading, without their comments."""
    text = (ROOT / "docs" / page).read_text()
    block = text.split(f"\n{heading}\n")[1].split("```")[1].partition("\n")[2]
    return [line for line in (re.sub(r"\s*(#|--) .*", "", line) for line in block.splitlines()) if line]


class Machine:
    """A server of PostgreSQL, and the shell of whoever administers it."""

    def __init__(self, directory, name):
        self.server = Postgres(directory, name)
        self.directory = directory

    def __enter__(self):
        self.server.create()
        # From PostgreSQL 16 on, the owner may make the roles by itself.
        self.owner_makes_roles = int(self.server.sql("SHOW server_version_num")) >= 160_000
        return self

    def __exit__(self, *_):
        self.server.stop()

    def url(self, login):
        return self.server.url("ledger").replace("postgres@", f"{login}@")

    def tries(self, command):
        environment = {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "PATH": f"{BINARY.parent}:{PROGRAMS}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.server.port),
            "PGUSER": "postgres",
            "OWNER_URL": self.url("ledger_owner"),
            "WELLHEAD_DATABASE": self.url("ledger_owner"),
        }
        print(f"$ {command}", flush=True)
        shell = ["bash", "-c", command]
        return subprocess.run(shell, env=environment, cwd=self.directory, capture_output=True, text=True)

    def does(self, command):
        done = self.tries(command)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def logins(self, *what):
        """Makes the two logins, or what else of that block begins so."""
        for statement in documented("operations/postgresql.md", "## Two logins"):
            if statement.startswith(what):
                self.server.sql(statement if self.owner_makes_roles else statement.replace(" CREATEROLE", ""))

    def migrates(self):
        if not self.owner_makes_roles:
            # The administrator does what it says.
            refused = self.tries("wellhead migrate")
            assert refused.returncode != 0, refused.stdout
            for statement in re.findall(r"^\s*((?:CREATE|GRANT) .*;)$", refused.stderr, re.MULTILINE):
                self.server.sql(statement)
        self.does("wellhead migrate")


class Restored(Service):
    """What is there already, for the key of somebody who had it before."""

    def __init__(self, machine, token):
        super().__init__("postgres", machine.url("ledger_owner"), machine.url("ledger_app"))
        self.token = token

    def fill(self):
        pass


def furnish(service):
    activation = resource("workspace_connector", connector=service.connectors["crm"])
    connector = service.create("/v1/workspace-connectors", activation)
    run = resource("workspace_connector_sync_log", {"direction": "input"}, workspace_connector=connector)
    service.close(service.create("/v1/workspace-connector-sync-logs", run))
    for name in ("Ada", "Béla", "Чарльз"):
        person = service.create("/v1/people", resource("people", {"first_name": name}))
        ends = {"people": person, "workspace_connector": connector}
        link = resource("people_workspace_connector", {"direction": "output"}, **ends)
        service.create("/v1/people-workspace-connectors", link)
    service.create("/v1/companies", resource("company", {"name": "Acme"}))


def resource(type, attributes=None, **relationships):
    identifiers = {name: {"data": {"type": name, "id": id}} for name, id in relationships.items()}
    return {"type": type, "attributes": attributes or {}, "relationships": identifiers}


def listed(service):
    return {path: service.send("GET", f"/v1/{path}") for path in LISTS}


def is_gone(service, person):
    try:
        service.send("GET", f"/v1/people/{person}")
        return False
    except HTTPError as missing:
        assert missing.code == 404, missing
        return True


def dump(machine):
    """Makes a ledger and a dump of it, then erases somebody. Returns a key, its workspace, what else was there, and who is gone."""
    machine.logins("CREATE")
    machine.migrates()
    machine.does("psql \"$OWNER_URL\" -c 'GRANT wellhead_service_ledger TO ledger_app'")
    with Service("postgres", machine.url("ledger_owner"), machine.url("ledger_app")) as service:
        furnish(service)
        kept = listed(service)
        gone = service.create("/v1/people", resource("people", {"first_name": "Eve"}))
        [workspace] = [it["workspace_id"] for it in service.run("workspace", "list") if it["name"] == "Here"]
        for command in documented("operations/backup.md", "## PostgreSQL: a dump"):
            machine.does(command)
        service.create(f"/v1/people/{gone}/erasures", {"type": "erasure"})
        for command in documented("privacy.md", "### Backups"):
            machine.does(command.replace("WORKSPACE_ID", workspace))
        return service.token, workspace, kept, gone


def restore(machine, workspace):
    machine.logins("CREATE ROLE")
    for command in documented("operations/backup.md", "### Restore a dump"):
        if command.startswith("pg_restore"):
            # Nobody knows the roles here.
            done = machine.tries(command.replace("--exit-on-error ", ""))
            errors = re.findall(r"error: (.*)", done.stderr)
            strange = [error for error in errors if not re.search('role "wellhead_.*" does not exist', error)]
            assert "errors ignored on restore" in done.stderr and not strange, done.stderr
        elif command == "wellhead migrate":
            early = machine.tries(f"wellhead serve --listen 127.0.0.1:0 --database {machine.url('ledger_app')}")
            assert early.returncode != 0, "it serves without roles"
            machine.migrates()
        else:
            machine.does(command.replace("WORKSPACE_ID", workspace))


def main():
    # When asked to stop, also stop the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="wellhead-restore-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        with Machine(directory, "one") as one:
            token, workspace, kept, gone = dump(one)
        with Machine(directory, "two") as two:
            restore(two, workspace)
            with Restored(two, token) as service:
                assert urlopen(f"{service.base}/readyz").status == 200
                assert listed(service) == kept, f"{listed(service)} instead of {kept}"
                assert is_gone(service, gone), "who was erased is back"
                two.does("wellhead doctor")
                service.create("/v1/people", resource("people", {"first_name": "Grace"}))
    print("restored: all that was there, without whom was erased since")


main()
