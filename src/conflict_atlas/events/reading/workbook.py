"""Workbooks: the first sheet of an xlsx file as csv text, read in a process of its own.

The reader is native code that lays a sheet out in memory as its widest row and last line say. A hostile or broken file can
make it ask for any amount or end the process; a process of its own, with limits of memory and time, keeps that away from us.
"""

from __future__ import annotations

import csv
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from conflict_atlas.events.errors import ImportRefused

LARGEST_MEMORY = 6 << 30
LONGEST_SECONDS = 900
_MESSAGE = 3
"""Exit status of the reading process when its standard error holds a sentence for the user."""


def sheet_to_text(name: str, path: Path, target: Path) -> None:
    """Write the first sheet that holds anything to ``target``. Raises ImportRefused if there is none that can be read."""
    command = [sys.executable, "-m", "conflict_atlas.events.reading.workbook", str(path), str(target)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode == 0:
        return
    said = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode == _MESSAGE:
        raise ImportRefused(f"{name} {said}")
    if match := re.search(r"\[Errno (28|27|122)\]", said):
        raise OSError(int(match[1]), "no room for the text of the workbook", str(target))
    raise ImportRefused(f"{name} is a damaged workbook, or too large to be read as one: save it as csv and import that")


def main(path: str, target: str) -> int:
    """Read ``path``, write ``target``; the exit status says how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        sheets = (workbook.get_sheet_by_name(sheet) for sheet in workbook.sheet_names)
        filled = next((sheet for sheet in sheets if sheet.total_height), None)
    except Exception as error:  # the library raises bare errors of its own for damaged workbooks
        sys.stderr.write(f"is a damaged workbook ({error}): download it again")
        return _MESSAGE
    if filled is None:
        sys.stderr.write("has no sheet with data in it")
        return _MESSAGE
    with Path(target).open("w", encoding="utf-8", newline="") as out:
        _write(filled.iter_rows(), out)
    return 0


def _write(rows: Iterable[Iterable[object]], out: TextIO) -> None:
    """Rows without any value, which spreadsheets leave behind, become blank lines."""
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = [cell_text(cell) for cell in row]
        writer.writerow(cells if any(cells) else ())


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a decimal part, dates in ISO form, true and false in words."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
