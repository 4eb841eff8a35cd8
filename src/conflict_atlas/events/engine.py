"""DuckDB as we use it: embedded, in memory, one connection a thread, nothing fetched from outside."""

from __future__ import annotations

import tempfile
import threading
import uuid
from pathlib import Path
from typing import Any

import duckdb

from conflict_atlas.events.errors import EventsError
from conflict_atlas.events.folding import folded_name

_LOCAL = threading.local()
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
    "temp_directory": str(Path(tempfile.gettempdir()) / f"conflict-atlas-{uuid.uuid4().hex}"),
}
"""What does not fit in memory goes to a folder that DuckDB makes and removes; its own choice would be the current one."""


FOLDED_NAME = "folded_name"
"""Name of the SQL function that folds a name of the data for searching; questions have it."""


def fresh() -> duckdb.DuckDBPyConnection:
    """A connection of its own, for work that makes tables. The caller closes it."""
    return duckdb.connect(config=_CONFIG)


def shared() -> duckdb.DuckDBPyConnection:
    """This thread's connection, for questions. It holds no tables."""
    connection: duckdb.DuckDBPyConnection | None = getattr(_LOCAL, "connection", None)
    if connection is None:
        connection = duckdb.connect(config=_CONFIG)
        connection.create_function(FOLDED_NAME, folded_name, ["VARCHAR"], "VARCHAR")
        _LOCAL.connection = connection
    return connection


def fetch(query: str) -> list[tuple[Any, ...]]:
    """The rows of a question. Raises EventsError where a file of the lake cannot be read."""
    try:
        return shared().execute(query).fetchall()
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise EventsError(
            f"a file of the lake cannot be read: {error}. `conflict-atlas doctor` says which and what to do."
        ) from error


def is_out_of_room(error: duckdb.Error) -> bool:
    """Whether DuckDB failed because the disk is full, or a file may not grow further."""
    said = str(error).lower()
    return any(words in said for words in ("no space left", "file too large", "quota exceeded", "out of disk"))


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A text as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
