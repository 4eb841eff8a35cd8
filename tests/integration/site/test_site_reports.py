"""Reports of errors: without a cookie, against floods, for editors."""

from __future__ import annotations

import re

import pytest

from support import newsroom

pytestmark = pytest.mark.django_db
ADDRESS = "/en/report-an-error/"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Tests write faster than people."""
    from conflict_atlas.site.reports import tokens

    monkeypatch.setattr(tokens, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(tokens, "LIMIT", tokens.Limit())


def token_of(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def fill_in(reader, **changes: str):
    form = {"page": "en/conflicts/sudan/", "text": "The figure for 2025 is wrong.", "token": token_of(reader.get(ADDRESS))}
    return reader.post(ADDRESS, form | changes)


def test_a_report_is_kept_with_its_page(reader):
    from conflict_atlas.site.reports.models import Report

    response = fill_in(reader, mail="reader@example.org")
    assert response.status_code == 303
    assert not response.cookies
    assert "Thank you" in reader.get(ADDRESS + "?sent=1").content.decode()
    report = Report.objects.get()
    assert (report.page, report.mail, report.state) == ("en/conflicts/sudan/", "reader@example.org", "new")


def test_the_form_names_the_page_that_the_reader_came_from(reader):
    html = reader.get(ADDRESS + "?page=en/conflicts/sudan/").content.decode()
    assert 'value="en/conflicts/sudan/"' in html
    assert "Set-Cookie" not in html


def test_the_same_form_sent_twice_is_one_report(reader):
    from conflict_atlas.site.reports.models import Report

    token = token_of(reader.get(ADDRESS))
    assert fill_in(reader, token=token).status_code == 303
    assert fill_in(reader, token=token).status_code == 303
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Write what is wrong"),
        ({"text": "short"}, "Write a little more"),
        ({"mail": "no mail"}, "no mail address"),
        ({"token": "forged"}, "please send it again"),
        ({"token": ""}, "please send it again"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_text_and_a_reason(reader, changes, words):
    from conflict_atlas.site.reports.models import Report

    response = fill_in(reader, **changes)
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html
    if "text" not in changes:
        assert "The figure for 2025 is wrong." in html
    assert not Report.objects.exists()


def test_a_form_sent_in_no_time_is_asked_for_again(reader, monkeypatch):
    from conflict_atlas.site.reports import tokens

    monkeypatch.setattr(tokens, "LEAST_SECONDS", 3.0)
    assert fill_in(reader).status_code == 400


def test_a_machine_that_fills_every_field_is_thanked_and_forgotten(reader):
    from conflict_atlas.site.reports.models import Report

    assert fill_in(reader, website="https://spam.example").status_code == 303
    assert not Report.objects.exists()


def test_a_flood_from_one_sender_is_stopped(reader):
    from conflict_atlas.site.reports.tokens import REPORTS_AN_HOUR

    statuses = [fill_in(reader).status_code for _ in range(REPORTS_AN_HOUR + 1)]
    assert statuses == [303] * REPORTS_AN_HOUR + [429]


def test_a_whole_address_pasted_as_the_page_becomes_its_path(reader):
    from conflict_atlas.site.reports.models import Report

    fill_in(reader, page="https://atlas.example/en/about/")
    assert Report.objects.get().page == "en/about/"


def test_text_of_a_report_is_only_text(reader):
    response = fill_in(reader, text='<script>alert("x")</script> too', mail="no mail")
    assert "<script>alert" not in response.content.decode()


def test_editors_see_reports_in_the_admin(reader):
    from conflict_atlas.site.reports.models import Report

    fill_in(reader)
    editor = newsroom.signed_in(newsroom.person("editor"))
    listing = editor.get("/admin/snippets/atlas_reports/report/")
    assert listing.status_code == 200
    assert "The figure for 2025 is wrong." in listing.content.decode()
    edit = editor.get(f"/admin/snippets/atlas_reports/report/edit/{Report.objects.get().pk}/")
    assert edit.status_code == 200
    assert "'nonce-" in edit["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in edit["Content-Security-Policy"]
    for script in re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", edit.content.decode()):
        assert "nonce=" in script or "application/json" in script or "text/x-template" in script or "text/django" in script


def test_the_admin_asks_who_you_are(reader):
    response = reader.get("/admin/")
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
    assert reader.get("/admin/login/").status_code == 200
