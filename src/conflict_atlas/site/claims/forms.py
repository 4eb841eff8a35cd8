"""The forms of the claims desk: taking a document in, deciding on a suggestion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conflict_atlas.documents.pack import shipped_packs
from conflict_atlas.documents.reading.reading import MOST_BYTES
from conflict_atlas.dossiers.claim import ClaimantRole, Qualifier
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.claims.deciding import FIELDS
from conflict_atlas.site.editorial.models.choices import choices
from conflict_atlas.site.editorial.models.source import KEY


class DocumentForm(forms.Form):
    """One document: a file, a pasted text or an address, and what is known of it."""

    conflict = forms.ChoiceField(label=_("Conflict"))
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Text, HTML, PDF, DOCX, wikitext, feed or ReliefWeb JSON.")
    )
    pasted = forms.CharField(label=_("or text"), required=False, widget=forms.Textarea(attrs={"rows": 6}), strip=False)
    address = forms.URLField(
        label=_("or address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("It is fetched once, from the public web, if the site's robots.txt allows it."),
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=100,
        validators=[KEY],
        help_text=_("A short name, such as ocha-2024-05. The same key again is a newer version."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=500, required=False, help_text=_("Empty: the one that the document gives.")
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=300)
    kind = forms.CharField(
        label=_("Kind"), max_length=100, help_text=_("In a few words: situation report, news story, data set.")
    )
    published = forms.DateField(label=_("Published"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.CharField(label=_("Language"), max_length=20, initial="en", help_text=_("The rules read English."))
    licence = forms.CharField(label=_("Licence"), max_length=300, required=False)
    pack = forms.ChoiceField(label=_("Conflict pack"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        entries = sorted((entry.name, entry.slug) for entry in tracked.all())
        self.fields["conflict"].choices = [(slug, name) for name, slug in entries]  # type: ignore[attr-defined]
        self.fields["pack"].choices = [("", _("none")), *((name, name) for name in shipped_packs())]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data.get("file")
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(most)d megabytes.") % {"most": MOST_BYTES // 1_000_000})
        return file

    def clean(self) -> dict[str, Any]:
        """Exactly one of file, text and address."""
        data = super().clean() or {}
        given = [name for name in ("file", "pasted", "address") if data.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(_("Give one of these: a file, a pasted text, or an address."))
        return data


class DecisionForm(forms.Form):
    """A suggestion as a claim, to accept as it is or to put right."""

    text = forms.CharField(
        label=_("Claim"), widget=forms.Textarea(attrs={"rows": 2}), required=False, help_text=_("As one sentence of our own.")
    )
    claimant = forms.CharField(label=_("Who says so"), max_length=300)
    claimant_role = forms.ChoiceField(label=_("As whom"), choices=choices(ClaimantRole))
    measure = forms.CharField(label=_("What is counted"), max_length=60, required=False)
    value = forms.FloatField(label=_("Number"), required=False)
    low = forms.FloatField(label=_("Lowest"), required=False)
    high = forms.FloatField(label=_("Highest"), required=False)
    qualifier = forms.ChoiceField(label=_("How it is meant"), required=False, choices=[("", "-"), *choices(Qualifier)])
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    side = forms.CharField(label=_("Whose"), max_length=200, required=False)
    population = forms.CharField(label=_("Of whom"), max_length=100, required=False)
    period = forms.CharField(
        label=_("Period"), max_length=60, required=False, help_text=_("EDTF: 2020-09-27, 2020-09, 2020-09/2020-11.")
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, *args: Any, is_claim: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self._is_claim = is_claim
        if not is_claim:
            self.fields["claimant"].required = self.fields["claimant_role"].required = False

    def clean_text(self) -> str:
        """A claim needs a sentence."""
        text = str(self.cleaned_data.get("text", "")).strip()
        if self._is_claim and not text:
            raise forms.ValidationError(
                _("Write the claim as one sentence of our own; the document's own sentence is no claim of ours.")
            )
        return text

    def values(self) -> dict[str, Any]:
        """The fields of the claim."""
        return {name: self.cleaned_data.get(name) for name in FIELDS}
