"""Daily files of claimed control as tests need them: small made-up areas, in folders and archives."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SQUARE = [[30.0, 50.0], [32.0, 50.0], [32.0, 51.0], [30.0, 51.0], [30.0, 50.0]]


def geojson(*rings_of_areas: list[Any], crs: str | None = None, properties: Mapping[str, Any] | None = None) -> bytes:
    """A daily file: one polygon for each list of rings."""
    features = [
        {"type": "Feature", "properties": dict(properties or {}), "geometry": {"type": "Polygon", "coordinates": rings}}
        for rings in rings_of_areas
    ]
    value: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        value["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(value).encode()


def shifted(step: float) -> list[list[float]]:
    """The square, moved to the east."""
    return [[x + step, y] for x, y in SQUARE]


def days(*numbers: int, first: date = date(2024, 7, 1)) -> dict[str, bytes]:
    """Good daily files by name, for these days counted from the first, each a little farther east."""
    return {
        f"data/claims_{first + timedelta(days=number):%Y%m%d}.geojson": geojson([shifted(number / 100)]) for number in numbers
    }


def as_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def as_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def as_tar(path: Path, files: Mapping[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path
