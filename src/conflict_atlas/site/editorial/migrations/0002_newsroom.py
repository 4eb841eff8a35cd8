"""The page that holds the dossiers, the workflow of the second pair of eyes, and decisions that nobody can change."""

from django.db import migrations
from wagtail.models import Page as TreePage

TABLE = "atlas_editorial_claimreview"
MESSAGE = "decisions about claims are never changed or removed"


def make_index(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    DossierIndex = apps.get_model("atlas_editorial", "DossierIndex")
    if DossierIndex.objects.exists():
        return
    # Wagtail's page of welcome is no page of this site: readers never see pages of the tree.
    welcome = Page.objects.filter(
        depth=2, slug="home", numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
    ).first()
    root = Page.objects.get(depth=1)
    last = Page.objects.filter(depth=2).order_by("path").last()
    step = TreePage._str2int(last.path[-TreePage.steplen :]) + 1 if last else 1
    content_type, _ = ContentType.objects.get_or_create(model="dossierindex", app_label="atlas_editorial")
    index = DossierIndex.objects.create(
        title="Dossiers",
        draft_title="Dossiers",
        slug="dossiers",
        content_type=content_type,
        path=TreePage._get_path(root.path, 2, step),
        depth=2,
        numchild=0,
        url_path="/dossiers/",
        locale_id=root.locale_id,
    )
    if welcome is not None:
        Site.objects.filter(root_page_id=welcome.pk).update(root_page_id=index.pk)
        Page.objects.filter(pk=welcome.pk).delete()
    elif not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page_id=index.pk, is_default_site=True)
    Page.objects.filter(pk=root.pk).update(numchild=Page.objects.filter(depth=2).count())


def make_workflow(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    SecondPairTask = apps.get_model("atlas_editorial", "SecondPairTask")
    DossierIndex = apps.get_model("atlas_editorial", "DossierIndex")
    content_type, _ = ContentType.objects.get_or_create(model="secondpairtask", app_label="atlas_editorial")
    task = SecondPairTask.objects.create(name="Second pair of eyes", active=True, content_type=content_type)
    task.groups.add(Group.objects.get(name="Publishers"))
    workflow = Workflow.objects.create(name="Second pair of eyes", active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=DossierIndex.objects.get().pk)


def lock_decisions(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for action in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{action.lower()} BEFORE {action} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION {TABLE}_locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_locked()"
        )


def unlock_decisions(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for action in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{action}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_locked()")


class Migration(migrations.Migration):
    dependencies = [
        ("atlas_editorial", "0001_dossiers"),
        ("atlas_accounts", "0001_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(make_index, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
        migrations.RunPython(lock_decisions, unlock_decisions),
    ]
