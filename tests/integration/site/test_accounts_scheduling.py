"""Planned publications: done when due, once; what fails is told, and holds up nothing."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from support.newsroom import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    from wagtail.models import Page

    return Page.objects.get(depth=2)


def draft(root, title):
    from wagtail.models import Page

    page = root.add_child(instance=Page(title=title, live=False))
    page.save_revision()
    return page


def plan(page, minutes=-1):
    """Planned by a publisher for some minutes from now."""
    from django.utils import timezone

    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision()
    revision.publish()
    assert revision.approved_go_live_at
    at = timezone.now() + timedelta(minutes=minutes)
    page.go_live_at = at
    revision.content["go_live_at"] = at.isoformat()
    revision.approved_go_live_at = at
    revision.save()
    return revision


def refuse(monkeypatch, title, sentence="the lead has a figure without a source."):
    """A gate before publishing that does not let the page with this title pass."""
    from wagtail.models import Revision

    publish = Revision.publish

    def gated(self, *arguments, **keywords):
        if self.content["title"] == title:
            raise ValueError(sentence)
        return publish(self, *arguments, **keywords)

    monkeypatch.setattr(Revision, "publish", gated)


def run(**options):
    from conflict_atlas.site.accounts import scheduling

    return scheduling.run(**options)


def test_what_is_due_is_published_and_what_is_not_waits(root):
    from conflict_atlas.site.accounts import scheduling

    due, later = draft(root, "Due"), draft(root, "Later")
    plan(later, minutes=5)
    assert not scheduling.is_due()
    plan(due)
    assert scheduling.is_due()
    outcome = run()
    assert (outcome.done, outcome.missed) == (1, 0)
    due.refresh_from_db()
    later.refresh_from_db()
    assert due.live
    assert not later.live
    assert not scheduling.is_due()
    assert run().done == 0


def test_a_run_that_was_overtaken_does_nothing_twice(root):
    from conflict_atlas.site.accounts import scheduling

    revision = plan(draft(root, "Due"))
    stale = scheduling._Publication(revision)
    assert run().done == 1
    assert stale.do() is False


def test_expiry_takes_a_page_down_once(root):
    from django.utils import timezone

    from conflict_atlas.site.accounts import scheduling

    page = draft(root, "Short")
    page.save_revision().publish()
    page.refresh_from_db()
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    stale = next(scheduling._due_expiries())
    assert run().done == 1
    page.refresh_from_db()
    assert not page.live
    assert page.expired
    assert scheduling._Expiry(stale).do() is False


def test_a_publication_that_fails_holds_up_no_other_and_is_not_tried_again(root, monkeypatch, caplog):
    from conflict_atlas.site.accounts import scheduling

    bad, good = draft(root, "Bad"), draft(root, "Good")
    plan(bad, minutes=-2)
    plan(good)
    refuse(monkeypatch, "Bad")
    with caplog.at_level(logging.ERROR):
        outcome = run()
    assert (outcome.done, outcome.missed) == (1, 1)
    assert "Bad" in caplog.text
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live
    assert not bad.live
    (missed,) = scheduling.missed_of(bad)
    assert missed.reason == "the lead has a figure without a source."
    assert not scheduling.is_due()
    assert run() == scheduling.Outcome(0, 0)


def test_an_expiry_that_fails_is_told_once(root, monkeypatch):
    from django.utils import timezone
    from wagtail.models import Page

    from conflict_atlas.site.accounts import scheduling

    page = draft(root, "Short")
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    def full(self, **keywords):
        raise OSError("no space left on the disk")

    monkeypatch.setattr(Page, "unpublish", full)
    assert run() == scheduling.Outcome(0, 1)
    assert run() == scheduling.Outcome(0, 0)
    assert [missed.get_what_display() for missed in scheduling.missed_of(page)] == ["expiry"]


def test_a_publication_that_nothing_refused_and_nothing_published_counts_as_missed(root, monkeypatch):
    from wagtail.models import Revision

    from conflict_atlas.site.accounts import scheduling

    page = draft(root, "Silent")
    plan(page)
    monkeypatch.setattr(Revision, "publish", lambda self, **keywords: None)
    assert run() == scheduling.Outcome(0, 1)
    assert "did not let it pass" in scheduling.missed_of(page)[0].reason


def test_half_a_publication_is_none(root, monkeypatch):
    from wagtail.signals import page_published

    from conflict_atlas.site.accounts import scheduling

    def full(**facts):
        raise OSError("no space left on the disk")

    page = draft(root, "Half")
    plan(page)
    page_published.connect(full)
    try:
        assert run() == scheduling.Outcome(0, 1)
    finally:
        page_published.disconnect(full)
    page.refresh_from_db()
    assert not page.live


def test_the_admin_tells_whoever_opens_it(root, monkeypatch):
    page = draft(root, "Bad")
    plan(page)
    refuse(monkeypatch, "Bad")
    run()
    boss = signed_in(person("administrator"))
    for path in ("/admin/", f"/admin/pages/{page.pk}/edit/"):
        text = boss.get(path).content.decode()
        assert "did not happen: the lead has a figure without a source." in text, path
        assert "not tried again" in text, path
    assert "Planned publication failed: the lead has a figure" in boss.get(f"/admin/pages/{page.pk}/history/").content.decode()


def test_it_is_put_aside_by_whoever_may_publish_and_by_publishing(root, monkeypatch):
    from conflict_atlas.site.accounts import scheduling

    page = draft(root, "Bad")
    plan(page)
    refuse(monkeypatch, "Bad")
    run()
    (missed,) = scheduling.missed_of(page)
    path = f"/admin/missed-publications/{missed.pk}/settle/"
    signed_in(person("editor")).post(path)
    assert scheduling.missed_of(page)
    assert signed_in(person("administrator")).post(path).status_code == 302
    assert not scheduling.missed_of(page)
    missed.settled_at = None
    missed.save()
    page.title = "Good"
    page.go_live_at = None
    page.save_revision().publish()
    assert not scheduling.missed_of(page)


def test_told_to_stop_it_stops_between_two_publications(root):
    for title in ("One", "Two"):
        plan(draft(root, title))
    answers = iter([False, True])
    assert run(stop=lambda: next(answers)).done == 1
    assert run().done == 1


def test_the_task_of_the_worker_does_it(root):
    from conflict_atlas.site.tasks import publish_planned

    plan(draft(root, "Due"))
    assert publish_planned.call() == {"done": 1, "missed": 0}


def test_a_dossier_that_the_gate_refuses_is_told_with_what_is_to_be_mended():
    from django.utils import timezone
    from wagtail.models import Revision

    from conflict_atlas.site.accounts import scheduling
    from conflict_atlas.site.editorial.models import DossierIndex, DossierPage

    page = DossierIndex.objects.get().add_child(instance=DossierPage(title="Sudan", slug="sudan", live=False))
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    assert run() == scheduling.Outcome(0, 1)
    page.refresh_from_db()
    assert not page.live
    (missed,) = scheduling.missed_of(page)
    assert "“Sudan” cannot be published." in missed.reason
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_the_worker_queues_one_run_and_no_second_while_it_waits(monkeypatch):
    from conflict_atlas.site.management.commands import atlas_worker

    class Waiting:
        is_finished = False

        def refresh(self):
            pass

    queued = []

    class Task:
        @staticmethod
        def enqueue():
            queued.append(Waiting())
            return queued[-1]

    def three_times(look, seconds, trouble):
        assert seconds == 60
        look()
        look()
        assert len(queued) == 1
        queued[0].is_finished = True
        look()

    monkeypatch.setattr(atlas_worker, "publish_planned", Task)
    monkeypatch.setattr(atlas_worker.scheduling, "is_due", lambda: True)
    monkeypatch.setattr(atlas_worker, "_repeat", three_times)
    atlas_worker._follow_plans()
    assert len(queued) == 2
