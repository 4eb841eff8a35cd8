"""The small fields that blocks are made of.

What may live here: text, lines, choices and dates as blocks that may stay empty, each with a sentence of help.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TextBlock(blocks.TextBlock):
    """Text of several lines, stored with the line ends that files have: a browser sends others, which would look like a change."""

    def value_from_form(self, value: Any) -> Any:
        """The text with plain line ends."""
        return super().value_from_form(value.replace("\r\n", "\n") if isinstance(value, str) else value)


EDTF_HELP = _("Write 2020-09-27, 2020-09, 2020, or a span such as 2020-09-27/2020-11-10. About 1921 is 1921~.")
CLAIMS_HELP = _("Write the ids of the claims, one a line.")


def line(help_text: str = "", **options: Any) -> blocks.CharBlock:
    """A line of text."""
    return blocks.CharBlock(required=False, help_text=help_text, **options)


def text(help_text: str = "", rows: int = 3, **options: Any) -> TextBlock:
    """Plain text of some lines."""
    return TextBlock(required=False, help_text=help_text, rows=rows, **options)


def markup(help_text: str = "", rows: int = 4, **options: Any) -> TextBlock:
    """Text with figures and footnotes; the script that inserts claims knows it by its class."""
    return TextBlock(required=False, help_text=help_text, rows=rows, form_classname="atlas-markup", **options)


def lines(help_text: str = "", rows: int = 3, **options: Any) -> TextBlock:
    """Several short texts, one a line."""
    return TextBlock(required=False, help_text=help_text or _("One a line."), rows=rows, **options)


def edtf(help_text: str = "", **options: Any) -> blocks.CharBlock:
    """A date as precise as its source."""
    return blocks.CharBlock(required=False, help_text=help_text or EDTF_HELP, **options)


def one_of(values: type[StrEnum] | tuple[str, ...], help_text: str = "", **options: Any) -> blocks.ChoiceBlock:
    """One of a few words."""
    names = tuple(str(value.value) for value in values) if isinstance(values, type) else values
    choices = [(name, name.replace("_", " ")) for name in names]
    return blocks.ChoiceBlock(choices=choices, required=False, help_text=help_text, **options)


def suggested(names: tuple[str, ...], help_text: str, **options: Any) -> blocks.CharBlock:
    """A line for which some words are usual; others may be written."""
    return line(f"{help_text} {', '.join(names)}.", **options)
