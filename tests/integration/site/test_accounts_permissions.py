"""Every view of the admin against every role. A view for which nobody has said who may use it fails the test.

The expectation stands in ``admin_views.txt`` beside this file: a pattern of URL names, who gets in with GET, who with POST.
"In" means that the view itself answers, be it with a page, a form that is not filled in, or "no such thing"; everybody else is
sent away before anything of it is done. Whatever a request changes is rolled back.
"""

from __future__ import annotations

import fnmatch
import gc
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.newsroom import device_of, person, signed_in

pytestmark = pytest.mark.django_db
ROLES = {"R": "reader", "C": "contributor", "E": "editor", "P": "publisher", "A": "administrator"}
TABLE = Path(__file__).with_name("admin_views.txt")


@dataclass(frozen=True)
class Rule:
    pattern: str
    get: str
    post: str


def rules() -> list[Rule]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Rule(*line.split()) for line in lines if line.strip() and not line.startswith("#")]


def rule_for(name: str) -> Rule | None:
    return next((rule for rule in rules() if fnmatch.fnmatchcase(name, rule.pattern)), None)


@dataclass(frozen=True)
class View:
    name: str
    pattern: str
    parameters: tuple[str, ...]


def admin_views() -> list[View]:
    """Every pattern below the admin, with the names of its arguments."""
    from django.urls import get_resolver
    from wagtail.admin import urls  # noqa: F401 - loading the hooks makes the patterns complete

    def walk(patterns: Any, prefix: str, space: str, parameters: tuple[str, ...]) -> Iterator[View]:
        for entry in patterns:
            here = (*parameters, *entry.pattern.converters, *re.findall(r"\?P<(\w+)>", str(entry.pattern)))
            if hasattr(entry, "url_patterns"):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, prefix + str(entry.pattern), inner, here)
            else:
                yield View(space + entry.name if entry.name else prefix + str(entry.pattern), prefix + str(entry.pattern), here)

    return [view for view in walk(get_resolver().url_patterns, "", "", ()) if view.pattern.startswith("admin/")]


def png(name: str) -> Any:
    """A picture of four pixels."""
    from io import BytesIO

    from django.core.files.base import ContentFile
    from PIL import Image

    with BytesIO() as file:
        Image.new("RGB", (2, 2), "white").save(file, "PNG")
        return ContentFile(file.getvalue(), name=name)


@pytest.fixture
def arguments(settings, tmp_path) -> list[tuple[str, str, Any]]:
    """What stands for an argument: URL name, name of the argument, value; the first line that fits."""
    from django.contrib.auth.models import Group
    from django.core.files.base import ContentFile
    from django.utils import timezone
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Collection, Site, Workflow

    from conflict_atlas.dossiers.claim import ClaimantRole, ClaimKind
    from conflict_atlas.kids.blank import blank
    from conflict_atlas.site.accounts.models import MissedPublication
    from conflict_atlas.site.claims import taking
    from conflict_atlas.site.editorial.models import (
        Claim,
        ClaimReview,
        Correction,
        DossierIndex,
        DossierPage,
        Publication,
        Source,
    )
    from conflict_atlas.site.kids.conversion import fill
    from conflict_atlas.site.kids.models import KidsEdition
    from conflict_atlas.site.reports.models import Report

    settings.MEDIA_ROOT = tmp_path
    owner = person("editor", "somebody-else")
    index = DossierIndex.objects.get()
    page = index.add_child(instance=DossierPage(title="Sudan", slug="sudan", live=False, owner=owner))
    revision = page.save_revision(user=owner)
    DossierPage.objects.filter(pk=page.pk).update(live=True, live_revision=revision)
    page.refresh_from_db()
    workflow = Workflow.objects.get(workflow_pages__page=index)
    state = workflow.start(page, owner)
    task = workflow.tasks.first()
    missed = MissedPublication.objects.create(
        what="publication",
        object_type="wagtailcore.page",
        object_id=str(page.pk),
        object_name="Sudan",
        planned_for=timezone.now(),
        reason="a test",
    )
    report = Report.objects.create(page="en/", text="a test", token="x" * 64)
    source = Source.objects.create(conflict="sudan", key="a", title="A", publisher="us", kind="report", sha256="0" * 64)
    claim = Claim.objects.create(
        conflict="sudan", claim_id="a-1", kind="statement", text="A", source="a", claimant="us", start=0, end=1
    )
    Claim.objects.update(claimant_role=next(iter(ClaimantRole)).value, kind=next(iter(ClaimKind)).value)
    correction = Correction.objects.create(conflict="sudan", was="a", now="b")
    decision = ClaimReview.objects.create(conflict="sudan", claim_id="a-1", name="somebody", decision="accepted")
    publication = Publication.objects.create(conflict="sudan", digest="0" * 64, at=timezone.now(), name="somebody")
    photo = get_image_model().objects.create(title="A map", file=png("map.png"), alt="A map", credit="us", licence="CC0-1.0")
    document = get_document_model().objects.create(title="A paper", file=ContentFile(b"x", name="paper.txt"))
    facts = taking.Facts("sudan", "paper", "A paper", "us", "report")
    read_ = taking.take(facts, b"On 4 May 2024 twelve civilians were killed in Nyala.\n", "paper.txt", owner)
    suggestion = read_.suggestions.filter(kind="figure").get()
    edition = KidsEdition()
    fill(edition, blank("sudan", "en", "Sudan", timezone.now().date()))
    edition.save()
    edition.save_revision(user=owner, clean=False)
    made = {
        "atlas_kids_begin|slug": "sudan",
        "atlas_kids_begin|language": "en",
        "atlas_kids_*|pk": edition.pk,
        "wagtailsnippet*_atlas_kids_kidsedition:*|pk": edition.pk,
        "wagtailsnippets_atlas_kids_*:*|revision_id": 999_999,
        "wagtailsnippets_atlas_kids_*:*|revision_id_a": "earliest",
        "wagtailsnippets_atlas_kids_*:*|revision_id_b": "latest",
        "atlas_accounts_settle|pk": missed.pk,
        "atlas_accounts_draft|pk": page.pk,
        "wagtail_2fa_device_list|user_id": owner.pk,
        "wagtail_2fa_device_*|pk": device_of(owner).pk,
        "wagtailadmin_api:pages:*|pk": page.pk,
        "wagtailadmin_api:documents:*|pk": document.pk,
        "wagtailadmin_api:*|action_name": "copy",
        "wagtailadmin_collections:*|pk": Collection.get_first_root_node().add_child(instance=Collection(name="Photos")).pk,
        "wagtailadmin_collections:*|collection_id": Collection.get_first_root_node().pk,
        "wagtailadmin_workflows:*task*|pk": task.pk,
        "wagtailadmin_workflows:*|pk": workflow.pk,
        "wagtailadmin_workflows:*|page_pk": index.pk,
        "wagtailadmin_workflows:*|workflow_pk": workflow.pk,
        "wagtailadmin_workflows:*|task_id": task.pk,
        "wagtailadmin_workflows:*|app_label": "wagtailcore",
        "wagtailadmin_workflows:*|model_name": "groupapprovaltask",
        "wagtailadmin_pages:*|workflow_state_id": state.pk,
        "wagtailadmin_pages:*|task_state_id": state.current_task_state.pk,
        "wagtailadmin_pages:*|task_id": task.pk,
        "wagtailadmin_pages:*|action_name": "reject",
        "wagtailadmin_pages:*|parent_page_id": index.pk,
        "wagtailadmin_pages:*|destination_id": index.pk,
        "wagtailadmin_pages:*|revision_id": revision.pk,
        "wagtailadmin_pages:*|revision_id_a": "earliest",
        "wagtailadmin_pages:*|revision_id_b": "latest",
        "wagtailadmin_pages:*|*app*": "atlas_editorial",
        "wagtailadmin_pages:*|*model_name": "dossierpage",
        "wagtailadmin_pages:*|*": page.pk,
        "wagtailadmin_*explore*|parent_page_id": index.pk,
        "wagtailadmin_choose_page_child|parent_page_id": index.pk,
        "wagtailadmin_tag*|app_name": "taggit",
        "wagtailadmin_tag*|model_name": "tag",
        "wagtail_bulk_action|app_label": "wagtailcore",
        "wagtail_bulk_action|model_name": "page",
        "wagtail_bulk_action|action": "delete",
        "wagtailadmin_editing_sessions:*|app_label": "wagtailcore",
        "wagtailadmin_editing_sessions:*|model_name": "page",
        "wagtailadmin_editing_sessions:*|object_id": str(page.pk),
        "wagtailadmin_editing_sessions:*|session_id": 999_999,
        "wagtailadmin_password_reset_confirm|*": "x-y",
        "wagtailredirects:*|redirect_id": Redirect.add_redirect("/en/old/", redirect_to="/en/about/").pk,
        "wagtaildocs*|uploaded_file_id": 999_999,
        "wagtaildocs*|*": document.pk,
        "wagtailimages:preview|filter_spec": "no-such-filter",
        "wagtailimages*|uploaded_file_id": 999_999,
        "wagtailimages*|*": photo.pk,
        "wagtailadmin_api:images:*|pk": photo.pk,
        "wagtailsites:*|pk": Site.objects.get().pk,
        "wagtailusers_users:*|pk": owner.pk,
        "wagtailusers_groups:*|pk": Group.objects.get(name="Readers").pk,
        "wagtailsnippet*_atlas_reports_report:*|pk": report.pk,
        "wagtailsnippet*_atlas_editorial_claim:*|pk": claim.pk,
        "wagtailsnippet*_atlas_editorial_source:*|pk": source.pk,
        "wagtailsnippet*_atlas_editorial_correction:*|pk": correction.pk,
        "wagtailsnippet*_atlas_editorial_claimreview:*|pk": decision.pk,
        "wagtailsnippet*_atlas_editorial_publication:*|pk": publication.pk,
        "wagtailsnippets_atlas_editorial_*:*|revision_id": 999_999,
        "wagtailsnippets_atlas_editorial_*:*|revision_id_a": "earliest",
        "wagtailsnippets_atlas_editorial_*:*|revision_id_b": "latest",
        "atlas_document|pk": read_.pk,
        "atlas_suggestion|pk": suggestion.pk,
        "atlas_dossier_write|slug": "sahel",
        "atlas_dossier_download|slug": page.slug,
    }
    return [(*key.split("|"), value) for key, value in made.items()]


class NoMessages:
    """Of a request that was turned away before anybody could say anything."""

    _queued_messages: list[object] = []


def path_of(view: View, arguments: list[tuple[str, str, Any]]) -> str:
    from django.urls import reverse

    if view.name == view.pattern:
        return "/" + view.pattern.replace("^.*/$", "nothing/at/all/")
    filled = {}
    for parameter in view.parameters:
        fitting = (
            value
            for name, key, value in arguments
            if fnmatch.fnmatchcase(view.name, name) and fnmatch.fnmatchcase(parameter, key)
        )
        filled[parameter] = next(fitting, None)
        assert filled[parameter] is not None, f"{view.name}: nothing stands for the argument {parameter!r}: add it to the fixture"
    return reverse(view.name, kwargs=filled)


def outcome(client: Any, method: str, path: str) -> str:
    """How a request ended: in, refused, login, factor, nothing (no such thing or no such method), broken.

    What it changed is rolled back, and what the client would remember of it is forgotten.
    """
    from django.db import transaction

    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.get(path) if method == "GET" else client.post(path, {})
        if response.streaming:
            b"".join(response)
        queued = [str(message) for message in getattr(response.wsgi_request, "_messages", NoMessages)._queued_messages]
        transaction.set_rollback(True)
    client.cookies = cookies
    location = response.get("Location", "") if response.status_code in (301, 302) else ""
    if location.startswith("/admin/login/?next="):
        return "login"
    if location.startswith("/admin/2fa/") and "?next=" in location:
        return "factor"
    if response.status_code == 403 or any("do not have permission" in text for text in queued):
        return "refused"
    if response.status_code >= 500:
        return "broken"
    return "nothing" if response.status_code in (404, 405) else "in"


@pytest.fixture
def unrendered(monkeypatch):
    """Who gets in is decided before a page is rendered, and rendering two thousand of them takes minutes."""
    from django.template.response import SimpleTemplateResponse

    def empty(self):
        self.content = b""
        return self

    monkeypatch.setattr(SimpleTemplateResponse, "render", empty)


# Wagtail 8.0.1 stumbles over these forms when they come empty; whoever gets that far was let in.
STUMBLES = {
    ("POST", "wagtailadmin_choose_page_external_link"),
    ("POST", "wagtailadmin_pages:copy"),
    ("POST", "wagtailredirects:process_import"),
    ("POST", "wagtailadmin_pages:edit"),
    ("POST", "wagtailadmin_pages:revisions_revert"),
    ("GET", "wagtailadmin_error_test"),
    ("POST", "wagtailadmin_error_test"),
}


def clients_by_letter() -> dict[str, Any]:
    clients = {letter: signed_in(person(role)) for letter, role in ROLES.items()}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def test_for_every_view_of_the_admin_somebody_has_said_who_may_use_it():
    assert [view.name for view in admin_views() if rule_for(view.name) is None] == []


def test_no_line_of_the_table_is_about_a_view_that_is_gone():
    used = {rule_for(view.name) for view in admin_views()}
    assert [rule.pattern for rule in rules() if rule not in used] == []


# Wagtail's preview of a picture does not close its temporary file.
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_every_role_gets_in_where_the_table_says_and_nowhere_else(arguments, unrendered, caplog):
    caplog.set_level(logging.CRITICAL)
    clients = clients_by_letter()
    wrong = []
    for view in admin_views():
        rule, path = rule_for(view.name), path_of(view, arguments)
        assert rule is not None, view.name
        for method, expected in (("GET", rule.get), ("POST", rule.post)):
            ends = {letter: outcome(client, method, path) for letter, client in clients.items()}
            broken = [letter for letter, end in ends.items() if end == "broken"]
            # A chooser without a form of its own to add what is missing stumbles over its absence.
            stumbles = (method, view.name) in STUMBLES or fnmatch.fnmatchcase(view.name, "wagtailsnippetchoosers_*:create")
            if broken and not stumbles:
                wrong.append(f"{method} {view.name} ({path}) breaks for {broken}")
            got = "".join(letter for letter, end in ends.items() if end in ("in", "broken")) or "-"
            if got != expected:
                wrong.append(f"{method} {view.name} ({path}): {got} got in, {expected} should")
    gc.collect()
    assert not wrong, "\n".join(wrong)


OPEN = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
RESET = {"wagtailadmin_password_reset", *(f"wagtailadmin_password_reset_{step}" for step in ("done", "confirm", "complete"))}


@pytest.mark.parametrize(
    ("who", "turned_away", "more"),
    [
        ("nobody", "login", set()),
        ("without a role", "login", set()),
        ("deactivated", "login", set()),
        # Led on to set up a device; the page for entering a code has nothing to ask and leads on as well.
        ("publisher without a device", "factor", {"wagtail_2fa_auth", "wagtail_2fa_device_new", "wagtail_2fa_device_qrcode"}),
        ("administrator without a device", "factor", {"wagtail_2fa_auth", "wagtail_2fa_device_new", "wagtail_2fa_device_qrcode"}),
        ("publisher who has not entered a code", "factor", {"wagtail_2fa_auth"}),
        ("editor who has not entered a code", "factor", {"wagtail_2fa_auth"}),
    ],
)
def test_whoever_is_not_all_the_way_in_gets_no_further_than_the_door(arguments, who, turned_away, more):
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    role = who.split()[0]
    if who == "without a role":
        client.force_login(get_user_model().objects.create_user("nobody"))
    elif who == "deactivated":
        user = person("administrator")
        client = signed_in(user)
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    elif who != "nobody":
        user = person(role)
        client = signed_in(user, second_factor=False)
        if "not entered" in who:
            device_of(user)
    client.raise_request_exception = False
    through = []
    for view in admin_views():
        for method in ("GET", "POST"):
            # Nobody's logout and login lead to the login, too.
            if view.name in OPEN | RESET:
                continue
            if outcome(client, method, path_of(view, arguments)) != turned_away:
                through.append(view.name)
    assert set(through) <= more


def test_a_contributor_edits_a_draft_of_their_own_and_publishes_nothing(arguments):
    from conflict_atlas.site.editorial.models import DossierIndex, DossierPage

    user = person("contributor")
    own = DossierIndex.objects.get().add_child(instance=DossierPage(title="Mali", slug="sahel", live=False, owner=user))
    own.save_revision(user=user)
    client = signed_in(user)
    allowed = {
        name: outcome(client, "GET", f"/admin/pages/{own.pk}/{name}/") for name in ("edit", "history", "unpublish", "privacy")
    }
    assert allowed == {"edit": "in", "history": "in", "unpublish": "refused", "privacy": "refused"}
    assert not own.permissions_for_user(user).can_publish()
