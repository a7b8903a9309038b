import importlib

import pytest
from django.apps import apps

from tests.factories.programs import NeedFactory, WeightSetFactory

migration = importlib.import_module("programs.migrations.0022_name_weights_by_slot")


@pytest.mark.django_db
def test_kept_weights_go_from_the_need_to_what_it_asks_for():
    need = NeedFactory(phase="P1", slot="M2.02")
    gone = str(need.pk + 1)
    kept = WeightSetFactory(program=need.program, values={str(need.pk): "2", gone: "7"})

    migration.name_by_slot(apps, None)

    kept.refresh_from_db()
    assert kept.values == {"P1:M2.02": "2"}
