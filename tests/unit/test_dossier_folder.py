"""The folder form of a dossier: what is written is read again, and what is wrong is refused with its place."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_atlas.dossiers import claim, dossier
from conflict_atlas.dossiers.claim import Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError, DossierFileError
from conflict_atlas.dossiers.folder import canonical, digest, read, write, yaml_text
from conflict_atlas.dossiers.folder.layout import FILES, HEAD, LISTS
from conflict_atlas.dossiers.folder.reading import parse
from support.dossiers import ODD, PICTURE, PICTURES, dossiers, small_dossier, texts
from support.folders import contents

GROUPS = (HEAD, LISTS[:5], LISTS[5:9], LISTS[9:], ("claims", "background", "interests"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(small_dossier(), tmp_path / "dossier", PICTURES)
    return tmp_path / "dossier"


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> DossierFileError:
    with pytest.raises(DossierFileError) as caught:
        read(folder)
    return caught.value


def parsed_or_refused(files: dict[str, bytes]) -> Dossier | None:
    """The dossier, or None where our error says that there is none; any other error comes through."""
    try:
        return parse(files)
    except DossierFileError:
        return None


# -- one form, both ways


@pytest.mark.parametrize("parts", GROUPS, ids=lambda parts: parts[0])
def test_what_is_written_is_read_again_and_written_the_same(parts: tuple[str, ...]) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(dossiers(*parts))
    def holds(dossier: Dossier) -> None:
        files = canonical(dossier)
        assert parse(files) == dossier
        assert canonical(parse(files)) == files
        assert all(content.endswith(b"\n") and b"\r" not in content for content in files.values())

    holds()


def test_a_dossier_keeps_its_digest_when_a_later_version_knows_more_parts() -> None:
    # Published addresses and citations hold digests: this one was made before there were forward flags.
    assert digest(small_dossier()) == "c2facb0633e90427000949463fd192e87de4eb40ee2e028c30b31596dda2f2e9"


@pytest.mark.parametrize("text", ODD)
def test_odd_text_stays_as_it_is_in_every_kind_of_file(text: str) -> None:
    dossier = small_dossier()
    odd = replace(
        dossier,
        title=text,
        interests=text.lstrip("\ufeff"),
        claims=(replace(dossier.claims[0], note=text, period=text),),
        timeline=(replace(dossier.timeline[0], title=text, text=text, place=text),),
        casualties=(replace(dossier.casualties[0], claims=(text, text)),),
    )
    assert parse(canonical(odd)) == odd


@settings(max_examples=150, deadline=None)
@given(texts())
def test_other_readers_of_yaml_see_the_same_text(text: str) -> None:
    for value in ({"a": text, "b": [text, text]}, [{"a": text, "b": "x"}]):
        assert yaml.safe_load(yaml_text.dump(value)) == value


def test_it_makes_no_difference_which_of_the_two_parsers_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = small_dossier()
    event = dossier.timeline[0]
    odd = replace(dossier, timeline=tuple(replace(event, key=f"k{at}", text=text, when=text) for at, text in enumerate(ODD)))
    files = canonical(odd)
    wrong = {**files, "timeline.yaml": b"- key: a\n  when: [\n"}
    places = []
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        monkeypatch.setattr(yaml_text, "_LOADER", loader)
        assert parse(files) == odd
        with pytest.raises(DossierFileError) as caught:
            parse(wrong)
        places.append((caught.value.file, caught.value.place))
    assert places[0] == places[1] == ("timeline.yaml", "line 3")


def test_numbers_dates_and_words_in_text_fields_need_no_quotes(folder: Path) -> None:
    for word in ("NO", "1e3", "2020-01-01", "yes", "12", "0o17", "3.10"):
        written = (folder / "timeline.yaml").read_text()
        (folder / "timeline.yaml").write_text(f"- key: fighting\n  when: {word}\n  title: {word}\n  text: {word}\n")
        event = read(folder).timeline[0]
        assert (event.when, event.title, event.text) == (word, word, word)
        (folder / "timeline.yaml").write_text(written)


def test_files_are_readable_in_a_diff(folder: Path) -> None:
    long = "A sentence that is quite long and says something about the valley.[^doc-said] And another one follows it: here."
    write(replace(small_dossier(), timeline=(replace(small_dossier().timeline[0], text=long + "\n\n" + long),)), folder, PICTURES)
    assert f"  text: |-\n    {long}\n\n    {long}\n" in (folder / "timeline.yaml").read_text()
    assert (folder / "lead.md").read_text() == small_dossier().lead + "\n"
    claims = (folder / "claims.jsonl").read_text().splitlines()
    assert [line[:32] for line in claims] == ['{"claim_id": "doc-killed-2020", ', '{"claim_id": "doc-said", "kind":']
    assert '"value": 120, ' in claims[0]
    assert "null" not in "".join(claims)


def test_files_of_empty_parts_are_left_out(folder: Path) -> None:
    assert set(contents(folder)) == {
        *("dossier.yaml", "lead.md", "background.md", "quick-facts.yaml", "timeline.yaml", "casualties.yaml"),
        *("pictures.yaml", "sources.yaml", "claims.jsonl", "pictures/valley.png"),
    }


def test_the_order_of_claims_and_the_ends_of_lines_mean_nothing() -> None:
    dossier = small_dossier()
    assert digest(replace(dossier, claims=dossier.claims[::-1])) == digest(dossier)
    assert digest(replace(dossier, lead=dossier.lead.replace("\n", "\r\n"))) == digest(dossier)


def test_the_digest_changes_with_every_part_and_with_a_picture() -> None:
    dossier = small_dossier()
    other = replace(dossier.pictures[0], sha256="0" * 64)
    changed = [replace(dossier, title="Other"), replace(dossier, concerns="x"), replace(dossier, pictures=(other,))]
    assert len({digest(each) for each in (dossier, *changed)}) == 4


def test_the_digest_is_that_of_the_listing_of_the_files(folder: Path) -> None:
    lines = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(contents(folder).items())
        if "pictures/" not in name
    )
    assert digest(small_dossier()) == hashlib.sha256(lines.encode()).hexdigest()


# -- what is wrong, and where


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "what"),
    [
        ("dossier.yaml", "title:", "titel:", "line 2", "no field 'titel'. The fields are: slug, title"),
        ("dossier.yaml", "slug: the-valley\n", "", "line 1", "'slug' is missing. Add it: a text"),
        ("dossier.yaml", "language: en\n", "language: en\nlanguage: de\n", "line 7", "'language' stands here twice"),
        ("dossier.yaml", "checked_by: project", "checked_by: me", "field checked_by (line 5)", "nobody, project, one_person"),
        ("dossier.yaml", "slug: the-valley", "slug: The_Valley", "field slug (line 1)", "small letters a to z and digits"),
        ("dossier.yaml", '"2024-01-31"', "31.1.2024", "field updated (line 3)", "Write it as 2020-09-27"),
        ("dossier.yaml", '"2024-01-31"', "2024-02-31", "field updated (line 3)", "is no day"),
        ("dossier.yaml", "title: The valley", "title:", "field title (line 2)", "here is nothing. Write a text"),
        ("dossier.yaml", "title: The valley", "title: [a]", "field title (line 2)", "belongs a text, not a list"),
        ("dossier.yaml", "title: The valley", "title: a: b", "line 2", "this is no YAML"),
        ("dossier.yaml", "title: The valley", "title: &a x", "line 2", "anchors (&) and aliases (*)"),
        ("dossier.yaml", "title: The valley", "title: *a", "line 2", "anchors (&) and aliases (*)"),
        ("dossier.yaml", "title: The valley", "title: !!str x", "line 2", "tags (!)"),
        ("dossier.yaml", "title: The valley", "title: !!python/name:os.system", "line 2", "tags (!)"),
        ("dossier.yaml", "edition: standard", "edition: standard\n---\nslug: x", "line 8", "second document"),
        ("dossier.yaml", "edition: standard", "lens: {lens: x}", "field lens (line 7)", "'rating' is missing"),
        (
            "dossier.yaml",
            "edition: standard",
            "beside: {year: '1', claims: [], conflict: a, country: b}",
            "year",
            "a whole number",
        ),
        ("dossier.yaml", "edition: standard", "x: " + "[" * 500, "line 7", "nested more than 12 deep"),
        ("quick-facts.yaml", "kind: commanders", "kind: leaders", "entry 2, field kind (line 3)", "belligerents, supporters"),
        ("quick-facts.yaml", "side: North", "side: North\n  page: 3", "entry 2 (line 6)", "no field 'page'"),
        ("casualties.yaml", "claims:\n", "claims: none\n#", "field claims", "each entry begins with a hyphen"),
        ("sources.yaml", "- key: doc", "- key: doc\n- key: doc", "entry 1", "'title' is missing"),
        ("sources.yaml", "chars: 68", "chars: 6.8", "entry 1, field chars (line 8)", "a whole number, without quotes"),
        ("claims.jsonl", '"start": ', '"begin": ', "line 1", "no field 'begin'. The fields are: claim_id, kind"),
        ("claims.jsonl", '"value": 120', '"value": "120"', "line 1, field value", "a number, without quotes"),
        ("claims.jsonl", '"value": 120', '"value": NaN', "line 1", "NaN is no number"),
        ("claims.jsonl", '"value": 120', '"value": 1e999', "line 1, field value", "a number"),
        ("claims.jsonl", '"period": "2020"', '"period": 2020', "line 1, field period", "Put 2020 in quotes"),
        ("claims.jsonl", '"original_seen": false', '"original_seen": 0', "line 1, field original_seen", "true or false"),
        ("claims.jsonl", '"kind": "figure"', '"kind": "number"', "line 1, field kind", "figure, event, role"),
        ("claims.jsonl", '"kind": "corroborates"', '"kind": "agrees"', "line 2, field relations, entry 1, field kind", "part_of"),
        ("claims.jsonl", '"claim_id": "doc-said"', '"claim_id": "doc-killed-2020"', "line 2", "stands in line 1 already"),
        ("claims.jsonl", '"claim_id": "doc-said"', '"claim_id": "doc--said"', "line 2, field claim_id", "single hyphens"),
        ("claims.jsonl", '"kind"', '"claim_id": "x", "kind"', "line 1", "'claim_id' stands here twice"),
        ("claims.jsonl", '"value": 120', '"value": ' + "[" * 100_000, "line 1", ""),
        ("claims.jsonl", '"value": 120', '"value": ' + "[" * 20 + "]" * 20, "line 1", "nested more than 12 deep"),
        ("claims.jsonl", '"claim_id": "doc-said"', '{"claim_id": "doc-said"', "line 2", "this is no JSON"),
        ("claims.jsonl", '\n{"claim_id": "doc-said"', '\n\n{"claim_id": "doc-said"', "line 2", "the line is empty"),
        ("claims.jsonl", '"the ministry"', '"the \\ud800 ministry"', "line 1, field claimant", "U+D800"),
        ("claims.jsonl", '"the ministry"', '"the \\u0000 ministry"', "line 1, field claimant", "U+0000"),
        ("lead.md", "It named", "It \x0b named", "line 3", "U+000B"),
        ("lead.md", "The ministry", "\ufeffThe ministry", "line 1", "byte order mark"),
        ("pictures.yaml", "file: valley.png", "file: ../valley.png", "entry 1, field file (line 2)", "letters, digits, dots"),
        ("pictures.yaml", "file: valley.png", "file: hill.png", "the folder", "no entry of pictures.yaml names this file"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_what_to_do(
    folder: Path, file: str, old: str, new: str, place: str, what: str
) -> None:
    change(folder, file, old, new)
    error = refused(folder)
    assert place in error.place
    assert what in error.what
    assert error.file in (file, "pictures/valley.png")
    assert str(error) == f"{error.file}, {error.place}: {error.what}"


def test_bytes_that_are_no_utf_8_are_refused_with_their_line(folder: Path) -> None:
    (folder / "lead.md").write_bytes(b"one\ntwo\nthr\xe9e\n")
    assert (refused(folder).file, refused(folder).place) == ("lead.md", "line 3")


def test_an_empty_yaml_file_is_refused(folder: Path) -> None:
    (folder / "timeline.yaml").write_text("")
    assert "empty" in refused(folder).what
    (folder / "timeline.yaml").write_text("# nothing yet\n")
    refused(folder)


def test_windows_line_ends_are_read_as_lines(folder: Path) -> None:
    for name in ("dossier.yaml", "lead.md", "claims.jsonl", "timeline.yaml"):
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == small_dossier()


def test_a_file_that_is_no_part_of_a_dossier_is_refused_but_not_what_git_keeps(folder: Path) -> None:
    (folder / ".git").mkdir()
    for name in (".gitignore", "README.md", "LICENSE", "LICENCE.txt"):
        (folder / name).write_text("beside")
    assert read(folder) == small_dossier()
    (folder / "time-line.yaml").write_text("[]")
    assert refused(folder).file == "time-line.yaml"
    assert "timeline.yaml" in refused(folder).what


def test_a_folder_without_a_head_is_no_dossier(tmp_path: Path) -> None:
    assert "no dossier" in refused(tmp_path).what
    assert "no such folder" in refused(tmp_path / "missing").what


def test_a_picture_must_be_there_with_its_bytes(folder: Path) -> None:
    (folder / "pictures" / "valley.png").write_bytes(b"other")
    assert hashlib.sha256(b"other").hexdigest() in refused(folder).what
    (folder / "pictures" / "valley.png").unlink()
    assert (refused(folder).place, refused(folder).file) == ("entry 1, field file", "pictures.yaml")


def test_links_and_pipes_hand_nothing_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (folder / "interests.md").symlink_to(tmp_path / "secret")
    assert "a link" in refused(folder).what
    (folder / "interests.md").unlink()
    os.mkfifo(folder / "interests.md")
    assert "no file on disk" in refused(folder).what
    (folder / "interests.md").unlink()
    (folder / "interests.md").mkdir()
    refused(folder)


def test_a_file_larger_than_a_dossier_needs_is_refused(folder: Path) -> None:
    with (folder / "lead.md").open("wb") as file:
        file.truncate(9_000_000)
    assert "larger than 8 MB" in refused(folder).what


def test_mutated_files_raise_nothing_but_our_error(tmp_path: Path) -> None:
    files = canonical(small_dossier())
    names = sorted(files)
    cut = st.tuples(st.sampled_from(names), st.integers(0, 400), st.integers(0, 30), st.binary(max_size=6))
    bits = [b"- ", b": ", b"&a ", b"*a", b"!!x ", b'"', b"{", b"[", b"\n", b"\n\n", b"%", b"---\n", b"? ", b"|9", b"\t", b"<<: "]
    odd = st.tuples(st.sampled_from(names), st.integers(0, 400), st.integers(0, 30), st.sampled_from(bits))

    @settings(max_examples=400, deadline=None)
    @given(st.lists(cut | odd, min_size=1, max_size=3))
    def holds(changes: list[tuple[str, int, int, bytes]]) -> None:
        changed = dict(files)
        for name, start, length, content in changes:
            changed[name] = changed[name][:start] + content + changed[name][start + length :]
        dossier = parsed_or_refused(changed)
        assert dossier is None or parse(canonical(dossier)) == dossier

    holds()


# -- what cannot be written


@pytest.mark.parametrize(
    "wrong",
    [
        lambda dossier: replace(dossier, slug="No Slug"),
        lambda dossier: replace(dossier, lead="half \ud800 a character"),
        lambda dossier: replace(dossier, lead="\x00"),
        lambda dossier: replace(dossier, title=None),
        lambda dossier: replace(dossier, updated="2020-01-01"),
        lambda dossier: replace(dossier, checked_by="project"),
        lambda dossier: replace(dossier, claims=(dossier.claims[0], dossier.claims[0])),
        lambda dossier: replace(dossier, claims=(replace(dossier.claims[0], value=float("nan")),)),
        lambda dossier: replace(dossier, sources=[Source("a", "b", "c", "d", "en")]),
    ],
)
def test_what_could_not_be_read_again_is_not_written(wrong: Callable[[Dossier], Dossier], tmp_path: Path) -> None:
    with pytest.raises(DossierError):
        write(wrong(small_dossier()), tmp_path / "new", PICTURES)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_missing_or_another_is_not_written(tmp_path: Path) -> None:
    for pictures in ({}, {"valley.png": b"other"}, {"valley.png": tmp_path / "missing"}):
        with pytest.raises(DossierFileError, match=r"pictures\.yaml, entry 1: the picture valley\.png"):
            write(small_dossier(), tmp_path / "new", pictures)
    (tmp_path / "somewhere.png").write_bytes(PICTURE)
    assert write(small_dossier(), tmp_path / "new", {"valley.png": tmp_path / "somewhere.png"}) == ()
    assert read(tmp_path / "new") == small_dossier()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DossierError, match=r"something else \(thesis\.txt\)"):
        write(small_dossier(), tmp_path, PICTURES)
    with pytest.raises(DossierError, match="no folder"):
        write(small_dossier(), tmp_path / "thesis.txt", PICTURES)
    assert contents(tmp_path) == {"thesis.txt": b"mine"}


def test_a_checkout_keeps_what_is_not_ours_and_is_told_of_it(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    (folder / "README.md").write_text("read me")
    (folder / "notes.txt").write_text("notes")
    (folder / "pictures" / "unused.png").write_bytes(b"unused")
    shorter = replace(small_dossier(), background="", timeline=(), pictures=())
    assert write(shorter, folder, {}) == ("notes.txt", "pictures/unused.png")
    kept = {".git/HEAD", "README.md", "notes.txt", "pictures/unused.png"}
    assert {name for name in contents(folder) if name not in canonical(shorter)} == kept
    (folder / "notes.txt").unlink()
    (folder / "pictures" / "unused.png").unlink()
    assert read(folder) == shorter


def test_what_stands_in_the_way_is_named_before_anything_changes(folder: Path, tmp_path: Path) -> None:
    (folder / "interests.md").mkdir()
    before = contents(folder)
    with pytest.raises(DossierError, match=r"interests\.md is in the way"):
        write(replace(small_dossier(), interests="x", lead="y"), folder, PICTURES)
    (folder / "interests.md").rmdir()
    (folder / "pictures").rename(tmp_path / "elsewhere")
    (folder / "pictures").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DossierError, match="pictures is in the way"):
        write(replace(small_dossier(), lead="y"), folder, PICTURES)
    (folder / "pictures").unlink()
    (tmp_path / "elsewhere").rename(folder / "pictures")
    assert contents(folder) == before


def test_a_listing_that_is_not_ours_moves_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("keep")
    (folder / ".dossier-replacing").mkdir()
    for listing in (
        '{"new": [], "old": ["../victim"]}',
        '{"new": ["pictures/../../victim"], "old": []}',
        "[]",
        "{",
        '{"new": 1, "old": 2}',
    ):
        (folder / ".dossier-replacing" / "files.json").write_text(listing)
        assert "nothing of ours" in refused(folder).what
        with pytest.raises(DossierFileError):
            write(small_dossier(), folder, PICTURES)
    assert (tmp_path / "victim").read_text() == "keep"


def test_a_full_disk_leaves_the_folder_as_it_was(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(tmp_path)
    calls = 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for target in (folder, tmp_path / "new"):
        calls = 0
        with pytest.raises(DossierError, match=r"cannot be written: No space left on device\. Nothing in it has changed"):
            write(replace(small_dossier(), lead="other"), target, PICTURES)
        assert contents(tmp_path) == before


# -- what is written about it


def test_every_file_and_every_field_of_a_folder_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "dossiers.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"`{name}`" not in page] == []
    tables = [re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in page.split("| field | type | meaning |")[1:]]
    types = [kind for module in (claim, dossier) for kind in vars(module).values() if is_dataclass(kind) and kind is not Dossier]
    expected = {tuple(field.name for field in fields(kind)) for kind in types} | {HEAD}
    assert expected == {tuple(table) for table in tables}


def test_every_value_that_a_field_allows_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "dossiers.md").read_text(encoding="utf-8")
    enums = [
        kind for kind in (*vars(claim).values(), *vars(dossier).values()) if isinstance(kind, type) and issubclass(kind, StrEnum)
    ]
    assert [value for kind in enums for value in kind if f"`{value}`" not in page] == []
