from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0005_chain_posts'),
    ]

    operations = [
        migrations.RemoveField(model_name='copy', name='post_codes'),
    ]
