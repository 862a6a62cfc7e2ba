"""Databases that fall silent, fail over, run full, take no writes or are taken away while clients write: nothing acknowledged is lost,
and it goes on."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS), str(TESTS / "clients")]

from ledger import WRITERS, Ledger
from machine import until
from servers import Disk, Postgres, Session, signal_all, silent_port
from service import Service

# Longer than every deadline of a call to the database.
SILENCE = 12
# In seconds: five are promised, and a machine that is busy with other tests may add ten.
PROMOTION = 15
# Half of them write to one workspace: more than the eight connections for writes that it may have.
CROWD = 24


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
        assert ledger.refused(), "no write had to wait"


def postgres_full(directory):
    with Disk(directory / "disk", 200) as disk, servers(disk.place, "only") as [only]:
        with serving(only.url("postgres")) as ledger:
            yield from fill(disk, ledger, lambda: only.process.poll() is None or only.start())


def sqlite_full(directory):
    with Disk(directory / "disk", 40) as disk, serving(f"sqlite:{disk.place}/ledger.db") as ledger:
        yield from fill(disk, ledger, lambda: None)


def fill(disk, ledger, repair):
    def mend():
        disk.clear()
        repair()

    disk.leave(kilobytes=2_000)
    yield "after there was room", endure(ledger, mend)


def sqlite_replaced(directory):
    path, away, older = (directory / name for name in ("ledger.db", "away.db", "older.db"))
    with serving(f"sqlite:{path}") as ledger:
        shutil.copy(path, older)
        for what, now_there in (("gone", None), ("another", older)):
            with ledger.stillness():
                path.rename(away)
                if now_there:
                    now_there.rename(path)
                before = ledger.count()

            def mend():
                with ledger.stillness():
                    assert ledger.count() == before, "a file that nobody finds was written to"
                    away.rename(path)

            yield f"after the file was back that was {what}", endure(ledger, mend, "503 database_unavailable")


def sqlite_log_gone(directory):
    path = directory / "ledger.db"
    with serving(f"sqlite:{path}") as ledger:

        def restart():
            ledger.service.stop()
            ledger.service.start()

        Path(f"{path}-wal").rename(directory / "away")
        yield "after the restart", endure(ledger, restart, "503 database_unavailable")


def row_held(directory):
    with servers(directory, "only") as [only]:
        with serving(only.url("postgres"), CROWD) as ledger, Session(only) as idle:
            held, other = ledger.service.token, ledger.service.other_token
            # Whatever is made in a workspace refers to its row, which nobody gets for himself alone while others write.
            with ledger.stillness():
                assert idle.does("BEGIN; SELECT FROM core_api.workspaces WHERE name = 'Here' FOR UPDATE")
                before = len(ledger.acknowledged[held])
            until("all writers of its workspace are refused", lambda: ledger.refusals[held]["503 locked"] >= CROWD // 2)
            ledger.acknowledges_after(time.monotonic(), other)
            assert len(ledger.acknowledged[held]) == before, "the row is not held"
            assert not ledger.refusals[other], ledger.refusals[other]
            assert not ledger.unread, ledger.unread
            assert idle.does("ROLLBACK")
            yield "after the row was free", ledger.acknowledges_after(time.monotonic(), held)


def slots_gone(directory):
    with servers(directory, "only", max_connections=25) as [only], serving(only.url("postgres")) as ledger:
        with ExitStack() as others:

            def takes_a_slot():
                return others.enter_context(Session(only)).does("SELECT")

            # Stopped, it cannot take them back.
            ledger.service.process.send_signal(signal.SIGSTOP)
            only.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wellhead'")
            until("all slots are taken", lambda: not takes_a_slot())
            ledger.service.process.send_signal(signal.SIGCONT)
            yield "after there were slots", endure(ledger, others.close, "503 database_crowded")


def read_only(directory):
    with servers(directory, "only") as [only], serving(only.url("postgres")) as ledger:
        only.setting("SET default_transaction_read_only = on")
        mend = lambda: only.setting("RESET default_transaction_read_only")
        yield "after it could be written to", endure(ledger, mend, "503 database_read_only")
        assert not ledger.unread, ledger.unread


def standby_alone(directory):
    """The server comes back as a standby, and nobody else is there."""
    with servers(directory, "only") as [only], serving(only.url("postgres")) as ledger:
        only.stop()
        (only.data / "standby.signal").touch()
        only.start()
        yield "after the promotion", endure(ledger, only.promote, "503 database_read_only")


def endure(ledger, mend, why=None):
    """Writes are refused (so), and it says that it is not ready, until somebody mends it. Returns how long it takes from then."""
    until("writes are refused", lambda: ledger.refused()[why] if why else ledger.refused())
    until("it is not ready", lambda: not is_ready(ledger.service))
    time.sleep(2)
    mend()
    took = ledger.acknowledges_after(time.monotonic())
    until("it is ready", lambda: is_ready(ledger.service))
    return took


def fail_over(standby, ledger):
    time.sleep(1)
    standby.promote()
    promoted = time.monotonic()
    took = ledger.acknowledges_after(promoted)
    assert took < PROMOTION, f"the first was acknowledged {took:.1f} s after the promotion"
    time.sleep(1)
    return took


@contextmanager
def servers(directory, *names, **settings):
    made = [Postgres(directory, name, **settings) for name in names]
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
def serving(url, writers=WRITERS):
    """Clients that write to a server on this database. At the end, what they were told is compared."""
    with Service(url.partition(":")[0], url) as service:
        with Ledger(service, writers) as ledger:
            time.sleep(1)
            yield ledger
        kept = ledger.compare()
        refused, unread = dict(ledger.refused()), dict(ledger.unread)
        print(f"   {kept} acknowledged, refused {refused}; of {ledger.reads} reads failed {unread}; 0 lost", flush=True)


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
        sqlite_replaced,
        sqlite_log_gone,
        row_held,
        slots_gone,
        read_only,
        standby_alone,
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
