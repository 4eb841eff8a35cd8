"""The files of the explorer as readers get them, and groups of conflicts in questions: the same on screen, page and in exports."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re

import brotli
import numpy as np
import pytest

from conflict_atlas.publish.mapfile.decoding import decode
from conflict_atlas.site import built_files, desk
from support.mapfiles import fixture, same
from support.mapfilter import matching


@pytest.fixture
def files(starter):
    from conflict_atlas.site.pages.map_files import current

    return current(desk.current())


def test_both_forms_and_the_tables_are_served_for_good(reader, files):
    got = {}
    for path in (files.codec, files.plain, files.tables, f"{files.rows}0.json"):
        answer = reader.get(f"/{path}", headers={"accept-encoding": "br, gzip"})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Encoding"] == "br"
        got[path] = brotli.decompress(answer.content)
        zipped = reader.get(f"/{path}", headers={"accept-encoding": "gzip"})
        assert zipped["Content-Encoding"] == "gzip"
        assert gzip.decompress(zipped.content) == got[path]
        assert reader.get(f"/{path}").content == got[path]
    codec, plain = decode(got[files.codec]), decode(got[files.plain])
    assert same(codec, plain)
    told = json.loads(got[files.tables])
    assert (told["count"], told["deaths"]) == (codec.count, int(codec.best.sum(dtype=np.uint64)))
    assert told["files"] == {"codec": files.codec, "plain": files.plain, "rows": files.rows}
    assert told["credits"][0]["line"].startswith("Uppsala Conflict Data Program")
    assert len(json.loads(got[f"{files.rows}0.json"])["rows"]) == told["block"]


def test_the_tables_say_of_a_conflict_what_its_page_says(reader, files):
    told = json.loads(reader.get(f"/{files.tables}").content)
    by_slug = {entry["slug"]: entry for entry in told["tracked"]}
    sudan = by_slug["sudan"]
    if not built_files.manifest():
        pytest.skip("the front end is not built: run make setup")
    page = reader.get(f"/en/{sudan['path']}").content.decode()
    assert sudan["label"].replace("_", " ") in page
    assert sudan["stage"] in page
    assert {entry["label"] for entry in told["conflicts"] if entry["slug"] == "sudan"} == {sudan["label"]}


def test_every_file_is_listed_for_baking_and_none_for_search_engines(files):
    from conflict_atlas.site.pages.kinds import REGISTRY

    listed = set(REGISTRY.paths())
    assert {files.codec, files.plain, files.tables, f"{files.rows}0.json", f"{files.rows}{files.blocks - 1}.json"} <= listed
    assert not [path for path in REGISTRY.sitemap_paths() if files.key in path]
    main = set(REGISTRY.main_paths())
    assert files.codec in main
    assert f"{files.rows}0.json" not in main


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["records.bin", "records-plain.bin", "tables.json", "rows/0.json"])
def test_yesterdays_address_says_that_the_data_have_changed(reader, files, name):
    answer = reader.get(f"/map/{'0' * len(files.key)}/{name}")
    assert answer.status_code == 404
    assert "the data have changed" in answer.content.decode()
    assert "immutable" not in answer.get("Cache-Control", "")


@pytest.mark.parametrize("number", ["135", "-1", "01", "x", "1e3"])
def test_a_block_that_does_not_exist_is_not_found(starter, files, number):
    from conflict_atlas.publish.registry import NotPublished
    from conflict_atlas.site.pages.kinds import REGISTRY

    with pytest.raises(NotPublished, match="no block of rows"):
        REGISTRY.find(f"{files.rows}{number}.json")


def test_nothing_held_is_no_file(empty_workspace):
    from conflict_atlas.publish.registry import NotPublished
    from conflict_atlas.site.pages.kinds import REGISTRY
    from conflict_atlas.site.pages.map_files import current

    assert current(desk.current()) is None
    assert not [path for path in REGISTRY.paths() if re.match("map/[0-9a-f]{20}/", path)]
    with pytest.raises(NotPublished, match="neither events nor cells"):
        REGISTRY.find("map/abc/records.bin")


def test_groups_hold_the_same_records_by_the_tables_as_by_the_lake(starter):
    from conflict_atlas.site.pages import groups
    from conflict_atlas.site.pages.evidence import question

    here = desk.current()
    found = fixture(here.lake, 60, 7, lambda query: question(dict(query)).resolved(here), groups.standings(here))
    grouped = 0
    for asked in found.asked:
        assert matching(found.collected.records, found.tables, asked.query).tolist() == list(asked.indices), asked.query
        grouped += bool({"status", "tracked"} & asked.query.keys()) and asked.count > 0
    assert grouped > 3


@pytest.mark.parametrize(
    "group",
    ["status=worsening", "status=quiet,improving&type=3", "tracked=sahel&print=final", "kind=nobody-rated-this", "q=sudan"],
)
def test_page_export_and_tables_count_the_same(reader, files, group):
    query = f"series=located&grain=conflict-cell-month&{group}"
    exported = reader.get(f"/export/csv?{query}")
    assert exported.status_code == 200
    rows = list(csv.DictReader(io.StringIO(exported.content.decode())))
    page = reader.get(f"/en/evidence/?{query}")
    assert page.status_code == 200
    text = page.content.decode()
    if rows:
        assert f"{len(rows):,} row" in re.sub("[\u202f\u00a0\u2009]", ",", text)
        link = re.search(r'href="\.\./\.\./(export/csv\?[^"]*)"', text)[1].replace("&amp;", "&")
        again = list(csv.DictReader(io.StringIO(reader.get(f"/{link}").content.decode())))
        assert again == rows
    told = json.loads(reader.get(f"/{files.tables}").content)
    asked = dict(part.split("=") for part in group.split("&"))
    if "kind" not in asked:
        assert len(matching(decode(reader.get(f"/{files.codec}").content), told, asked)) == len(rows)
    else:
        assert rows == []


def test_a_group_that_does_not_exist_is_named(reader):
    for query, said in (("status=better", "status &#x27;better&#x27;"), ("tracked=atlantis", "tracked &#x27;atlantis&#x27;")):
        answer = reader.get(f"/en/evidence/?{query}")
        assert answer.status_code == 400
        assert said in answer.content.decode()
