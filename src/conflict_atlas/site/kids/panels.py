"""The panel above the form of an edition: what the check says, kept up to date while somebody writes.

What may live here: that panel.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class FeedbackPanel(Panel):
    """The measures and findings of the draft, with the way to its publication."""

    class BoundPanel(Panel.BoundPanel):
        """Those of this draft."""

        template_name = "atlas_kids/feedback_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What the check says now, and where it is asked again."""
            from conflict_atlas.site.kids import permissions
            from conflict_atlas.site.kids.feedback import feedback

            row = self.instance
            return super().get_context_data(parent_context) | {
                "feedback": feedback(row) if row.pk else None,
                "again": reverse("atlas_kids_feedback", args=[row.pk]) if row.pk else "",
                "publish": reverse("atlas_kids_publish", args=[row.pk]) if row.pk else "",
                "may_publish": permissions.may_publish(self.request.user),
            }
