"""Reports in the admin: a list with filters, and one form a report."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from conflict_atlas.site.reports.models import Report


class ReportViewSet(SnippetViewSet):
    """What readers sent cannot be edited; the state and the note can."""

    model = Report
    icon = "warning"
    menu_label = _("Reports of errors")
    menu_order = 150
    add_to_admin_menu = True
    list_display = ("__str__", "state", "is_takedown", "received_at")
    list_filter = ("state", "is_takedown")
    search_fields = ("page", "text", "note")
    inspect_view_enabled = True
    panels = (
        FieldPanel("page", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("mail", read_only=True),
        FieldPanel("is_takedown", read_only=True),
        FieldPanel("state"),
        FieldPanel("note"),
    )


register_snippet(ReportViewSet)
