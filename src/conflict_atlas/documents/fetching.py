"""A document from an address, only when somebody asks: http(s) alone, no private address, limits of size and time, robots kept to.

What may live here: one fetch. Each step of a redirection is checked anew, and the connection goes to the very address that was
checked, so that a name cannot point somewhere else a moment later.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import urllib.robotparser
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3

from conflict_atlas import __version__
from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import MOST_BYTES

AGENT = f"ConflictAtlas/{__version__}"
SECONDS = 20.0
"""For one answer, from the first word to the last byte."""
MOST_STEPS = 5
ROBOTS_BYTES = 500_000
_PORTS = {"http": 80, "https": 443}
Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Fetched:
    """The bytes of an answer, the address that gave them, and the name that a file of it would have."""

    raw: bytes
    address: str
    name: str
    media_type: str


def fetch(address: str, resolve: Resolver | None = None, is_allowed: Callable[[str], bool] | None = None) -> Fetched:
    """The document at an address. ``resolve`` and ``is_allowed`` are for tests on this machine."""
    allowed = is_allowed or _is_public
    find = resolve or _addresses_of
    until = time.monotonic() + SECONDS
    for _ in range(MOST_STEPS):
        parts = _checked(address)
        host = _one_address(parts.hostname or "", parts.port or _PORTS[parts.scheme or ""], find, allowed)
        if parts.path != "/robots.txt" and not _robots_allow(parts, host, until):
            raise DocumentError(
                f"{address}: the site's robots.txt asks programs not to read it; save the page yourself and read the file"
            )
        answer = _get(parts, host, until, MOST_BYTES)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            address = urljoin(address, answer.location)
            continue
        if answer.status != 200:
            raise DocumentError(f"{address}: the site answered {answer.status}")
        name = (parts.path or "").rsplit("/", 1)[-1] or parts.hostname or "page"
        return Fetched(answer.body, address, name, answer.media_type)
    raise DocumentError(f"{address}: redirected more than {MOST_STEPS} times")


def _checked(address: str) -> urllib3.util.Url:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as problem:
        raise DocumentError(f"{address}: no address ({problem})") from problem
    if parts.scheme not in _PORTS:
        raise DocumentError(f"{address}: only http and https addresses are read")
    if not parts.hostname or parts.username or parts.password:
        raise DocumentError(f"{address}: write the address with a host and without a name or password")
    return urllib3.util.Url(
        scheme=parts.scheme, host=parts.hostname, port=port, path=parts.path or "/", query=parts.query or None
    )


def _addresses_of(host: str, port: int) -> list[str]:
    try:
        return sorted({str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except OSError as problem:
        raise DocumentError(f"{host}: the host is not found ({problem})") from problem


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    return number.is_global and not number.is_multicast and (mapped is None or mapped.is_global)


def _one_address(host: str, port: int, find: Resolver, allowed: Callable[[str], bool]) -> str:
    """The address to connect to. One private address among several refuses all: a name that has both is a trap."""
    found = find(host, port)
    if not found or not all(allowed(address) for address in found):
        raise DocumentError(f"{host}: leads to a private or reserved address, which is not read")
    return found[0]


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    media_type: str
    body: bytes


def _get(parts: urllib3.util.Url, host: str, until: float, most: int) -> _Answer:
    timeout = urllib3.Timeout(total=max(0.1, until - time.monotonic()))
    port = parts.port or _PORTS[parts.scheme or "http"]
    if parts.scheme == "https":
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            host, port, timeout=timeout, retries=False, server_hostname=parts.host, assert_hostname=parts.host
        )
    else:
        pool = urllib3.HTTPConnectionPool(host, port, timeout=timeout, retries=False)
    target = parts.path or "/"
    target = f"{target}?{parts.query}" if parts.query else target
    name = parts.host or host
    headers = {
        "Host": f"{name}:{parts.port}" if parts.port else name,
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    try:
        answer = pool.request("GET", target, headers=headers, preload_content=False, redirect=False)
        body = b""
        for piece in answer.stream(65_536, decode_content=True):
            body += piece
            if len(body) > most:
                raise DocumentError(f"{name}: the document is larger than {most:,} bytes")
            if time.monotonic() > until:
                raise DocumentError(f"{name}: the document did not arrive within {SECONDS:.0f} seconds")
    except urllib3.exceptions.HTTPError as problem:
        raise DocumentError(f"{name}: cannot be read ({problem})") from problem
    finally:
        pool.close()
    return _Answer(answer.status, answer.headers.get("Location", ""), answer.headers.get("Content-Type", ""), body)


def _robots_allow(parts: urllib3.util.Url, host: str, until: float) -> bool:
    """Whether robots.txt lets us. A site without one does; one that fails to give it does, too, as is the custom for 4xx."""
    rules = urllib3.util.Url(scheme=parts.scheme, host=parts.host, port=parts.port, path="/robots.txt")
    try:
        answer = _get(rules, host, until, ROBOTS_BYTES)
    except DocumentError:
        return True
    if answer.status != 200:
        return answer.status < 500
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(answer.body.decode("utf-8", "replace").splitlines())
    target = urlunsplit(("", "", parts.path or "/", parts.query or "", ""))
    return parser.can_fetch(AGENT, target)
