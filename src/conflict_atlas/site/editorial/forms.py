"""The forms of the newsroom: a dossier's page, and a claim.

What may live here: what a form refuses and what it adds on saving. What is right and wrong is the gate's to say.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

_JUDGED = {
    "assessment": ("label", "reason", "review_by"),
    "risk_alert": ("reason", "review_by"),
    "resolution_opportunity": ("reason", "review_by"),
    "lens": ("name", "rating", "reason"),
}
"""What an editor writes of each judgement; it is signed when one of these changes, and gone without the first."""


class DossierForm(WagtailAdminPageForm):
    """The page of a dossier. A draft is always saved; submitting and publishing need the gate's consent."""

    def clean(self) -> dict[str, Any]:
        """Texts with plain line ends: a browser sends others, which would look like a change."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        self._sign_judgements()
        if not self.errors:
            for reason in self._reasons():
                self.add_error(None, reason)

    def _reasons(self) -> tuple[str, ...]:
        from conflict_atlas.site.editorial import gate

        has_changed = any(self._says_something(name) for name in self.changed_data)
        if self.data.get("action-publish") or self._approves():
            return gate.reasons_against(self.instance, self.for_user, has_changed)
        if self.data.get("action-submit") or self.data.get("action-restart-workflow"):
            return tuple(map(gate.sentence, gate.errors(self.instance)))
        return ()

    def _approves(self) -> bool:
        return bool(self.data.get("action-workflow-action")) and self.data.get("workflow-action-name") == "approve"

    def _says_something(self, name: str) -> bool:
        from conflict_atlas.site.editorial.conversion.pages import CONTENT

        if name not in CONTENT:
            return False
        # A stream that was only opened is stored anew with the same words.
        field = self.instance._meta.get_field(name)
        return bool(self.initial.get(name) != field.value_from_object(self.instance)) if name in self.initial else True

    def _sign_judgements(self) -> None:
        """A judgement carries the name of whoever wrote it last, and the day."""
        for prefix, names in _JUDGED.items():
            if any(f"{prefix}_{name}" in self.changed_data for name in names):
                person = self.for_user
                setattr(self.instance, f"{prefix}_author", person.get_full_name() or person.get_username())
                setattr(self.instance, f"{prefix}_date", timezone.now().date())
                if not getattr(self.instance, f"{prefix}_{names[0]}"):
                    setattr(self.instance, f"{prefix}_author", "")
                    setattr(self.instance, f"{prefix}_date", None)


class ClaimForm(WagtailAdminModelForm):
    """A claim. Where the figure of a published claim changes, what was wrong becomes a correction of the dossier."""

    what_was_wrong = forms.CharField(
        label=_("What was wrong"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Needed where a published figure changes: how it came to be wrong, in a sentence. The page then shows the correction "
            "with its date."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._before = self._claim() if self.instance.pk else None

    def _claim(self) -> Any:
        from conflict_atlas.site.editorial.conversion.rows import claim_of

        return claim_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Texts with plain line ends, as files have them."""
        cleaned = super().clean()
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned.items()}

    def _post_clean(self) -> None:
        from conflict_atlas.site.editorial import correcting
        from conflict_atlas.site.editorial.conversion.errors import DraftError

        super()._post_clean()
        if self.errors:
            return
        try:
            now = self._claim()
        except DraftError as error:
            self.add_error("relations", error.what)
            return
        if correcting.needs_reason(self.instance.conflict, self._before, now) and not self.cleaned_data.get("what_was_wrong"):
            self.add_error(
                "what_was_wrong", _("Readers have seen the old figure. Say in a sentence what was wrong; the page will show it.")
            )

    def save(self, commit: bool = True) -> Any:
        """Save the claim with the decision about it, and the correction if there is one."""
        from conflict_atlas.site.editorial import correcting

        with transaction.atomic():
            return correcting.save_claim(
                lambda: super(ClaimForm, self).save(commit),
                self.instance,
                self._before,
                self.for_user,
                self.cleaned_data.get("what_was_wrong", ""),
            )
