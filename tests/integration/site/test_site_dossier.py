"""The page of a conflict with a published dossier, as a reader gets it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum

import pytest

from conflict_atlas.dossiers.claim import CheckedBy, Claim
from conflict_atlas.dossiers.dossier import (
    Actor,
    Agreement,
    Assessment,
    Beside,
    Correction,
    Disagreement,
    Dossier,
    FactKind,
    ForwardFlag,
    Lens,
    NarratedEvent,
    QuickFact,
    Resource,
    Role,
    SeeAlso,
    Tally,
    Term,
    TerritoryStatus,
)
from conflict_atlas.dossiers.snapshots import Snapshots
from support.published import SLUG, published, shipped, small, words_of

PAGE = f"/en/conflicts/{SLUG}/"
NAGORNO = "/en/conflicts/nagorno-karabakh/"


@pytest.fixture(scope="module")
def nagorno(starter) -> Iterator[Dossier]:
    dossier, pictures = shipped()
    with published(starter, dossier, pictures):
        yield dossier


@pytest.fixture
def show(reader, starter):
    """Publish a small dossier for one request and return its page."""

    def shown(dossier: Dossier, path: str = PAGE):
        with published(starter, dossier):
            return reader.get(path)

    return shown


def headings(content: str) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", content, re.S)]


def test_the_parts_of_the_shipped_dossier_stand_in_their_order(reader, nagorno):
    response = reader.get(NAGORNO)
    assert response.status_code == 200
    found = headings(response.content.decode())
    wanted = [
        *("Quick facts", "Deaths", "Where", "When", "On this page", "Background", "Recent developments", "Concerns"),
        *("Timeline", "Who is involved", "Status of the territory", "Casualties as claimed", "Where sources disagree"),
        *("Not the same thing", "Agreements", "Schematic maps", "Pictures", "Resources", "See also", "Latest news"),
        *("How we know", "Funding and interests", "Words used here", "Footnotes", "Cite and share"),
    ]
    assert [heading for heading in found if heading in wanted] == wanted


def test_the_top_says_how_old_how_far_and_who_checked(reader, nagorno):
    text = words_of(reader.get(NAGORNO))
    assert "The text covers events to June 2024." in text
    assert "checked by the project, not by an editor" in text
    assert "Deadly violence, as editors assess it not assessed" in text
    assert "Type of conflict not rated Lens not rated" in text
    assert re.search(r"Figures to \d+ \w+ 20\d\d", text)


def test_every_event_actor_claim_table_and_agreement_of_the_dossier_is_on_the_page(reader, nagorno):
    content = reader.get(NAGORNO).content.decode()
    for event in nagorno.timeline:
        assert f'id="event-{event.key}"' in content
        assert f'href="#event-{event.key}"' in content, "the drawing leads to the list"
    for actor in nagorno.actors:
        assert f'id="actor-{actor.key}"' in content
    for deal in nagorno.agreements:
        assert f'id="agreement-{deal.key}"' in content
    assert content.count('class="data-table stacked claims"') == len(nagorno.casualties)
    assert content.count('class="disagreement"') == len(nagorno.disagreements)
    assert content.count('class="schematic-map"') == len(nagorno.maps)
    assert content.count("<img ") == len(nagorno.pictures)


def test_ids_are_unique_and_every_link_inside_the_page_has_its_target(reader, nagorno):
    content = reader.get(NAGORNO).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', content)
    assert len(ids) == len(set(ids))
    inside = {html.unescape(target) for target in re.findall(r'href="#([^"]+)"', content)}
    assert inside <= set(ids)


def test_footnotes_are_numbered_by_first_use_and_lead_back(reader, nagorno):
    content = reader.get(NAGORNO).content.decode()
    numbers = [int(number) for number in re.findall(r'class="note"[^>]*href="#fn-(\d+)"', content)]
    first_uses = list(dict.fromkeys(numbers))
    assert first_uses == list(range(1, len(first_uses) + 1))
    notes = re.findall(r'<li id="fn-(\d+)"><a href="#ref-(\d+)" role="doc-backlink"', content)
    assert notes == [(str(number), str(number)) for number in first_uses]
    assert len(notes) > 400


def test_a_figure_is_two_clicks_from_its_document_the_place_in_it_its_date_and_digest(reader, nagorno):
    content = reader.get(NAGORNO).content.decode()
    link = re.search(r'class="figure-number" href="(claims/enc-killed-2020-armenia/)">3,825<', content)
    record = reader.get(NAGORNO + link[1])
    text = words_of(record)
    assert "“Nagorno-Karabakh conflict facts for kids”" in text
    assert "characters 9131–9152" in text
    assert "3,825 soldiers killed" in text
    assert "8d77f7bda58b1517434e60fbc48974c71b8255d46fcf49c8762fadbef0af5d43" in text
    assert "Published not given" in text


def test_the_figures_that_are_taken_for_one_another_stand_apart_and_are_not_added(reader, nagorno):
    text = words_of(reader.get(NAGORNO))
    box = text[text.index("These figures are often taken for one another") : text.index("Agreements Ceasefire") if
               "Agreements Ceasefire" in text else text.rindex("Schematic maps")]  # fmt: skip
    assert re.search(r"Deaths in located events 2\d\d \(\d+–\d+\) partial, \d+ %", box)
    assert "Deaths in events within one month 1,793 partial, 68 %" in box
    assert "All violence in Azerbaijan, whatever the conflict." in box
    assert re.search(r"3,825 \[\d+\] .* counted by Armenia and Artsakh, on own losses", box)
    assert re.search(r"2,906 \[\d+\] .* counted by Azerbaijan, on own losses", box)
    assert "UCDP total 13,949 (13,316–20,194) complete" in box
    assert "Checked by the project, not by an editor." in box
    for sum_of_unlike in ("6,731", "2,109,", "4,699"):
        assert sum_of_unlike not in box


def test_latest_news_says_that_no_feed_is_connected(reader, nagorno):
    assert "No news feed is connected in this version, so nothing stands here." in words_of(reader.get(NAGORNO))


def test_the_page_keeps_to_the_content_policy(reader, nagorno):
    response = reader.get(NAGORNO)
    content = response.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", content)
    assert not re.search(r"<[^>]+\son\w+=", content)
    assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in re.findall(r"<script[^>]*>", content))
    assert not re.findall(r'(?:src|srcset)="(?:https?:)?//', content)
    assert not response.cookies


def test_the_page_tells_machines_what_it_is_and_what_it_cites(reader, nagorno):
    content = reader.get(NAGORNO).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', content, re.S)[1])
    assert data["@type"] == "Article"
    assert data["dateModified"] == nagorno.updated.isoformat()
    assert [work["name"] for work in data["citation"]] == [source.title for source in nagorno.sources]
    assert data["citation"][0]["identifier"].startswith("ni:///sha-256;")


def test_a_conflict_without_a_dossier_says_so_and_offers_editors_to_write_one(reader, starter):
    content = reader.get(PAGE).content.decode()
    assert "No dossier has been written for this conflict." in content
    assert '<a href="../../../admin/dossiers/write/sudan/" rel="nofollow">' in content


def test_a_dossier_that_is_withdrawn_leaves_the_page_of_data(reader, starter):
    with published(starter, small()):
        assert "The ministry counts" in words_of(reader.get(PAGE))
    assert "No dossier has been written" in words_of(reader.get(PAGE))


def test_parts_that_a_dossier_does_not_have_are_absent_and_what_matters_is_said(show):
    content = show(small()).content.decode()
    found = headings(content)
    absent = {
        *("Quick facts", "Background", "Timeline", "Who is involved", "Casualties as claimed", "Agreements", "Pictures"),
        *("Schematic maps", "Resources", "See also", "Words used here", "Corrections", "Where sources disagree"),
        *("Not the same thing", "Funding and interests", "Status of the territory", "Concerns", "Recent developments"),
    }
    assert not absent & set(found)
    assert "How we know" in found
    assert "No corrections so far." in content
    listed = re.findall(r'<li><a href="#([^"]+)">', content[content.index('class="contents"') : content.index("dossier__text")])
    assert listed == ["news", "how", "data", "violence", "forecast", "footnotes", "cite"]
    assert not re.search(r"<(ul|ol|dl|tbody)[^>]*>\s*</\1>", content)


def test_claims_that_changed_after_publication_are_counted_and_named(reader, starter):
    with published(starter, small()):
        before = reader.get(PAGE)
        assert "changed since" not in words_of(before)
        Snapshots(starter.root / "published").mark_behind(SLUG, ["doc-killed-2020"])
        after = reader.get(PAGE)
        assert "1 claim has changed since this page was published" in words_of(after)
        assert after["ETag"] != before["ETag"]
        assert "Editors have changed this claim since" in words_of(reader.get(f"{PAGE}claims/doc-killed-2020/"))


def test_an_assessment_shows_its_reason_author_and_review_date_and_expires_loudly(reader, starter, monkeypatch):
    from conflict_atlas.site.pages import shelf

    assessment = Assessment("worsening", "Shelling every week.", "A. Editor", date(2024, 1, 1), date(2024, 3, 1))
    with published(starter, small(assessment=assessment)):
        monkeypatch.setattr(shelf, "today", lambda: date(2024, 3, 1))
        standing = reader.get(PAGE)
        assert "worsening : Shelling every week. A. Editor, 1 January 2024; to be reviewed by 1 March 2024." in words_of(standing)
        assert "expired" not in words_of(standing)
        monkeypatch.setattr(shelf, "today", lambda: date(2024, 3, 2))
        expired = reader.get(PAGE)
        assert "The assessment below expired on 1 March 2024" in words_of(expired)
        assert expired["ETag"] != standing["ETag"]


def test_both_flags_of_editors_stand_together_and_each_expires_loudly(reader, starter, monkeypatch):
    from conflict_atlas.site.pages import shelf

    risk = ForwardFlag("Troops moved closer.", "A. Editor", date(2024, 1, 1), date(2024, 3, 1))
    chance = ForwardFlag("Talks were announced.", "B. Editor", date(2024, 1, 1), date(2024, 6, 1))
    with published(starter, small(risk_alert=risk, resolution_opportunity=chance)):
        monkeypatch.setattr(shelf, "today", lambda: date(2024, 3, 1))
        standing = reader.get(PAGE)
        told = words_of(standing)
        assert told.count("Looking forward, as editors judge") == 2
        assert "risk alert : Troops moved closer. A. Editor, 1 January 2024; to be reviewed by 1 March 2024." in told
        assert "resolution opportunity : Talks were announced. B. Editor" in told
        assert "expired" not in told
        monkeypatch.setattr(shelf, "today", lambda: date(2024, 3, 2))
        expired = reader.get(PAGE)
        assert "The risk alert below expired on 1 March 2024" in words_of(expired)
        assert "The resolution opportunity below expired" not in words_of(expired)
        assert expired["ETag"] != standing["ETag"]


def test_a_rating_names_whose_interest_it_takes(show):
    lens = Lens("Interests of Atlantis", "limited", "It is far away.", "A. Editor", date(2024, 1, 1))
    text = words_of(show(small(lens=lens, type_of_conflict="civil war")))
    assert "Interests of Atlantis: limited . It is far away. A. Editor, 1 January 2024" in text
    assert "Type of conflict civil war" in text


@pytest.mark.parametrize(
    ("checked_by", "words"),
    [
        (CheckedBy.NOBODY, "not checked by anybody yet"),
        (CheckedBy.PROJECT, "checked by the project, not by an editor"),
        (CheckedBy.ONE_PERSON, "checked by one person"),
        (CheckedBy.TWO_PEOPLE, "checked by two people"),
    ],
)
def test_the_page_says_who_checked_it(show, checked_by, words):
    claims = tuple(replace(claim, checked_by=checked_by) for claim in small().claims)
    assert f"Text and claims: {words}." in words_of(show(small(checked_by=checked_by, claims=claims)))


def test_a_second_look_at_one_figure_is_not_told_as_one_at_all(show):
    first, *others = small().claims
    text = words_of(
        show(small(checked_by=CheckedBy.TWO_PEOPLE, claims=(replace(first, checked_by=CheckedBy.TWO_PEOPLE), *others)))
    )
    assert "Last change of the page: checked by two people." in text
    assert f"Claims: {len(others)} checked by the project, not by an editor; 1 checked by two people." in text


def test_corrections_say_when_what_was_wrong_and_what_stands_there_now(show):
    correction = Correction(date(2024, 2, 3), "130 killed", "120 killed", "A slip of the pen.", "doc-killed-2020")
    text = words_of(show(small(corrections=(correction, replace(correction, date=date(2024, 2, 4), was="110 killed")))))
    assert "3 February 2024 It said: 130 killed It says now: 120 killed Record of the claim A slip of the pen." in text
    assert text.index("4 February 2024") < text.index("3 February 2024")


def test_dates_keep_the_precision_of_their_document_and_decades_that_hold_much_are_told_by_year(show):
    events = [
        NarratedEvent("old", "198X", "An old event", "Told.[^doc-said]"),
        NarratedEvent("month", "2019-05", "In May", "Told.[^doc-said]"),
        NarratedEvent("about", "2018~", "About then", "Told.[^doc-said]"),
        *(NarratedEvent(f"day-{day}", f"2020-09-{day:02}", "A day", "Told.[^doc-said]") for day in range(1, 14)),
    ]
    content = show(small(timeline=tuple(events))).content.decode()
    assert re.findall(r'<h3 class="era"[^>]*>([^<]+)', content) == ["1980s", "2010s", "2020"]
    text = words_of(show(small(timeline=tuple(events))))
    assert "1980s (known to the decade) An old event" in text
    assert "May 2019 (known to the month) In May" in text
    assert "about 2018 (known to the year, approximate) About then" in text
    assert "13 September 2020 A day" in text


def test_words_are_explained_and_related_pages_are_linked_only_where_they_exist(show):
    dossier = small(
        background="A [truce](term:truce) held in [another war](conflict:nagorno-karabakh) and [nowhere](conflict:atlantis).[^doc-said]",
        terms=(Term("truce", "truce", "A pause in *fighting*."),),
        see_also=(SeeAlso("Nagorno-Karabakh", "nagorno-karabakh"), SeeAlso("A war without a page")),
        resources=(Resource("A book", "A press", "backgrounder", "2020", "https://example.org/book"),),
    )
    content = show(dossier).content.decode()
    assert '<a class="term" href="#term-truce">truce</a>' in content
    assert '<div id="term-truce" tabindex="-1"><dt>truce</dt><dd>A pause in <em>fighting</em>.</dd></div>' in content
    assert '<a href="../../conflicts/nagorno-karabakh/">another war</a>' in content
    assert ">nowhere<" not in content
    assert "and nowhere." in content
    assert re.search(r"A war without a page <span[^>]*>\(no page here yet\)</span>", content)
    assert '<a href="https://example.org/book">A book</a>, A press, 2020' in content


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{ 7|add:7 }}{% now %}</title></script>"
MARKUP = HOSTILE.replace("<", "\\<").replace("{", "\\{").replace("'", "").replace("[", "\\[")


def whole(text: str, markup: str) -> Dossier:
    """A dossier with every part, and with the same text in every field that may hold any."""
    base = small()
    claim = base.claims[0]
    hostile_claim = replace(
        claim, text=text, claimant=text, side=text, population=text, place=text, method=text, note=text, measure=text, unit=text,
        quote="<b>120</b> 'soldiers'", rule_id=text, scope=text,
    )  # fmt: skip
    noted = f"{markup} {{doc-killed-2020}}[^doc-said]"
    return small(
        title=text,
        type_of_conflict=text,
        lead=noted,
        sources=(
            replace(base.sources[0], title=text, publisher=text, kind=text, licence=text, note=text, address="javascript:alert(1)"),
        ),
        claims=(hostile_claim, replace(base.claims[1], text=text, claimant=text)),
        background=noted, developments=noted, concerns=noted, how_we_know=noted, interests=noted,
        quick_facts=(QuickFact(FactKind.DATE, noted), QuickFact(FactKind.BELLIGERENTS, noted, text)),
        timeline=(NarratedEvent("one", "2020", text, noted, text, text),),
        actors=(Actor("one", text, text, (Role(text, noted, text, "2020"),)),),
        territory=(TerritoryStatus(text, "2020", text, text, noted),),
        casualties=(Tally(text, "2020", ("doc-killed-2020", "doc-said"), noted),),
        disagreements=(Disagreement(text, text, ("doc-killed-2020", "doc-said"), noted),),
        agreements=(Agreement("one", text, "2020", "2020", (text,), (text,), (noted,), noted),),
        resources=(Resource(text, text, text, "2020", "javascript:alert(1)", None, text),),
        see_also=(SeeAlso(text, None, text),),
        terms=(Term("one", text, markup),),
        assessment=Assessment(text, text, text, date(2020, 1, 1), date(2020, 2, 1)),
        risk_alert=ForwardFlag(text, text, date(2020, 1, 1), date(2020, 2, 1)),
        resolution_opportunity=ForwardFlag(text, text, date(2020, 1, 1), date(2020, 2, 1)),
        lens=Lens(text, text, text, text, date(2020, 1, 1)),
        corrections=(Correction(date(2020, 1, 1), text, text, text, "doc-killed-2020"),),
        beside=Beside(("doc-killed-2020",), "388", "AZE", 2020),
    )  # fmt: skip


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}claims/doc-killed-2020/", f"{PAGE}claims/doc-said/", "/en/sources/"])
def test_hostile_text_in_every_field_is_shown_as_text(show, path):
    dossier = whole(HOSTILE, MARKUP)
    assert sum("<script>" in text or "\\<script" in text for text in _texts(dossier)) > 60
    response = show(dossier, path)
    assert response.status_code == 200
    content = response.content.decode()
    allowed = re.compile(r'<script (src="[^"]+" defer|type="application/ld\+json")>')
    assert all(allowed.match(tag) for tag in re.findall(r"<script[^>]*>", content))
    assert len(re.findall(r"<title[ >]", content)) == content.count("</title>")
    assert "onerror=alert(1)>" not in re.sub(r"&gt;", "", content)
    assert "<img" not in content
    assert "<b>120" not in content
    assert 'href="javascript' not in content.lower()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', content, re.S):
        json.loads(block)


def test_a_former_slug_leads_to_the_slug_of_today_also_for_claims(reader, starter, monkeypatch):
    from conflict_atlas.events.catalogue import tracked

    monkeypatch.setattr(tracked, "redirect", lambda slug: SLUG if slug == "soudan" else None)
    assert reader.get("/en/conflicts/soudan/")["Location"] == PAGE
    assert reader.get("/en/conflicts/soudan/claims/doc-said/")["Location"] == f"{PAGE}claims/doc-said/"


def test_the_home_page_marks_which_conflicts_have_a_dossier(reader, starter):
    assert "Sudan</a> <span" not in reader.get("/en/").content.decode()
    with published(starter, small()):
        assert re.search(
            r'War in Sudan</a> <span class="dossier-mark">written dossier</span>', reader.get("/en/").content.decode()
        )


def test_the_sources_page_lists_the_documents_of_dossiers(reader, nagorno):
    text = words_of(reader.get("/en/sources/"))
    assert "Documents behind the dossiers" in text
    for source in nagorno.sources:
        assert source.title in text
        assert source.sha256 in text


@pytest.mark.parametrize("form", ["Khankendi", "Stepanakert", "Terter", "Shushi", "Zangezur"])
def test_the_search_finds_a_dossier_by_every_form_of_a_name_that_it_mentions(reader, nagorno, form):
    content = reader.get("/en/search/", {"q": form}).content.decode()
    told = content[content.index("In dossiers") :]
    assert '<a href="../conflicts/nagorno-karabakh/">' in told


def test_the_search_finds_actors_and_events_of_a_dossier(reader, nagorno):
    actors = reader.get("/en/search/", {"q": "minsk group"}).content.decode()
    assert re.search(r'href="\.\./conflicts/nagorno-karabakh/#actor-[^"]*minsk[^"]*"', actors)
    event = nagorno.timeline[0]
    found = reader.get("/en/search/", {"q": event.title}).content.decode()
    assert f'href="../conflicts/nagorno-karabakh/#event-{event.key}"' in found


def test_every_claim_of_the_shipped_dossier_has_a_page(nagorno):
    from conflict_atlas.site.pages.kinds import REGISTRY

    def rendered(claim: Claim) -> bytes:
        return REGISTRY.find(f"en/conflicts/nagorno-karabakh/claims/{claim.claim_id}/").render()

    assert all(b"<h1" in rendered(claim) for claim in nagorno.claims)


def test_every_disagreement_has_a_page_of_its_question_with_each_position(nagorno: Dossier, reader) -> None:
    page = reader.get(NAGORNO).content.decode()
    links = re.findall(r'href="(questions/[^"]+)"', page)
    assert len(links) == len(set(links)) == len(nagorno.disagreements)
    for link, item in zip(links, nagorno.disagreements, strict=True):
        answer = reader.get(NAGORNO + link)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert html.escape(item.topic, quote=False) in html.unescape(body).replace("&", "&amp;") or item.topic in html.unescape(
            body
        )
        for claim_id in item.claims:
            assert f"../../claims/{claim_id}/" in body
        assert "What would settle it" in body
        assert "Unknown: nobody has written what would settle it." in body


@pytest.mark.django_db
def test_what_would_settle_a_question_is_told_where_editors_wrote_it(show) -> None:
    dossier = small()
    item = replace(dossier.disagreements[0], settles="A list of the names of those who died.") if dossier.disagreements else None
    if item is None:
        claims = tuple(claim.claim_id for claim in dossier.claims[:2])
        notes = "".join(f"[^{name}]" for name in claims)
        item = Disagreement(
            "How many died", "contradiction", claims, f"They differ.{notes}", "A list of the names of those who died."
        )
    changed = replace(dossier, disagreements=(item,))
    page = show(changed).content.decode()
    link = re.search(r'href="(questions/[^"]+)"', page)
    assert link is not None
    body = show(changed, PAGE + link.group(1)).content.decode()
    assert "A list of the names of those who died." in body
    assert show(changed, PAGE + "questions/no-such-question/").status_code == 404
