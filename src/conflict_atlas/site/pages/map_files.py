"""The files of the explorer: records, tables, and the rows behind the records by blocks.

What may live here: their addresses, which name exact bytes. The files themselves are the core's work (``publish.mapfile``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from conflict_atlas.events.answers import Gap, Pick
from conflict_atlas.publish.licences import Credit
from conflict_atlas.publish.mapfile.blocks import block, count_of_blocks, count_of_records
from conflict_atlas.publish.mapfile.collecting import Basis, Collected, Mode, basis_of, collect
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.mapfile.tables import tables
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.desk import Desk, once_per_lake
from conflict_atlas.site.pages import groups, shelf

BINARY, JSON = "application/octet-stream", "application/json"


@dataclass(frozen=True)
class MapFile:
    """The files of the lake as it stands now. Paths lead from the root of the site; ``rows`` is the folder of the blocks."""

    key: str
    basis: Basis
    count: int
    blocks: int

    @property
    def mode(self) -> Mode:
        """What one record is."""
        return self.basis.mode

    @property
    def coverage(self) -> tuple[Pick, ...]:
        """Which vintage answers for which months."""
        return self.basis.picks

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The months that none answers."""
        return self.basis.gaps

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Whom to credit."""
        return self.basis.credits

    @property
    def codec(self) -> str:
        """The records in the small form."""
        return f"map/{self.key}/records.bin"

    @property
    def plain(self) -> str:
        """The records in the plain form."""
        return f"map/{self.key}/records-plain.bin"

    @property
    def tables(self) -> str:
        """What their numbers stand for."""
        return f"map/{self.key}/tables.json"

    @property
    def rows(self) -> str:
        """The folder of the rows, with a slash: ``0.json`` and following."""
        return f"map/{self.key}/rows/"


@once_per_lake
def _held(here: Desk) -> tuple[Basis, int, int] | None:
    basis = basis_of(here.lake)
    count = count_of_records(here.lake, basis) if basis else 0
    return (basis, count, count_of_blocks(here.lake, basis)) if basis and count else None


def current(here: Desk) -> MapFile | None:
    """The files of this moment; None where the lake holds neither events nor cells that may be shown."""
    held = _held(here)
    if held is None:
        return None
    # The tables tell labels, which rest on the program, and what dossiers say of a conflict.
    material = json.dumps([*here.inputs, shelf.state()])
    return MapFile(hashlib.sha256(material.encode()).hexdigest()[:20], *held)


def _collected(here: Desk, found: MapFile) -> Collected:
    return collect(here.lake, found.basis)


def _records(here: Desk, found: MapFile, form: Form) -> bytes:
    return encode(_collected(here, found).records, form, found.basis.epoch.isoformat())


def _tables(here: Desk, found: MapFile) -> bytes:
    files = {"codec": found.codec, "plain": found.plain, "rows": found.rows}
    return _json(tables(here.lake, _collected(here, found), groups.standings(here), groups.key_texts(here), files))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _asked(asked: Asked) -> tuple[Desk, MapFile]:
    """The files of today. Raises NotPublished for those of another day."""
    here = desk.current()
    found = current(here)
    if found is None:
        raise NotPublished("there is no map file: neither events nor cells are held here")
    if asked.parts["key"] != found.key:
        raise NotPublished("the data have changed since this address was made: load the page again")
    return here, found


def _publication(asked: Asked, media_type: str, made: Callable[[], bytes]) -> Publication:
    return Publication(asked.path, media_type, (asked.parts["key"],), made, is_immutable=True)


def _prepare_codec(asked: Asked) -> Publication:
    here, found = _asked(asked)
    return _publication(asked, BINARY, lambda: _records(here, found, Form.CODEC))


def _prepare_plain(asked: Asked) -> Publication:
    here, found = _asked(asked)
    return _publication(asked, BINARY, lambda: _records(here, found, Form.PLAIN))


def _prepare_tables(asked: Asked) -> Publication:
    here, found = _asked(asked)
    return _publication(asked, JSON, lambda: _tables(here, found))


def _prepare_rows(asked: Asked) -> Publication:
    here, found = _asked(asked)
    text = asked.parts["block"]
    if not text.isdecimal() or str(int(text)) != text or int(text) >= found.blocks:
        raise NotPublished(f"there is no block of rows {text!r}: there are {found.blocks}, counted from 0")
    return _publication(asked, JSON, lambda: _json(block(here.lake, found.basis, int(text))))


def _paths(name: str) -> list[str]:
    found = current(desk.current())
    return [getattr(found, name)] if found else []


def _rows_paths() -> list[str]:
    found = current(desk.current())
    return [f"{found.rows}{number}.json" for number in range(found.blocks)] if found else []


def kinds() -> tuple[Kind, ...]:
    """Records in both forms, tables, rows. The plain form and the rows are made when somebody asks for them."""
    return (
        Kind("map-records", "map/{key}/records.bin", _prepare_codec, lambda: _paths("codec"), in_sitemap=False),
        Kind(
            "map-records-plain",
            "map/{key}/records-plain.bin",
            _prepare_plain,
            lambda: _paths("plain"),
            in_sitemap=False,
            is_main=False,
        ),
        Kind("map-tables", "map/{key}/tables.json", _prepare_tables, lambda: _paths("tables"), in_sitemap=False),
        Kind("map-rows", "map/{key}/rows/{block}.json", _prepare_rows, _rows_paths, in_sitemap=False, is_main=False),
    )
