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


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=_CONFIG)
    # Its bar of progress would stand in the middle of what a command prints.
    connection.execute("SET enable_progress_bar = false")
    return connection


def fresh() -> duckdb.DuckDBPyConnection:
    """A connection of its own, for work that makes tables. The caller closes it."""
    return _connect()


def shared() -> duckdb.DuckDBPyConnection:
    """This thread's connection, for questions. It holds no tables."""
    connection: duckdb.DuckDBPyConnection | None = getattr(_LOCAL, "connection", None)
    if connection is None:
        connection = _connect()
        _LOCAL.connection = connection
    return connection


def folding() -> str:
    """The name of an SQL function that folds a name of the data for searching. From now on this thread's connection has it:
    a function in Python costs a start of its own, so only questions that search pay for it."""
    if not getattr(_LOCAL, "folds", False):
        shared().create_function(_FOLDED_NAME, folded_name, ["VARCHAR"], "VARCHAR")
        _LOCAL.folds = True
    return _FOLDED_NAME


_FOLDED_NAME = "folded_name"


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
