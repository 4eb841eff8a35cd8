"""The words that the explorer's script says, translated here: the script brings none of its own.

What may live here: keys of the script and their texts, as JSON for the page.
"""

from __future__ import annotations

import json
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.catalogue import countries, regions
from conflict_atlas.publish.mapfile.collecting import Mode
from conflict_atlas.site.pages import groups, words
from conflict_atlas.site.pages.evidence_rows import WHERE_PREC


def summary(mode: Mode) -> str:
    """The line above the map, with its places for numbers: the page says it first, then the script."""
    if mode is Mode.EVENT:
        return _("%(events)s events, %(deaths)s deaths (best estimates), %(period)s")
    return _("%(deaths)s deaths in %(events)s events whose place is known (best estimates), %(period)s")


def words_json(language: str) -> str:
    """The words in a language; of types of conflict and lenses those that editors have rated."""
    with override(language):
        kinds, lenses = groups.ratings()
        rated = {f"kind-{key}": text for key, text in kinds.items()} | {f"lens-{key}": text for key, text in lenses.items()}
        return json.dumps(_fixed(language) | rated, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8)
def _fixed(language: str) -> dict[str, str]:
    return {**_plain(), **_listed(), **({} if language == settings.ATLAS_LANGUAGES[0] else _names())}


def _names() -> dict[str, str]:
    return {f"country-{country.iso3}": words.country(country) for country in countries.all()}


def _listed() -> dict[str, str]:
    return {
        **{f"type-{value}": words.type_of_violence(value) for value in (1, 2, 3)},
        **{f"precision-{value}": str(text) for value, text in WHERE_PREC.items()},
        **{f"label-{label.value}": words.violence(label) for label in Label},
        **{f"region-{region.name}": region.name for region in regions.all()},
    }


def _plain() -> dict[str, str]:
    return {
        "map": _("Map of what is chosen"),
        "months": _("What is chosen by month; the sliders and the tables below say the same"),
        "play": _("Play"),
        "pause": _("Pause"),
        "peak": _("– a peak; play on from here."),
        "period": _("%(from)s to %(to)s"),
        "summary-events": summary(Mode.EVENT),
        "summary-cells": summary(Mode.CELL),
        "data-failed": _("The figures for the map could not be loaded. The table below stands; load the page again for the map."),
        "no-webgl": _(
            "This browser cannot draw the interactive map (it needs WebGL). Filters, time and tables work all the same, and the "
            "drawn map below shows what was chosen when the page was loaded."
        ),
        "event-gone": _(
            "This link names an event by its place in earlier data, which have changed since. Look it up in the table below."
        ),
        "rows-failed": _("The rows could not be loaded. The data may have changed since this page was opened: load it again."),
        "map-credit": _("Borders: %(credit)s. Drawing a border takes no position on any claim."),
        "map-policy": _("How maps are drawn here"),
        "disputed": _("Disputed area"),
        "close": _("Close"),
        "remove": _("(remove this filter)"),
        "how-sure": _("How sure, and from where"),
        "vintage": _("Vintage"),
        "also-here": _("At the same place: %(count)s more"),
        "first-events": _("The first events of the period"),
        "cell-title": _("Cell of half a degree around %(place)s"),
        "cell": _("cell %(gid)s"),
        "north": _("N"),
        "south": _("S"),
        "east": _("E"),
        "west": _("W"),
        "events-deaths": _("%(events)s events, %(deaths)s deaths"),
        "deaths-count": _("%(deaths)s deaths"),
        "violence": _("Deadly violence: %(label)s"),
        "vague": _(
            "Of these, %(deaths)s deaths are in places that are known by district, province or country only, or how well is not stated."
        ),
        "nothing-here": _("Nothing that is chosen is here."),
        "not-known": _("not known"),
        "only-cell": _("Only this cell"),
        "only-conflict": _("Only this conflict"),
        "only-country": _("Only this country"),
        "rows-behind": _("Rows behind these numbers"),
        "country": _("Country"),
        "conflict": _("Conflict"),
        "events": _("Events"),
        "deaths": _("Deaths (best estimate)"),
        "deaths-vague": _("Of these, place not near"),
        "deaths-range": _("Deaths, best (low–high)"),
        "by-country": _("By country"),
        "by-conflict": _("By conflict"),
        "by-conflict-first": _("By conflict: the %(shown)s with most deaths of %(count)s"),
        "single-events": _("Single events, in the order of days"),
        "single-cells": _("Single rows: cell, month and conflict"),
        "when": _("When"),
        "parties": _("Parties"),
        "where": _("Where"),
        "type": _("Type of violence"),
        "type-0": _("type not known"),
        "earlier": _("Earlier rows"),
        "later": _("Later rows"),
        "from": _("from %(day)s"),
        "to": _("to %(day)s"),
        "at-least": _("%(deaths)s deaths or more in an event"),
        "at-most-precision": _("place: %(precision)s or better"),
        "box": _("box %(box)s"),
        "with-words": _("with “%(text)s” in a name"),
        "print-final": _("final figures only"),
        "print-preliminary": _("preliminary figures only"),
        "deaths-between": _("%(least)s to %(most)s"),
        "deaths-or-more": _("%(least)s or more"),
        "legend-cells-deaths": _("Shade: deaths in a cell of half a degree, of events whose place is near."),
        "legend-cells-events": _("Shade: events in a cell of half a degree whose place is near."),
        "legend-vague": _(
            "Country hatched in red: deaths in places that are known by district, province or country only, or how well is not "
            "stated; they are in no cell. Come closer for single events."
        ),
        "legend-points": _("One sign an event; the larger, the more deaths."),
        "legend-rings": _("Hatched ring: the place is known by district or province only. Its size is no border."),
        "legend-disputed": _("Grey hatching: disputed area, see its note by a click."),
        "quality-final": _("final figures"),
        "quality-preliminary": _("preliminary"),
        "quality-partial": _("a part of the publisher's total only"),
        "quality-none": _("no figures held"),
        "copied": _("The link is copied."),
        "picture-failed": _("The picture could not be made."),
        "embed-title": _("Map of deadly violence: %(summary)s"),
        "imported": _("imported %(day)s"),
        "citation": _("Conflict Atlas: %(summary)s. Source: %(vintages)s. %(credits)s. Seen %(day)s, %(address)s"),
        "control-by": _("%(holders)s, by %(claimant)s"),
        "control-note": _(
            "Dotted edge: area that %(subject)s is said to hold, by %(claimant)s, as of %(day)s (%(age)s days before the day shown). "
            "A claim by that source, not a finding of this site."
        ),
        "control-none": _("%(claimant)s: no day near enough to %(day)s is held, so no area is drawn."),
        "control-failed": _("%(claimant)s: the areas could not be loaded."),
        "control-page": _("The claim, its days and its files."),
        "field-dyad_name": _("Parties"),
        "field-conflict_name": _("Conflict"),
        "field-type_of_violence": _("Type of violence"),
        "field-place": _("Place"),
        "field-admin1": _("First-level unit"),
        "field-admin2": _("Second-level unit"),
        "field-country": _("Country"),
        "field-best": _("Deaths, best estimate"),
        "field-low": _("Low estimate"),
        "field-high": _("High estimate"),
        "field-deaths_a": _("Side A"),
        "field-deaths_b": _("Side B"),
        "field-deaths_civilians": _("Civilians"),
        "field-deaths_unknown": _("Not known who"),
        "field-where_prec": _("Precision of place"),
        "field-date_prec": _("Precision of date"),
        "field-event_clarity": _("Clarity"),
        "field-code_status": _("Coding"),
        "field-number_of_sources": _("Reports used"),
        "field-flags": _("Odd about it"),
        "field-source_event_id": _("Id at the source"),
        "field-source_file": _("File"),
        "field-source_row": _("Record in it"),
        "date-precision-1": _("exact day"),
        "date-precision-2": _("two to six days"),
        "date-precision-3": _("week"),
        "date-precision-4": _("month"),
        "date-precision-5": _("more than a month"),
        "flag-low_above_best": _("the low estimate is above the best one"),
        "flag-best_above_high": _("the best estimate is above the high one"),
        "flag-end_before_start": _("the last day is before the first"),
        "flag-deaths_differ_from_best": _("the deaths by side do not add up to the best estimate"),
        "flag-placeholder_name": _("a name is a placeholder of the publisher"),
        "flag-unknown_country": _("the country is not in our catalogue"),
        "flag-no_conflict_id": _("it carries no conflict id"),
        "flag-outside_release_period": _("its date is outside the period of the release"),
        "clarity-1": _("reported as one event"),
        "clarity-2": _("taken from a report on a longer time or several places"),
    }
