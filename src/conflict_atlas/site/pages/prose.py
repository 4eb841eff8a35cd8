"""Written text as HTML: the blocks of the markup, with figures as links and footnotes behind them.

What may live here: from the values of ``dossiers.markup`` to HTML. Everything that came from a dossier is escaped; the only
tags are those written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.markup import (
    Block,
    Bullets,
    ConflictLink,
    Emphasis,
    Figure,
    Heading,
    Inline,
    MarkupError,
    Note,
    Paragraph,
    TermLink,
    Text,
    WebLink,
    parse,
)
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.footnotes import Footnote, Footnotes, Use

_NOTHING = mark_safe("")


@dataclass(frozen=True)
class Addresses:
    """Where links of a dossier lead from its page. ``claims`` is the folder of its claims; empty for a preview, which has no
    pages of claims: its figures lead to the footnotes."""

    up: str
    claims: str = "claims/"

    def claim(self, claim_id: str) -> str:
        """The page of a claim; empty where there is none."""
        return f"{self.claims}{claim_id}/" if self.claims else ""


def web_address(text: str | None) -> str:
    """An address that may be a link: http or https with a host; else empty, so that it is shown as words or not at all."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


class Prose:
    """Writes the texts of one dossier for one page, and numbers their footnotes in the order of writing.

    A text in another language than the page (the dossier's own, unless ``language`` says otherwise) is marked as such, and its
    figures are written in its language.
    """

    def __init__(self, dossier: Dossier, addresses: Addresses) -> None:
        self._footnotes = Footnotes(dossier)
        self._terms = frozenset(term.key for term in dossier.terms)
        self._language = dossier.language
        self.addresses = addresses

    def blocks(self, text: str, language: str = "") -> SafeString:
        """A section of running text; empty for empty text."""
        return self._marked("div", self._blocks(text, language or self._language), language)

    def line(self, text: str, language: str = "") -> SafeString:
        """A text that stands in a cell or a caption: its paragraphs behind one another, without tags around them."""
        return self._marked("span", self._line(text, language or self._language), language)

    def _marked(self, tag: str, written: SafeString, language: str) -> SafeString:
        marks = words.marks(language or self._language)
        return format_html('<{} class="told"{}>{}</{}>', tag, marks, written, tag) if marks and written else written

    def _blocks(self, text: str, language: str) -> SafeString:
        try:
            parsed = parse(text)
            with translation.override(language):
                return mark_safe("\n".join(map(self._block, parsed)))
        except MarkupError as error:
            # Only a draft can hold it: a dossier whose text cannot be read is never published.
            return format_html('<p class="prose__fault">{}</p><p>{}</p>', _("This text cannot be read: %s") % error, text)

    def _line(self, text: str, language: str) -> SafeString:
        try:
            blocks = parse(text)
        except MarkupError as error:
            return format_html('<span class="prose__fault">{}</span> {}', _("This text cannot be read: %s") % error, text)
        runs = (run for block in blocks for run in (block.items if isinstance(block, Bullets) else (block.inlines,)))
        with translation.override(language):
            return mark_safe("<br>".join(map(self._run, runs)))

    def figure(self, claim_id: str, opens: bool = False) -> SafeString:
        """The figure of a claim as a link to its record, and its footnote."""
        claim = self._footnotes.claim(claim_id)
        if claim is None:
            return self._missing(claim_id)
        written = self._written(claim)
        written = written[:1].upper() + written[1:] if opens else written
        use = self._footnotes.use(claim_id)
        return format_html(
            '<a class="figure-number" href="{}">{}</a>{}',
            self.addresses.claim(claim_id) or f"#fn-{use.number}",
            written,
            _mark(use),
        )

    def _written(self, claim: Claim) -> str:
        """The figure in words."""
        return figures.written(claim)

    def note(self, claim_id: str) -> SafeString:
        """A footnote to a claim."""
        if self._footnotes.claim(claim_id) is None:
            return self._missing(claim_id)
        use = self._footnotes.use(claim_id)
        return _mark(use)

    def footnotes(self) -> tuple[Footnote, ...]:
        """Every footnote of what was written so far."""
        return self._footnotes.all(self.addresses.claim)

    def _missing(self, claim_id: str) -> SafeString:
        return format_html(' <span class="prose__fault">{}</span>', _("no claim is called %s") % claim_id)

    def _block(self, block: Block) -> SafeString:
        match block:
            case Paragraph(inlines):
                return format_html("<p>{}</p>", self._run(inlines))
            case Heading(inlines):
                return format_html("<h3>{}</h3>", self._run(inlines))
            case Bullets(items):
                return format_html("<ul>{}</ul>", mark_safe("".join(f"<li>{self._run(item)}</li>" for item in items)))

    def _run(self, inlines: Iterable[Inline]) -> SafeString:
        return mark_safe("".join(map(self._inline, inlines)))

    def _inline(self, inline: Inline) -> SafeString:
        match inline:
            case Text(text):
                return escape(text)
            case Emphasis(children):
                return format_html("<em>{}</em>", self._run(children))
            case Figure(claim_id, opens):
                return self.figure(claim_id, opens)
            case Note(claim_id):
                return self.note(claim_id)
            case TermLink(key, children):
                return self._link("term", f"#term-{key}" if key in self._terms else "", children)
            case ConflictLink(slug, children):
                known = tracked.by_slug(slug) is not None
                return self._link("", f"{self.addresses.up}conflicts/{slug}/" if known else "", children)
            case WebLink(address, children):
                return self._link("", web_address(address), children)
        return _NOTHING

    def _link(self, kind: str, address: str, children: tuple[Inline, ...]) -> SafeString:
        """A link, or its words alone where it would lead nowhere."""
        if not address:
            return self._run(children)
        named = format_html(' class="{}"', kind) if kind else _NOTHING
        return format_html('<a{} href="{}">{}</a>', named, address, self._run(children))


def _mark(use: Use) -> SafeString:
    """The number in the text. A dossier has well over a thousand of them: each byte here counts."""
    named = format_html(' id="{}"', use.mark) if use.mark else _NOTHING
    return format_html('<a class="note"{} href="#fn-{}" role="doc-noteref">[{}]</a>', named, use.number, use.number)
