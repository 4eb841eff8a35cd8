"""How publications and files are served: conditional requests, content coding, caching."""

from __future__ import annotations

import gzip

import brotli
import pytest

from conflict_atlas.publish.registry import Asked, Kind, Moved, NotPublished, Publication, Registry
from conflict_atlas.site.rendered import RenderedStore


def test_an_unchanged_page_is_not_sent_again(reader):
    first = reader.get("/en/")
    again = reader.get("/en/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_another_question_is_another_page(reader):
    tags = {reader.get(path)["ETag"] for path in ("/en/", "/en/?region=Europe", "/en/?region=Asia", "/en/about/")}
    assert len(tags) == 4


def test_a_field_that_the_page_does_not_know_changes_nothing(reader):
    assert reader.get("/en/?utm_source=x")["ETag"] == reader.get("/en/")["ETag"]


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"), [("gzip", "gzip", gzip.decompress), ("gzip, deflate, br", "br", brotli.decompress)]
)
def test_a_page_is_packed_for_who_can_unpack_it(reader, accepted, coding, unpack):
    packed = reader.get("/en/", headers={"accept-encoding": accepted})
    plain = reader.get("/en/", headers={"accept-encoding": "gzip;q=0, br;q=0"})
    assert packed["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain
    assert unpack(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    assert int(packed["Content-Length"]) == len(packed.content)


def test_the_head_of_a_page_is_that_of_the_page(reader):
    got, head = reader.get("/en/about/"), reader.head("/en/about/")
    assert head.status_code == 200
    assert head["ETag"] == got["ETag"]
    assert head.content == b""


@pytest.mark.parametrize("path", ["/en/", "/en/conflicts/nagorno-karabakh/", "/en/conflicts/sudan/", "/en/conflicts/sahel/"])
def test_page_and_style_together_stay_under_100_kb(reader, path):
    from conflict_atlas.site import built_files

    html = len(reader.get(path, headers={"accept-encoding": "br, gzip"}).content)
    style = built_files.manifest().get("site.css")
    css = len(reader.get(f"/built/{style}", headers={"accept-encoding": "br, gzip"}).content) if style else 0
    assert html + css < 100_000


def test_a_built_file_may_be_kept_for_ever_and_comes_packed(reader):
    from conflict_atlas.site import built_files

    style = built_files.manifest().get("site.css")
    if style is None:
        pytest.skip("the front end is not built: run make setup")
    response = reader.get(f"/built/{style}", headers={"accept-encoding": "br, gzip"})
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Content-Encoding"] == "br"
    assert "immutable" in response["Cache-Control"]
    assert response["Vary"] == "Accept-Encoding"


def test_the_admin_finds_its_own_files(reader):
    response = reader.get("/static/wagtailadmin/css/core.css", headers={"accept-encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Encoding"] == "gzip"
    assert reader.get("/static/wagtailadmin/css/core.css", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_an_upload_that_could_hold_a_script_is_only_downloaded(reader, starter):
    (starter.root / "media" / "drawing.svg").write_text("<svg/>")
    response = reader.get("/media/drawing.svg")
    assert response["Content-Disposition"] == "attachment"


def _publication(asked: Asked) -> Publication:
    return Publication(asked.path, "text/plain", ("a",), lambda: b"x" * 2000, None, asked.fixed_query)


def test_the_registry_finds_by_route_and_drops_unknown_fields():
    registry = Registry([Kind("page", "{language}/page/{slug}/", _publication, fields=frozenset({"q"}))])
    found = registry.find("en/page/x/", {"q": "1", "utm": "2", "empty": ""})
    assert found.query == (("q", "1"),)
    with pytest.raises(NotPublished):
        registry.find("en/page/x/y/")


def test_the_registry_refuses_two_kinds_of_one_name_or_route():
    registry = Registry([Kind("page", "a/{b}/", _publication)])
    with pytest.raises(ValueError, match="registered already"):
        registry.add(Kind("page", "other/", _publication))
    with pytest.raises(ValueError, match="registered already"):
        registry.add(Kind("other", "a/{b}/", _publication))


def test_every_listed_path_is_published(starter):
    from conflict_atlas.site.pages.kinds import REGISTRY

    paths = list(REGISTRY.paths())
    assert len(paths) == len(set(paths))
    assert len(paths) > 2000
    for path in paths:
        try:
            assert REGISTRY.find(path).path == path
        except Moved as moved:
            pytest.fail(f"{path} is listed and has moved to {moved.path}")


def test_rendered_bytes_are_kept_within_their_limit(tmp_path):
    store = RenderedStore(tmp_path, limit=50_000)
    made = []

    def publication(number: int) -> Publication:
        return Publication(f"{number}", "text/plain", (), lambda: made.append(number) or bytes(10_000))

    for number in range(10):
        store.get(publication(number))
    store.get(publication(9))
    store.get(publication(0))
    assert made == [*range(10), 0]


def test_a_page_that_took_long_is_found_by_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr("conflict_atlas.site.rendered._SLOW_SECONDS", -1)
    slow = Publication("a", "text/plain; charset=utf-8", (), lambda: b"text " * 500)
    RenderedStore(tmp_path).get(slow)

    def never() -> bytes:
        raise AssertionError("rendered again")

    again = Publication("a", "text/plain; charset=utf-8", (), never)
    assert RenderedStore(tmp_path).get(again).body == b"text " * 500
    monkeypatch.setattr(
        "conflict_atlas.site.rendered.tempfile.mkstemp", lambda **options: (_ for _ in ()).throw(OSError("disk is full"))
    )
    other = Publication("b", "text/plain; charset=utf-8", (), lambda: b"other " * 500)
    assert RenderedStore(tmp_path).get(other).body == b"other " * 500


def test_what_was_warmed_is_not_rendered_again(tmp_path):
    warmed = Publication("a", "text/plain; charset=utf-8", (), lambda: b"text " * 500)
    RenderedStore(tmp_path).warm(warmed)

    def never() -> bytes:
        raise AssertionError("rendered although it was warmed")

    rendered = RenderedStore(tmp_path).get(Publication("a", "text/plain; charset=utf-8", (), never))
    assert rendered.body == b"text " * 500
    assert RenderedStore(tmp_path).keep_only([]) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_the_worker_warms_the_main_pages_and_removes_those_of_older_lakes(starter, monkeypatch):
    from conflict_atlas.site import serve, tasks
    from conflict_atlas.site.pages.kinds import REGISTRY

    monkeypatch.setattr(REGISTRY, "main_paths", lambda: iter(["en/about/", "en/methodology/"]))
    folder = starter.root / "derived" / "publications"
    folder.mkdir(parents=True, exist_ok=True)
    for kept in folder.iterdir():
        kept.unlink()
    (folder / "old.br").write_bytes(b"")
    done = tasks.warm_publications.call(tasks.material())
    assert done == {"rendered": 2, "failed": 0, "removed": 1}
    assert len(list(folder.iterdir())) == 2
    assert tasks.warm_publications.call("something else") == {"rendered": 0, "failed": 0, "removed": 0}
    assert serve.store(starter.root) is serve.store(starter.root)


def test_evidence_and_exports_know_every_field_of_a_filter(starter):
    from conflict_atlas.events import filters
    from conflict_atlas.site.pages.evidence import FILTER_FIELDS

    assert set(filters._QUERY_NAMES.values()) == FILTER_FIELDS


def test_the_worker_packs_arrays_of_numbers_smaller_than_a_reader_would_wait_for(tmp_path):
    body = b"".join(((number * number) % 997).to_bytes(4, "little") for number in range(60_000))
    arrays = Publication("a", "application/octet-stream", ("a",), lambda: body)
    asked, warmed = RenderedStore(tmp_path / "asked"), RenderedStore(tmp_path / "warmed")
    hurried = asked.get(arrays)
    assert not (tmp_path / "asked").exists(), "the worker would leave what it finds there as it is"
    warmed.warm(arrays)
    served = warmed.get(arrays)
    assert len(served.coded("br")) < len(hurried.coded("br"))
    assert served.coded(None) == brotli.decompress(served.coded("br")) == gzip.decompress(served.coded("gzip")) == body
