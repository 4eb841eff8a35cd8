"""Quotation marks in a text: what stands inside them and what is left outside.

What may live here: finding quotations. Used by several rules.
"""

from __future__ import annotations

import re

# Double marks in any style; single ones only where they cannot be apostrophes (curly, or with a blank before and after).
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{1,400}?)[\"“”»]|(?<![\w’'])[‘']([^‘’'\"“”]{1,400}?)[’'](?!\w)")
WORD = re.compile(r"\w+(?:['’‐‑-]\w+)*")
_SAME = str.maketrans("’‐‑", "'--")
GAP = " \N{HORIZONTAL ELLIPSIS} "
"""What stands for a quotation that was taken out: no word, so nothing reads on across it."""


def quoted(text: str) -> tuple[str, ...]:
    """The words inside quotation marks, each quotation by itself."""
    return tuple((match.group(1) or match.group(2)).strip() for match in _QUOTED.finditer(text))


def outside(text: str) -> str:
    """The text without its quotations."""
    return _QUOTED.sub(GAP, text)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters, without marks: "Armenia's" is one word, and so is "break-up"."""
    return tuple(WORD.findall(text.casefold().translate(_SAME)))
