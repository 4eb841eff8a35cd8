"""``conflict-atlas up``: one web process and one worker, kept running until told to stop.

What may live here: starting, watching and stopping the two processes. Nothing here imports Django: the supervisor stays
small, and a second start does not pay for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from conflict_atlas import __version__

_PATIENCE_SECONDS = 60.0
_STOP_SECONDS = 10.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
# A process that ran this long was well; its next failure is the first of a new series.
_SOUND_SECONDS = 60.0
_MOST_FAILURES_BEFORE_ANSWER = 3
SHIPPED_DOSSIERS = Path(__file__).parents[1] / "starter" / "dossiers"
_PACKAGES_WITH_TABLES = ("django", "wagtail", "django-tasks-db", "django-taggit", "django-otp", "django-axes")


class ServerError(Exception):
    """The site cannot be served; the message says why and what to do."""


def serve(workspace_root: Path, host: str, port: int, with_dossiers: bool = False) -> int:
    """Serve the workspace until SIGTERM or SIGINT; returns the exit status. Messages go to standard error.

    ``with_dossiers``: the dossiers that come with the program are loaded, unless that was done for this version.
    """
    try:
        _check_port(host, port)
        environment = prepare(workspace_root, host, with_dossiers)
        return Supervisor(host, port, _processes(host, port, environment)).run()
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


def prepare(workspace_root: Path, host: str = "", with_dossiers: bool = False) -> dict[str, str]:
    """Bring the database up to date; the environment in which Django finds this workspace. Raises ServerError."""
    environment = _environment(workspace_root, host)
    _bring_up_to_date(workspace_root, environment, with_dossiers)
    return environment


def _environment(workspace_root: Path, host: str) -> dict[str, str]:
    return {
        **os.environ,
        "CONFLICT_ATLAS_WORKSPACE": str(workspace_root),
        "CONFLICT_ATLAS_HOST": "" if host in ("0.0.0.0", "::") else host,
        "DJANGO_SETTINGS_MODULE": "conflict_atlas.site.settings",
        "CONFLICT_ATLAS_SUPERVISOR": str(os.getpid()),
        "PYTHONUNBUFFERED": "1",
        # glibc gives each thread an arena of its own, which is never given back; two are enough for a few threads.
        "MALLOC_ARENA_MAX": "2",
    }


def _check_port(host: str, port: int) -> None:
    """Raise ServerError if nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ServerError(
                f"Port {port} needs rights that this user does not have. Choose one above 1023: conflict-atlas up --port 8000"
            ) from None
        except socket.gaierror:
            raise ServerError(f"{host!r} is no address of this machine. Write --host 127.0.0.1 or --host 0.0.0.0.") from None
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno == 98:
                raise ServerError(
                    f"Port {port} on {host} is in use by another program. Stop that program, or choose another port: "
                    f"conflict-atlas up --port {port + 1}"
                ) from None
            raise ServerError(f"Cannot listen on {host}, port {port}: {error}. Choose others with --host and --port.") from None


def _schema_mark(database_address: str) -> str:
    """What the database's tables depend on: versions, our own migrations, and which database it is."""
    ours = sorted(path.name for path in Path(__file__).parent.glob("*/migrations/0*.py"))
    packages = [f"{name} {version(name)}" for name in _PACKAGES_WITH_TABLES]
    material = json.dumps([__version__, ours, packages, database_address])
    return hashlib.sha256(material.encode()).hexdigest()


def _dossiers_mark(database_address: str) -> str:
    """What the loaded dossiers depend on: those that come with the program, and which database they are in."""
    digest = hashlib.sha256(database_address.encode())
    for path in sorted(path for path in SHIPPED_DOSSIERS.rglob("*") if path.is_file()):
        digest.update(path.relative_to(SHIPPED_DOSSIERS).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _bring_up_to_date(workspace_root: Path, environment: dict[str, str], with_dossiers: bool) -> None:
    """Tables, and the dossiers that come with the program if they are wanted; at once if the marks of the last time still hold."""
    address = environment.get("DATABASE_URL", "")
    marks = {workspace_root / "derived" / "site-schema": _schema_mark(address)}
    if with_dossiers:
        marks[workspace_root / "derived" / "site-dossiers"] = _dossiers_mark(address)
    if all(map(_holds, marks, marks.values())) and (address or (workspace_root / "site.sqlite3").is_file()):
        return
    print("Preparing the site's database (about fifteen seconds, once) ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "django", "prepare_site", *(["--dossiers"] if with_dossiers else [])],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ServerError(
            f"The site's database could not be prepared: {reason}\nCheck DATABASE_URL, or the rights and free space of {workspace_root}."
        )
    print(done.stdout, end="", file=sys.stderr, flush=True)
    for file, mark in marks.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(mark + "\n", encoding="ascii")


def _holds(file: Path, mark: str) -> bool:
    return file.is_file() and file.read_text(encoding="ascii").strip() == mark


@dataclass
class Process:
    """One of the two processes, and how it fared."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl+C reaches only the supervisor, which stops it in order."""
        self.started_at = time.monotonic()
        self.running = subprocess.Popen(self.command, env=self.environment, start_new_session=True)

    def look(self, say: Callable[[str], None]) -> None:
        """Notice its end, and start it again after a wait that doubles with every failure."""
        now = time.monotonic()
        if self.running is not None:
            status = self.running.poll()
            if status is None:
                return
            self.failures = 1 if now - self.started_at > _SOUND_SECONDS else self.failures + 1
            wait = min(_FIRST_WAIT * 2 ** (self.failures - 1), _LONGEST_WAIT)
            say(f"The {self.name} process stopped ({_ending(status)}); it starts again in {wait:g} s.")
            self.end()
            self.running, self.start_again_at = None, now + wait
        elif now >= self.start_again_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def end(self) -> None:
        """Make sure that nothing of it is left: it and what it started are one session."""
        if self.running is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def _ending(status: int) -> str:
    return f"by signal {-status}" if status < 0 else f"with exit status {status}"


def _processes(host: str, port: int, environment: dict[str, str]) -> tuple[Process, Process]:
    web = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port))
    web += ("--workers", "1", "--blocking-threads", "4", "--no-ws", "--http", "1", "--log-level", "warning")
    web += ("--workers-kill-timeout", "5", "conflict_atlas.site.wsgi:application")
    worker = (sys.executable, "-m", "django", "atlas_worker")
    return Process("web", web, environment), Process("worker", worker, environment)


class Supervisor:
    """Keeps the processes running, says when the site answers, and stops them in order."""

    def __init__(self, host: str, port: int, processes: tuple[Process, Process]) -> None:
        self._host, self._port = host, port
        self._web, self._worker = processes
        self._stop = False

    def run(self) -> int:
        """Until a signal comes."""
        handlers = {sent: signal.signal(sent, self._asked_to_stop) for sent in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._web.start()
            if not self._wait_for_answer():
                return 0 if self._stop else 1
            shown = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host
            _say(f"Conflict Atlas answers at http://{shown}:{self._port}/ (Ctrl+C stops it)")
            # The worker starts second: the first page should not wait for it.
            self._worker.start()
            while not self._stop:
                time.sleep(0.25)
                self._web.look(_say)
                self._worker.look(_say)
            return 0
        finally:
            self._stop_all()
            for sent, handler in handlers.items():
                signal.signal(sent, handler)

    def _asked_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self._stop = True

    def _wait_for_answer(self) -> bool:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._stop and time.monotonic() < deadline:
            if _answers(self._host, self._port):
                return True
            self._web.look(_say)
            if self._web.failures >= _MOST_FAILURES_BEFORE_ANSWER:
                _say("The web process cannot start; its messages stand above. `conflict-atlas doctor` says what is wrong.")
                return False
            time.sleep(0.05)
        if not self._stop:
            _say(f"The web process did not answer within {_PATIENCE_SECONDS:g} s.")
        return False

    def _stop_all(self) -> None:
        processes = (self._worker, self._web)
        for process in processes:
            process.ask_to_stop()
        deadline = time.monotonic() + _STOP_SECONDS
        for process in processes:
            if process.running is not None:
                try:
                    process.running.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    _say(f"The {process.name} process did not stop in time and was ended.")
            process.end()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _answers(host: str, port: int) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reachable, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
