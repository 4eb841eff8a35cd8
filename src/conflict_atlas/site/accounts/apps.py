"""The Django app of the accounts."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Roles, second factors, scheduled publishing."""

    name = "conflict_atlas.site.accounts"
    label = "atlas_accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """After every migration the groups get exactly the permissions that their role states; Wagtail gets our policies."""
        from conflict_atlas.site.accounts import policies

        policies.register()
        post_migrate.connect(_grant, sender=self, dispatch_uid="conflict_atlas.accounts.grant")


def _grant(using: str, **facts: Any) -> None:
    from django.db import DEFAULT_DB_ALIAS

    from conflict_atlas.site.accounts import groups

    if using == DEFAULT_DB_ALIAS and groups.tables_stand():
        groups.grant()
