"""The claims desk: documents in, suggestions decided on, claims out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.suggesting import LEAST_REVIEWS, Harm
from conflict_atlas.site.claims import deciding, taking
from conflict_atlas.site.claims.models import Document, Suggestion, SuggestionReview
from conflict_atlas.site.editorial.models import Claim, ClaimReview, Source
from conflict_atlas.site.editorial.models.claim import AppendOnlyError

pytestmark = pytest.mark.django_db

TEXT = """War in the north

On 4 May 2024 at least 12 civilians were killed in Nyala, the health ministry said. A rights group put the toll at 20.

Some 3,000 people fled to El Geneina. The army denied that it had shelled the market.
"""
FACTS = taking.Facts(
    conflict="sudan", key="report-1", title="War in the north", publisher="Test Agency", kind="news story", pack="sudan"
)


@pytest.fixture
def editor() -> object:
    user = get_user_model().objects.create_user("editor", password="a-long-password-9")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def desk(editor: object) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def document(editor: object) -> Document:
    return taking.take(FACTS, TEXT.encode(), "report.txt", editor)


def first(document: Document, kind: str, words: str) -> Suggestion:
    return next(row for row in document.suggestions.filter(kind=kind) if words in row.quote)


def test_a_document_keeps_its_bytes_and_text_and_offers_figures_first(document: Document, settings: object) -> None:
    kept = Path(settings.ATLAS_WORKSPACE) / "raw" / document.sha256
    assert kept.read_bytes() == TEXT.encode()
    assert document.state == Document.State.READ
    assert document.reader == "text"
    assert all(TEXT[row.start : row.end] == row.quote for row in document.suggestions.all())
    order = [row.harm for row in document.suggestions.all()]
    assert order == sorted(order)
    assert deciding.next_for("sudan").harm == Harm.PEOPLE


def test_accepting_makes_a_claim_with_its_source_anchor_and_decision(document: Document, editor: object) -> None:
    suggestion = first(document, "figure", "at least 12")
    read = deciding.draft(suggestion)
    values = {name: getattr(read, name) for name in deciding.FIELDS} | {"text": "At least 12 civilians were killed in Nyala."}

    claim = deciding.accept(suggestion, values, editor)

    row = Claim.objects.get(conflict="sudan", claim_id=claim.claim_id)
    assert (row.value, row.low, row.qualifier, row.measure) == (12, 12, "at_least", "killed")
    assert row.claimant == "the health ministry"
    assert row.checked_by == "one_person"
    assert row.quote == TEXT[row.start : row.end]
    assert len(row.quote.split()) <= 8
    assert Source.objects.get(conflict="sudan", key=row.source).sha256 == document.text_sha256
    assert ClaimReview.objects.filter(claim_id=row.claim_id, decision="added").count() == 1
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.claim_id) == ("accepted", row.claim_id)
    assert deciding.history_of(suggestion.rule_id).right == 1


def test_what_was_put_right_counts_as_not_right(document: Document, editor: object) -> None:
    suggestion = first(document, "figure", "20")
    read = deciding.draft(suggestion)
    values = {name: getattr(read, name) for name in deciding.FIELDS} | {"text": "Twenty were killed.", "value": 21.0}
    deciding.accept(suggestion, values, editor)
    assert Suggestion.objects.get(pk=suggestion.pk).state == "fixed"
    assert deciding.history_of(suggestion.rule_id).fixed == 1


def test_a_suggestion_is_decided_on_once(document: Document, editor: object) -> None:
    suggestion = first(document, "figure", "20")
    deciding.reject(suggestion, editor)
    with pytest.raises(ValueError, match="decided already"):
        deciding.reject(suggestion, editor)
    assert SuggestionReview.objects.filter(suggestion=suggestion).count() == 1


def test_decisions_are_never_changed(document: Document, editor: object) -> None:
    deciding.reject(first(document, "figure", "20"), editor)
    with pytest.raises(AppendOnlyError):
        SuggestionReview.objects.update(note="x")
    with pytest.raises(AppendOnlyError):
        SuggestionReview.objects.first().delete()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE atlas_claims_suggestionreview SET note = 'x'")


def test_a_newer_version_keeps_decisions_whose_words_still_stand(document: Document, editor: object) -> None:
    kept, gone = first(document, "figure", "at least 12"), first(document, "figure", "3,000")
    read = deciding.draft(kept)
    deciding.accept(kept, {name: getattr(read, name) for name in deciding.FIELDS} | {"text": "Twelve died."}, editor)
    deciding.reject(gone, editor)

    newer = taking.take(
        FACTS,
        ("A new first line.\n\n" + TEXT.replace("Some 3,000 people fled to El Geneina. ", "")).encode(),
        "report.txt",
        editor,
    )

    assert newer.replaces == document
    assert first(newer, "figure", "at least 12").state == "accepted"
    gone.refresh_from_db()
    assert gone.state == "gone"
    assert SuggestionReview.objects.filter(suggestion=gone, decision="gone").exists()
    assert Suggestion.objects.filter(pk=gone.pk).exists()


def test_the_same_bytes_again_are_the_same_document(document: Document, editor: object) -> None:
    assert taking.take(FACTS, TEXT.encode(), "again.txt", editor) == document


def test_what_cannot_be_read_is_not_kept(editor: object, settings: object) -> None:
    before = set((Path(settings.ATLAS_WORKSPACE) / "raw").iterdir())
    with pytest.raises(DocumentError, match="is empty"):
        taking.take(FACTS, b"  ", "nothing.txt", editor)
    assert Document.objects.count() == 0
    assert set((Path(settings.ATLAS_WORKSPACE) / "raw").iterdir()) == before


def test_a_rule_earns_acceptance_of_places_and_never_of_figures(document: Document, editor: object) -> None:
    place = next(row for row in document.suggestions.filter(kind="place"))
    with pytest.raises(ValueError, match="has not earned this"):
        deciding.accept_by_rule(place.rule_id, "sudan", editor)
    SuggestionReview.objects.bulk_create(
        SuggestionReview(suggestion=place, rule_id=place.rule_id, rule_version="1", sha256="0" * 64, decision="accepted", by="x")
        for _ in range(LEAST_REVIEWS)
    )
    waiting = document.suggestions.filter(rule_id=place.rule_id, state="suggested").count()
    assert deciding.accept_by_rule(place.rule_id, "sudan", editor) == waiting > 0
    assert deciding.history_of(place.rule_id).reviewed == LEAST_REVIEWS
    figure = first(document, "figure", "20")
    SuggestionReview.objects.bulk_create(
        SuggestionReview(
            suggestion=figure, rule_id=figure.rule_id, rule_version="1", sha256="0" * 64, decision="accepted", by="x"
        )
        for _ in range(LEAST_REVIEWS)
    )
    assert deciding.accept_by_rule(figure.rule_id, "sudan", editor) == 0
    figure.refresh_from_db()
    assert figure.state == "suggested"


def test_an_editor_uploads_decides_and_finds_the_claim(desk: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = desk.post(
        reverse("atlas_document_add"),
        {
            "conflict": "sudan", "key": "upload-1", "publisher": "Test Agency", "kind": "news story", "language": "en",
            "file": SimpleUploadedFile("report.txt", TEXT.encode()),
        },
    )  # fmt: skip
    document = Document.objects.get(key="upload-1")
    assert answer.url == reverse("atlas_document", args=[document.pk])
    page = desk.get(answer.url).content.decode()
    assert "<mark" in page
    assert "at least 12" in page

    answer = desk.get(reverse("atlas_review") + "?conflict=sudan", follow=True)
    body = answer.content.decode()
    assert "atlas-sentence" in body
    assert 'data-key="a"' in body
    where = answer.redirect_chain[-1][0]
    shown = Suggestion.objects.get(pk=int(where.split("/")[-2]))
    answer = desk.post(where, {"decision": "accept", "text": "", "claimant": "x", "claimant_role": "document"})
    assert "Write the claim as one sentence of our own" in answer.content.decode()
    read = deciding.draft(shown)
    values = {name: getattr(read, name) for name in deciding.FIELDS}
    sent = {name: "" if value is None else getattr(value, "value", value) for name, value in values.items()}
    answer = desk.post(where, sent | {"decision": "accept", "text": "At least twelve civilians were killed."})
    assert answer.status_code == 302
    assert Claim.objects.filter(conflict="sudan", rule_id=shown.rule_id).count() == 1


def test_competing_claims_stand_beside_a_figure(document: Document, editor: object, desk: Client) -> None:
    one, two = first(document, "figure", "at least 12"), first(document, "figure", "20")
    read = deciding.draft(one)
    values = {name: getattr(read, name) for name in deciding.FIELDS}
    deciding.accept(one, values | {"text": "Twelve.", "qualifier": "exact", "low": None, "population": ""}, editor)
    page = desk.get(reverse("atlas_suggestion", args=[two.pk])).content.decode()
    assert "cannot both be true" in page


def test_hostile_words_are_shown_as_words(editor: object, desk: Client) -> None:
    text = "On 4 May 2024 <script>alert(1)</script> 12 people were killed in Nyala.\n"
    document = taking.take(FACTS, text.encode(), "hostile.txt", editor)
    page = desk.get(reverse("atlas_document", args=[document.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_readers_of_the_newsroom_see_and_do_not_decide(document: Document) -> None:
    user = get_user_model().objects.create_user("reader", password="a-long-password-9")
    user.groups.add(Group.objects.get(name="Readers"))
    client = Client()
    client.force_login(user)
    assert client.get(reverse("atlas_documents")).status_code == 200
    assert client.get(reverse("atlas_document_add")).status_code in (302, 403)
    assert client.get(reverse("atlas_suggestion", args=[document.suggestions.first().pk])).status_code in (302, 403)
