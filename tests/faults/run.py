"""Databases that fall silent, fail over and run full while clients write: nothing acknowledged is lost, and it goes on."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS), str(TESTS / "clients")]

from ledger import Ledger
from machine import until
from servers import STEP_DOWN, Disk, Postgres, signal_all, silent_port
from service import Service

# Longer than every deadline of a call to the database.
SILENCE = 12


def backends_stopped(directory):
    with servers(directory, "only") as [only]:
        with serving(only.url("postgres")) as ledger:
            # What a stopped backend holds locked stays so: they stop between two transactions.
            with ledger.stillness():
                backends = only.backends()
                assert backends
                signal_all(backends, signal.SIGSTOP)
            yield "with its backends stopped", ledger.acknowledges_after(time.monotonic())
            time.sleep(SILENCE)
            only.signal(signal.SIGCONT)


def primary_frozen(directory):
    with pair(directory) as (primary, standby, url), serving(url) as ledger:
        primary.signal(signal.SIGSTOP)
        yield "after the promotion", fail_over(standby, ledger)


def primary_killed(directory):
    with pair(directory) as (primary, standby, url), serving(url) as ledger:
        primary.signal(signal.SIGKILL)
        yield "after the promotion", fail_over(standby, ledger)


def first_host_silent(directory):
    with servers(directory, "only") as [only], silent_port() as port:
        with serving(several(port, only.port)) as ledger:
            yield "behind the silent host", ledger.acknowledges_after(time.monotonic())


def standby_stopped(directory):
    with pair(directory) as (primary, standby, _), serving(primary.url("postgres")) as ledger:
        standby.signal(signal.SIGSTOP)
        time.sleep(SILENCE)
        # What hangs in a commit must not take what reads need.
        assert not ledger.unread, ledger.unread
        standby.signal(signal.SIGCONT)
        yield "after the standby went on", ledger.acknowledges_after(time.monotonic())
        assert ledger.refusals, "no write had to wait"


def postgres_full(directory):
    with Disk(directory / "disk", 200) as disk, servers(disk.place, "only") as [only]:
        with serving(only.url("postgres")) as ledger:
            yield from fill(disk, ledger, lambda: only.process.poll() is None or only.start())


def sqlite_full(directory):
    with Disk(directory / "disk", 40) as disk, serving(f"sqlite:{disk.place}/ledger.db") as ledger:
        yield from fill(disk, ledger, lambda: None)


def fill(disk, ledger, repair):
    disk.leave(kilobytes=2_000)
    until("writes are refused", lambda: ledger.refusals)
    until("it is not ready", lambda: not is_ready(ledger.service))
    time.sleep(2)
    disk.clear()
    repair()
    yield "after there was room", ledger.acknowledges_after(time.monotonic())
    until("it is ready", lambda: is_ready(ledger.service))


def fail_over(standby, ledger):
    time.sleep(1)
    standby.promote()
    promoted = time.monotonic()
    took = ledger.acknowledges_after(promoted)
    time.sleep(1)
    return took


@contextmanager
def servers(directory, *names):
    made = [Postgres(directory, name) for name in names]
    if STEP_DOWN:
        shutil.chown(directory, "postgres")
    try:
        made[0].create()
        for standby in made[1:]:
            standby.follow(made[0])
        yield made
    finally:
        for server in made:
            server.stop()


@contextmanager
def pair(directory):
    """A primary, its standby, and the URL of whichever can be written to."""
    with servers(directory, "primary", "standby") as (primary, standby):
        yield primary, standby, several(primary.port, standby.port)


def several(*ports):
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    return f"postgres://postgres@{hosts}/postgres?target_session_attrs=read-write"


@contextmanager
def serving(url):
    """Clients that write to a server on this database. At the end, what they were told is compared."""
    with Service(url.partition(":")[0], url) as service:
        with Ledger(service) as ledger:
            time.sleep(1)
            yield ledger
        kept = ledger.compare()
        print(f"   {kept} acknowledged, refused {ledger.refusals}; of {ledger.reads} reads failed {ledger.unread}; 0 lost", flush=True)


def is_ready(service):
    try:
        with urlopen(f"{service.base}/readyz") as response:
            return response.status == 200
    except HTTPError:
        return False


def main():
    # When asked to stop, also stop the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    only = sys.argv[1:]
    cases = (
        backends_stopped,
        primary_frozen,
        primary_killed,
        first_host_silent,
        standby_stopped,
        postgres_full,
        sqlite_full,
    )
    for case in cases:
        if only and case.__name__ not in only:
            continue
        print(f"-- {case.__name__}", flush=True)
        with tempfile.TemporaryDirectory(prefix="wellhead-faults-") as directory:
            Path(directory).chmod(0o755)
            for when, took in case(Path(directory)):
                print(f"   first acknowledged {took:.1f} s {when}", flush=True)


main()
