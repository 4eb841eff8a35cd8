"""Texts of an edition as HTML: figures in its language, and words of the glossary explained where they stand first.

What may live here: what differs from the texts of a dossier.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.markup import Inline, TermLink
from conflict_atlas.kids import figures, glossary
from conflict_atlas.kids.edition import Edition, Word
from conflict_atlas.kids.reading import Words, plain
from conflict_atlas.site.pages.prose import Addresses, Prose


class KidsProse(Prose):
    """Writes the texts of one edition for one page."""

    def __init__(self, edition: Edition, dossier: Dossier, addresses: Addresses, words_at: str = "") -> None:
        super().__init__(dossier, addresses)
        self._dossier = dossier
        self._language = edition.language
        self._words = Words(glossary.words_of(edition))
        self._words_at = words_at
        """The page of the glossary, where the words are not listed on the page itself."""

    @property
    def used(self) -> tuple[Word, ...]:
        """The words of the glossary that were written so far."""
        return self._words.used

    def without_notes(self, text: str) -> SafeString:
        """A text in plain words: figures and explanations written out, no links and no footnotes."""
        claims = {claim.claim_id: claim for claim in self._dossier.claims}
        return format_html("{}", plain(text, claims, self._words, self._language))

    def _written(self, claim: Claim) -> str:
        """The figure in words of the edition's language."""
        return figures.written(claim, self._language)

    def _inline(self, inline: Inline) -> SafeString:
        if not isinstance(inline, TermLink):
            return super()._inline(inline)
        short = self._words.explained(inline.key)
        if short is None:
            return self._run(inline.children)
        link = format_html('<a class="term" href="{}#term-{}">{}</a>', self._words_at, inline.key, self._run(inline.children))
        if not short:
            return link
        return format_html('<dfn>{}</dfn> <span class="explained">({})</span>', link, short)
