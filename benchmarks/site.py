"""The site as its reader meets it: how soon it is there, what it keeps in memory, how fast and how large its pages are."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import brotli
import psutil

from benchmarks.figures import Figure
from benchmarks.processes import COMMAND

PAGES = {"home": "/en/", "data page of a conflict": "/en/conflicts/sudan/", "dossier page": "/en/conflicts/nagorno-karabakh/"}
WITHOUT_DRAWINGS = ("dossier page",)
REQUESTS = 200
WAIT_SECONDS = 180


@dataclass(frozen=True)
class Server:
    """A running ``up``: its process, its port, and how long it took until the first page was served."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float

    def get(self, path: str) -> tuple[http.client.HTTPResponse, bytes]:
        """One page, as a browser asks for it today."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Accept": "text/html,*/*"})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def memory_mb(self) -> float:
        """Resident memory of web process, worker and supervisor; pages that they share count once."""
        supervisor = psutil.Process(self.process.pid)
        family = [supervisor, *supervisor.children(recursive=True)]
        return sum(member.memory_full_info().pss for member in family) / 1e6


def measure() -> list[Figure]:
    """Start the site twice in a new workspace with the starter pack, and read its pages."""
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        root = Path(name) / "workspace"
        with serving(root) as server:
            first = server.seconds
        with serving(root) as server:
            figures = [
                Figure("first start, workspace made and starter pack loaded", first, "s", 180),
                Figure("second start", server.seconds, "s", 5),
            ]
            for page, path in PAGES.items():
                figures += [_speed(server, page, path), *_sizes(server, page, path)]
            figures.append(Figure("web and worker, memory after the requests", server.memory_mb(), "MB", 600))
    return figures


@contextmanager
def serving(root: Path, command: str = COMMAND) -> Iterator[Server]:
    """Run ``up`` on a free port until the first page is there; stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([command, "up", "--port", str(port), "--workspace", str(root)], stdout=said, stderr=said)
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - start > WAIT_SECONDS:
                    said.seek(0)
                    raise RuntimeError(f"the site did not start: {said.read()[-2000:].decode(errors='replace')}")
                time.sleep(0.05)
            yield Server(process, port, time.perf_counter() - start)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", PAGES["home"])
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _speed(server: Server, page: str, path: str) -> Figure:
    """The time within which 95 of 100 requests are answered, once the page is warm."""
    milliseconds = []
    for number in range(REQUESTS + 5):
        start = time.perf_counter()
        response, _ = server.get(path)
        if response.status != 200:
            raise RuntimeError(f"{path} answers {response.status}")
        if number >= 5:
            milliseconds.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(milliseconds, n=20)[18]
    return Figure(f"{page}, p95 of {REQUESTS} requests", p95, "ms", 100, note=f"median {statistics.median(milliseconds):.1f} ms")


def _sizes(server: Server, page: str, path: str) -> list[Figure]:
    """HTML and style sheets as they go over the wire; where drawings in the page count as pictures, without them too."""
    response, body = server.get(path)
    html = brotli.decompress(body) if response.getheader("Content-Encoding") == "br" else body
    text = html.decode("utf-8")
    links = [tag for tag in re.findall(r"<link\b[^>]*>", text) if re.search(r"rel=[\"']?stylesheet", tag)]
    sheets = [match[1] for tag in links if (match := re.search(r"href=[\"']?([^\"'\s>]+)", tag))]
    styles = sum(len(server.get(urljoin(path, sheet))[1]) for sheet in sheets)
    note = f"HTML {len(body) / 1000:.1f} kB, {len(sheets)} style sheets {styles / 1000:.1f} kB"
    whole = (len(body) + styles) / 1000
    if page not in WITHOUT_DRAWINGS:
        return [Figure(f"{page}, HTML and CSS compressed", whole, "kB", 100, note=note)]
    bare = brotli.compress(re.sub(r"<svg\b.*?</svg>", "", text, flags=re.DOTALL).encode(), quality=9)
    return [
        Figure(f"{page}, HTML and CSS compressed without drawings", (len(bare) + styles) / 1000, "kB", 100),
        Figure(f"{page}, HTML and CSS compressed with its drawings", whole, "kB", note=note),
    ]
