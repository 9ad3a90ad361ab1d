import django.db.models.deletion
import suluh.kernel.ids
from django.db import migrations, models


def fill(apps, _schema_editor):
    """Give each post that a Copy's chain names a row of its own."""
    copies = apps.get_model("editorial", "Copy").objects.only("id", "post_codes")
    post = apps.get_model("editorial", "CopyPost")
    for copy in copies.iterator(chunk_size=500):
        post.objects.bulk_create(post(copy=copy, post_code=code) for code in copy.post_codes)


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0004_attachments'),
    ]

    operations = [
        migrations.CreateModel(
            name='CopyPost',
            fields=[
                ('id', models.UUIDField(default=suluh.kernel.ids.new_row_key, editable=False, primary_key=True, serialize=False)),
                ('post_code', models.CharField(max_length=40)),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='editorial.copy')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('post_code', 'copy'), name='editorial_one_post')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
