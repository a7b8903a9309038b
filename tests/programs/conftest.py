import csv
from pathlib import Path

import pytest
from django.conf import settings

from vendors.models import Capability


@pytest.fixture
def taxonomy(db):
    text = (Path(settings.BASE_DIR) / "vendors/taxonomy.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return Capability.objects.bulk_create(
        Capability(
            is_core=row.pop("need") == "core",
            phases=row.pop("phases").split(),
            modalities=row.pop("modalities").split(),
            dosage_forms=row.pop("dosage_forms").split(),
            fda_operation=row.pop("fda_spl_operation"),
            **row,
        )
        for row in rows
    )
