from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0006_copy_without_post_codes")]

    operations = [
        migrations.AddField("story", "mapped", models.JSONField(default=list)),
    ]
