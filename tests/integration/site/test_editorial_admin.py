"""The newsroom's own views: the list, beginning a dossier, the panels of the edit page, pictures, preview, comparison."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conflict_atlas.dossiers.dossier import Agreement, SeeAlso
from support.editorial import claim_row, edit, form_of, page_of, refusals, save_text, small, submit, taken
from support.newsroom import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newsroom(empty_workspace, settings):
    """A workspace of its own."""
    settings.MEDIA_ROOT = empty_workspace.root / "media"
    return empty_workspace


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What is done inside happens as if it were committed at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def editor():
    return signed_in(person("editor"))


def test_the_list_names_every_tracked_conflict_and_offers_to_write_the_missing_ones(editor, commit):
    from conflict_atlas.events.catalogue import tracked

    with commit():
        taken(small())
    html = editor.get("/admin/dossiers/").content.decode()
    assert f"1 of {sum(not entry.archived for entry in tracked.all())} tracked conflicts have a dossier" in html
    assert html.count("/admin/dossiers/write/") == sum(not entry.archived for entry in tracked.all()) - 1
    assert f"/admin/pages/{page_of('mali').pk}/edit/" in html
    assert "published" in html


def test_the_list_says_what_waits_and_what_has_a_newer_draft(editor, commit):
    with commit():
        taken(small())
    save_text(editor, "mali", "It named no place at all.[^doc-said]")
    assert "with a newer draft" in editor.get("/admin/dossiers/").content.decode()
    submit(editor, "mali", "It named no place at all.[^doc-said]")
    assert "in moderation" in editor.get("/admin/dossiers/").content.decode()


def test_readers_of_the_admin_see_the_list_without_buttons(commit):
    with commit():
        taken(small())
    html = signed_in(person("reader")).get("/admin/dossiers/").content.decode()
    assert "published" in html
    for address in ("/admin/dossiers/write/", "/edit/", "/download/"):
        assert address not in html


def test_beginning_a_dossier_shows_what_the_catalogue_knows_and_makes_a_draft(editor):
    from conflict_atlas.site.editorial.models import DossierPage

    html = editor.get("/admin/dossiers/write/mali/").content.decode()
    for words in ("Conflict in Mali", "War in Mali", "Insurgency in the Sahel", "11347"):
        assert words in html
    assert not DossierPage.objects.exists()
    answer = editor.post("/admin/dossiers/write/mali/")
    page = page_of("mali")
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert not page.live
    assert page.title == "Conflict in Mali"
    assert editor.get("/admin/dossiers/write/mali/")["Location"] == answer["Location"]


def test_a_new_draft_is_unfinished_until_its_hints_are_replaced(editor):
    from conflict_atlas.site.editorial import gate

    editor.post("/admin/dossiers/write/mali/")
    draft = page_of("mali").get_latest_revision_as_object()
    rules = [finding.rule for finding in gate.errors(draft)]
    assert rules.count("unfinished") >= 10
    assert "empty" in rules
    refused = submit(editor, "mali")
    assert refused.status_code == 200
    assert any("this is still the hint of a new draft" in sentence for sentence in refusals(refused))


def test_a_new_draft_links_the_conflict_that_it_is_part_of(editor):
    from conflict_atlas.site.editorial.exchange import draft_of

    editor.post("/admin/dossiers/write/mali/")
    dossier, _ = draft_of("mali")
    assert SeeAlso("Insurgency in the Sahel", "sahel") in dossier.see_also
    assert "[Insurgency in the Sahel](conflict:sahel)" in {fact.text for fact in dossier.quick_facts}


@pytest.mark.parametrize("slug", ["nowhere", "the-valley"])
def test_only_tracked_conflicts_can_be_begun(editor, slug):
    assert editor.get(f"/admin/dossiers/write/{slug}/").status_code == 404
    assert editor.post(f"/admin/dossiers/write/{slug}/").status_code == 404


def test_the_edit_page_shows_findings_with_links_to_claims_and_the_claims_to_insert(editor, commit):
    with commit():
        taken(small())
    save_text(editor, "mali", "They killed 9,999 people.")
    html = editor.get(f"/admin/pages/{page_of('mali').pk}/edit/").content.decode()
    assert "this draft can be saved, not published" in html
    assert '<span class="atlas-place">Lead' in html
    assert "in the draft as it stood when this page was opened" in html
    assert 'data-atlas-insert="[^doc-said]"' in html
    assert 'data-atlas-insert="{doc-killed-2020}"' in html.replace("&#123;", "{").replace("&#125;", "}")
    assert 'data-atlas-insert="{doc-said}"' not in html.replace("&#123;", "{").replace("&#125;", "}")
    assert f'href="/admin/snippets/atlas_editorial/claim/edit/{claim_row("doc-killed-2020").pk}/"' in html
    assert "atlas_editorial/claims.js" in html


def test_the_field_of_the_claim_bar_has_a_label_and_a_border_in_a_colour_that_the_theme_keeps_legible(editor, commit):
    import re
    from pathlib import Path

    from django.contrib.staticfiles import finders

    with commit():
        taken(small())
    html = editor.get(f"/admin/pages/{page_of('mali').pk}/edit/").content.decode()
    assert '<label for="atlas-bar-claim">Claim</label>' in html
    assert "atlas_editorial/editorial.css" in html
    css = Path(finders.find("atlas_editorial/editorial.css")).read_text(encoding="utf-8")
    (rule,) = re.findall(r"^\.atlas-bar input \{([^}]*)\}", css, re.M)
    # The theme's own border of fields is too pale for a field that floats over the page.
    assert "border: 1px solid var(--w-color-text-meta)" in rule
    assert "background: var(--w-color-surface-field)" in rule


def test_the_preview_shows_the_draft_with_the_figures_of_now_and_may_be_framed_by_the_admin(editor, commit):
    with commit():
        taken(small())
    save_text(editor, "mali", "The ministry counts {doc-killed-2020} soldiers, and no more.")
    row = claim_row("doc-killed-2020")
    row.qualifier = "approx"
    row.save()
    answer = editor.get(f"/admin/pages/{page_of('mali').pk}/view_draft/")
    words = answer.content.decode()
    assert "about 120" in words
    assert "and no more" in words
    assert "Preview, not published" in words
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_draft_that_cannot_be_read_says_what_to_mend_in_preview_and_check(editor, commit):
    with commit():
        taken(small())
    edit(editor, "mali", beside_claims="doc-killed-2020")
    words = editor.get(f"/admin/pages/{page_of('mali').pk}/view_draft/").content.decode()
    assert "the year of the counted figures is still empty" in words
    assert (
        "the year of the counted figures is still empty"
        in editor.get(f"/admin/pages/{page_of('mali').pk}/edit/").content.decode()
    )


def test_a_rule_that_fails_keeps_nobody_from_the_draft_and_lets_nothing_through(editor, commit, monkeypatch, caplog):
    from conflict_atlas.site.editorial import gate

    with commit():
        taken(small())
    monkeypatch.setattr(gate, "check", lambda *arguments, **options: 1 / 0)
    refused = submit(editor, "mali", "Of this draft the check knows nothing yet.[^doc-said]")
    assert any("the check could not be finished (ZeroDivisionError" in sentence for sentence in refusals(refused))
    answer = editor.get(f"/admin/pages/{page_of('mali').pk}/edit/")
    assert answer.status_code == 200
    assert "the check of mali failed" in caplog.text


def test_two_revisions_are_compared_word_by_word_and_show_nothing_else(editor, commit):
    deal = Agreement("deal", "A deal", "2020", None, ("One", "Two"), (), ("They agreed.[^doc-said]",), "It holds.[^doc-said]")
    with commit():
        taken(replace(small(), agreements=(deal,)))
    save_text(editor, "mali", "The ministry counts {doc-killed-2020} soldiers killed.\n\nIt named no town.[^doc-said]")
    page = page_of("mali")
    first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
    html = editor.get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{last.pk}/").content.decode()
    assert "Lead:" in html
    assert "place" in html
    assert "town" in html
    assert "Agreements:" not in html
    assert "Quick facts:" not in html


def picture_form(**changes):
    return {
        "title": "A valley",
        "alt": "A valley seen from above.",
        "credit": "The project",
        "licence": "CC0 1.0",
        "made": "",
        "origin": "",
        "sensitive": "",
        **changes,
    }


def test_a_picture_needs_credit_licence_and_description(editor):
    from conflict_atlas.site.editorial.models import Picture

    for name in ("credit", "licence", "alt"):
        refused = editor.post("/admin/images/add/", picture_form(file=drawing(), **{name: ""}))
        assert name in refused.context["form"].errors
    assert (
        "licence" in editor.post("/admin/images/add/", picture_form(file=drawing(), licence="All rights")).context["form"].errors
    )
    assert not Picture.objects.exists()
    assert editor.post("/admin/images/add/", picture_form(file=drawing())).status_code == 302
    kept = Picture.objects.get()
    assert (kept.name, kept.credit, len(kept.sha256)) == ("valley.svg", "The project", 64)


def drawing(inside: str = '<path d="M0 0h4v4z"/>'):
    return SimpleUploadedFile(
        "valley.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="4" height="4">{inside}</svg>'.encode(),
        "image/svg+xml",
    )


@pytest.mark.parametrize(
    "inside", ["<script>alert(1)</script>", '<path onload="alert(1)" d="M0 0"/>', '<image href="https://example.org/x.png"/>']
)
def test_a_drawing_that_holds_more_than_a_drawing_is_refused(editor, inside):
    from conflict_atlas.site.editorial.models import Picture

    refused = editor.post("/admin/images/add/", picture_form(file=drawing(inside)))
    assert refused.status_code == 200
    assert "file" in refused.context["form"].errors
    assert not Picture.objects.exists()


def test_another_file_for_a_picture_gives_it_another_digest(editor):
    from conflict_atlas.site.editorial.models import Picture

    editor.post("/admin/images/add/", picture_form(file=drawing()))
    before = Picture.objects.get()
    editor.post(f"/admin/images/{before.pk}/", picture_form(file=drawing('<path d="M1 1h2v2z"/>')))
    after = Picture.objects.get()
    assert after.sha256 != before.sha256
    assert after.name == "valley.svg"


def test_a_new_claim_knows_its_conflict_and_is_noted_with_its_author(editor, commit):
    from conflict_atlas.site.editorial.models import ClaimReview

    with commit():
        taken(small())
    address = "/admin/snippets/atlas_editorial/claim/add/?conflict=mali"
    sent = form_of(editor.get(address).content.decode())
    assert sent["conflict"] == "mali"
    known = claim_row("doc-said")
    sent |= {
        **{
            name: str(getattr(known, name)) for name in ("text", "kind", "claimant", "claimant_role", "source", "sha256", "quote")
        },
        "claim_id": "doc-said-again",
        "start": str(known.start),
        "end": str(known.end),
    }
    assert editor.post(address, sent).status_code == 302
    made = claim_row("doc-said-again")
    assert (made.checked_by, made.review) == ("one_person", "accepted")
    decision = ClaimReview.objects.first()
    assert (decision.claim_id, decision.decision, decision.name, decision.digest_before) == (
        "doc-said-again",
        "added",
        "the-editor",
        "",
    )


def test_a_removed_claim_leaves_a_line_that_says_who_removed_it(commit):
    from conflict_atlas.site.editorial.models import Claim, ClaimReview

    with commit():
        taken(small())
    publisher = signed_in(person("publisher"))
    row = claim_row("doc-said")
    assert publisher.post(f"/admin/snippets/atlas_editorial/claim/delete/{row.pk}/").status_code == 302
    assert not Claim.objects.filter(pk=row.pk).exists()
    decision = ClaimReview.objects.first()
    assert (decision.claim_id, decision.decision, decision.name) == ("doc-said", "removed", "the-publisher")


def test_a_relation_that_cannot_be_read_is_refused_in_the_form_of_the_claim(editor, commit):
    with commit():
        taken(small())
    address = f"/admin/snippets/atlas_editorial/claim/edit/{claim_row('doc-said').pk}/"
    sent = form_of(editor.get(address).content.decode()) | {"relations": "is like doc-killed-2020"}
    refused = editor.post(address, sent)
    assert refused.status_code == 200
    assert "write one of part_of" in " ".join(refusals(refused))


def test_the_page_of_the_tree_leads_to_the_public_page(commit):
    with commit():
        taken(small())
    assert page_of("mali").url == "/en/conflicts/mali/"
    assert page_of("mali").serve(None)["Location"] == "/en/conflicts/mali/"
    assert page_of("mali").get_parent().specific.url is None


def test_dossiers_cannot_be_made_as_empty_pages(editor):
    from conflict_atlas.site.editorial.models import DossierIndex

    index = DossierIndex.objects.get()
    assert editor.get(f"/admin/pages/add/atlas_editorial/dossierpage/{index.pk}/").status_code in (302, 403)


def test_a_file_that_is_too_large_is_not_opened(editor, monkeypatch):
    from conflict_atlas.site.editorial import archive

    monkeypatch.setattr(archive, "MOST_PACKED", 10)
    file = io.BytesIO(b"x" * 11)
    file.name = "mali.zip"
    assert "is larger than" in editor.post("/admin/dossiers/upload/", {"file": file}).content.decode()
