"""What leaves a dossier beside its page: records of claims, annotations, pictures, the archive, citations, the preview."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.claim import Relation, RelationKind
from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.publish.licences import LicenceRefused, admit_pictures, admit_quote
from support.published import SLUG, png, published, shipped, small, words_of

pytestmark = pytest.mark.django_db  # An address that leads nowhere is looked up among the redirects of editors.

PAGE = f"/en/conflicts/{SLUG}/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><script>alert(1)</script></svg>'


def picture_of(data: bytes, file: str, **changes: str) -> Picture:
    picture = Picture("one", file, hashlib.sha256(data).hexdigest(), "A valley", "The valley.", "A. Painter", "CC BY 4.0")
    return replace(picture, **changes)


def test_the_record_of_a_claim_tells_its_fields_in_words(reader, starter):
    with published(starter, small()) as snapshot:
        text = words_of(reader.get(f"{PAGE}claims/doc-killed-2020/"))
    assert "120 . Who says so: the ministry, on own losses." in text
    assert "Only this report was read, not the text of the ministry itself." in text
    assert "Measure killed" in text
    assert "Meant as an exact number" in text
    assert "Period 2020" in text
    assert "“On the valley”, news report (publisher: A publisher), March 2021, characters 15–39" in text
    assert "Found by project-reading, version 1" in text
    assert snapshot.digest in text


def test_relations_of_claims_are_linked_from_both_ends(reader, starter):
    base = small()
    part = replace(base.claims[1], relations=(Relation(RelationKind.PART_OF, "doc-killed-2020"),))
    with published(starter, replace(base, claims=(base.claims[0], part))):
        assert re.search(
            r'Part of: <a href="\.\./\.\./\.\./\.\./conflicts/sudan/claims/doc-killed-2020/">',
            reader.get(f"{PAGE}claims/doc-said/").content.decode(),
        )
        assert re.search(
            r'Holds as a part: <a href="[^"]*claims/doc-said/">', reader.get(f"{PAGE}claims/doc-killed-2020/").content.decode()
        )


def test_the_record_says_where_the_dossier_uses_the_claim(reader, starter):
    with published(starter, small(background="Told.[^doc-said]")):
        content = reader.get(f"{PAGE}claims/doc-said/").content.decode()
        assert "conflicts/sudan/#background" in content
        for path in re.findall(r'href="(?:\.\./)+(conflicts/sudan/)#([^"]+)"', content):
            assert f'id="{path[1]}"' in reader.get(PAGE).content.decode()
    with published(starter, small(lead="Words.")):
        assert "The text does not use it" in words_of(reader.get(f"{PAGE}claims/doc-said/"))


def test_an_unknown_claim_is_not_found_and_says_so(reader, starter):
    with published(starter, small()):
        missing = reader.get(f"{PAGE}claims/doc-never-heard-of/")
    assert missing.status_code == 404
    assert "no published claim on War in Sudan has the id &#x27;doc-never-heard-of&#x27;" in missing.content.decode()
    assert reader.get(f"{PAGE}claims/doc-said/").status_code == 404, "nothing is published any more"
    assert reader.get("/en/conflicts/atlantis/claims/doc-said/").status_code == 404


def test_a_claim_is_offered_as_a_web_annotation(reader, starter):
    with published(starter, small()):
        response = reader.get(f"{PAGE}claims/doc-killed-2020/annotation.jsonld")
        value = json.loads(response.content)
    assert response["Content-Type"].startswith("application/ld+json")
    assert value["type"] == "Annotation"
    position, quote = value["target"]["selector"]
    assert position == {"type": "TextPositionSelector", "start": 15, "end": 39}
    assert quote == {"type": "TextQuoteSelector", "exact": "120 soldiers were killed"}
    assert value["target"]["source"].startswith("ni:///sha-256;")


def test_a_raster_picture_is_served_in_smaller_widths_and_never_larger(reader, starter):
    data = png(1200, 600)
    digest = hashlib.sha256(data).hexdigest()
    with published(starter, small(pictures=(picture_of(data, "valley.png"),)), {"valley.png": data}):
        content = reader.get(PAGE).content.decode()
        assert f'src="../../../pictures/{digest}.png"' in content
        assert 'width="1200" height="600" alt="A valley"' in content
        assert re.search(rf'srcset="[^"]*pictures/{digest}-480\.png 480w,[^"]*-960\.png 960w,[^"]*{digest}\.png 1200w"', content)
        whole = reader.get(f"/pictures/{digest}.png")
        assert whole.content == data
        assert whole["Content-Type"] == "image/png"
        assert whole["X-Content-Type-Options"] == "nosniff"
        smaller = reader.get(f"/pictures/{digest}-480.png")
        assert Image.open(io.BytesIO(smaller.content)).size == (480, 240)
        for name in (f"{digest}-1600.png", f"{digest}-481.png", f"{digest}.jpg", "0" * 64 + ".png", "../atlas.toml"):
            assert reader.get(f"/pictures/{name}").status_code == 404
    assert reader.get(f"/pictures/{digest}.png").status_code == 404, "withdrawn"


def test_a_drawing_is_served_in_a_sandbox(reader, starter):
    digest = hashlib.sha256(SVG).hexdigest()
    with published(starter, small(pictures=(picture_of(SVG, "valley.svg"),)), {"valley.svg": SVG}):
        response = reader.get(f"/pictures/{digest}.svg")
        assert 'width="30" height="20"' in reader.get(PAGE).content.decode()
    assert response["Content-Type"] == "image/svg+xml"
    policy = response["Content-Security-Policy"]
    assert re.search(r"(^|; )sandbox(;|$)", policy)
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_each_picture_stands_with_its_credit_licence_and_words_for_those_who_do_not_see_it(reader, starter):
    data = png()
    picture = picture_of(data, "valley.png", made="2020-05", origin="https://example.org/valley")
    with published(starter, small(pictures=(picture,)), {"valley.png": data}):
        text = words_of(reader.get(PAGE))
    assert "The valley. Made May 2020. From: https://example.org/valley A. Painter · CC BY 4.0" in text
    assert "Pictures and maps: A. Painter, CC BY 4.0 ." in text, "among the credits of the page"


def test_a_sensitive_picture_is_shown_on_demand_only(reader, starter):
    data = png()
    picture = picture_of(data, "valley.png", sensitive="ruins of houses")
    with published(starter, small(pictures=(picture,)), {"valley.png": data}):
        content = reader.get(PAGE).content.decode()
    assert re.search(r"<details[^>]*><summary>Show this picture: ruins of houses</summary><img [^>]*loading=\"lazy\"", content)
    assert "<details open" not in content


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"licence": "found on the web"}, "is not one of those we know"),
        ({"licence": ""}, "is not one of"),
        ({"credit": " "}, "no credit"),
    ],
)
def test_a_picture_without_known_licence_or_credit_is_refused(reader, starter, changes, reason):
    data = png()
    picture = picture_of(data, "valley.png", **changes)
    with pytest.raises(LicenceRefused, match=reason):
        admit_pictures([picture])
    with published(starter, small(pictures=(picture,)), {"valley.png": data}):
        for path in (PAGE, f"/pictures/{picture.sha256}.png", f"/export/dossier/{SLUG}.zip"):
            response = reader.get(path)
            assert response.status_code == 403, path
            assert reason in words_of(response)


def test_more_than_eight_words_of_a_document_are_refused(reader, starter):
    base = small()
    long = replace(base.claims[0], quote="one two three four five six seven eight nine")
    with pytest.raises(LicenceRefused, match="quotes 9 words"):
        admit_quote(long, base.sources[0])
    with pytest.raises(LicenceRefused, match="does not name"):
        admit_quote(base.claims[0], None)
    assert admit_quote(base.claims[0], base.sources[0]) == base.claims[0].quote
    with published(starter, replace(base, claims=(long, base.claims[1]))):
        for path in (PAGE, f"{PAGE}claims/doc-killed-2020/", f"{PAGE}claims/doc-killed-2020/annotation.jsonld"):
            assert reader.get(path).status_code == 403, path


def test_the_archive_is_the_folder_of_the_snapshot_and_the_same_bytes_each_time(reader, starter, tmp_path):
    dossier, pictures = shipped()
    with published(starter, dossier, pictures) as snapshot:
        response = reader.get("/export/dossier/nagorno-karabakh.zip")
        assert response["Content-Type"] == "application/zip"
        assert response["Content-Disposition"] == 'attachment; filename="nagorno-karabakh.zip"'
        from conflict_atlas.site.pages.kinds import REGISTRY

        assert REGISTRY.find("export/dossier/nagorno-karabakh.zip").render() == response.content
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        assert packed.namelist() == sorted(packed.namelist())
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        packed.extractall(tmp_path)
    again = folder.read(tmp_path / "nagorno-karabakh")
    assert again == dossier
    assert folder.digest(again) == snapshot.digest
    assert reader.get("/export/dossier/sudan.zip").status_code == 404


def test_a_citation_names_the_snapshot_its_dates_and_the_address(reader, starter):
    with published(starter, small(title="50 % of {the} valley & more")) as snapshot:
        page = words_of(reader.get(PAGE))
        bibtex = reader.get(f"{PAGE}citation.bib")
        csl = json.loads(reader.get(f"{PAGE}citation.json").content)
        assert reader.get(f"{PAGE}citation.docx").status_code == 404
    assert "updated 31 January 2024, covering events to January 2024" in page
    assert f"snapshot sha256:{snapshot.digest}. http://127.0.0.1:8000/en/conflicts/sudan/" in page
    assert r"title = {{50 \% of \{the\} valley \& more}}" in bibtex.content.decode()
    assert snapshot.digest in bibtex.content.decode()
    assert csl[0]["issued"] == {"date-parts": [[2024, 1, 31]]}
    assert csl[0]["version"] == f"sha256:{snapshot.digest}"
    assert csl[0]["URL"] == "http://127.0.0.1:8000/en/conflicts/sudan/"


def test_every_path_that_the_registry_lists_for_a_dossier_is_there(starter, settings):
    from conflict_atlas.site.pages.kinds import REGISTRY

    data = png(600, 300)
    with published(starter, small(pictures=(picture_of(data, "valley.png"),)), {"valley.png": data}):
        listed = [
            path
            for path in REGISTRY.paths()
            if "/claims/" in path or "pictures/" in path or "dossier/" in path or "citation" in path
        ]
        languages = len(settings.ATLAS_LANGUAGES)
        assert len(listed) == 2 * 2 * languages + 2 + 1 + 2 + 2 * languages
        assert all(REGISTRY.find(path).render() for path in listed)
        assert not any("/claims/" in path for path in REGISTRY.sitemap_paths())


def preview(dossier: Dossier) -> str:
    from conflict_atlas.site.pages.preview import preview_page

    return preview_page(dossier, lambda picture: f"/media/{picture.file}").decode()


def test_a_preview_is_the_page_marked_as_not_published_with_addresses_from_the_root(starter):
    data = png()
    page = preview(small(pictures=(picture_of(data, "valley.png"),), background="Told.[^doc-said]"))
    assert "Preview, not published" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'src="/media/valley.png"' in page
    assert 'href="/en/countries/' in page
    assert '<a class="figure-number" href="#fn-1">120</a>' in page
    assert "claims/doc-" not in page
    assert 'id="cite"' not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"covers_to": "next summer"}, "is no date"),
        ({"background": "| a | table |\n|---|---|\n| x | y |"}, "This text cannot be read"),
        ({"background": "It counts {doc-nothing}."}, "no claim is called doc-nothing"),
        ({"pictures": (picture_of(png(), "valley.png", licence="?"),)}, "is not one of those we know"),
    ],
)
def test_a_preview_of_an_unfinished_draft_says_what_is_wrong(starter, changes, words):
    assert words in preview(small(**changes))


def test_a_damaged_snapshot_is_said_to_be_unreadable_and_the_rest_stands(reader, starter, caplog):
    with published(starter, small()) as snapshot:
        lead = starter.root / "published" / snapshot.digest / "lead.md"
        kept = lead.read_bytes()
        lead.write_bytes(b"Something else.\n")
        from conflict_atlas.site.pages import shelf

        shelf._snapshots.cache_clear()  # As after a restart: an opened snapshot stays in memory.
        assert reader.get(PAGE).status_code == 500
        assert reader.get("/en/countries/").status_code == 200
        lead.write_bytes(kept)
        assert reader.get(PAGE).status_code == 200
    assert "sudan" in caplog.text


def test_claims_leave_as_jsonl_and_csv_one_each(starter, reader) -> None:
    import csv
    import io
    import json

    dossier, pictures = shipped()
    with published(starter, dossier, pictures):
        lines = reader.get(f"/export/dossier/{dossier.slug}/claims.jsonl").content.decode().splitlines()
        assert [json.loads(line)["claim_id"] for line in lines] == [claim.claim_id for claim in dossier.claims]
        answer = reader.get(f"/export/dossier/{dossier.slug}/claims.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["claim_id"] for row in rows] == [claim.claim_id for claim in dossier.claims]
    killed = next(row for row in rows if row["claim_id"] == "enc-killed-2020-armenia")
    assert (killed["value"], killed["measure"], killed["side"]) == ("3825", "killed", "Armenia and Artsakh")
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=@"]
