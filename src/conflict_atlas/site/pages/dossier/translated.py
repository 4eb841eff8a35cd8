"""What a page says about the language of its dossier: not translated, in part, a draft, behind its source.

What may live here: that notice.
"""

from __future__ import annotations

from dataclasses import dataclass

from conflict_atlas import locale
from conflict_atlas.dossiers.translating import Told


@dataclass(frozen=True)
class TranslationNotice:
    """``source`` is the dossier's own language, by its own name. ``is_whole``: every text that can be translated is;
    ``signed_by`` is empty for a draft; ``is_behind``: a source has changed since its translation."""

    source: str
    has_translation: bool
    is_whole: bool
    translator: str
    signed_by: str
    is_behind: bool


def translation_notice(told: Told) -> TranslationNotice | None:
    """The notice; None on a page in the dossier's own language."""
    if told.language == told.dossier.language:
        return None
    known = {language.code: language.name for language in locale.LISTED}
    found = told.translation
    return TranslationNotice(
        source=known.get(told.dossier.language, told.dossier.language),
        has_translation=bool(told.translated),
        is_whole=told.is_whole,
        translator=found.translator if found else "",
        signed_by=found.signed_by if found else "",
        is_behind=bool(told.behind),
    )
