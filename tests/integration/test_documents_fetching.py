"""Fetching, against real servers on this machine: limits, redirections, robots, private addresses."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from conflict_atlas.documents import fetching
from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.fetching import fetch

PAGE = b"12 people were killed in Nyala."


class Site(BaseHTTPRequestHandler):
    """A site with a page, a private page, a redirection, a loop, something endless and something huge."""

    asked: list[str] = []

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        if self.path == "/robots.txt":
            self._answer(200, b"User-agent: *\nDisallow: /private\n")
        elif self.path == "/moved":
            self._answer(302, b"", {"Location": "/page.txt"})
        elif self.path == "/loop":
            self._answer(302, b"", {"Location": "/loop"})
        elif self.path == "/to-private":
            self._answer(302, b"", {"Location": "http://10.0.0.1/"})
        elif self.path == "/to-file":
            self._answer(302, b"", {"Location": "file:///etc/passwd"})
        elif self.path == "/huge":
            self._answer(200, b"a" * 300_000)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.1)
        elif self.path == "/missing":
            self._answer(404, b"")
        else:
            self._answer(200, PAGE)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://news.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(host: str, port: int) -> list[str]:
    """Every name is this machine, but for addresses written as numbers."""
    return [host if host[0].isdigit() else "127.0.0.1"]


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


def test_a_page_is_fetched_by_its_name_from_the_address_that_was_checked(site: str) -> None:
    found = fetch(f"{site}/page.txt", here, only_here)
    assert (found.raw, found.name) == (PAGE, "page.txt")
    found = fetch(f"{site}/moved", here, only_here)
    assert found.address == f"{site}/page.txt"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/private/x", "robots.txt"),
        ("/loop", "redirected more than"),
        ("/to-private", "private or reserved"),
        ("/to-file", "only http and https"),
        ("/missing", "answered 404"),
    ],
)
def test_what_is_not_fetched_says_why(site: str, path: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        fetch(f"{site}{path}", here, only_here)
    assert path != "/private/x" or "/private/x" not in Site.asked


def test_limits_of_size_and_time_hold(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 100_000)
    with pytest.raises(DocumentError, match="larger than"):
        fetch(f"{site}/huge", here, only_here)
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    before = time.monotonic()
    with pytest.raises(DocumentError, match=r"did not arrive|cannot be read"):
        fetch(f"{site}/slow", here, only_here)
    assert time.monotonic() - before < 10


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/latest/",
        "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://100.64.0.1/", "http://[fe80::1]/", "http://2130706433/",
    ],
)  # fmt: skip
def test_no_private_address_is_read_in_whatever_form(address: str) -> None:
    with pytest.raises(DocumentError, match=r"private or reserved|not found"):
        fetch(address)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/x", "http://user:pw@example.org/", "http://", "gopher://x", "http://x:99999/"],
)
def test_other_schemes_and_passwords_are_refused(address: str) -> None:
    with pytest.raises(DocumentError):
        fetch(address)


def test_a_name_with_a_public_and_a_private_address_is_refused() -> None:
    with pytest.raises(DocumentError, match="private or reserved"):
        fetch("http://trap.example/", lambda host, port: ["93.184.216.34", "127.0.0.1"])
