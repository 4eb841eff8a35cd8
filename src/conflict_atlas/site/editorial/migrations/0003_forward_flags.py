"""Risk alerts and resolution opportunities of editors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("atlas_editorial", "0002_newsroom"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossierpage",
            name="resolution_opportunity_author",
            field=models.CharField(blank=True, help_text="Filled in with your name.", max_length=200, verbose_name="author"),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="resolution_opportunity_date",
            field=models.DateField(blank=True, null=True, verbose_name="flagged"),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="resolution_opportunity_reason",
            field=models.TextField(
                blank=True,
                help_text="That there is a chance to end or contain it. Empty: none.",
                verbose_name="resolution opportunity",
            ),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="resolution_opportunity_review_by",
            field=models.DateField(
                blank=True,
                help_text="After this day the flag is shown as expired.",
                null=True,
                verbose_name="look at it again by",
            ),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="risk_alert_author",
            field=models.CharField(blank=True, help_text="Filled in with your name.", max_length=200, verbose_name="author"),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="risk_alert_date",
            field=models.DateField(blank=True, null=True, verbose_name="flagged"),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="risk_alert_reason",
            field=models.TextField(
                blank=True,
                help_text="That violence may begin or grow. Both flags may stand together. Empty: no alert.",
                verbose_name="risk alert",
            ),
        ),
        migrations.AddField(
            model_name="dossierpage",
            name="risk_alert_review_by",
            field=models.DateField(
                blank=True,
                help_text="After this day the flag is shown as expired.",
                null=True,
                verbose_name="look at it again by",
            ),
        ),
    ]
