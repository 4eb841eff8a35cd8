"""Where the site keeps users, texts and reports: SQLite in the workspace, or PostgreSQL named by ``DATABASE_URL``.

What may live here: reading the address of a database into Django's settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class DatabaseAddressError(ValueError):
    """``DATABASE_URL`` cannot be read; the message says what to write."""


def database_settings(address: str, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings for the database at ``address``, or for ``sqlite_file`` if it is empty."""
    if not address:
        return _sqlite(sqlite_file)
    parts = urlsplit(address)
    if parts.scheme in ("postgres", "postgresql"):
        if not parts.path.strip("/"):
            raise DatabaseAddressError("DATABASE_URL names no database: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path)))
    raise DatabaseAddressError(
        f"DATABASE_URL begins with {parts.scheme or 'nothing'!r}: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
        "sqlite:///absolute/path/file.sqlite3, or leave it out"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers queue instead of failing half-way: a transaction takes the write lock when it begins.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
