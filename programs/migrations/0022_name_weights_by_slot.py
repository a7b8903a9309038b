from django.db import migrations

from audit import acting


def name_by_slot(apps, schema_editor):
    """Name what a weight is for by phase and slot, which every program has, not by a need's id."""
    WeightSet, Need = apps.get_model("programs", "WeightSet"), apps.get_model("programs", "Need")
    with acting.as_system():
        for kept in WeightSet.objects.all():
            needs = Need.objects.filter(pk__in=kept.values)
            kept.values = {f"{need.phase}:{need.slot}": kept.values[str(need.pk)] for need in needs}
            kept.save(update_fields=["values"])


class Migration(migrations.Migration):
    dependencies = [("programs", "0021_row_level_security_of_plans")]

    operations = [migrations.RunPython(name_by_slot, migrations.RunPython.noop)]
