"""The groups of the newsroom have exactly what the table of roles says."""

from __future__ import annotations

import pytest

from conflict_atlas.cli.users import ROLES
from support import newsroom

pytestmark = pytest.mark.django_db


def permissions_of(name):
    from django.contrib.auth.models import Group

    return {
        f"{app}.{code}"
        for app, code in Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    }


def test_the_groups_are_the_four_of_the_newsroom_and_no_other():
    from django.contrib.auth.models import Group

    assert set(Group.objects.values_list("name", flat=True)) == {"Readers", "Contributors", "Editors", "Publishers"}


def test_the_command_line_knows_the_roles_that_there_are():
    from conflict_atlas.site.accounts import groups

    assert groups.KEYS == ROLES


def test_every_permission_of_the_table_exists():
    from conflict_atlas.site.accounts import groups

    for role in groups.ROLES:
        named = {
            f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
            for label, actions in role.models
            for action in actions.split()
        }
        extra = {groups.SECOND_FACTOR} if role.second_factor else set()
        assert permissions_of(role.group) == named | extra | {"wagtailadmin.access_admin"}


def test_only_publishers_publish_redirect_and_need_a_second_factor():
    assert {
        name for name in ("Readers", "Contributors", "Editors", "Publishers") if "wagtailadmin.enable_2fa" in permissions_of(name)
    } == {"Publishers"}
    assert not any(
        entry.startswith("wagtailredirects") for name in ("Readers", "Contributors", "Editors") for entry in permissions_of(name)
    )


def test_what_somebody_clicked_together_goes_at_the_next_migration():
    from django.contrib.auth.models import Group, Permission
    from django.core.management import call_command
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

    readers = Group.objects.get(name="Readers")
    readers.permissions.add(Permission.objects.get(codename="add_user"))
    GroupPagePermission.objects.create(
        group=readers, page=Page.objects.get(depth=1), permission=Permission.objects.get(codename="publish_page")
    )
    GroupCollectionPermission.objects.create(
        group=readers,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(content_type__app_label="wagtaildocs", codename="add_document"),
    )
    call_command("migrate", verbosity=0)
    assert "auth.add_user" not in permissions_of("Readers")
    assert not readers.page_permissions.exists()
    assert not readers.collection_permissions.exists()


def test_a_group_of_the_operators_own_is_left_alone():
    from django.contrib.auth.models import Group, Permission

    from conflict_atlas.site.accounts import groups

    own = Group.objects.create(name="Translators")
    own.permissions.add(Permission.objects.get(codename="access_admin"))
    groups.grant()
    assert permissions_of("Translators") == {"wagtailadmin.access_admin"}


def test_granting_twice_changes_nothing():
    from conflict_atlas.site.accounts import groups

    groups.grant()
    before = {role.group: permissions_of(role.group) for role in groups.ROLES}
    groups.grant()
    assert {role.group: permissions_of(role.group) for role in groups.ROLES} == before


def test_the_moderators_of_an_older_installation_become_publishers():
    from importlib import import_module

    from django.apps import apps
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow

    moderators = Group.objects.create(name="Moderators")
    somebody = newsroom.person("reader")
    somebody.groups.set([moderators])
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.set([moderators])
    import_module("conflict_atlas.site.accounts.migrations.0001_groups").make_groups(apps, None)
    assert [group.name for group in somebody.groups.all()] == ["Publishers"]
    task.refresh_from_db()
    assert task.name == "Approval by a publisher"
    assert [group.name for group in task.groups.all()] == ["Publishers"]
    assert not Workflow.objects.filter(name="Moderators approval").exists()


def test_makemigrations_finds_nothing_to_do():
    from django.core.management import call_command

    call_command("makemigrations", "atlas_accounts", check=True, dry_run=True, verbosity=0)
