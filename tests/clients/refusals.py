"""Uploads that are refused at once, with http.client and curl: each must see the status."""

import http.client
import json
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

BASE, CASES, TRIES = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
PART = b"x" * (64 << 10)
PARTS = 640


def through_http_client(case, framing):
    """It sends everything before it looks at the answer."""
    connection = http.client.HTTPConnection(urlsplit(BASE).netloc, timeout=60)
    try:
        connection.request(
            case["method"],
            case["path"],
            body=(PART for _ in range(PARTS)),
            headers={**case["headers"], **framing},
            encode_chunked="Transfer-Encoding" in framing,
        )
        response = connection.getresponse()
        response.read()
        assert response.getheader("Connection") == "close", response.getheaders()
        return response.status
    except OSError as error:
        return repr(error)
    finally:
        connection.close()


def through_curl(case, file, *options):
    command = ["curl", "--silent", "--show-error", "--max-time", "60", *options]
    command += ["--output", "/dev/null", "--write-out", "%{http_code}"]
    command += ["--request", case["method"], "--upload-file", file]
    for name, value in case["headers"].items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run([*command, BASE + case["path"]], capture_output=True, text=True)
    # Over HTTP/2 it may end its half of the stream before the announced length, and then complain about that.
    was_heard = done.returncode == 0 or "--http2-prior-knowledge" in options
    return int(done.stdout) if was_heard else done.stderr


def main():
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(PARTS):
            file.write(PART)
        file.flush()
        clients = {
            "http.client, chunked": lambda it: through_http_client(it, {"Transfer-Encoding": "chunked"}),
            "http.client": lambda it: through_http_client(it, {"Content-Length": str(PARTS * len(PART))}),
            "curl": lambda it: through_curl(it, file.name, "--header", "Expect:"),
            "curl, waiting": lambda it: through_curl(it, file.name, "--header", "Expect: 100-continue"),
            "curl, HTTP/2": lambda it: through_curl(it, file.name, "--http2-prior-knowledge"),
        }
        for name, send in clients.items():
            for case in CASES:
                for i in range(TRIES):
                    status = send(case)
                    assert status == case["status"], f"{name}, {case}, try {i + 1}: {status}"


main()
