"""Which path leads where: the admin, files, reports, and the registry of publications for everything else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, re_path
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_document_urls

from conflict_atlas.site import built_files, serve
from conflict_atlas.site.reports import views as report_views


def home(request: HttpRequest) -> HttpResponse:
    """The address without a language leads to the one that the browser asks for, or to the first."""
    response = HttpResponseRedirect(f"{_wanted(request)}/")
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _wanted(request: HttpRequest) -> str:
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        main = code.partition("-")[0]
        if main in settings.ATLAS_LANGUAGES:
            return main
    return settings.ATLAS_LANGUAGES[0]


def health(request: HttpRequest) -> HttpResponse:
    """The web process answers; the supervisor asks here."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("", home),
    path("healthz", health),
    path("built/<path:name>", built_files.built, name="built"),
    path("static/<path:name>", built_files.admin_static),
    path("media/<path:name>", built_files.media),
    path("admin/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_document_urls)),
    re_path(r"^(?P<language>[a-z]{2})/report-an-error/$", report_views.report, name="report"),
    re_path(r"^(?P<path>.*)$", serve.publication),
]

handler404 = "conflict_atlas.site.pages.errors.handle_404"
handler500 = "conflict_atlas.site.pages.errors.handle_500"
handler400 = "conflict_atlas.site.pages.errors.handle_400"
