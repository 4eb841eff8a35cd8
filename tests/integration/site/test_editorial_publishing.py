"""From a draft to what readers see: the gate, the second person, the snapshot, the page that falls behind its claims."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import Assessment, ForwardFlag, Picture
from support.editorial import (
    claim_row,
    edit,
    figure,
    page_of,
    publish_by_hand,
    refusals,
    save_text,
    small,
    submit,
    taken,
)
from support.newsroom import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newsroom(empty_workspace, settings, django_capture_on_commit_callbacks):
    """A workspace of its own; what a commit sets off happens at once, as it does outside a test."""
    settings.MEDIA_ROOT = empty_workspace.root / "media"
    with django_capture_on_commit_callbacks(execute=True):
        yield empty_workspace


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What is done inside happens as if it were committed at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def people():
    """An editor, two publishers."""
    return {"editor": person("editor"), "publisher": person("publisher"), "other": person("publisher", "another")}


def shown():
    from conflict_atlas.site.editorial.shown import snapshots

    return snapshots()


def test_an_import_that_publishes_shows_exactly_that_dossier(commit):
    with commit():
        imported = taken(small())
    published = shown().published()["mali"]
    assert published.digest == imported.digest == folders.digest(small())
    assert shown().dossier("mali") == small()
    assert published.revision == page_of("mali").live_revision_id
    assert published.behind == ()


def test_a_draft_with_an_error_is_saved_and_cannot_be_submitted(commit, people):
    with commit():
        taken(small(), publish=False)
    client = signed_in(people["editor"])
    answer = save_text(client, "mali", "Nobody knows how many: 3,000.")
    assert answer.status_code == 302
    assert page_of("mali").get_latest_revision_as_object().lead.raw_data[0]["value"] == "Nobody knows how many: 3,000."
    refused = submit(client, "mali", "Nobody knows how many: 3,000.")
    assert refused.status_code == 200
    assert any(sentence.startswith("Lead, the lead, sentence 1") for sentence in refusals(refused)), refusals(refused)
    assert "lead.md" not in refused.content.decode()
    assert not page_of("mali").workflow_in_progress


def test_a_second_person_publishes_and_the_page_says_so(commit, people):
    with commit():
        taken(small())
    before = shown().published()["mali"].digest
    text = "The ministry counts {doc-killed-2020} soldiers killed.\n\nIt named no place at all.[^doc-said]"
    assert submit(signed_in(people["editor"]), "mali", text).status_code == 302
    assert page_of("mali").workflow_in_progress
    assert shown().published()["mali"].digest == before
    with commit():
        answer = publish_by_hand(signed_in(people["publisher"]), "mali")
    assert answer.status_code == 302
    dossier = shown().dossier("mali")
    assert dossier.lead == text
    assert dossier.checked_by is CheckedBy.TWO_PEOPLE
    assert dossier.updated > small().updated
    assert shown().published()["mali"].revision == page_of("mali").live_revision_id
    assert page_of("mali").live_revision.content["checked_by"] == "two_people"


def test_whoever_changed_the_text_last_cannot_publish_it(commit, people):
    with commit():
        taken(small())
    before = shown().published()["mali"].digest
    client = signed_in(people["publisher"])
    save_text(client, "mali", "It named no place at all.[^doc-said]")
    refused = publish_by_hand(client, "mali")
    assert refused.status_code == 200
    assert "You made the last change (the text)" in refused.content.decode()
    at_once = edit(client, "mali", "It named no place whatever.[^doc-said]", **{"action-publish": "1"})
    assert at_once.status_code == 200
    assert "You have changed the text just now" in at_once.content.decode()
    assert shown().published()["mali"].digest == before
    with commit():
        assert publish_by_hand(signed_in(people["other"]), "mali").status_code == 302
    assert shown().dossier("mali").checked_by is CheckedBy.TWO_PEOPLE


def test_opening_and_saving_without_a_change_is_no_change(commit, people):
    from conflict_atlas.site.editorial.second_person import last_hand

    with commit():
        taken(small())
    edit(signed_in(people["editor"]), "mali")
    assert page_of("mali").revisions.count() > 1
    assert last_hand(page_of("mali")) is None


def test_approval_is_withheld_from_the_submitter_and_from_a_failing_draft(commit, people):
    with commit():
        taken(small())
    submit(signed_in(people["publisher"]), "mali", "It named no place at all.[^doc-said]")
    task = page_of("mali").current_workflow_task
    names = lambda user: {name for name, _label, _modal in task.get_actions(page_of("mali"), user)}  # noqa: E731
    assert names(people["publisher"]) == {"reject"}
    assert names(people["other"]) == {"reject", "approve"}
    assert names(people["editor"]) == set()
    save_text(signed_in(people["editor"]), "mali", "They killed 9,999 people.")
    assert names(people["other"]) == {"reject"}


def test_approval_publishes(commit, people):
    from django.urls import reverse

    with commit():
        taken(small())
    submit(signed_in(people["editor"]), "mali", "It named no place at all.[^doc-said]")
    page = page_of("mali")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
    with commit():
        assert signed_in(people["publisher"]).post(address).status_code in (200, 302)
    assert shown().dossier("mali").lead == "It named no place at all.[^doc-said]"
    assert shown().dossier("mali").checked_by is CheckedBy.TWO_PEOPLE


def test_a_single_editor_publishes_alone_and_the_page_says_one_person(commit, people, settings):
    settings.ATLAS_SINGLE_EDITOR = True
    with commit():
        taken(small())
        answer = edit(
            signed_in(people["publisher"]), "mali", "It named no place at all.[^doc-said]", **{"action-publish": "action-publish"}
        )
    assert answer.status_code == 302
    assert shown().dossier("mali").lead == "It named no place at all.[^doc-said]"
    assert shown().dossier("mali").checked_by is CheckedBy.ONE_PERSON


def test_no_other_door_leads_past_the_gate(commit, people):
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    from conflict_atlas.site.editorial.publishing import NotReady

    with commit():
        taken(small())
    before = shown().published()["mali"].digest
    save_text(signed_in(people["publisher"]), "mali", "They killed 9,999 people.")
    revision = page_of("mali").get_latest_revision()
    with pytest.raises(NotReady, match="cannot be published"):
        revision.publish(user=people["other"])
    with pytest.raises(NotReady, match="Lead"):
        PublishPageRevisionAction(revision, user=people["other"]).execute()
    with pytest.raises(NotReady, match="Lead"):
        revision.publish()
    assert shown().published()["mali"].digest == before
    assert page_of("mali").live_revision_id != revision.pk


def test_a_planned_publication_goes_through_the_same_gate(commit, people):
    from django.utils import timezone

    with commit():
        taken(small())
    save_text(signed_in(people["editor"]), "mali", "It named no place at all.[^doc-said]")
    page = page_of("mali").get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision(user=people["editor"])
    revision.publish(user=people["publisher"])
    revision.refresh_from_db()
    assert revision.approved_go_live_at is not None
    assert shown().dossier("mali") == small()
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    with commit():
        revision.publish()
    assert shown().dossier("mali").lead == "It named no place at all.[^doc-said]"
    assert shown().dossier("mali").checked_by is CheckedBy.TWO_PEOPLE


def test_unpublishing_withdraws_and_publishing_again_shows_it(commit, people):
    with commit():
        taken(small())
    with commit():
        page_of("mali").unpublish()
    assert "mali" not in shown().published()
    with commit():
        taken(small())
    assert shown().dossier("mali") == small()


def test_a_changed_claim_marks_the_page_as_behind_until_it_is_published_again(commit, people):
    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    with commit():
        assert (
            figure(editor, "doc-killed-2020", qualifier="approx", what_was_wrong="The word about was left out.").status_code
            == 302
        )
    assert shown().published()["mali"].behind == ("doc-killed-2020",)
    assert shown().dossier("mali").claim("doc-killed-2020").qualifier == "exact"
    submit(editor, "mali")
    with commit():
        answer = publish_by_hand(signed_in(people["publisher"]), "mali")
    assert answer.status_code == 302, refusals(answer)
    dossier = shown().dossier("mali")
    assert shown().published()["mali"].behind == ()
    assert dossier.claim("doc-killed-2020").qualifier == "approx"
    assert dossier.claim("doc-killed-2020").checked_by is CheckedBy.TWO_PEOPLE
    (correction,) = dossier.corrections
    assert (correction.was, correction.now, correction.reason, correction.claim) == (
        "120 killed",
        "about 120 killed",
        "The word about was left out.",
        "doc-killed-2020",
    )


def test_a_claim_that_is_changed_back_is_no_longer_behind(commit, people):
    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    with commit():
        figure(editor, "doc-killed-2020", qualifier="approx", what_was_wrong="The word about was left out.")
    assert shown().published()["mali"].behind == ("doc-killed-2020",)
    row = claim_row("doc-killed-2020")
    with commit():
        row.qualifier = "exact"
        row.review, row.checked_by = "accepted", "project"
        row.save()
    assert shown().published()["mali"].behind == ()


def test_a_published_figure_is_not_changed_without_saying_what_was_wrong(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    refused = figure(signed_in(people["editor"]), "doc-killed-2020", value=130, low=130, high=130)
    assert refused.status_code == 200
    assert "Say in a sentence what was wrong" in refused.content.decode()
    assert claim_row("doc-killed-2020").value == 120
    assert not Correction.objects.exists()
    assert figure(signed_in(people["editor"]), "doc-killed-2020", note="Counted by hand.").status_code == 302
    assert not Correction.objects.exists()


def test_two_changes_before_a_publication_are_one_correction_of_what_readers_saw(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    figure(editor, "doc-killed-2020", value=140, low=140, high=140, what_was_wrong="Two digits were misread.")
    assert [(row.was, row.now) for row in Correction.objects.all()] == [("120 killed", "140 killed")]


def test_a_figure_that_is_set_back_before_a_publication_leaves_no_correction(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    assert Correction.objects.exists()
    assert figure(editor, "doc-killed-2020", value=120, low=120, high=120).status_code == 302
    assert not Correction.objects.exists()
    submit(editor, "mali")
    with commit():
        assert publish_by_hand(signed_in(people["publisher"]), "mali").status_code == 302
    assert shown().dossier("mali").corrections == ()


def test_a_figure_that_becomes_wrong_again_the_same_day_is_corrected_apart_from_the_published_correction(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    for word in ("approx", "exact"):
        figure(editor, "doc-killed-2020", qualifier=word, what_was_wrong="The word was misread.")
        submit(editor, "mali")
        with commit():
            answer = publish_by_hand(signed_in(people["publisher"]), "mali")
        assert answer.status_code == 302, refusals(answer)
    seen = [("120 killed", "about 120 killed"), ("about 120 killed", "120 killed")]
    assert [(row.was, row.now) for row in Correction.objects.all()] == seen
    figure(editor, "doc-killed-2020", qualifier="approx", what_was_wrong="It was right before.")
    assert [(row.was, row.now) for row in Correction.objects.all()] == [*seen, seen[0]]
    figure(editor, "doc-killed-2020", qualifier="exact")
    assert [(row.was, row.now) for row in Correction.objects.all()] == seen
    assert [(item.was, item.now) for item in shown().dossier("mali").corrections] == seen


def test_a_correction_that_was_written_by_hand_stays_when_a_figure_is_set_back(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    Correction.objects.create(conflict="mali", claim="doc-killed-2020", was="It named a town.", now="It named none.")
    editor = signed_in(people["editor"])
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    assert {row.was for row in Correction.objects.all()} == {"It named a town.", "120 killed"}
    figure(editor, "doc-killed-2020", value=120, low=120, high=120)
    assert {row.was for row in Correction.objects.all()} == {"It named a town."}


def test_while_a_correction_waits_only_another_figure_asks_again_what_was_wrong(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    waiting = lambda: [(row.was, row.now, row.reason) for row in Correction.objects.all()]  # noqa: E731
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    assert figure(editor, "doc-killed-2020", note="Counted by hand.").status_code == 302
    assert claim_row("doc-killed-2020").note == "Counted by hand."
    assert waiting() == [("120 killed", "130 killed", "A digit was misread.")]
    refused = figure(editor, "doc-killed-2020", value=140, low=140, high=140)
    assert any("Say in a sentence what was wrong" in sentence for sentence in refusals(refused))
    figure(editor, "doc-killed-2020", value=140, low=140, high=140, what_was_wrong="Two digits were misread.")
    assert waiting() == [("120 killed", "140 killed", "Two digits were misread.")]
    Correction.objects.update(now="140 killed, as printed")
    assert figure(editor, "doc-killed-2020", note="Counted twice.").status_code == 302
    assert waiting() == [("120 killed", "140 killed, as printed", "Two digits were misread.")]


def test_a_waiting_correction_follows_its_claim_while_the_page_is_off_the_site(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    said = lambda: [(row.was, row.now) for row in Correction.objects.all()]  # noqa: E731
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    with commit():
        page_of("mali").unpublish()
    refused = figure(editor, "doc-killed-2020", value=140, low=140, high=140)
    assert any("Say in a sentence what was wrong" in sentence for sentence in refusals(refused))
    figure(editor, "doc-killed-2020", value=140, low=140, high=140, what_was_wrong="Two digits were misread.")
    assert said() == [("120 killed", "140 killed")]
    assert figure(editor, "doc-killed-2020", value=120, low=120, high=120).status_code == 302
    assert said() == []


def test_a_figure_that_no_reader_ever_saw_is_changed_without_a_correction(commit, people):
    from conflict_atlas.site.editorial.models import Correction

    with commit():
        taken(small(), publish=False)
    editor = signed_in(people["editor"])
    assert figure(editor, "doc-killed-2020", value=130, low=130, high=130).status_code == 302
    assert not Correction.objects.exists()


def test_whoever_changed_the_credit_of_a_picture_last_cannot_publish_the_page_that_shows_it(commit, people, tmp_path):
    from conflict_atlas.site.editorial import models
    from conflict_atlas.site.editorial.second_person import objection

    path = tmp_path / "valley.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="4" height="4"><path d="M0 0h4v4z"/></svg>')
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    picture = Picture("valley", "valley.svg", digest, "A valley.", "The valley.", "The project", "CC0 1.0")
    with commit():
        taken(replace(small(), pictures=(picture,)), pictures={"valley.svg": path})
    row = models.Picture.objects.get()
    publisher = signed_in(people["publisher"])
    sent = {"title": row.title, "alt": row.alt, "credit": "Somebody else", "licence": row.licence}
    answer = publisher.post(f"/admin/images/{row.pk}/", {**sent, "made": "", "origin": "", "sensitive": ""})
    assert answer.status_code == 302
    assert "You made the last change (a picture)" in objection(page_of("mali"), people["publisher"])
    assert objection(page_of("mali"), people["other"]) == ""
    with commit():
        assert publish_by_hand(signed_in(people["other"]), "mali").status_code == 302
    assert shown().dossier("mali").pictures[0].credit == "Somebody else"
    assert shown().dossier("mali").checked_by is CheckedBy.TWO_PEOPLE


def test_a_refusal_calls_claims_what_the_edit_page_calls_them(commit, people):
    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    figure(editor, "doc-killed-2020", value=130, low=130, high=130, what_was_wrong="A digit was misread.")
    (first, *_) = refusals(submit(editor, "mali"))
    assert first.startswith("Claims, doc-killed-2020: ")
    html = editor.get(f"/admin/pages/{page_of('mali').pk}/edit/").content.decode()
    assert '<span class="atlas-place">Claims, doc-killed-2020' in html


def test_decisions_about_claims_cannot_be_changed_or_removed(commit, people):
    from django.db import DatabaseError, connection, transaction

    from conflict_atlas.site.editorial.models import ClaimReview
    from conflict_atlas.site.editorial.models.claim import AppendOnlyError

    with commit():
        taken(small())
    figure(signed_in(people["editor"]), "doc-killed-2020", note="Counted by hand.")
    newest = ClaimReview.objects.first()
    assert (newest.decision, newest.user, newest.claim_id) == ("edited", people["editor"], "doc-killed-2020")
    assert newest.digest_before
    assert newest.digest_after not in ("", newest.digest_before)
    for attempt in (newest.save, newest.delete, ClaimReview.objects.all().delete, lambda: ClaimReview.objects.update(name="x")):
        with pytest.raises(AppendOnlyError):
            attempt()
    for statement in ("UPDATE atlas_editorial_claimreview SET name = 'x'", "DELETE FROM atlas_editorial_claimreview"):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ClaimReview.objects.count() == 3


def test_a_person_who_decided_something_can_leave_and_the_decision_stays(commit, people):
    from conflict_atlas.site.editorial.models import ClaimReview

    with commit():
        taken(small())
    figure(signed_in(people["editor"]), "doc-killed-2020", note="Counted by hand.")
    name = ClaimReview.objects.first().name
    people["editor"].delete()
    assert ClaimReview.objects.first().name == name != ""


def test_an_expired_assessment_stands_first_in_the_list_and_on_the_home_page(commit, people):
    judged = Assessment(
        "worsening", "More deaths than a year before.", "An editor", small().updated, small().updated + timedelta(days=90)
    )
    with commit():
        taken(replace(small(), assessment=judged))
    editor = signed_in(people["editor"])
    listing = editor.get("/admin/dossiers/").content.decode()
    assert "assessment expired on 30 April 2024" in listing
    assert listing.index("The valley") < listing.index("not written")
    assert "the assessment expired on 30 April 2024" in editor.get("/admin/").content.decode()


def test_an_assessment_carries_the_name_of_whoever_wrote_it(commit, people):
    with commit():
        taken(small())
    edit(
        signed_in(people["editor"]),
        "mali",
        assessment_label="worsening",
        assessment_reason="More deaths than a year before.",
        assessment_review_by="2099-01-01",
    )
    draft = page_of("mali").get_latest_revision_as_object()
    assert draft.assessment_author == "the-editor"
    assert draft.assessment_date is not None


def test_an_expired_flag_stands_in_the_list_and_on_the_home_page_though_the_assessment_still_holds(commit, people):
    start = small().updated
    judged = Assessment("worsening", "More deaths than a year before.", "An editor", start, start + timedelta(days=36500))
    flag = ForwardFlag("Talks were announced.", "An editor", start, start + timedelta(days=90))
    with commit():
        taken(replace(small(), assessment=judged, resolution_opportunity=flag))
    editor = signed_in(people["editor"])
    assert "resolution opportunity expired on 30 April 2024" in editor.get("/admin/dossiers/").content.decode()
    assert "the resolution opportunity expired on 30 April 2024" in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("flag", ["risk_alert", "resolution_opportunity"])
def test_a_flag_carries_the_name_of_whoever_wrote_it_and_is_gone_without_its_reason(commit, people, flag):
    from conflict_atlas.site.editorial.conversion.pages import dossier_of
    from conflict_atlas.site.editorial.conversion.rows import rows_of

    with commit():
        taken(small())
    editor = signed_in(people["editor"])
    draft = lambda: dossier_of(page_of("mali").get_latest_revision_as_object(), rows_of("mali"))  # noqa: E731
    edit(editor, "mali", **{f"{flag}_reason": "Talks were announced.", f"{flag}_review_by": "2099-01-01"})
    raised = getattr(draft(), flag)
    assert (raised.reason, raised.author, raised.review_by) == ("Talks were announced.", "the-editor", date(2099, 1, 1))
    assert [found for found in draft().judgements if found != raised] == []
    page = page_of("mali")
    first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
    compared = editor.get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{last.pk}/").content.decode()
    assert "Talks were announced." in compared
    edit(editor, "mali", **{f"{flag}_reason": "", f"{flag}_review_by": ""})
    assert getattr(draft(), flag) is None


def test_the_pointer_is_mended_from_the_database(commit):
    from conflict_atlas.site.editorial import shown as showing

    with commit():
        taken(small())
    with commit():
        taken(replace(small(), title="The other valley"))
    newest = shown().published()["mali"]
    older = folders.digest(small())
    shown().point("mali", older, newest.at, None)
    assert showing.mend(with_claims=False) == ("mali",)
    assert shown().published()["mali"] == newest
    shown().withdraw("mali")
    assert showing.mend() == ("mali",)
    assert shown().published()["mali"].digest == newest.digest
    assert showing.mend() == ()


@pytest.mark.parametrize("part", ["claim", "source"])
def test_whoever_uploads_a_dossier_that_changes_no_word_of_the_text_still_cannot_publish_it(commit, people, part):
    from conflict_atlas.site.editorial import exchange

    with commit():
        taken(small())
    changes = (
        {"claims": (small().claims[0], replace(small().claims[1], note="Read twice."))}
        if part == "claim"
        else {"sources": (replace(small().sources[0], note="A copy was read."),)}
    )
    with commit():
        exchange.take(replace(small(), **changes), {}, publish=False, person=people["publisher"])
    refused = publish_by_hand(signed_in(people["publisher"]), "mali")
    assert any("You made the last change" in sentence for sentence in refusals(refused))
    with commit():
        assert publish_by_hand(signed_in(people["other"]), "mali").status_code == 302
    assert shown().dossier("mali").checked_by is CheckedBy.TWO_PEOPLE
