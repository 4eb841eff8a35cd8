"""Redirects that editors keep lead on where nothing is published, and nowhere else."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def keep(old, to, permanent=True):
    from wagtail.contrib.redirects.models import Redirect

    return Redirect.add_redirect(old, redirect_to=to, is_permanent=permanent)


@pytest.mark.parametrize(
    ("old", "to", "asked", "led"),
    [
        ("/en/karabakh/", "/en/conflicts/nagorno-karabakh/", "/en/karabakh/", "/en/conflicts/nagorno-karabakh/"),
        ("/en/karabakh", "/en/conflicts/nagorno-karabakh/", "/en/karabakh/", "/en/conflicts/nagorno-karabakh/"),
        ("/karabakh/", "/conflicts/nagorno-karabakh/", "/en/karabakh/", "/en/conflicts/nagorno-karabakh/"),
        ("/karabakh/", "/en/conflicts/nagorno-karabakh/", "/en/karabakh/", "/en/conflicts/nagorno-karabakh/"),
        ("/old.csv", "/export/csv?conflict=388", "/old.csv", "/export/csv?conflict=388"),
        ("/en/old/", "http://127.0.0.1:8000/en/about/#privacy", "/en/old/", "/en/about/#privacy"),
        ("/en/report-2020/", "https://ucdp.uu.se/downloads/", "/en/report-2020/", "https://ucdp.uu.se/downloads/"),
    ],
)
def test_an_old_address_leads_on_in_the_language_of_the_reader(reader, old, to, asked, led):
    keep(old, to)
    response = reader.get(asked)
    assert (response.status_code, response["Location"]) == (301, led)
    assert response["Cache-Control"] == "no-cache"


def test_an_old_address_leads_to_the_public_page_of_a_dossier(reader):
    from conflict_atlas.site.editorial.models import DossierIndex, DossierPage

    index = DossierIndex.objects.get()
    keep("/en/darfur/", index.add_child(instance=DossierPage(title="Sudan", slug="sudan", live=False)))
    assert reader.get("/en/darfur/")["Location"] == "/en/conflicts/sudan/"
    keep("/en/all/", index)
    assert reader.get("/en/all/").status_code == 404, "the list of dossiers is no page for readers"


def test_one_that_is_not_for_good_says_so(reader):
    keep("/en/now/", "/en/about/", permanent=False)
    assert reader.get("/en/now/").status_code == 302


def test_a_page_that_is_published_is_never_led_away(reader):
    keep("/en/about/", "https://example.org/")
    assert reader.get("/en/about/").status_code == 200


def test_several_behind_each_other_are_one_step(reader):
    keep("/en/a/", "/en/b/")
    keep("/en/b/", "/en/c/", permanent=False)
    keep("/en/c/", "/en/about/")
    response = reader.get("/en/a/")
    assert (response.status_code, response["Location"]) == (302, "/en/about/")


@pytest.mark.parametrize("circle", [[("/en/a/", "/en/a/")], [("/en/a/", "/en/b/"), ("/en/b/", "/en/a")], [("/a/", "/en/a/?x=1")]])
def test_a_circle_is_a_missing_page(reader, circle):
    for old, to in circle:
        keep(old, to)
    assert reader.get("/en/a/").status_code == 404


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "https://good.example@evil.example/",
        "https://\\evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_what_only_looks_like_a_path_or_an_address_leads_nowhere(reader, to):
    keep("/en/a/", to)
    assert reader.get("/en/a/").status_code == 404


@pytest.mark.parametrize("asked", ["/en/a/?next=https://evil.example/", "/en/a/?url=//evil.example", "//evil.example/en/a/"])
def test_what_a_reader_adds_to_the_address_is_not_followed(reader, asked):
    keep("/en/a/", "/en/about/")
    response = reader.get(asked)
    assert response.status_code == 404 or response["Location"] == "/en/about/"


def test_a_page_asks_the_database_nothing(reader, django_assert_num_queries):
    reader.get("/en/about/")
    with django_assert_num_queries(0):
        reader.get("/en/about/")
    with django_assert_num_queries(2):
        assert reader.get("/en/nothing-is-called-so/").status_code == 404
