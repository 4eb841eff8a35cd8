"""The view for matching: a text of the same length in which look-alikes are one character, so that offsets hold in both.

What may live here: replacements of one code point by one code point. Quotes are always cut from the text itself.
"""

from __future__ import annotations

_LIKE = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f\u0085",
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u02bb\u02bf\u02be\u0060\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "\u00ad": "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}
_TABLE = {ord(char): like for like, chars in _LIKE.items() for char in chars}


def matching_view(text: str) -> str:
    """The text with spaces, quotes and dashes of one kind each, and invisible marks as soft hyphens; as long as it was."""
    return text.translate(_TABLE)


def has_direction_marks(text: str) -> bool:
    """Whether the text holds marks that reorder what is displayed: shown to editors, never obeyed."""
    return any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in text)
