"""A dossier in another language: what is translated, what is behind, and that figures have one home."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conflict_atlas.dossiers import folder, translating
from conflict_atlas.dossiers.check import translated
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dossier import Dossier, TranslatedText, Translation
from support.dossiers import small_dossier
from support.published import SHIPPED


def translation(dossier: Dossier, **texts: str) -> Dossier:
    sources = translating.texts(dossier)
    given = tuple(TranslatedText(name, translating.digest(sources[name]), text) for name, text in texts.items())
    return replace(dossier, translations=(Translation("es", "A translator", given),))


def findings(dossier: Dossier) -> list[tuple[str, str]]:
    found = translated.RULE.look(Reading(dossier, {}, {}, None))
    return [(finding.severity, finding.message) for finding in found]


def test_a_text_is_told_in_its_translation_and_all_else_in_the_dossier_s_own_language() -> None:
    dossier = small_dossier()
    told = translating.told_in(translation(dossier, title="El valle"), "es")
    assert told.dossier.title == "El valle"
    assert told.dossier.claims == dossier.claims
    assert (told.language_of("title"), told.language_of("lead")) == ("es", "en")
    assert (told.behind, told.is_whole) == ((), False)
    assert translating.told_in(dossier, "es").translated == frozenset()
    assert translating.told_in(dossier, "en").is_whole


def test_a_source_that_has_changed_leaves_its_translation_behind_and_still_told() -> None:
    dossier = translation(small_dossier(), title="El valle")
    changed = replace(dossier, title="The other valley")
    told = translating.told_in(changed, "es")
    assert (told.dossier.title, told.behind) == ("El valle", ("title",))
    assert findings(changed)[0][0] == "warning"
    assert findings(dossier) == []


def test_a_translation_uses_the_claims_of_its_source_each_as_often() -> None:
    dossier = small_dossier()
    lead = dossier.lead
    assert findings(translation(dossier, lead=lead)) == []
    assert [severity for severity, _ in findings(translation(dossier, lead="Sin cifra alguna."))] == ["error"]


@pytest.mark.parametrize(("of", "text"), [("lead", " "), ("quick_facts/none", "Nada"), ("title", "**")])
def test_a_translation_of_nothing_or_without_words_is_refused(of: str, text: str) -> None:
    given = Translation("es", "A translator", (TranslatedText(of, "0" * 16, text),))
    assert findings(replace(small_dossier(), translations=(given,)))


def test_a_language_stands_once_and_is_not_the_dossier_s_own() -> None:
    dossier = translation(small_dossier(), title="El valle")
    assert findings(replace(dossier, translations=dossier.translations * 2))
    assert findings(replace(dossier, language="es"))


def test_the_shipped_dossier_has_its_lead_and_quick_facts_in_spanish() -> None:
    dossier = folder.read(SHIPPED)
    told = translating.told_in(dossier, "es")
    wanted = {name for name in translating.texts(dossier) if name in ("title", "lead") or name.startswith("quick_facts/")}
    assert wanted <= told.translated
    assert told.behind == ()
    assert findings(dossier) == []
