"""The page on which a reader reports an error."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conflict_atlas.site import sender
from conflict_atlas.site.pages.frame import HTML, Crumb, Head, Place, render
from conflict_atlas.site.reports import tokens
from conflict_atlas.site.reports.forms import ReportForm
from conflict_atlas.site.reports.models import Report


@dataclass(frozen=True)
class ReportPage:
    """What the form shows: what was written so far, and what to correct."""

    token: str
    page: str = ""
    text: str = ""
    mail: str = ""
    is_takedown: bool = False
    is_sent: bool = False
    problems: tuple[tuple[str, str], ...] = ()


# The form carries a signed token of its own; there is no session that a foreign page could ride on.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form, or keep what was sent."""
    if language not in settings.ATLAS_LANGUAGES:
        raise Http404
    with translation.override(language):
        if request.method == "POST":
            return _receive(request)
        page = request.GET.get("page", "")[:300]
        return _show(request, ReportPage(tokens.issue(), page=page, is_sent="sent" in request.GET))


def _show(request: HttpRequest, page: ReportPage, status: int = 200) -> HttpResponse:
    title = _("Report an error")
    head = Head(title, _("Tell us which figure or sentence is wrong."), (Crumb(title),))
    body = render("report.html", _place(request, page), head, page)
    return HttpResponse(body, status=status, content_type=HTML, headers={"Cache-Control": "no-store"})


def _place(request: HttpRequest, page: ReportPage) -> Place:
    return Place.of(request.path.lstrip("/"), (("page", page.page),) if page.page else ())


def _receive(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        problems = tuple((name, str(errors[0])) for name, errors in form.errors.items() if name in ("page", "text", "mail"))
        return _show(request, _again(request, problems or _untimely()), 400)
    if form.cleaned_data["website"]:
        return _thanks()
    try:
        name = tokens.accept(form.cleaned_data["token"])
    except tokens.Untimely:
        return _show(request, _again(request, _untimely()), 400)
    if not tokens.LIMIT.admits(sender.address(request)):
        full = (("text", _("Many reports came from here in the last hour. Your text is still below: send it again later.")),)
        return _show(request, _again(request, full), 429)
    cleaned = form.cleaned_data
    try:
        with transaction.atomic():
            Report.objects.create(
                page=cleaned["page"],
                text=cleaned["text"],
                mail=cleaned["mail"],
                is_takedown=cleaned["is_takedown"],
                token=name,
            )
    except IntegrityError:
        pass  # the same form was sent twice: the first one is kept
    return _thanks()


def _thanks() -> HttpResponse:
    response = HttpResponseRedirect("./?sent=1")
    response.status_code = 303
    return response


def _untimely() -> tuple[tuple[str, str], ...]:
    return (("text", _("The form was sent very fast or after a long time. Your text is still below: please send it again.")),)


def _again(request: HttpRequest, problems: tuple[tuple[str, str], ...]) -> ReportPage:
    sent = request.POST
    return ReportPage(
        tokens.issue(),
        page=sent.get("page", "")[:300],
        text=sent.get("text", "")[:5000],
        mail=sent.get("mail", "")[:254],
        is_takedown="is_takedown" in sent,
        problems=problems,
    )
