"""The lake: committed whole or not at all, never edited, asked as it was known on a day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from conflict_atlas.events import lake as module
from conflict_atlas.events.errors import EventsError
from conflict_atlas.events.lake import Lake
from support.lakes import held, vintage

DAY = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path)


def commit(lake, *vintages):
    with lake.drafting() as drafts:
        made = []
        for item in vintages:
            draft = lake.draft(drafts)
            draft.rows.write_bytes(item.vintage_id.encode())
            made.append((draft, item))
        lake.commit(made)


def test_an_empty_lake_holds_nothing(lake):
    assert lake.vintages() == lake.ever_committed() == lake.withdrawals() == ()
    with pytest.raises(EventsError, match=r"no vintage 'a' here\. Vintages: none yet"):
        lake.vintage("a")


def test_what_is_committed_is_there_in_the_order_of_commits(lake):
    one, two, three = (vintage(name, coverage=[held()]) for name in ("b", "a", "c"))
    commit(lake, one, two)
    commit(lake, three)
    assert lake.vintages() == (one, two, three)
    assert lake.vintage("a") == two
    assert lake.rows_path("a").read_bytes() == b"a"
    assert Lake(lake.folder).vintages() == lake.vintages()
    assert not (lake.folder / "incoming").exists() or not list((lake.folder / "incoming").iterdir())


def test_the_digest_changes_with_every_commit_and_withdrawal_and_with_nothing_else(lake):
    digests = [lake.digest]
    commit(lake, vintage("a"))
    digests += [lake.digest]
    lake.vintages()
    with lake.drafting() as drafts:
        lake.draft(drafts)
    assert lake.digest == digests[-1]
    lake.withdraw("a", "by mistake")
    digests += [lake.digest]
    assert len(set(digests)) == 3


def test_drafts_that_are_not_committed_are_gone(lake):
    with lake.drafting() as drafts:
        lake.draft(drafts).rows.write_bytes(b"rows")
    assert list((lake.folder / "incoming").iterdir()) == []


def test_a_commit_that_fails_takes_everything_back(lake, monkeypatch):
    commit(lake, vintage("a"))
    before = lake.digest
    monkeypatch.setattr(module.Lake, "_replace_current", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"):
        commit(lake, vintage("b"), vintage("c"))
    assert lake.digest == before
    assert [path.name for path in (lake.folder / "vintages").iterdir()] == ["a"]


def test_what_a_crash_left_behind_is_swept_by_the_next_writer(lake):
    commit(lake, vintage("a"))
    for folder in ("incoming/x", "vintages/b"):
        (lake.folder / folder).mkdir(parents=True)
        (lake.folder / folder / "rows.parquet").write_bytes(b"left over")
    (lake.folder / "CURRENT.new").write_bytes(b"half")
    with lake.drafting():
        pass
    assert [path.name for path in (lake.folder / "vintages").iterdir()] == ["a"]
    assert not (lake.folder / "CURRENT.new").exists()
    assert not (lake.folder / "incoming" / "x").exists()


def test_a_vintage_is_never_replaced(lake):
    commit(lake, vintage("a"))
    with pytest.raises(EventsError, match="a vintage is never replaced"):
        commit(lake, vintage("a"))
    assert lake.rows_path("a").read_bytes() == b"a"
    assert lake.free_id("a") == "a-2"
    assert lake.free_id("b") == "b"


def test_as_known_on_a_day_means_until_its_end_in_utc(lake):
    early, late = vintage("early", imported_at=DAY), vintage("late", imported_at=DAY + timedelta(seconds=1))
    commit(lake, early)
    commit(lake, late)
    assert lake.vintages(date(2026, 2, 28)) == ()
    assert lake.vintages(date(2026, 3, 1)) == (early,)
    assert lake.vintages(date(2026, 3, 2)) == lake.vintages() == (early, late)


def test_a_withdrawn_vintage_counts_no_longer_but_stays_and_counts_as_known_before(lake):
    commit(lake, vintage("a"), vintage("b"))
    withdrawal = lake.withdraw("a", " imported by mistake ")
    assert [item.vintage_id for item in lake.vintages()] == ["b"]
    assert lake.withdrawals() == (withdrawal,)
    assert withdrawal.reason == "imported by mistake"
    assert lake.vintage("a").vintage_id == "a"
    assert [item.vintage_id for item in lake.ever_committed()] == ["a", "b"]
    today = withdrawal.at.date()
    assert [item.vintage_id for item in lake.vintages(today)] == ["b"]
    assert [item.vintage_id for item in lake.vintages(today - timedelta(days=1))] == ["a", "b"]
    with lake.drafting():
        pass
    assert lake.rows_path("a").exists()


def test_what_cannot_be_withdrawn_is_said(lake):
    commit(lake, vintage("a"))
    with pytest.raises(EventsError, match="no vintage 'b' here"):
        lake.withdraw("b", "reason")
    with pytest.raises(EventsError, match="say why a is withdrawn"):
        lake.withdraw("a", "  ")
    lake.withdraw("a", "once")
    with pytest.raises(EventsError, match=r"was withdrawn already, on .*: once"):
        lake.withdraw("a", "twice")


def test_damage_to_a_committed_file_is_found(lake):
    commit(lake, vintage("a"), vintage("b"))
    assert lake.damage("a") == lake.damage("b") == ()
    lake.rows_path("a").write_bytes(b"bit rot")
    lake.rows_path("b").unlink()
    assert "is not what was committed: restore it from a backup" in lake.damage("a")[0]
    assert "cannot be read" in lake.damage("b")[0]


def test_a_record_that_was_changed_or_lost_is_not_believed(lake):
    commit(lake, vintage("a"), vintage("b"))
    folder = lake.folder / "vintages"
    record = json.loads((folder / "a" / "vintage.json").read_text())
    (folder / "a" / "vintage.json").write_text(json.dumps(record | {"rows": 7}))
    with pytest.raises(EventsError, match="is not what was committed"):
        Lake(lake.folder).vintage("a")
    (folder / "b" / "vintage.json").unlink()
    with pytest.raises(EventsError, match="is missing, though the lake lists it"):
        Lake(lake.folder).vintage("b")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"vintages": 1}', b'{"vintages": [{}], "withdrawn": []}'])
def test_a_damaged_list_is_named_and_not_taken_for_an_empty_lake(lake, content):
    (lake.folder / "CURRENT").write_bytes(content)
    with pytest.raises(EventsError, match="CURRENT cannot be read"):
        lake.vintages()


def test_a_record_is_parsed_once(lake, monkeypatch):
    commit(lake, vintage("a"))
    first = lake.vintages()
    monkeypatch.setattr(module.json, "loads", lambda *_: pytest.fail("parsed again"))
    assert Lake(lake.folder).vintages() == first
