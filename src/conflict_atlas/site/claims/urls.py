"""The addresses of the claims desk, below ``/admin/``."""

from __future__ import annotations

from django.urls import path

from conflict_atlas.site.claims.views import document, documents, review

urlpatterns = [
    path("documents-read/", documents.Documents.as_view(), name="atlas_documents"),
    path("documents-read/add/", documents.Add.as_view(), name="atlas_document_add"),
    path("documents-read/review/", review.Queue.as_view(), name="atlas_review"),
    path("documents-read/rules/", review.Rules.as_view(), name="atlas_rules"),
    path("documents-read/<int:pk>/", document.DocumentView.as_view(), name="atlas_document"),
    path("documents-read/suggestions/<int:pk>/", review.Review.as_view(), name="atlas_suggestion"),
]
