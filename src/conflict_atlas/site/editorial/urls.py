"""The addresses of the newsroom's own views, below ``/admin/``.

What may live here: the list. Wagtail adds its own for pages, pictures and the lists of claims, sources and corrections.
"""

from __future__ import annotations

from django.urls import path

from conflict_atlas.site.editorial.views import dossier_list, download, upload, write

urlpatterns = [
    path("dossiers/", dossier_list.DossierList.as_view(), name="atlas_dossiers"),
    path("dossiers/upload/", upload.Upload.as_view(), name="atlas_dossier_upload"),
    path("dossiers/write/<slug:slug>/", write.Write.as_view(), name="atlas_dossier_write"),
    path("dossiers/<slug:slug>/download/", download.Download.as_view(), name="atlas_dossier_download"),
]
