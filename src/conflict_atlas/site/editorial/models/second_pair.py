"""The step of moderation in which a second person looks at a dossier.

What may live here: the task. Who may be that person, and what must be in order, is decided in ``gate``.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class SecondPairTask(AbstractGroupApprovalTask):
    """Approval by a member of a group who did not make the last change, and only of what passes the check."""

    class Meta:
        verbose_name = _("second pair of eyes")
        verbose_name_plural = _("second pairs of eyes")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Without approval where the gate has something against it; asking for changes is always possible."""
        from conflict_atlas.site.editorial import gate

        actions = super().get_actions(obj, user)
        if not actions or not gate.reasons_against(obj.get_latest_revision_as_object().specific_deferred, user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Never: whoever may edit may go on editing while the page waits. What is approved is the newest revision."""
        return False

    @classmethod
    def get_description(cls) -> str:
        """What editors read when they choose a kind of task."""
        return _("A member of the chosen groups other than the last author approves what passes the check")
