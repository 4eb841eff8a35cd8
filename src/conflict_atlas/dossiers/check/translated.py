"""Rule: a translation translates a text of the dossier, with the same claims, and says so when its source has changed."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers import markup, translating
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading

FILE = "translations.yaml"


def _look(reading: Reading) -> Iterator[Finding]:
    dossier = reading.dossier
    sources = translating.texts(dossier)
    languages = [item.language for item in dossier.translations]
    for translation in dossier.translations:
        if translation.language == dossier.language or languages.count(translation.language) > 1:
            yield RULE.error(
                FILE, translation.language, "one entry for each language that is not the dossier's own; merge or remove this"
            )
        for item in translation.texts:
            place = f"{translation.language}, {item.of}"
            if item.of not in sources:
                yield RULE.error(
                    FILE, place, f"the dossier has no text {item.of!r} any more; remove it, or name the text it is of"
                )
                continue
            if not item.text.strip():
                yield RULE.error(FILE, place, "it is empty; write the translation, or remove the entry")
                continue
            try:
                own = _claims(item.text)
            except markup.MarkupError as error:
                yield RULE.error(FILE, place, str(error))
                continue
            if item.source != translating.digest(sources[item.of]):
                yield RULE.warning(FILE, place, "its source has changed since; readers are told so until it is translated anew")
            elif own != _claims(sources[item.of]):
                yield RULE.error(
                    FILE, place, "it has other figures or footnotes than its source; use the same claims, each as often"
                )


def _claims(text: str) -> list[str]:
    """The claims that a text uses, each as often as it does."""
    return sorted(
        inline.claim_id
        for block in markup.parse(text)
        for run in markup.inlines_of(block)
        for inline in markup.walk(run)
        if isinstance(inline, markup.Figure | markup.Note)
    )


RULE = Rule(
    "translation",
    "A translation of no text of the dossier, in its own language or one that is there twice, or with other claims than its "
    "source. One whose source has changed since (a warning): its page says so.",
    "Translate the text as it stands now, with the same `{claim-id}` and `[^claim-id]`, and write the digest that `dossier translate` gives.",
    _look,
)
