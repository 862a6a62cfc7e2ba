"""1 GiB of zeros, compressed: refused clearly, and never all in memory."""

import json
import struct
import sys
import zlib
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

BASE, TOKEN, RUN, PROCESS = sys.argv[1:]
SIZE = 1 << 30
# The server starts with about 30 MiB, and decoding needs at most one line and one window more.
MOST_KIB = 128 << 10


def gzip():
    """A member of gzip."""
    part = bytes(1 << 20)
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [compressor.compress(part) for _ in range(SIZE // len(part))]
    return b"".join(parts) + compressor.flush()


def zstd():
    """A frame of zstd, by RFC 8878: blocks that each say "this byte, 128 KiB times", in a window of 8 MiB."""
    block = 128 << 10
    blocks = SIZE // block
    headers = (int(i == blocks) | 1 << 1 | block << 3 for i in range(1, blocks + 1))
    head = struct.pack("<IBB", 0xFD2FB528, 0, 13 << 3)
    return head + b"".join(struct.pack("<I", header)[:3] + b"\0" for header in headers)


def post(path, content_type, encoding, body):
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": content_type,
        "Content-Encoding": encoding,
    }
    try:
        with urlopen(Request(BASE + path, data=body, headers=headers)) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def main():
    for encoding, body in (("gzip", gzip()), ("zstd", zstd())):
        status, answer = post("/v1/people", "application/vnd.api+json", encoding, body)
        assert (status, json.loads(answer)["errors"][0]["code"]) == (413, "body_too_large"), answer
        path = f"/v1/workspace-connector-sync-logs/{RUN}/deliveries"
        status, answer = post(path, "application/x-ndjson", encoding, body)
        said = [json.loads(line) for line in answer.splitlines()]
        rejected = [line["rejected"] for line in said if "rejected" in line]
        assert status == 200 and [it["code"] for it in rejected] == ["line_too_long"], answer
        error = said[-1]["error"]
        assert (error["code"], error["rejected"]) == ("invalid_encoding", 1), answer
    status = Path(f"/proc/{PROCESS}/status")
    if not status.exists():
        print("the memory of a process cannot be seen on this system: it is not checked")
        return
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    peak = int(lines["VmHWM"].split()[0])
    assert peak < MOST_KIB, f"{peak} KiB"


main()
