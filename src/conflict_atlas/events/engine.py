"""DuckDB as we use it: embedded, in memory, one connection a thread, nothing fetched from outside."""

from __future__ import annotations

import threading

import duckdb

_LOCAL = threading.local()
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
}


def fresh() -> duckdb.DuckDBPyConnection:
    """A connection of its own, for work that makes tables. The caller closes it."""
    return duckdb.connect(config=_CONFIG)


def shared() -> duckdb.DuckDBPyConnection:
    """This thread's connection, for questions. It holds no tables."""
    connection: duckdb.DuckDBPyConnection | None = getattr(_LOCAL, "connection", None)
    if connection is None:
        connection = duckdb.connect(config=_CONFIG)
        _LOCAL.connection = connection
    return connection


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A text as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
