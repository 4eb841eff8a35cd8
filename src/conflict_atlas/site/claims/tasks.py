"""Reading large documents in the worker, so that no editor waits for it."""

from __future__ import annotations

from django_tasks import task

from conflict_atlas.site.claims import taking
from conflict_atlas.site.claims.models import Document


@task()
def read_document(document: int) -> str:
    """Read a document that waits; safe to run twice."""
    row = Document.objects.filter(pk=document, state=Document.State.WAITING).first()
    if row is None:
        return "nothing to read"
    taking.read_waiting(row)
    return str(row.state)
