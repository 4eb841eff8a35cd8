"""The form of a report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    """Page, text, and a mail address if an answer is wanted. ``website`` is left empty by people: only machines fill it."""

    page = forms.CharField(max_length=300, required=False)
    text = forms.CharField(
        max_length=5000,
        min_length=10,
        error_messages={
            "required": _("Write what is wrong, in a sentence or two."),
            "min_length": _("Write a little more: which figure or sentence, and what it should say."),
            "max_length": _("Shorten the text to 5,000 characters."),
        },
    )
    mail = forms.EmailField(
        required=False, error_messages={"invalid": _("This is no mail address. Leave the field empty if you want no answer.")}
    )
    is_takedown = forms.BooleanField(required=False)
    website = forms.CharField(required=False)
    token = forms.CharField(max_length=300)

    def clean_page(self) -> str:
        """The path of a page of this site; the host, if somebody pasted a whole address, is dropped."""
        page: str = self.cleaned_data["page"].strip()
        if "://" in page:
            page = page.split("://", 1)[1].partition("/")[2]
        return page.lstrip("/")
