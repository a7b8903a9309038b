import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit import rls


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_row_level_security'),
        ('vendors', '0011_add_search_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared with colleagues')),
                ('cadence', models.CharField(choices=[('off', 'No alert'), ('immediately', 'At once'), ('daily', 'Daily'), ('weekly', 'Weekly')], default='daily', max_length=11, verbose_name='alert')),
                ('seen', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('seen_transaction', models.BigIntegerField(default=0)),
                ('seen_changes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('seen_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'owner', 'query'), name='vendors_one_saved_search'), models.CheckConstraint(condition=models.Q(('cadence__in', ['off', 'immediately', 'daily', 'weekly'])), name='vendors_search_cadence')],
            },
        ),
        rls.protect("vendors_savedsearch"),
    ]
