"""The markup of written text: what it reads, what it refuses with a line, and that nothing makes it slow or break."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.dossiers import markup, sentences
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.markup import (
    Bullets,
    ConflictLink,
    Emphasis,
    Figure,
    Heading,
    MarkupError,
    Note,
    Paragraph,
    TermLink,
    Text,
    WebLink,
    parse,
    plain,
    references,
)
from fixtures.dossier import CLAIMS

BY_ID = {claim.claim_id: claim for claim in CLAIMS}
PIECES = st.sampled_from(
    [
        *("{killed-by-north}", "[^fighting]", "[^", "{", "}", "]", "[", "(", ")", "*", "_", "**", "\n", "\n\n", "- ", "### "),
        *("word ", " ", "  \n", "<b>", "&amp;", "`", "![", "](term:a)", "](https://example.org/)", "](conflict:sudan)", "\\"),
        *("> ", "1. ", "---", "|", "\t", "    ", "\x00", "é", ". ", '"'),
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join))


def test_paragraphs_headings_and_lists_are_read_with_their_lines() -> None:
    blocks = parse("One *two*\nthree.\n\n### Head\n\n- a\n- b {x-1}\n")
    assert blocks == (
        Paragraph((Text("One "), Emphasis((Text("two"),)), Text(" three."))),
        Heading((Text("Head"),)),
        Bullets(((Text("a"),), (Text("b "), Figure("x-1")))),
    )
    assert [block.line for block in blocks] == [1, 4, 6]


def test_figures_and_footnotes_may_follow_one_another() -> None:
    assert parse("{a-1} fled.[^b][^c-2]") == (Paragraph((Figure("a-1"), Text(" fled."), Note("b"), Note("c-2"))),)


def test_links_lead_to_terms_conflicts_and_the_web() -> None:
    (paragraph,) = parse("[a *b*](term:line) [c](conflict:sudan) [d](https://example.org/x_(y)?z=1#k)")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (
        TermLink("line", (Text("a "), Emphasis((Text("b"),)))),
        Text(" "),
        ConflictLink("sudan", (Text("c"),)),
        Text(" "),
        WebLink("https://example.org/x_(y)?z=1#k", (Text("d"),)),
    )


def test_marks_can_be_written_as_marks() -> None:
    assert parse(r"\{x} \[^y] \*z\* a < b & c [d]") == (Paragraph((Text("{x} [^y] *z* a < b & c [d]"),)),)


def test_a_figure_knows_whether_it_opens_a_sentence() -> None:
    (paragraph,) = parse('{a} fled.[^n] {b} came, {c} left. "It is so." {d} stayed; *so* {e}.')
    assert isinstance(paragraph, Paragraph)
    found = {inline.claim_id: inline.opens for inline in paragraph.inlines if isinstance(inline, Figure)}
    assert found == {"a": True, "b": True, "c": False, "d": True, "e": False}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("<b>x</b>", 1, "HTML"),
        ("a\nb <i>c</i>", 2, "HTML"),
        ("<!-- x -->", 1, "HTML"),
        ("a\n\n<script>alert(1)</script>", 3, "HTML"),
        ("![x](y.png)", 1, "pictures of the dossier"),
        ("# x", 1, "### Heading"),
        ("x\n===", 1, "### Heading"),
        ("- a\n  - b", 1, "one paragraph"),
        ("-\n", 1, "one paragraph"),
        ("1. x", 1, "numbered lists"),
        ("> x", 1, "quotation marks"),
        ("a `b`", 1, "code marks"),
        ("```\nx\n```", 1, "fence"),
        ("    x", 1, "margin"),
        ("a\n\n---", 3, "blank line"),
        ("| a |\n|---|\n| 1 |", 1, "use a list"),
        ("**x**", 1, "*words*"),
        ("*a _b_ c*", 1, "stress inside stress"),
        ("###", 1, "empty"),
        ("{Foo}", 1, "claim id"),
        ("{}", 1, "claim id"),
        ("a\nb\nc [^A b]", 3, "claim id"),
        ("{a--b}", 1, "claim id"),
        ("[x](javascript:alert(1))", 1, "https://"),
        ("[x](data:text/html,1)", 1, "https://"),
        ("[x](/conflicts/)", 1, "https://"),
        ("[x](//example.org)", 1, "https://"),
        ("[x](term:A)", 1, "term:key"),
        ("[x](conflict:)", 1, "conflict:slug"),
        ("[x](<https://a b>)", 1, "https://"),
        ('[x](https://a.org "t")', 1, "without a title"),
        ("<https://a.org>", 1, "[words]"),
        ("[x {a}](https://a.org)", 1, "words alone"),
        ("[](https://a.org)", 1, "words alone"),
        ("x" * (markup.LONGEST_TEXT + 1), 1, "divide it"),
    ],
)
def test_what_is_not_in_the_markup_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse(text)
    assert caught.value.line == line
    assert what in str(caught.value)
    assert isinstance(caught.value, DossierError)


@given(TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        blocks = parse(text)
    except MarkupError as refused:
        blocks = ()
        line, what = refused.line, refused.what
    else:
        line, what = 1, "read"
    assert line >= 1
    assert what
    for block in blocks:
        assert all(run for run in markup.inlines_of(block))


@given(TEXTS)
def test_references_plain_words_and_sentences_agree(text: str) -> None:
    try:
        named = references(text)
    except MarkupError:
        return
    claims = {claim_id: replace(CLAIMS[1], claim_id=claim_id) for claim_id in named}
    told = sentences.of_text(text)
    assert {claim_id for sentence in told for claim_id in sentence.claims} == set(named)
    words = plain(text, claims)
    figures = sum(len(sentence.figures) for sentence in told)
    assert words.count("1,250") >= figures
    assert sum(sentence.text.count(sentences.FIGURE) for sentence in told) >= figures
    assert len(words.split("\n")) == sum(1 for block in parse(text) for _ in markup.inlines_of(block)) or not words


def test_plain_words_write_figures_and_leave_footnotes_out() -> None:
    text = "They fled.[^fighting] {killed-by-south} died, {share} of [it](term:line).\n\n- {wounded} were hurt"
    assert plain(text, BY_ID) == "They fled. About 2,000 died, one third of it.\nHundreds were hurt"


def test_plain_words_refuse_a_figure_of_nothing() -> None:
    with pytest.raises(MarkupError, match=r"line 3: \{zzz\} names no claim"):
        plain("a\n\n{zzz}", BY_ID)


def test_a_footnote_belongs_to_the_sentence_before_it() -> None:
    told = sentences.of_text(
        'The U.S. envoy came.[^a] {b} left. [^c] "It ended." No. 5 stayed[^d] at 3.5 km.\n\n### H\n\n- One. Two[^e]'
    )
    assert [(sentence.text, sentence.claims, sentence.line) for sentence in told] == [
        ("The U.S. envoy came.", ("a",), 1),
        ("{...} left.", ("b", "c"), 1),
        ('"It ended."', (), 1),
        ("No. 5 stayed at 3.5 km.", ("d",), 1),
        ("H", (), 3),
        ("One.", (), 5),
        ("Two", ("e",), 5),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *("[", "![", "*", "*a", "_a", "*_", "**a*", "[a](", "[](", "[^", "{", "{a", "<", "<a ", "`", "`a``", "&", "- ", "> "),
        *("\n- ", "a\n", "|\n|-", "###", "\\", "\t", "[a](term:b)", "{a}[^b]", "*a [b ", "]("),
    ],
)
def test_hostile_text_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        parse.cache_clear()
        start = process_time()
        with suppress(MarkupError):
            parse(text)
        return process_time() - start

    seconds(1_000)
    small, large = min(seconds(2_500) for _ in range(3)), min(seconds(10_000) for _ in range(3))
    # Four times the text; quadratic reading would take sixteen times as long. The rest is for a busy machine.
    assert large < 10 * small + 0.1


@pytest.mark.parametrize(
    ("opening", "closing"), [("*a _b ", "c_ d* "), ("*a [b ", "](https://a.org)* "), ("> ", ""), ("- ", "x")]
)
def test_deep_nesting_is_refused_and_breaks_nothing(opening: str, closing: str) -> None:
    with pytest.raises(MarkupError):
        parse(opening * 3_000 + closing * 3_000)
