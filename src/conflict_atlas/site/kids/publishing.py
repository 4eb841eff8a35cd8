"""Publishing an edition: by a person, from the saved draft, through the one gate of the core.

What may live here: publishing and withdrawing. Nothing here is ever called by a timetable or a task.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from conflict_atlas.kids.published import NotReady, Published
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.kids.conversion import edition_of
from conflict_atlas.site.kids.models import KidsEdition
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.kids.shelf import editions


def publish(row: KidsEdition, person: Any) -> Published:
    """Let readers see the saved draft. Raises NotReady with the reasons; readers then see what they saw."""
    try:
        edition = edition_of(row)
    except DraftError as error:
        raise NotReady([str(error)]) from error
    copy = shelf.copy_of(row.conflict)
    name = person.get_full_name() or person.get_username()
    made = editions().publish(edition, copy.dossier if copy else None, timezone.now(), name)
    row.checked = made.at.date()
    row.save(update_fields=["checked"])
    log(row, "atlas_kids.publish", user=person, data={"digest": made.digest})
    return made


def withdraw(row: KidsEdition, person: Any) -> None:
    """Stop showing an edition."""
    editions().withdraw(row.conflict, row.language)
    log(row, "atlas_kids.withdraw", user=person)
