import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit import rls


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_row_level_security'),
        ('vendors', '0012_add_saved_searches'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='certificate',
            name='document',
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], default='open', max_length=10),
        ),
        migrations.CreateModel(
            name='CertificateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vendors.certificatefile'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vendors.certificatefile'),
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=150)),
                ('job', models.CharField(max_length=120)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('unproved', 'Address not proved'), ('waiting', 'Waiting'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], default='unproved', max_length=10)),
                ('token_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL)),
                ('vendor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='vendors.vendor')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProfileQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(blank=True, choices=[('DISC', 'Discovery'), ('PRE', 'Preclinical'), ('P1', 'Phase 1'), ('P2', 'Phase 2'), ('P3', 'Phase 3'), ('REG', 'Registration'), ('COM', 'Commercial'), ('PMK', 'Post-marketing')], max_length=4)),
                ('modality', models.CharField(blank=True, choices=[('SM', 'Small molecule'), ('HPA', 'Highly potent small molecule'), ('PEP', 'Peptide'), ('OLI', 'Oligonucleotide'), ('REC', 'Recombinant protein'), ('MAB', 'Antibody'), ('ADC', 'Antibody-drug conjugate'), ('VAC', 'Vaccine'), ('RNA', 'mRNA / LNP'), ('AAV', 'AAV gene therapy'), ('OVV', 'Oncolytic or other viral vector'), ('CTA', 'Autologous cell therapy'), ('CTL', 'Allogeneic cell therapy'), ('RP', 'Radiopharmaceutical')], max_length=4)),
                ('asked_on', models.DateField()),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('capability', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vendors.capability')),
                ('vendor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='vendors.vendor')),
            ],
            options={
                'ordering': ['asked_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Asker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='askers', to='vendors.profilequestion')),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.AddField(
            model_name='proposal',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='vendors.profilequestion'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('vendor', 'site', 'field', 'source'), name='vendors_one_draft_proposal', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['unproved', 'waiting'])), fields=('vendor', 'email'), name='vendors_one_open_claim'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'unproved'), models.Q(('token_hash', ''), ('user__isnull', False)), _connector='OR'), name='vendors_claim_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='profilequestion',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_on', None)), fields=('vendor', 'capability', 'phase', 'modality'), name='vendors_one_open_question'),
        ),
        migrations.AddConstraint(
            model_name='profilequestion',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on', None), ('answered_on__gte', models.F('asked_on')), _connector='OR'), name='vendors_question_dates'),
        ),
        migrations.AddConstraint(
            model_name='asker',
            constraint=models.UniqueConstraint(fields=('question', 'user'), name='vendors_one_asker'),
        ),
        rls.protect("vendors_asker"),
        rls.protect("vendors_certificatefile"),
    ]
