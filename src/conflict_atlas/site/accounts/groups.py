"""The roles of the newsroom: which group each is, and exactly what that group may do.

What may live here: the table of roles, and bringing the database's groups to what the table says. Administrators are
Django's superusers and need no group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ADMINISTRATOR = "administrator"
# Where dossiers live; before that page is made nobody but an administrator sees any page.
DOSSIER_INDEX = "atlas_editorial.DossierIndex"
SECOND_FACTOR = "wagtailadmin.enable_2fa"


@dataclass(frozen=True)
class Role:
    """What a group may do. ``models``: ``app.model`` to actions; ``pages``: on the dossiers; ``files``: in the library."""

    key: str
    group: str
    models: tuple[tuple[str, str], ...] = ()
    pages: str = ""
    files: tuple[tuple[str, str], ...] = ()
    second_factor: bool = False


_READING = (
    ("atlas_reports.report", "view"),
    ("atlas_editorial.claim", "view"),
    ("atlas_editorial.claimreview", "view"),
    ("atlas_editorial.correction", "view"),
    ("atlas_editorial.publication", "view"),
    ("atlas_editorial.source", "view"),
    ("atlas_claims.document", "view"),
    ("atlas_claims.suggestion", "view"),
    ("atlas_claims.suggestionreview", "view"),
    ("atlas_kids.kidsedition", "view"),
)
_CONTRIBUTING = (
    ("atlas_editorial.claim", "add"),
    ("atlas_editorial.source", "add"),
    ("atlas_editorial.dossier", "export"),
    ("atlas_claims.document", "add"),
    ("atlas_kids.kidsedition", "add"),
)
_EDITING = (
    ("atlas_reports.report", "change"),
    ("atlas_editorial.claim", "change"),
    ("atlas_editorial.correction", "add change"),
    ("atlas_editorial.source", "change"),
    ("atlas_editorial.dossier", "import"),
    ("atlas_claims.suggestion", "change"),
    ("atlas_kids.kidsedition", "change"),
)
_PUBLISHING = (
    ("atlas_reports.report", "delete"),
    ("atlas_editorial.claim", "delete"),
    ("atlas_editorial.correction", "delete"),
    ("atlas_editorial.source", "delete"),
    ("wagtailredirects.redirect", "add change delete"),
    ("atlas_kids.kidsedition", "delete publish"),
)
_IMAGE = "wagtailimages.image"
ROLES = (
    Role("reader", "Readers", _READING),
    Role("contributor", "Contributors", _READING + _CONTRIBUTING, pages="add", files=((_IMAGE, "add choose"),)),
    Role(
        "editor",
        "Editors",
        _READING + _CONTRIBUTING + _EDITING,
        pages="add change",
        files=((_IMAGE, "add change choose"),),
    ),
    Role(
        "publisher",
        "Publishers",
        _READING + _CONTRIBUTING + _EDITING + _PUBLISHING,
        pages="add change publish lock unlock bulk_delete",
        files=((_IMAGE, "add change choose delete"),),
        second_factor=True,
    ),
)
KEYS = (*(role.key for role in ROLES), ADMINISTRATOR)


def role(key: str) -> Role:
    """The role with this key. Raises KeyError."""
    return {role.key: role for role in ROLES}[key]


def tables_stand() -> bool:
    """False while only a part of the migrations has run."""
    needed = {GroupPagePermission._meta.db_table, GroupCollectionPermission._meta.db_table, Permission._meta.db_table}
    return needed <= set(connection.introspection.table_names())


@transaction.atomic
def grant() -> None:
    """Give every group exactly what its role states, whatever stood there before. May be called at any time."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    for entry in ROLES:
        group, _ = Group.objects.get_or_create(name=entry.group)
        group.permissions.set(_site_permissions(entry))
        _grant_pages(group, entry)
        _grant_files(group, entry)


def _site_permissions(entry: Role) -> list[Permission]:
    names = ["wagtailadmin.access_admin", *_names(entry.models)]
    if entry.second_factor:
        names.append(SECOND_FACTOR)
    return [_permission(name) for name in names]


def _names(models: Iterable[tuple[str, str]]) -> Iterable[str]:
    """``app.action_model`` for every action; a model that is not installed has none."""
    for label, actions in models:
        app, _, model = label.partition(".")
        if app in apps.app_configs:
            yield from (f"{app}.{action}_{model}" for action in actions.split())


def _permission(name: str) -> Permission:
    app, _, codename = name.partition(".")
    if name == SECOND_FACTOR:
        admin, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
        return Permission.objects.get_or_create(content_type=admin, codename=codename, defaults={"name": "Enable 2FA"})[0]
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _dossier_index() -> Page | None:
    app, _, model = DOSSIER_INDEX.partition(".")
    if app not in apps.app_configs:
        return None
    return apps.get_model(app, model).objects.order_by("depth", "pk").first()


def _grant_pages(group: Group, entry: Role) -> None:
    index = _dossier_index()
    kept = []
    for action in entry.pages.split() if index is not None else ():
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        kept.append(GroupPagePermission.objects.get_or_create(group=group, page_id=index.pk, permission=permission)[0].pk)
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()


def _grant_files(group: Group, entry: Role) -> None:
    root = Collection.get_first_root_node()
    kept = []
    for name in _names(entry.files):
        permission = _permission(name)
        kept.append(GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)[0].pk)
    GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=kept).delete()
