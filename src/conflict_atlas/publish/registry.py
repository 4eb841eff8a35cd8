"""The registry of publications: every page and file that leaves this program, found by its path.

What may live here: what a publication is, the kinds of publication, and looking one up. The live server, the cache key, the
ETag, the sitemap and the baked site all ask this registry, so that they cannot say different things. Nothing of the web:
no request, no response, no template.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conflict_atlas import __version__


class NotPublished(LookupError):
    """Nothing is published at this path; the message says what was looked for."""


class Moved(Exception):
    """The publication has another path now."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Publication:
    """Bytes at a path: what they are made of (``inputs``, digests) and the function that makes them.

    Equal keys mean equal bytes. ``language`` is None for what has none (files, feeds of figures). ``filename`` is set
    where the bytes are meant to be kept by the reader under that name. ``is_immutable``: the path itself names these exact
    bytes, so that a browser need never ask again.
    """

    path: str
    media_type: str
    inputs: tuple[str, ...]
    render: Callable[[], bytes] = field(compare=False)
    language: str | None = None
    query: tuple[tuple[str, str], ...] = ()
    filename: str | None = None
    is_immutable: bool = False

    @property
    def key(self) -> str:
        """The name of these exact bytes: cache key and ETag."""
        material = [__version__, self.path, self.query, self.language, self.media_type, self.inputs]
        return hashlib.sha256(json.dumps(material).encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """A path as it was asked for: the parts that its kind names, and the query fields that its kind knows."""

    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def fixed_query(self) -> tuple[tuple[str, str], ...]:
        """The query in one order, so that the same question has one key."""
        return tuple(sorted(self.query.items()))


def _no_paths() -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of publication. ``route`` names its parts in braces: ``{language}/conflicts/{slug}/``.

    ``prepare`` raises NotPublished or Moved; it must be cheap, since it runs for every request: what costs time belongs in
    the publication's ``render``. ``paths`` lists every path of this kind without a query. ``fields`` are the query fields
    that change the bytes; any other is dropped before the publication is prepared. ``in_sitemap`` is for search engines;
    ``is_main`` for pages that are worth rendering before anybody asks.
    """

    name: str
    route: str
    prepare: Callable[[Asked], Publication]
    paths: Callable[[], Iterable[str]] = _no_paths
    fields: frozenset[str] = frozenset()
    in_sitemap: bool = True
    is_main: bool = True

    def match(self, path: str) -> dict[str, str] | None:
        """The parts that the route names, or None if the path is of another kind."""
        found = _pattern(self.route).fullmatch(path)
        return found.groupdict() if found else None


_patterns: dict[str, re.Pattern[str]] = {}


def _pattern(route: str) -> re.Pattern[str]:
    if route not in _patterns:
        pieces = re.split(r"\{(\w+)\}", route)
        _patterns[route] = re.compile(
            "".join(f"(?P<{piece}>[^/]+)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
        )
    return _patterns[route]


class Registry:
    """All kinds of publication, in the order in which they were added; the first that matches answers."""

    def __init__(self, kinds: Iterable[Kind] = ()) -> None:
        self._kinds: list[Kind] = []
        for kind in kinds:
            self.add(kind)

    def add(self, kind: Kind) -> None:
        """Add a kind. ValueError if its name or its route is taken."""
        for other in self._kinds:
            if kind.name == other.name or kind.route == other.route:
                raise ValueError(f"the kind {kind.name!r} ({kind.route}) is registered already, as {other.name!r}")
        self._kinds.append(kind)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind."""
        return tuple(self._kinds)

    def find(self, path: str, query: Mapping[str, str] | None = None) -> Publication:
        """The publication at a path (without leading slash). Raises NotPublished, Moved, or what ``prepare`` raises."""
        for kind in self._kinds:
            parts = kind.match(path)
            if parts is not None:
                known = {name: text for name, text in (query or {}).items() if name in kind.fields and text.strip()}
                return kind.prepare(Asked(path, parts, known))
        raise NotPublished(f"there is no page at /{path}")

    def paths(self) -> Iterator[str]:
        """Every path without a query: what is baked."""
        for kind in self._kinds:
            yield from kind.paths()

    def main_paths(self) -> Iterator[str]:
        """Every path that is worth rendering before anybody asks."""
        for kind in self._kinds:
            if kind.is_main:
                yield from kind.paths()

    def sitemap_paths(self) -> Iterator[str]:
        """Every path that search engines may list."""
        for kind in self._kinds:
            if kind.in_sitemap:
                yield from kind.paths()
