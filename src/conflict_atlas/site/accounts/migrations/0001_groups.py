"""The four groups of the newsroom; of the two that Wagtail brings, one is kept and emptied, one goes."""

from django.db import migrations

NAMES = ("Readers", "Contributors", "Editors", "Publishers")


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in NAMES:
        Group.objects.get_or_create(name=name)
    publishers = Group.objects.get(name="Publishers")
    moderators = Group.objects.filter(name="Moderators").first()
    if moderators is not None:
        # Wagtail's Moderators are what Publishers are here: whoever was one stays one, and so does the approval.
        publishers.user_set.add(*moderators.user_set.all())
        for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(groups=moderators):
            task.groups.add(publishers)
            if task.name == "Moderators approval":
                task.name = "Approval by a publisher"
                task.save()
        apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").update(
            name="Approval by a publisher"
        )
        moderators.delete()


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("atlas_reports", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
