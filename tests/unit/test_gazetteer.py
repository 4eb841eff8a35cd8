"""The index of places: built once, whole or not at all, wherever it can be written."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from conflict_atlas.documents import gazetteer
from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.gazetteer import Gazetteer, folded


def test_names_are_compared_without_accents_hyphens_and_articles() -> None:
    assert folded("Al-Zabadānī") == folded("az Zabadani".replace("az ", "al-")) == "zabadani"
    assert folded("Xankəndi") == "xankandi"
    assert folded("The Hague") == "hague"


def test_a_place_is_found_by_any_of_its_names_and_a_province_by_its_own() -> None:
    places = Gazetteer()
    assert any(place.country == "UA" and place.kind == "settlement" for place in places.find("Kiev"))
    assert any(place.country == "CO" and place.kind == "province" for place in places.find("Cauca"))
    assert places.find("no such place anywhere") == ()


def test_where_nothing_can_be_written_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "file"
    closed.write_text("")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(closed / name))
    monkeypatch.setattr(gazetteer.tempfile, "gettempdir", lambda: str(closed))
    with pytest.raises(DocumentError, match="XDG_CACHE_HOME"):
        gazetteer._index()


def test_a_build_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(cities: object) -> list[object]:
        raise RuntimeError("killed")

    monkeypatch.setattr(gazetteer, "_rows", broken)
    with pytest.raises(RuntimeError):
        gazetteer.build(tmp_path / "index.sqlite")
    assert list(tmp_path.iterdir()) == []
