"""How long a spreadsheet takes: half of its rows follow up what is known, half enter vendors."""

import time
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Count

from audit import acting
from bench import directory_world
from vendors.importers.sheet import run, writing
from vendors.importers.sheet.fields import BY_KEY, HEADINGS
from vendors.importers.sheet.table import Table
from vendors.models import CapabilityLine

ROWS = 10_000
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def measure(vendors: int, rows: int = ROWS) -> tuple[float, float, int]:
    """Return seconds of comparing and of writing, and the rows; the directory is left as it was."""
    table = Table(HEADINGS, list(enumerate(_cells(vendors, rows), start=2)))
    mapping = dict(zip(HEADINGS, BY_KEY, strict=True))
    with transaction.atomic():
        with acting.as_system():
            _count_on()
            begun = time.perf_counter()
            plan = run.planned(table, mapping, source="Bench", is_locked=True)
            compared = time.perf_counter()
            if plan.report().counts["skipped"]:
                raise RuntimeError(f"a row of the benchmark is wrong: {plan.report().skips[0]}")
            writing.write(plan, source="Bench", as_of=NOW.date(), by=None, now=NOW)
            written = time.perf_counter()
        transaction.set_rollback(True)
    return compared - begun, written - compared, rows


def _count_on() -> None:
    """Let new rows follow those that the world has numbered itself."""
    with connection.cursor() as cursor:
        for table in ("vendors_vendor", "vendors_site", "vendors_capabilityline"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )


def _cells(vendors: int, rows: int):
    known = directory_world.names(vendors)
    counts: dict[str, int] = {}
    for name in known:
        counts[name] = counts.get(name, 0) + 1
    known = [(pk, name) for pk, name in enumerate(known, start=1) if counts[name] == 1]
    known = known[:: max(1, len(known) // (rows // 2))]
    lines = CapabilityLine.objects.filter(site__in=[2 * pk - 1 for pk, _ in known]).order_by()
    single = lines.values("site_id", "capability_id").annotate(n=Count("pk")).filter(n=1)
    leaves = dict(single.order_by("capability_id").values_list("site_id", "capability_id"))
    known = [(pk, name) for pk, name in known if 2 * pk - 1 in leaves]
    for n in range(rows):
        pk, name = known[n // 2 % len(known)]
        said = {"Vendor": name, "Site": f"Site {2 * pk - 1}", "Capability": leaves[2 * pk - 1]}
        if n % 2:
            said = {
                "Vendor": f"New {n} Pharma",
                "Kind": "CDMO",
                "Site": "Plant",
                "Capability": "M4.06",
            }
        said |= {"Phases": "P1-P3", "Lead time, weeks": str(n // 2 % 50)}
        if n // 2 >= len(known):
            said |= {"Site": f"Another plant {n}"}
        yield [said.get(heading, "") for heading in HEADINGS]
