"""Planned publications and expiries: what is due is done, and what fails is told to people, not tried for ever.

What may live here: Wagtail's ``publish_scheduled`` one object at a time. There a single failure would hold up everything
behind it, at every run, and be seen by nobody; here it is written down, shown in the admin, and done with.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from conflict_atlas.site.accounts.models import MissedPublication

LOG_ACTION = "atlas_accounts.missed"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a run went."""

    done: int
    missed: int


def is_due() -> bool:
    """Whether there is anything to do now. Cheap: a question to an index for each kind of text."""
    return _due_revisions().exists() or any(True for _ in _due_expiries())


def run(stop: Callable[[], bool] = lambda: False) -> Outcome:
    """Do what is due, expiries first, until told to stop. Run twice at once, each thing is still done once."""
    done = missed = 0
    for attempt in [*(_Expiry(thing) for thing in _due_expiries()), *(_Publication(revision) for revision in _due_revisions())]:
        if stop():
            break
        try:
            with transaction.atomic():
                done += attempt.do()
        except Exception as error:
            # Whatever the reason, the next one in the queue must not wait for it.
            _log.exception("%s of %s, planned for %s, failed", attempt.what, attempt.thing, attempt.planned_for)
            _write_down(attempt, error)
            missed += 1
    return Outcome(done, missed)


def missed_of(thing: Any) -> list[MissedPublication]:
    """What failed for this object and has not been settled."""
    return list(MissedPublication.objects.filter(settled_at=None, **_name_of(thing)))


def settle(thing: Any) -> None:
    """Somebody published the object, took it down or planned anew: its failures are of the past."""
    MissedPublication.objects.filter(settled_at=None, **_name_of(thing)).update(settled_at=timezone.now())


class NotPublished(Exception):
    """Nothing was raised and nothing was published."""


@dataclass(frozen=True)
class _Publication:
    revision: Revision
    what = MissedPublication.What.PUBLICATION

    @property
    def thing(self) -> Any:
        return self.revision.content_object

    @property
    def planned_for(self) -> datetime:
        return self.revision.approved_go_live_at

    def do(self) -> bool:
        """Publish, unless another run did it in the meantime."""
        revision = Revision.objects.select_for_update().filter(pk=self.revision.pk, approved_go_live_at__lte=timezone.now())
        current = revision.first()
        if current is None:
            return False
        current.publish(log_action="wagtail.publish.scheduled")
        thing = current.content_object
        thing.refresh_from_db(fields=["live_revision"])
        if thing.live_revision_id != current.pk:
            raise NotPublished("the checks before publishing did not let it pass")
        return True

    def give_up(self) -> None:
        """No longer planned: it stays the draft that it was."""
        Revision.objects.filter(pk=self.revision.pk).update(approved_go_live_at=None)


@dataclass(frozen=True)
class _Expiry:
    thing: Any
    what = MissedPublication.What.EXPIRY
    revision = None

    @property
    def planned_for(self) -> datetime:
        return self.thing.expire_at

    def do(self) -> bool:
        """Unpublish, unless another run did it in the meantime."""
        thing = type(self.thing).objects.select_for_update().filter(pk=self.thing.pk, live=True).first()
        if thing is None:
            return False
        thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return True

    def give_up(self) -> None:
        """Nothing to undo: what is written down is not due again."""


def _due_revisions() -> Any:
    return Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at", "pk")


def _due_expiries() -> Iterator[Any]:
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)]
    for model in (Page, *models):
        for found in model.objects.filter(live=True, expire_at__lte=timezone.now()).order_by("expire_at"):
            thing = found.specific if isinstance(found, Page) else found
            planned = {"what": MissedPublication.What.EXPIRY, "planned_for": thing.expire_at}
            if not MissedPublication.objects.filter(**planned, **_name_of(thing)).exists():
                yield thing


def _name_of(thing: Any) -> dict[str, str]:
    """The same name for a page whether it came as itself or as a plain page."""
    meta = Page._meta if isinstance(thing, Page) else thing._meta
    return {"object_type": meta.label_lower, "object_id": str(thing.pk)}


def _write_down(attempt: _Publication | _Expiry, error: Exception) -> None:
    reason = " ".join(str(error).split()) or type(error).__name__
    with transaction.atomic():
        attempt.give_up()
        MissedPublication.objects.create(
            what=attempt.what,
            object_name=str(attempt.thing)[:255],
            revision=attempt.revision,
            planned_for=attempt.planned_for,
            reason=reason,
            **_name_of(attempt.thing),
        )
        log(instance=attempt.thing, action=LOG_ACTION, data={"reason": reason[:500], "what": str(attempt.what.label)})
