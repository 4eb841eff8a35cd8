"""Pages for kids: what readers get, and the newsroom's way to them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conflict_atlas.dossiers.snapshots import Snapshots
from conflict_atlas.kids import folder, glossary
from conflict_atlas.kids.published import Editions
from support.editorial import claim_row, figure, publish_by_hand, refusals, small, stream, taken
from support.kids import HELPING, small_edition
from support.newsroom import person, signed_in
from support.published import AT, SHIPPED, published, shipped, words_of

SLUG = "nagorno-karabakh"
BASE = f"/en/kids/{SLUG}/"
PAGES = [BASE, f"{BASE}b/", f"{BASE}teachers/"]


@pytest.fixture(scope="module")
def edition(starter) -> Iterator[object]:
    """The shipped dossier and its English edition, as readers see them."""
    dossier, pictures = shipped()
    english = folder.read(SHIPPED / "kids" / "en.yaml")
    with published(starter, dossier, pictures):
        editions = Editions(starter.root / "published-kids")
        editions.publish(english, dossier, AT, "Ada Editor")
        yield english
        editions.withdraw(SLUG, "en")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_who_looked_at_it_and_when_and_leads_to_the_dossier(reader, edition, path):
    answer = reader.get(path)
    assert answer.status_code == 200
    text = words_of(answer)
    assert "Last checked on 1 November 2026 by Ada Editor." in text
    assert f"conflicts/{SLUG}/" in answer.content.decode()
    assert "changed after an editor last looked" not in text


def test_a_level_shows_every_part_in_order_with_its_sources(reader, edition):
    page = html.unescape(reader.get(BASE).content.decode())
    parts = ["In short", "Quick facts", "Why did it happen?", "What happened?", "Other countries", "Who is helping?"]
    parts += ["Talks and deals", "How does it stand now?", "People do not agree", "Words to know", "Quiz", "If this worries you"]
    places = [page.index(f">{part}</h2>") for part in [*parts, "See also", "Footnotes"]]
    assert places == sorted(places)
    assert "Level A, for about 8 to 11 years" in page
    assert page.count('<li class="step') == len(edition.level_a.moments)
    assert page.count("<svg role=") + page.count('class="schematic-map"') >= len(edition.level_a.moments)
    assert "About 800,000" in page
    assert f"conflicts/{SLUG}/claims/enc-displaced-azerbaijanis/" in page
    first = page.index('href="#term-ceasefire"')
    assert "(a deal to stop fighting)" in page[first : first + 200]
    assert page.count("(a deal to stop fighting)") == 1
    assert 'id="term-ceasefire"' in page


def test_the_quiz_can_be_played_without_script(reader, edition):
    page = reader.get(BASE).content.decode()
    assert page.count("<fieldset") == 4
    assert page.count('type="radio"') == 12
    assert page.count("data-is-right") == 4
    assert page.count("<summary>Show the answer</summary>") == 4


def test_both_levels_lead_to_each_other(reader, edition):
    assert 'href="../../kids/nagorno-karabakh/b/"' in reader.get(BASE).content.decode()
    level_b = reader.get(f"{BASE}b/").content.decode()
    assert 'href="../../../kids/nagorno-karabakh/">Easy (A)' in level_b
    assert 'href="../../../kids/nagorno-karabakh/b/" aria-current="page">A bit more (B)' in level_b


def test_the_index_and_the_glossary(reader, edition):
    index = words_of(reader.get("/en/kids/"))
    assert "Nagorno-Karabakh" in index
    assert "[^" not in index
    page = reader.get("/en/glossary/").content.decode()
    for word in glossary.shared("en"):
        assert f'id="term-{word.key}"' in page


def test_an_edition_in_another_language_stands_at_the_address_of_that_language(reader, starter, edition, settings):
    settings.ATLAS_LANGUAGES = ("en", "es")
    dossier, _pictures = shipped()
    editions = Editions(starter.root / "published-kids")
    editions.publish(folder.read(SHIPPED / "kids" / "es.yaml"), dossier, AT, "Ada Editor")
    page = html.unescape(reader.get(f"/es/kids/{SLUG}/").content.decode())
    assert '<html lang="es"' in page
    assert 'alto el fuego</a></dfn> <span class="explained">(un trato para no luchar más)</span>' in page
    assert "unos 800.000" in page
    assert "En manos de Azerbaiyán" in page
    assert "Azerbaijan</text>" not in page
    editions.withdraw(SLUG, "es")


def test_details_are_closed_until_a_teacher_opens_them(reader, edition):
    page = reader.get(f"{BASE}teachers/").content.decode()
    assert page.count('<details class="kids-detail">') == len(edition.teachers.details)
    assert all(detail.title not in reader.get(BASE).content.decode() for detail in edition.teachers.details)


@pytest.mark.parametrize("level", ["a", "b"])
def test_the_print_pack_is_a_file(db, reader, edition, level):
    answer = reader.get(f"{BASE}print-{level}.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert reader.get(f"{BASE}print-c.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/en/kids/sudan/", "/en/kids/never-heard-of/", "/en/kids/nagorno-karabakh/c/"])
def test_what_nobody_has_published_is_not_there(db, reader, edition, path):
    assert reader.get(path).status_code == 404


def test_a_claim_that_changes_flags_every_page_and_shows_the_new_figure(reader, starter, edition):
    dossier, pictures = shipped()
    snapshots = Snapshots(starter.root / "published")
    snapshots.mark_behind(SLUG, ["enc-displaced-armenians"])
    assert "1 fact on this page was changed after an editor last looked" in words_of(reader.get(BASE))
    changed = replace(
        dossier,
        claims=tuple(replace(c, value=240000.0) if c.claim_id == "enc-displaced-armenians" else c for c in dossier.claims),
    )
    snapshots.publish(changed, pictures, datetime(2026, 11, 2, tzinfo=UTC))
    text = words_of(reader.get(BASE))
    assert "about 240,000" in text
    assert "1 fact on this page was changed after an editor last looked" in text
    assert "changed after an editor last looked" in words_of(reader.get(f"{BASE}teachers/"))
    snapshots.publish(dossier, pictures, AT)
    assert "changed after an editor last looked" not in words_of(reader.get(BASE))


def test_without_its_dossier_no_edition_is_shown(db, reader, starter, edition):
    dossier, pictures = shipped()
    snapshots = Snapshots(starter.root / "published")
    snapshots.withdraw(SLUG)
    assert reader.get(BASE).status_code == 404
    assert "No page for kids is published" in words_of(reader.get("/en/kids/"))
    snapshots.publish(dossier, pictures, AT)


@pytest.fixture
def newsroom(empty_workspace, settings, db, django_capture_on_commit_callbacks):
    """A small published dossier; what a commit sets off happens at once. Gives what commits."""
    settings.MEDIA_ROOT = empty_workspace.root / "media"
    with django_capture_on_commit_callbacks(execute=True):
        taken(small())
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def row(newsroom):
    """A draft of the small edition, published by somebody."""
    from conflict_atlas.site.kids import publishing
    from conflict_atlas.site.kids.conversion import fill
    from conflict_atlas.site.kids.models import KidsEdition

    made = KidsEdition()
    fill(made, small_edition())
    made.save()
    publishing.publish(made, person("publisher", "first"))
    return made


def again(row):
    from conflict_atlas.site.kids.models import KidsEdition

    return KidsEdition.objects.get(pk=row.pk)


def form(row) -> dict[str, str]:
    """The form of a draft as the editor's script would send it."""
    sent = {"title": row.title}
    for name in ("level_a", "level_b", "teachers", "see_also", "maps", "words"):
        value = getattr(row, name)
        sent |= stream(name, json.loads(json.dumps(value.stream_block.get_prep_value(value))))
    return sent


def field(sent: dict[str, str], begins: str) -> str:
    return next(name for name, value in sent.items() if value.startswith(begins))


def test_what_comes_with_the_program_is_taken_in_once_and_left_to_the_editors_then(
    empty_workspace, settings, db, reader, django_capture_on_commit_callbacks
):
    from conflict_atlas.site.kids.conversion import edition_of
    from conflict_atlas.site.kids.models import KidsEdition
    from conflict_atlas.site.kids.starting import load_starter_editions

    settings.MEDIA_ROOT = empty_workspace.root / "media"
    assert all("is not published" in sentence for sentence in load_starter_editions())
    dossier, pictures = shipped()
    with django_capture_on_commit_callbacks(execute=True):
        taken(dossier, True, pictures)
    said = load_starter_editions()
    assert "Edition for kids loaded: Nagorno-Karabakh (en)." in said
    draft = KidsEdition.objects.get(conflict=SLUG, language="en")
    assert edition_of(draft) == folder.read(SHIPPED / "kids" / "en.yaml")
    assert load_starter_editions() == ()
    assert "by the project." in words_of(reader.get(BASE))
    draft.delete()
    assert load_starter_editions() == ()


def test_an_editor_begins_from_a_template_that_nobody_can_publish(newsroom, reader):
    from conflict_atlas.site.kids.models import KidsEdition

    editor, publisher = signed_in(person("editor")), signed_in(person("publisher"))
    assert "Begin from the template" in editor.get("/admin/kids/").content.decode()
    answer = editor.post("/admin/kids/begin/mali/en/")
    made = KidsEdition.objects.get(conflict="mali", language="en")
    assert answer["Location"].endswith(f"/edit/{made.pk}/")
    page = editor.get(answer["Location"]).content.decode()
    assert "TODO:" in page
    assert "stand in the way of publishing" in page
    assert editor.post(f"/admin/kids/{made.pk}/publish/", {"action": "publish"}).status_code in (302, 403)
    refused = publisher.post(f"/admin/kids/{made.pk}/publish/", {"action": "publish"})
    assert refused.status_code == 200
    assert "hints of the template" in html.unescape(refused.content.decode())
    assert reader.get("/en/kids/mali/").status_code == 404


def test_the_check_speaks_while_somebody_writes_and_saves_nothing(row):
    editor = signed_in(person("editor"))
    sent = form(row)
    clean = editor.post(f"/admin/kids/{row.pk}/feedback/", sent).content.decode()
    assert "0 things stand in the way" in clean
    assert re.search(r"Level A</strong>: grade -?\d\.\d \(at most 5\)", clean)
    name = field(sent, HELPING)
    bad = editor.post(f"/admin/kids/{row.pk}/feedback/", sent | {name: "They claimed 300 massacres."}).content.decode()
    for rule in ("graphic", "verb-of-speech", "without-claim", "unsourced"):
        assert f"[{rule}]" in bad
    broken = editor.post(f"/admin/kids/{row.pk}/feedback/", sent | {field(sent, "A valley"): "", name: "<b>x</b>"})
    assert "HTML is not read" in broken.content.decode()
    assert again(row).level_a == row.level_a


def test_the_standard_page_leads_to_the_one_for_kids_while_there_is_one(row, reader):
    from conflict_atlas.site.kids import publishing

    assert 'href="../../kids/mali/"' in reader.get("/en/conflicts/mali/").content.decode()
    publishing.withdraw(row, person("publisher"))
    assert "kids/mali/" not in reader.get("/en/conflicts/mali/").content.decode()


def test_a_saved_mistake_is_refused_with_its_reason_and_a_mended_draft_is_shown(row, reader):
    client = signed_in(person("publisher"))
    sent = form(row)
    name = field(sent, HELPING)
    address = f"/admin/snippets/atlas_kids/kidsedition/edit/{row.pk}/"
    assert client.post(address, sent | {name: "It brought 500 trucks.[^doc-said]"}).status_code == 302
    refused = client.post(f"/admin/kids/{row.pk}/publish/", {"action": "publish"})
    assert "has no claim behind it" in html.unescape(refused.content.decode())
    assert "500 trucks" not in words_of(reader.get("/en/kids/mali/"))
    mended = "The ministry said that it sent trucks.[^doc-said]"
    assert client.post(address, form(again(row)) | {name: mended}).status_code == 302
    assert client.post(f"/admin/kids/{row.pk}/publish/", {"action": "publish"}).status_code == 302
    text = words_of(reader.get("/en/kids/mali/"))
    assert "The ministry said that it sent trucks." in text
    assert "by the-publisher." in text


def test_a_changed_claim_asks_for_another_look_until_somebody_has_had_it(row, reader, newsroom):
    editor, publisher = signed_in(person("editor")), signed_in(person("publisher"))
    page, flag = "/en/kids/mali/", "1 fact on this page was changed after an editor last looked"
    assert "Pages for kids to look at again" not in editor.get("/admin/").content.decode()
    assert flag not in words_of(reader.get(page))
    with newsroom():
        answer = figure(editor, "doc-killed-2020", text="120 soldiers were killed in 2020, and no more.")
    assert answer.status_code == 302
    assert claim_row("doc-killed-2020").text.endswith("no more.")
    assert flag in words_of(reader.get(page))
    assert "Pages for kids to look at again" in editor.get("/admin/").content.decode()
    assert "to look at again: 1 claim has changed" in editor.get("/admin/kids/").content.decode()
    assert "publish the dossier first" in publisher.get(f"/admin/kids/{row.pk}/publish/").content.decode()
    with newsroom():
        answer = publish_by_hand(publisher, "mali")
        assert answer.status_code == 302, refusals(answer)
    text = words_of(reader.get(page))
    assert flag in text
    assert publisher.post(f"/admin/kids/{row.pk}/publish/", {"action": "publish"}).status_code == 302
    assert flag not in words_of(reader.get(page))
    assert "Pages for kids to look at again" not in editor.get("/admin/").content.decode()
    assert publisher.post(f"/admin/kids/{row.pk}/publish/", {"action": "withdraw"}).status_code == 302
    assert reader.get(page).status_code == 404
