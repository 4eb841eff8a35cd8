"""Keeping raw bytes: copied first, put into place once they count, checked later."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading.keeping import damage, place, stage, take_back


@pytest.fixture
def scratch(tmp_path):
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"id\n1\n")
    return path


def test_a_file_is_copied_with_its_name_size_and_digest(source, scratch):
    staged = stage(source, scratch)
    assert (staged.name, staged.size, staged.sha256) == ("a.csv", 5, hashlib.sha256(b"id\n1\n").hexdigest())
    assert staged.path.read_bytes() == source.read_bytes()
    assert staged.path.parent == scratch


def test_a_placed_file_has_its_digest_as_name_and_may_not_be_written(source, scratch, raw):
    staged = stage(source, scratch)
    place(staged, raw, scratch)
    home = raw / staged.sha256
    assert home.read_bytes() == b"id\n1\n"
    assert home.stat().st_mode & 0o222 == 0
    assert damage(raw, staged.sha256) is None


def test_what_was_placed_for_nothing_is_taken_back_and_what_was_there_before_is_not(source, scratch, raw, tmp_path):
    staged = stage(source, scratch)
    place(staged, raw, scratch)
    take_back(scratch, raw, kept={staged.sha256})
    assert (raw / staged.sha256).exists()
    later = tmp_path / "later"
    later.mkdir()
    place(stage(source, later), raw, later)
    take_back(later, raw, kept=set())
    assert (raw / staged.sha256).exists()
    take_back(scratch, raw, kept=set())
    assert not (raw / staged.sha256).exists()


def test_bit_rot_is_found_and_healed_by_the_same_bytes(source, scratch, raw):
    staged = stage(source, scratch)
    place(staged, raw, scratch)
    home = raw / staged.sha256
    home.chmod(0o644)
    home.write_bytes(b"id\n2\n")
    assert "is no longer what came" in damage(raw, staged.sha256)
    place(stage(source, scratch), raw, scratch)
    assert damage(raw, staged.sha256) is None
    home.unlink()
    assert "cannot be read" in damage(raw, staged.sha256)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "is a folder: name the file in it"),
        (lambda path: path.touch(), "is empty: download it again"),
        (os.mkfifo, "is not a file on disk"),
        (lambda path: path.symlink_to(path), "cannot be opened"),
    ],
)
def test_what_is_no_file_with_data_is_refused_in_words(make, sentence, tmp_path, scratch):
    path = tmp_path / "given"
    make(path)
    with pytest.raises(ImportRefused, match=sentence):
        stage(path, scratch)


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("a\x00b"), Path("x" * 5000)])
def test_paths_that_lead_nowhere_are_refused(path, scratch):
    with pytest.raises(ImportRefused):
        stage(path, scratch)


def test_a_file_that_may_not_be_read_is_refused_with_the_reason(source, scratch, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ImportRefused, match="may not be read by this user"):
        stage(source, scratch)


def test_a_name_that_is_not_utf8_is_kept_readable(tmp_path, scratch):
    path = tmp_path / os.fsdecode(b"caf\xe9.csv")
    path.write_bytes(b"id\n")
    assert stage(path, scratch).name == "caf\N{REPLACEMENT CHARACTER}.csv"
