"""PostgreSQL servers that can be stopped in the middle of what they do, and a disk that can be filled."""

import os
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

from machine import free_port, until

PROGRAMS = Path(os.environ["WELLHEAD_PG_PROGRAMS"])
# The server refuses to run as root.
STEP_DOWN = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
SETTINGS = {"max_connections": 100, "max_wal_size": "32MB", "min_wal_size": "32MB", "wal_level": "replica"}


class Postgres:
    """A server of its own below `directory`."""

    def __init__(self, directory, name, **settings):
        if STEP_DOWN:
            shutil.chown(directory, "postgres")
        self.data = Path(directory) / name
        self.log = Path(directory) / f"{name}.log"
        self.settings = {**SETTINGS, **settings}
        self.port = free_port()
        self.process = None

    def create(self):
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        return self.start()

    def follow(self, primary):
        """Copies `primary` and follows it. From then on, `primary` commits nothing that this one does not have."""
        of_primary = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
        self.run("pg_basebackup", "-D", self.data, *of_primary, "-R", "-X", "stream", "-c", "fast")
        self.start()
        primary.setting("SET synchronous_standby_names = '*'")
        until("the standby follows", lambda: "sync" in primary.sql("SELECT sync_state FROM pg_stat_replication"))
        return self

    def start(self):
        settings = {**self.settings, "port": self.port, "listen_addresses": "127.0.0.1"}
        settings["unix_socket_directories"] = self.data.parent
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(self.log, "a", encoding="utf-8") as log:
            command = [*STEP_DOWN, PROGRAMS / "postgres", "-D", self.data, *options]
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        is_ready = [PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until("PostgreSQL is up", lambda: subprocess.run(is_ready, check=False).returncode == 0)
        return self

    def run(self, program, *arguments):
        command = [*STEP_DOWN, PROGRAMS / program, *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    def sql(self, statement):
        command = [PROGRAMS / "psql", "-qAtX", "-c", statement, self.url("postgres")]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout

    def setting(self, change):
        """Changes a setting, as in `SET name = value` or `RESET name`, of the running server."""
        self.sql(f"ALTER SYSTEM {change}")
        self.sql("SELECT pg_reload_conf()")

    def url(self, database):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def promote(self):
        self.run("pg_ctl", "promote", "-w", "-D", self.data)

    def signal(self, number):
        """Signals all processes of the server."""
        signal_all([self.process.pid, *children(self.process.pid)], number)

    def backends(self):
        """The processes that serve clients."""
        return [pid for pid in children(self.process.pid) if "127.0.0.1(" in command_line(pid)]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


class Session:
    """A client of a server that stays, and does nothing unless told to. When the block ends, its transaction is taken back."""

    def __init__(self, server):
        command = [PROGRAMS / "psql", "-qAtX", server.url("postgres")]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, text=True, **pipes)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()

    def does(self, statements):
        """Whether it could; the server may not have let it in."""
        try:
            self.process.stdin.write(f"\\set ON_ERROR_STOP on\n{statements};\n\\echo done\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return False
        return any(line == "done\n" for line in self.process.stdout)


def children(parent):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in parentheses may hold anything.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def signal_all(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def silent_port():
    """A port at which connections are made, and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


class Disk:
    """A small disk of its own at `place`, in memory."""

    def __init__(self, place, megabytes):
        self.place = Path(place)
        self.size = f"size={megabytes}m"
        self.ballast = self.place / "ballast"

    def __enter__(self):
        self.place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", self.size, "tmpfs", self.place], check=True)
        self.place.chmod(0o777)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.place], check=True)

    def leave(self, kilobytes):
        """Fills the disk but for this much."""
        disk = os.statvfs(self.place)
        with open(self.ballast, "wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, disk.f_bavail * disk.f_frsize - kilobytes * 1024)

    def clear(self):
        self.ballast.unlink()
