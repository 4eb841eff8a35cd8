"""The addresses of the editions' own views, below ``/admin/``."""

from __future__ import annotations

from django.urls import path

from conflict_atlas.site.kids import views

urlpatterns = [
    path("kids/", views.EditionList.as_view(), name="atlas_kids"),
    path("kids/begin/<slug:slug>/<str:language>/", views.begin, name="atlas_kids_begin"),
    path("kids/<int:pk>/feedback/", views.say, name="atlas_kids_feedback"),
    path("kids/<int:pk>/publish/", views.Publish.as_view(), name="atlas_kids_publish"),
]
