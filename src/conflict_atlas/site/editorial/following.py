"""What follows from a change: readers see that a page is behind its claims, or that it was withdrawn.

What may live here: the signals that are listened to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_unpublished

_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    from conflict_atlas.site.editorial.models import Claim, DossierPage

    for signal in (post_save, post_delete):
        signal.connect(_claim_changed, sender=Claim, dispatch_uid="atlas-claim-changed")
    page_unpublished.connect(_withdrawn, sender=DossierPage, dispatch_uid="atlas-page-unpublished")


@contextmanager
def quietly() -> Iterator[None]:
    """While many claims change together: whoever does that looks at the whole once, at the end."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def _claim_changed(instance: Any, **facts: Any) -> None:
    from conflict_atlas.site.editorial import shown

    if not _is_quiet.get():
        transaction.on_commit(lambda: shown.follow(instance.conflict))


def _withdrawn(instance: Any, **facts: Any) -> None:
    from conflict_atlas.site.editorial import publishing

    publishing.withdraw(instance.slug)
