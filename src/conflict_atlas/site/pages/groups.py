"""Groups of conflicts that a question may name instead of ids: by status, type of conflict or lens, or one tracked conflict.

What may live here: where tracked conflicts stand, reading such fields, and the ids that they come to. An id stands where the
tracked conflict stands that lists it; an id that none lists is in no group. ``tracked`` also takes the ids of the parts. The
map file's tables say the same of each id, so that the explorer groups as the pages do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events import known
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.filters import NO_CONFLICT, FilterError, Filters
from conflict_atlas.events.folding import fold
from conflict_atlas.publish.mapfile.tables import Standing
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import shelf, words
from conflict_atlas.site.pages.stages import stage_of
from conflict_atlas.site.pages.statuses import newest_of_conflicts

FIELDS = frozenset({"status", "kind", "lens", "tracked"})


@dataclass(frozen=True)
class Groups:
    """What a question names. Values of one field are alternatives; fields add conditions."""

    status: tuple[Label, ...] = ()
    kind: tuple[str, ...] = ()
    lens: tuple[str, ...] = ()
    tracked: tuple[str, ...] = ()

    def to_query(self) -> dict[str, str]:
        """As query fields, only those that are set."""
        given = {"status": self.status, "kind": self.kind, "lens": self.lens, "tracked": self.tracked}
        return {name: ",".join(values) for name, values in given.items() if values}

    def within(self, here: Desk, filters: Filters) -> Filters:
        """The filter narrowed to the conflicts of the groups that are known here; to none at all where there is none."""
        ids = self._ids(here)
        if ids is None:
            return filters
        ids &= known.ids(here.lake, "conflict")
        if filters.conflicts:
            ids &= set(filters.conflicts)
        return replace(filters, conflicts=tuple(sorted(ids, key=lambda number: (len(number), number))) or (NO_CONFLICT,))

    def _ids(self, here: Desk) -> set[str] | None:
        asked: list[Callable[[Standing], bool]] = []
        if self.status:
            asked.append(lambda standing: standing.label in self.status)
        if self.kind:
            asked.append(lambda standing: standing.kind in self.kind)
        if self.lens:
            asked.append(lambda standing: not set(self.lens).isdisjoint(standing.lens))
        found: list[set[str]] = []
        if asked:
            standing_of = standings(here)
            fits = (entry for entry in tracked.all() if all(holds(standing_of[entry.slug]) for holds in asked))
            found.append({conflict for entry in fits for conflict in entry.conflicts})
        if self.tracked:
            found.append({conflict for slug in self.tracked for conflict in tracked.all_conflicts(slug)})
        return set.intersection(*found) if found else None

    def in_words(self, here: Desk) -> tuple[tuple[str, str], ...]:
        """The groups as conditions, each with what it is called."""
        texts = key_texts(here)
        found = []
        for label, values in (
            (_("Deadly violence"), [words.violence(label) for label in self.status]),
            (_("Type of conflict"), [texts.get(key, key) for key in self.kind]),
            (_("Lens"), [texts.get(key, key) for key in self.lens]),
            (_("Conflict"), [words.conflict(entry) for slug in self.tracked if (entry := tracked.by_slug(slug))]),
        ):
            if values:
                found.append((label, ", ".join(values)))
        return tuple(found)


def read(query: Mapping[str, str]) -> Groups:
    """The groups that a query names. Raises FilterError for a status or tracked conflict that does not exist."""
    values = {
        name: tuple(part.strip() for part in query.get(name, "").split(",") if part.strip())
        for name in ("status", "kind", "lens")
    }
    for text in values["status"]:
        if text not in tuple(Label):
            raise FilterError(f"status {text!r}: the values are {', '.join(Label)}")
    slugs = tuple(part.strip() for part in query.get("tracked", "").split(",") if part.strip())
    for slug in slugs:
        if tracked.by_slug(slug) is None:
            raise FilterError(f"tracked {slug!r}: write the last part of the address of a conflict's page, for example sudan")
    return Groups(tuple(map(Label, values["status"])), values["kind"], values["lens"], slugs)


def standings(here: Desk) -> Mapping[str, Standing]:
    """Where each tracked conflict stands: what its page says of status and stage, and what editors rated."""
    labels = newest_of_conflicts(here)
    found = {}
    for entry in tracked.all():
        kind, lens = _rated(entry)
        newest = labels.get(entry.slug)
        found[entry.slug] = Standing(
            label=newest.label.value if newest else None,
            stage=stage_of(here, entry).stage.value,
            kind=key_of(kind) if kind else None,
            lens=(key_of(lens),) if lens else (),
        )
    return found


def key_texts(here: Desk) -> Mapping[str, str]:
    """The types of conflict and lenses by their keys, in the words of the editors."""
    kinds, lenses = ratings()
    return {**kinds, **lenses}


def ratings() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The types of conflict that somebody rated, and the lenses, each by its key."""
    rated = [_rated(entry) for entry in tracked.all()]
    kinds = {key_of(kind): kind for kind, _lens in rated if kind}
    return kinds, {key_of(lens): lens for _kind, lens in rated if lens}


def key_of(text: str) -> str:
    """What a type of conflict or a lens is called in an address: its words, folded, with hyphens between them."""
    return "-".join(re.findall(r"\w+", fold(text)))


def _rated(entry: tracked.TrackedConflict) -> tuple[str | None, str | None]:
    """Type of conflict and lens: what the published dossier says, else the catalogue; None reads "not rated"."""
    copy = shelf.copy_of(entry.slug)
    kind = copy.dossier.type_of_conflict if copy else None
    lens = copy.dossier.lens.lens if copy and copy.dossier.lens else None
    return kind or entry.type, lens or entry.lens
