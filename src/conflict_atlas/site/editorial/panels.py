"""How the page of a dossier is laid out for editors: tabs, and the panels that are no fields.

What may live here: that. What a panel shows is asked of the gate and of the rows.
"""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


class CheckPanel(Panel):
    """What the check finds in the newest draft, each with a link to the claim that it is about."""

    class BoundPanel(Panel.BoundPanel):
        """The findings of this draft."""

        template_name = "atlas_editorial/check_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The findings by severity, and what else speaks against publishing."""
            return super().get_context_data(parent_context) | _checked(self.request, self.instance)


class CountPanel(CheckPanel):
    """How many findings there are, above the text."""

    class BoundPanel(CheckPanel.BoundPanel):
        """The numbers alone."""

        template_name = "atlas_editorial/check_count.html"


class ClaimsPanel(Panel):
    """The claims of the dossier, to look up and to insert."""

    class BoundPanel(Panel.BoundPanel):
        """Every claim as it stands now."""

        template_name = "atlas_editorial/claims_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Each claim with its figure as written, and what this person may do with it."""
            from conflict_atlas.dossiers.claim import ClaimKind
            from conflict_atlas.dossiers.figures import written
            from conflict_atlas.site.editorial import models
            from conflict_atlas.site.editorial.conversion.rows import claim_of

            user = self.request.user
            lines = []
            for row in models.Claim.objects.filter(conflict=self.instance.slug):
                claim = claim_of(row)
                figure = written(claim) if claim.kind is ClaimKind.FIGURE else ""
                lines.append({"row": row, "figure": figure, "edit": edit_claim(row.pk)})
            return super().get_context_data(parent_context) | {
                "lines": lines,
                "may_change": user.has_perm("atlas_editorial.change_claim"),
                "may_add": user.has_perm("atlas_editorial.add_claim"),
                "add": f"{reverse('wagtailsnippets_atlas_editorial_claim:add')}?conflict={self.instance.slug}",
            }


class CorrectionsPanel(Panel):
    """The corrections that the page shows or will show."""

    class BoundPanel(Panel.BoundPanel):
        """The rows of this conflict."""

        template_name = "atlas_editorial/corrections_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The corrections, newest first, and the way to another one."""
            from conflict_atlas.site.editorial import models

            rows = models.Correction.objects.filter(conflict=self.instance.slug).order_by("-position", "-pk")
            return super().get_context_data(parent_context) | {
                "rows": rows,
                "may_change": self.request.user.has_perm("atlas_editorial.change_correction"),
                "may_add": self.request.user.has_perm("atlas_editorial.add_correction"),
                "add": f"{reverse('wagtailsnippets_atlas_editorial_correction:add')}?conflict={self.instance.slug}",
            }


def _checked(request: Any, page: Any) -> dict[str, Any]:
    """What both panels of the check show, found once for a request."""
    from conflict_atlas.site.editorial import gate, models, parts, second_person

    known = getattr(request, "_atlas_checked", None)
    if known is None:
        rows = dict(models.Claim.objects.filter(conflict=page.slug).values_list("claim_id", "pk"))
        found = gate.findings(page)
        known = {
            "lines": [
                {
                    "finding": finding,
                    "part": parts.called(finding.file),
                    "claims": [(word, edit_claim(rows[word])) for word in _claims_in(finding, rows)],
                }
                for finding in found
            ],
            "counts": {name: sum(item.severity == name for item in found) for name in ("error", "warning", "notice")},
            "objection": second_person.objection(page, request.user),
            "single_editor": second_person.single_editor(),
        }
        request._atlas_checked = known
    return known


def edit_claim(pk: int) -> str:
    """Where a claim is edited."""
    return reverse("wagtailsnippets_atlas_editorial_claim:edit", args=[pk])


def _claims_in(finding: Any, rows: dict[str, int]) -> list[str]:
    words = _WORD.findall(f"{finding.place} {finding.message}")
    return [word for word in dict.fromkeys(words) if word in rows]


def _tab(heading: str, *children: Panel) -> ObjectList:
    return ObjectList(list(children), heading=heading)


DOSSIER = TabbedInterface(
    [
        _tab(
            _("Text"),
            CountPanel(),
            FieldPanel("title"),
            *(FieldPanel(name) for name in ("lead", "background", "developments", "concerns", "how_we_know", "interests")),
        ),
        _tab(
            _("Facts"),
            FieldPanel("covers_to"),
            FieldPanel("type_of_conflict"),
            FieldPanel("quick_facts"),
            FieldPanel("territory"),
        ),
        _tab(_("Timeline"), FieldPanel("timeline")),
        _tab(_("Actors"), FieldPanel("actors"), FieldPanel("agreements")),
        _tab(
            _("Figures"),
            FieldPanel("casualties"),
            FieldPanel("disagreements"),
            MultiFieldPanel(
                [
                    FieldPanel("beside_claims"),
                    FieldRowPanel([FieldPanel("beside_conflict"), FieldPanel("beside_country"), FieldPanel("beside_year")]),
                ],
                heading=_("Counted figures that stand beside the claims"),
            ),
        ),
        _tab(_("Pictures"), FieldPanel("pictures"), FieldPanel("maps")),
        _tab(_("Reading"), FieldPanel("resources"), FieldPanel("see_also"), FieldPanel("terms")),
        _tab(_("Languages"), FieldPanel("translations")),
        _tab(_("Claims"), ClaimsPanel()),
        _tab(
            _("Status"),
            MultiFieldPanel(
                [
                    FieldPanel("assessment_label"),
                    FieldPanel("assessment_reason"),
                    FieldPanel("assessment_review_by"),
                    FieldRowPanel(
                        [FieldPanel("assessment_author", read_only=True), FieldPanel("assessment_date", read_only=True)]
                    ),
                ],
                heading=_("Assessment"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("risk_alert_reason"),
                    FieldPanel("risk_alert_review_by"),
                    FieldRowPanel(
                        [FieldPanel("risk_alert_author", read_only=True), FieldPanel("risk_alert_date", read_only=True)]
                    ),
                ],
                heading=_("Looking forward: risk alert"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("resolution_opportunity_reason"),
                    FieldPanel("resolution_opportunity_review_by"),
                    FieldRowPanel(
                        [
                            FieldPanel("resolution_opportunity_author", read_only=True),
                            FieldPanel("resolution_opportunity_date", read_only=True),
                        ]
                    ),
                ],
                heading=_("Looking forward: resolution opportunity"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("lens_name"), FieldPanel("lens_rating")]),
                    FieldPanel("lens_reason"),
                    FieldRowPanel([FieldPanel("lens_author", read_only=True), FieldPanel("lens_date", read_only=True)]),
                ],
                heading=_("Lens"),
            ),
            CorrectionsPanel(heading=_("Corrections")),
            PublishingPanel(),
            CommentPanel(),
        ),
        _tab(_("Check"), CheckPanel()),
    ]
)
