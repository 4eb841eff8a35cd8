"""Rendered publications: kept in memory while they are asked for, and on disk where the worker warmed them.

What may live here: the cache of bytes by publication key. A key names exact bytes, so nothing here is ever out of date;
what is not asked for any more falls out.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli

from conflict_atlas.publish.registry import Publication

_MEMORY_LIMIT = 48 * 1024 * 1024
_BROTLI_QUALITY = 9
"""A page of 600 kB in 30 ms; the levels above it take ten times as long for a tenth less."""
_ARRAYS_QUALITY = 5
"""For arrays of numbers that somebody waits for: higher levels find little more in them until they try very hard."""
_UNHURRIED_QUALITY = 10
"""For arrays of numbers that the worker packs before anybody asks: a tenth smaller, and many times as long to make."""
_UNHURRIED_MOST = 16 * 1024 * 1024
"""Beyond so many bytes the worker, too, would take a minute and more."""
_ARRAYS = "application/octet-stream"
"""The map file; it packs well."""
_SLOW_SECONDS = 0.5
_PACKED_TYPES = (
    *("text/", "application/json", "application/geo+json", "application/xml", "image/svg+xml"),
    _ARRAYS,
)


@dataclass(frozen=True)
class Rendered:
    """The bytes of one publication, and the same packed by brotli; None where packing gains nothing."""

    body: bytes
    brotli: bytes | None = None

    @property
    def codings(self) -> tuple[str, ...]:
        """The content codings in which there are bytes, the smallest first."""
        return () if self.brotli is None else ("br", "gzip")

    def coded(self, coding: str | None) -> bytes:
        """The bytes in one of ``codings``, or as they are."""
        if self.brotli is None or coding is None:
            return self.body
        return self.brotli if coding == "br" else self._gzip

    @cached_property
    def _gzip(self) -> bytes:
        """Made when it is first asked for, which is seldom: browsers take brotli. The same bytes on every machine and day."""
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def size(self) -> int:
        """What it takes in memory, with gzip that is about as long as brotli."""
        return len(self.body) + 2 * len(self.brotli or b"")


def pack(body: bytes, media_type: str) -> Rendered:
    """Compress what can be made smaller."""
    if not media_type.startswith(_PACKED_TYPES) or len(body) < 500:
        return Rendered(body)
    return Rendered(body, brotli.compress(body, quality=_quality(len(body), media_type, unhurried=False)))


def _quality(size: int, media_type: str, unhurried: bool) -> int:
    if media_type != _ARRAYS:
        return _BROTLI_QUALITY
    return _UNHURRIED_QUALITY if unhurried and size <= _UNHURRIED_MOST else _ARRAYS_QUALITY


class RenderedStore:
    """At most ``limit`` bytes in memory, least recently used out first; ``folder`` holds what was warmed."""

    def __init__(self, folder: Path, limit: int = _MEMORY_LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._held: OrderedDict[str, Rendered] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def get(self, publication: Publication) -> Rendered:
        """The bytes, rendered at most once at a time: a second request for the same page waits for the first."""
        key = publication.key
        with self._guard:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._guard:
                if key in self._held:
                    return self._held[key]
            try:
                rendered = self._read(publication) or self._rendered(publication)
                self._hold(key, rendered)
            finally:
                with self._guard:
                    self._making.pop(key, None)
        return rendered

    def warm(self, publication: Publication) -> None:
        """Render onto disk, if it is not there yet, for the web process to find."""
        path = self._path(publication.key)
        if path.exists():
            return
        body = publication.render()
        quality = _quality(len(body), publication.media_type, unhurried=True)
        self._write(publication.key, brotli.compress(body, quality=quality))

    def _rendered(self, publication: Publication) -> Rendered:
        """Made now; what took long is put on disk, so that a start right after this one finds it. Arrays are left to the worker,
        which packs them smaller."""
        began = time.monotonic()
        rendered = pack(publication.render(), publication.media_type)
        if rendered.brotli is not None and publication.media_type != _ARRAYS and time.monotonic() - began > _SLOW_SECONDS:
            with contextlib.suppress(OSError):
                self._write(publication.key, rendered.brotli)
        return rendered

    def _write(self, key: str, small: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(descriptor, "wb") as file:
            file.write(small)
        Path(name).replace(self._path(key))

    def keep_only(self, keys: Iterable[str]) -> int:
        """Remove from disk what no publication of today names; returns how many files went."""
        wanted = {self._path(key).name for key in keys}
        gone = [path for path in self._folder.glob("*") if path.name not in wanted]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.br"

    def _read(self, publication: Publication) -> Rendered | None:
        try:
            small = self._path(publication.key).read_bytes()
            body = brotli.decompress(small)
        except (OSError, brotli.error):
            return None
        return Rendered(body, small if len(small) < len(body) else None)

    def _hold(self, key: str, rendered: Rendered) -> None:
        if rendered.size > self._limit // 4:
            return
        with self._guard:
            self._held[key] = rendered
            self._size += rendered.size
            while self._size > self._limit:
                _, dropped = self._held.popitem(last=False)
                self._size -= dropped.size
