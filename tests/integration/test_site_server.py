"""``conflict-atlas up`` as processes: start, answer, crash, stop, and what they cost."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from conflict_atlas.site import server
from conflict_atlas.starter import forecast, pack
from conflict_atlas.workspace import Workspace

_SERVE = "import sys; from pathlib import Path; from conflict_atlas.site.server import serve; "


@dataclass
class Running:
    """A server under test."""

    process: subprocess.Popen[str]
    port: int
    root: Path
    seconds: float

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process:
        return next(child for child in self.children() if word in " ".join(child.cmdline()))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition, seconds: float = 20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = condition()
        except (OSError, StopIteration, psutil.Error, http.client.HTTPException):
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


@contextmanager
def running(root: Path) -> Iterator[Running]:
    port = free_port()
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", f"{_SERVE} sys.exit(serve(Path({str(root)!r}), '127.0.0.1', {port}))"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        for line in process.stderr or ():
            said += line
            if "answers at" in line:
                break
        assert f"http://127.0.0.1:{port}/" in said, said
        yield Running(process, port, root, time.monotonic() - begun)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("server") / "workspace")
    pack.load(made)
    forecast.load(made)
    return made


@pytest.fixture(scope="module")
def site(workspace: Workspace) -> Iterator[Running]:
    with running(workspace.root) as found:
        yield found


def test_the_site_answers_and_leads_to_the_home_page(site):
    assert site.get("/healthz") == (200, b"ok\n")
    assert site.get("/")[0] == 302
    status, body = site.get("/en/")
    assert status == 200
    assert b"Conflict Atlas" in body


def test_the_web_process_loads_none_of_the_heavy_libraries(site):
    site.get("/en/conflicts/nagorno-karabakh/")
    site.get("/export/csv?series=located&conflict=388")
    for child in site.children():
        mapped = " ".join(entry.path for entry in child.memory_maps())
        for library in ("pandas", "pyarrow", "sklearn"):
            assert f"/{library}/" not in mapped, (library, child.cmdline())


def test_importing_the_site_imports_neither_pandas_nor_its_kin(workspace):
    code = (
        "import sys; import conflict_atlas.site.wsgi; import conflict_atlas.site.serve, conflict_atlas.site.tasks; "
        "print([name for name in ('pandas', 'pyarrow', 'ibis', 'sklearn') if name in sys.modules])"
    )
    environment = {**os.environ, "CONFLICT_ATLAS_WORKSPACE": str(workspace.root)}
    environment["DJANGO_SETTINGS_MODULE"] = "conflict_atlas.site.settings"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_web_and_worker_stay_under_600_mb(site):
    until(lambda: site.child("atlas_worker"))
    for path in ("/en/", "/en/?region=Africa", "/en/conflicts/sudan/", "/en/countries/SDN/", "/admin/login/"):
        assert site.get(path)[0] == 200
    # As the benchmark counts it: pages of memory that the processes share count once.
    used = sum(process.memory_full_info().pss for process in [psutil.Process(site.process.pid), *site.children()])
    assert used < 600_000_000


def test_the_worker_renders_the_main_pages_ahead(site):
    folder = site.root / "derived" / "publications"
    until(lambda: folder.is_dir() and len(list(folder.glob("*.br"))) >= 3, 60)


def test_a_web_process_that_was_killed_is_started_again(site):
    site.child("granian").kill()
    time.sleep(0.5)
    until(lambda: site.get("/healthz") == (200, b"ok\n"), 30)


def test_a_worker_that_was_killed_is_started_again(site):
    first = until(lambda: site.child("atlas_worker"))
    first.kill()
    second = until(lambda: (found := site.child("atlas_worker")).pid != first.pid and found, 30)
    assert second.is_running()


def test_a_second_start_is_quick(workspace, site):
    with running(workspace.root) as second:
        assert second.seconds < 5


def test_a_taken_port_is_named_with_what_to_do(site, tmp_path, capfd):
    assert server.serve(tmp_path, "127.0.0.1", site.port) == 1
    said = capfd.readouterr().err
    assert f"Port {site.port} on 127.0.0.1 is in use" in said
    assert f"--port {site.port + 1}" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_order(workspace, sent):
    with running(workspace.root) as found:
        children = until(lambda: len(found.children()) >= 3 and found.children())
        found.process.send_signal(sent)
        assert found.process.wait(20) == 0
        _, alive = psutil.wait_procs(children, timeout=5)
        assert not alive
        with pytest.raises(OSError):
            found.get("/healthz")


def test_nothing_outlives_a_supervisor_that_was_killed(workspace):
    with running(workspace.root) as found:
        children = until(lambda: len(found.children()) >= 3 and found.children())
        found.process.kill()
        found.process.wait(10)
        _, alive = psutil.wait_procs(children, timeout=30)
        assert not alive


def test_the_database_keeps_readers_and_writers_apart(site):
    with sqlite3.connect(site.root / "site.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_database_that_cannot_be_prepared_is_said_in_a_sentence(tmp_path, monkeypatch, capfd):
    workspace = Workspace.create(tmp_path / "workspace")
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    assert server.serve(workspace.root, "127.0.0.1", free_port()) == 1
    said = capfd.readouterr().err
    assert "DATABASE_URL begins with 'mysql'" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("", "sqlite3", None),
        ("postgresql://u:p%40ss@db.example:5433/atlas?sslmode=require", "postgresql", "atlas"),
        ("sqlite:////var/lib/atlas.sqlite3", "sqlite3", None),
    ],
)
def test_the_address_of_a_database_is_read(tmp_path, address, engine, name):
    from conflict_atlas.site.database import database_settings

    found = database_settings(address, tmp_path / "site.sqlite3")
    assert found["ENGINE"].endswith(engine)
    if name:
        assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
            "atlas",
            "u",
            "p@ss",
            "db.example",
            "5433",
        )
        assert found["OPTIONS"] == {"sslmode": "require"}
    else:
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert found["OPTIONS"]["timeout"] == 20


def test_an_address_of_a_database_that_names_none_is_refused(tmp_path):
    from conflict_atlas.site.database import DatabaseAddressError, database_settings

    with pytest.raises(DatabaseAddressError, match="names no database"):
        database_settings("postgresql://u@h/", tmp_path)
