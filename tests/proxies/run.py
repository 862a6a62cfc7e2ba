"""Wellhead behind nginx and behind HAProxy, with the files in deploy/, which are changed in nothing but places."""

import csv
import io
import json
import os
import re
import shlex
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.append(str(Path(__file__).resolve().parents[1]))

from machine import free_port, until

ROOT = Path(__file__).resolve().parents[2]
BINARY = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug/wellhead"
JSON_API = "application/vnd.api+json"
RUNS = "/v1/workspace-connector-sync-logs"
# Of 3 kB each: more in all than the buffers between two programs hold.
LINES = 10_000
# A checkpoint comes every 15 seconds: what comes sooner was not held back until then.
PROMPT = 10


def documented():
    """The arguments with which the files and their page start Wellhead; all say the same."""
    places = ("deploy/nginx/wellhead.conf", "deploy/haproxy/haproxy.cfg", "docs/operations/proxies.md")
    lines = [line for place in places for line in (ROOT / place).read_text().splitlines() if "wellhead serve" in line]
    [command] = {line.lstrip("# ") for line in lines}
    assert len(lines) == len(places), lines
    arguments = shlex.split(command)[1:]
    # Here it has another URL, which it learns from `Host`.
    at = arguments.index("--public-url")
    return arguments[:at] + arguments[at + 2 :]


class Wellhead:
    """`wellhead serve` on a fresh SQLite file, with a key."""

    def __init__(self, directory):
        self.directory = directory
        self.environment = {
            **os.environ,
            "WELLHEAD_DATABASE": f"sqlite:{directory}/ledger.db",
            "WELLHEAD_LISTEN": f"127.0.0.1:{free_port()}",
            "SSL_CERT_FILE": f"{directory}/ca.pem",
        }
        self.workspace = self.run("workspace", "create", "Acme")["workspace_id"]
        self.run("connector", "create", "crm")
        made = self.run("key", "create", "--workspace", self.workspace, "--role", "admin")
        self.token = made["token"]

    def run(self, *arguments):
        command = [BINARY, *arguments, "--output", "json"]
        done = subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    @property
    def address(self):
        return self.environment["WELLHEAD_LISTEN"]

    def start(self):
        with open(f"{self.directory}/wellhead.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([BINARY, *documented()], env=self.environment, stderr=log)
        self.wait()

    def wait(self):
        """Until it is ready."""
        until("wellhead is ready", lambda: self.is_healthy())

    def is_healthy(self, *url):
        command = [BINARY, "health", *url]
        return subprocess.run(command, env=self.environment, capture_output=True).returncode == 0


class Proxy:
    """A proxy in front of it, on a port of its own."""

    def __init__(self, name, wellhead):
        self.wellhead = wellhead
        self.port = free_port()
        self.process = subprocess.Popen(getattr(self, name)(Path(wellhead.directory)))
        self.url = f"https://localhost:{self.port}"
        until(f"{name} answers", lambda: wellhead.is_healthy(self.url))

    def nginx(self, directory):
        text = moved(
            ROOT / "deploy/nginx/wellhead.conf",
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
            ("/etc/ssl/ledger/fullchain.pem", f"{directory}/cert.pem"),
            ("/etc/ssl/ledger/key.pem", f"{directory}/key.pem"),
            ("ledger.example.org", "localhost", 2),
            ("server 127.0.0.1:8080;", f"server {self.wellhead.address};"),
        )
        (directory / "wellhead.conf").write_text(text)
        paths = "".join(
            f"{kind}_temp_path {directory}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (directory / "nginx.conf").write_text(
            f"daemon off; pid {directory}/pid; error_log {directory}/nginx.log;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{paths}include {directory}/wellhead.conf;\n}}\n"
        )
        return ["nginx", "-e", f"{directory}/nginx.log", "-c", f"{directory}/nginx.conf"]

    def haproxy(self, directory):
        text = moved(
            ROOT / "deploy/haproxy/haproxy.cfg",
            ("log stdout format raw local0", "log stdout format raw local0 err"),
            ("bind :80", f"bind 127.0.0.1:{free_port()}"),
            ("bind :443", f"bind 127.0.0.1:{self.port}"),
            ("/etc/haproxy/ledger.pem", f"{directory}/both.pem"),
            ("server one 127.0.0.1:8080", f"server one {self.wellhead.address}"),
        )
        (directory / "haproxy.cfg").write_text(text)
        return ["haproxy", "-q", "-f", f"{directory}/haproxy.cfg"]

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def connect(self, source="127.0.0.1"):
        """A connection of the client with this address."""
        trusted = ssl.create_default_context(cafile=f"{self.wellhead.directory}/ca.pem")
        return HTTPSConnection(
            "localhost", self.port, timeout=60, context=trusted, source_address=(source, 0)
        )

    def ask(self, method, path, body=None, headers=(), connection=None):
        """The answer's status, headers and body."""
        connection = connection or self.connect()
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def key(self):
        return {"Authorization": f"Bearer {self.wellhead.token}"}

    def api(self, method, path, kind=None, attributes=None, relationships=None, id=None):
        """Asks the API; returns the document's data."""
        body = None
        if kind:
            data = {"type": kind, "id": id, "attributes": attributes, "relationships": relationships}
            body = json.dumps({"data": {name: it for name, it in data.items() if it}})
        headers = {**self.key(), "Content-Type": JSON_API}
        status, _, answer = self.ask(method, path, body, headers)
        assert status in (200, 201), f"{method} {path}: {status} {answer}"
        return json.loads(answer)["data"]


def moved(file, *places):
    """A file's text with other places, each of which is there as often as is said."""
    text = file.read_text()
    for place, other, *times in places:
        # A comment is no place.
        lines = text.splitlines(keepends=True)
        lines = [it if it.lstrip().startswith("#") else it.replace(place, other) for it in lines]
        changed = sum(old != new for old, new in zip(text.splitlines(keepends=True), lines))
        assert changed == (times or [1])[0], f"{file.name} has '{place}' in {changed} lines"
        text = "".join(lines)
    return text


def certificates(directory):
    """An authority, and a certificate for localhost."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, cwd=directory, capture_output=True)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    openssl(*new, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority")
    openssl(*new, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost")
    Path(directory, "names").write_text("subjectAltName=DNS:localhost")
    signed_by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    openssl("x509", "-req", "-in", "request.pem", *signed_by, "-extfile", "names", "-out", "cert.pem")
    Path(directory, "both.pem").write_text(
        Path(directory, "cert.pem").read_text() + Path(directory, "key.pem").read_text()
    )


def write_people(directory):
    """30 MB as NDJSON, and some of it as CSV."""
    people = [(f"P-{n}", "x" * 490 + str(n)) for n in range(LINES)]
    with open(f"{directory}/people.ndjson", "w", encoding="utf-8") as file:
        for id, name in people:
            line = json.dumps({"external_person_id": id, "full_name": name})
            file.write(f"{line:3000}\n")
    with open(f"{directory}/people.csv", "w", encoding="utf-8") as file:
        csv.writer(file).writerows([("external_person_id", "full_name"), *people])


def open_run(proxy):
    [activation] = proxy.api("GET", "/v1/workspace-connectors")
    activation = {"data": {"type": "workspace_connector", "id": activation["id"]}}
    kind = "workspace_connector_sync_log"
    opened = proxy.api("POST", RUNS, kind, {"direction": "input"}, {"workspace_connector": activation})
    return opened["id"]


def close(proxy, run):
    kind = "workspace_connector_sync_log"
    proxy.api("PATCH", f"{RUNS}/{run}", kind, {"status": "success"}, id=run)


def imports(proxy):
    """In requests of at most 1 MB, and connects the connector."""
    file = f"{proxy.wellhead.directory}/people.csv"
    environment = {**proxy.wellhead.environment, "WELLHEAD_KEY": proxy.wellhead.token}
    command = [BINARY, "import", "--server", proxy.url, "--connector", "crm", "--direction", "input"]
    subprocess.run([*command, "--yes", file], env=environment, check=True, capture_output=True)


def delivers(proxy, *options):
    """30 MB in one request."""
    run = open_run(proxy)
    directory = proxy.wellhead.directory
    command = ["curl", "--silent", "--show-error", "--max-time", "120", "--cacert", f"{directory}/ca.pem"]
    command += [*options, "-X", "POST", "-T", f"{directory}/people.ndjson"]
    for header in (f"Authorization: Bearer {proxy.wellhead.token}", "Content-Type: application/x-ndjson"):
        command += ["-H", header]
    command.append(f"{proxy.url}{RUNS}/{run}/deliveries")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, f"{options}: curl {done.returncode}: {done.stdout[-300:]}"
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said[-1].get("summary", {}).get("committed") == LINES, f"{options}: {said[-1:]}"
    close(proxy, run)


def trickles(proxy):
    """A body that pauses goes through piece by piece, and a stop lets it end."""
    run = open_run(proxy)
    connection = proxy.connect()
    connection.putrequest("POST", f"{RUNS}/{run}/deliveries")
    headers = {**proxy.key(), "Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()

    def send(line):
        connection.send(b"%x\r\n%s\r\n" % (len(line), line))

    def links():
        return proxy.api("GET", f"{RUNS}/{run}")["attributes"]["metadata"]["links_touched"]

    send(b'{"external_person_id": "P-1"}\n')
    until("the first line is committed before the last one is sent", lambda: links() == 1)
    proxy.wellhead.process.send_signal(signal.SIGTERM)
    until("it is not ready", lambda: not proxy.wellhead.is_healthy())
    status, _, _ = proxy.ask("GET", "/readyz")
    assert status in (502, 503), status
    send(b'{"external_person_id": "P-2"}\n')
    connection.send(b"0\r\n\r\n")
    answer = connection.getresponse()
    said = [json.loads(line) for line in answer.read().splitlines()]
    assert answer.status == 200 and said[-1]["summary"]["committed"] == 2, said
    assert proxy.wellhead.process.wait() == 0
    proxy.wellhead.start()
    until("the proxy is back", lambda: proxy.wellhead.is_healthy(proxy.url))
    close(proxy, run)


def follows(proxy):
    """An event arrives when it happens."""
    connection = proxy.connect()
    connection.timeout = PROMPT
    connection.request("GET", "/v1/changes", headers={**proxy.key(), "Accept": "text/event-stream"})
    events = connection.getresponse()
    assert events.status == 200, events.status
    read_until(events, b"checkpoint")
    made = proxy.api("POST", "/v1/people", "people", {"full_name": "Ada Lovelace"})
    read_until(events, made["id"].encode())
    connection.close()


def read_until(stream, text):
    for line in stream:
        if text in line:
            return
    raise EOFError(f"the stream ended before {text}")


def signs_in(proxy):
    """Signs in to the console; returns the cookie."""
    form = urlencode({"key": proxy.wellhead.token})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for origin in ("https://evil.example", "https://localhost", f"http://localhost:{proxy.port}"):
        status, _, _ = proxy.ask("POST", "/console/sign-in", form, {**headers, "Origin": origin})
        assert status == 403, f"{origin}: {status}"
    connection = proxy.connect("127.0.0.4")
    sent = {**headers, "Origin": proxy.url}
    status, answered, body = proxy.ask("POST", "/console/sign-in", form, sent, connection)
    assert status == 303, f"{status} {body}"
    assert "Secure" in answered["Set-Cookie"], answered["Set-Cookie"]
    assert "max-age" in answered["Strict-Transport-Security"]

    def addresses():
        events = [it["attributes"] for it in proxy.api("GET", "/v1/audit-events?page[size]=100")]
        return [it["address"] for it in events if it["act"] == "sign_in"]

    # What was done is written soon after.
    until("the sign-in is in the audit log", addresses)
    assert addresses() == ["127.0.0.4"], f"the client's address: {addresses()}"
    return answered["Set-Cookie"].split(";")[0]


def downloads(proxy, cookie):
    """All links, as CSV."""
    status, _, body = proxy.ask("GET", "/console/links.csv", headers={"Cookie": cookie})
    rows = sum(1 for _ in csv.reader(io.StringIO(body.decode())))
    assert status == 200 and rows == LINES + 1, f"{status}, {rows} rows"


def counts_clients(proxy):
    """Wrong keys are counted by client, whatever it says of itself."""

    def wrong(source, times):
        connection = proxy.connect(source)
        statuses = []
        for n in range(times):
            headers = {"Authorization": "Bearer whk_nobodys", "X-Forwarded-For": f"192.0.2.{n}"}
            statuses.append(proxy.ask("GET", "/v1/people", None, headers, connection)[0])
        return statuses

    assert wrong("127.0.0.2", 120)[-1] == 429
    assert wrong("127.0.0.3", 1) == [401], "nobody else waits"


def through(name):
    with tempfile.TemporaryDirectory(prefix="wellhead-proxies-") as directory:
        # nginx's workers may be of another user.
        os.chmod(directory, 0o755)
        certificates(directory)
        write_people(directory)
        wellhead = Wellhead(directory)
        wellhead.start()
        proxy = Proxy(name, wellhead)
        steps = [
            imports,
            lambda it: delivers(it, "--http1.1"),
            lambda it: delivers(it, "--http2"),
            follows,
            trickles,
            lambda it: downloads(it, signs_in(it)),
            counts_clients,
        ]
        try:
            for step in steps:
                step(proxy)
        except BaseException:
            for log in Path(directory).glob("*.log"):
                print(f"{log.name}:\n{log.read_text()[-3000:]}", file=sys.stderr)
            raise
        finally:
            proxy.stop()
            wellhead.process.terminate()
            wellhead.process.wait()
    print(f"{name}: {len(steps)} passed")


if __name__ == "__main__":
    for proxy in ("nginx", "haproxy"):
        began = time.monotonic()
        through(proxy)
        print(f"{time.monotonic() - began:.0f} s")
