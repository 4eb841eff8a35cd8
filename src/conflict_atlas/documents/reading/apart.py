"""Reading in a process of its own, with limits of time and memory: what a hostile file does there stays there.

What may live here: the child process and the way there and back. Run as a module it is the child: bytes in, JSON out.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import PurePath

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import Reading
from conflict_atlas.documents.reading.registry import checked, reader_for, readers

REFUSED = 9
"""How the child ends where the file is told in words to be unreadable."""
SECONDS = 60
MEMORY = 2_000_000_000
"""Bytes of address space."""


def read_bytes(raw: bytes, name: str) -> tuple[Reading, str]:
    """The reading of a file and the key of its reader. Errors name the file."""
    try:
        reader = reader_for(raw, name)
        reading = checked(_in_a_child(raw, reader.key) if reader.apart else reader.read(raw))
    except DocumentError as problem:
        raise DocumentError(f"{name} {problem}") from problem
    expected = PurePath(name).suffix.lower().lstrip(".")
    if expected in ("pdf", "docx", "html") and reader.key != expected:
        reading = replace(reading, notes=(*reading.notes, f"is called .{expected} but is {reader.title}"))
    return reading, reader.key


def _in_a_child(raw: bytes, key: str) -> Reading:
    command = [sys.executable, "-m", "conflict_atlas.documents.reading.apart", key]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as problem:
        raise DocumentError(f"was not read within {SECONDS} seconds: it is refused; give a simpler file") from problem
    if done.returncode == REFUSED:
        raise DocumentError(done.stdout.decode("utf-8", "replace").strip() or "cannot be read")
    if done.returncode != 0:
        raise DocumentError("could not be read: its reader ran out of memory or failed; give a simpler file")
    plain = json.loads(done.stdout)
    plain["published"] = date.fromisoformat(plain["published"]) if plain["published"] else None
    plain["lines"] = tuple((start, end, date.fromisoformat(day)) for start, end, day in plain["lines"])
    plain["notes"] = tuple(plain["notes"])
    return Reading(**plain)


def _child(key: str) -> int:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    reader = next(item for item in readers() if item.key == key)
    try:
        reading = checked(reader.read(sys.stdin.buffer.read()))
    except DocumentError as problem:
        sys.stdout.write(str(problem))
        return REFUSED
    words = json.dumps(asdict(reading), default=lambda value: value.isoformat())
    sys.stdout.buffer.write(words.encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(_child(sys.argv[1]))
