"""Whether a sentence names the speaker of a claim.

What may live here: matching the name of a claimant with the words of a sentence. Conservative towards the writer: a part
of the name, another form of it ("Azerbaijani" for Azerbaijan) or its initials are enough.
"""

from __future__ import annotations

import re

from conflict_atlas.dossiers.check import quotations
from conflict_atlas.dossiers.check.data import phrases
from conflict_atlas.dossiers.claim import Claim

_SMALL = frozenset(
    quotations.words("the of and for in on at by to from with a an its his her their not is was read copy page named publisher")
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)
_ALIKE = 5
"""So many first letters make two words forms of one, as Armenia and Armenian; four in short words, as Turkey and Turkish."""


def is_named(claim: Claim, sentence: str, before: str = "") -> bool:
    """Whether the sentence, outside its quotations, names who makes the claim, with a word of speech.

    A pronoun is enough where the sentence before names who it is.
    """
    said = quotations.outside(sentence)
    if re.search(phrases("speech"), said, re.IGNORECASE) is None:
        return False
    return _names(claim.claimant, said) or (_PRONOUN.search(said) is not None and _names(claim.claimant, before))


def _names(claimant: str, said: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"\w+", claimant) if word[0].isupper())
    if len(initials) >= 2 and re.search(rf"\b(?:{re.escape(initials)}|{re.escape('.'.join(initials))}\.?)(?!\w)", said):
        return True
    spoken = quotations.words(said)
    return any(_alike(word, other) for word in quotations.words(claimant) if word not in _SMALL for other in spoken)


def _alike(word: str, other: str) -> bool:
    word, other = (form.removesuffix("'s").removesuffix("s").removesuffix("'") for form in (word, other))
    if word == other or (min(len(word), len(other)) >= 4 and (word.startswith(other) or other.startswith(word))):
        return True
    shared = min(_ALIKE, len(word) - 2 if len(word) < 7 else _ALIKE)
    return shared >= 4 and word[:shared] == other[:shared] and len(word) >= 5 and len(other) >= 5
