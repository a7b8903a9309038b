from decimal import Decimal

import pytest

from rfps.errors import RFPError
from rfps.models import RFP
from rfps.services import grid
from tests.factories.rfps import LotFactory, ScopeLineFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("quantity", "unit", "priced"),
    [
        (Decimal("20000"), "units/batch", (1, "batch", "At 20,000 units/batch")),
        (Decimal("2000.5"), "L", (1, "batch", "At 2,000.5 L")),
        (Decimal("120"), "subjects/study", (120, "subject", "")),
        (Decimal("24"), "sites", (24, "site", "")),
        (Decimal("3"), "batches", (3, "batches", "")),
        (None, "units/batch", (1, "batch", "")),
        (None, "sites", (1, "site", "")),
        (None, "", (1, "lump sum", "")),
        (Decimal("4"), "", (1, "lump sum", "")),
    ],
)
def test_a_line_is_priced_in_the_unit_of_its_scale(quantity, unit, priced):
    lot = LotFactory()
    ScopeLineFactory(lot=lot, rfp=lot.rfp, quantity=quantity, unit=unit)

    (line,) = grid.propose(lot=lot)

    assert (line.quantity, line.unit, line.note) == priced


def test_what_could_be_bought_is_optional():
    lot = LotFactory()
    for priority in ("must", "should", "could"):
        ScopeLineFactory(lot=lot, rfp=lot.rfp, priority=priority)

    assert [line.is_optional for line in grid.propose(lot=lot)] == [False, False, True]


def test_proposing_again_adds_only_what_is_new(draft, procurement, now):
    first = grid.propose_all(rfp=draft, by=procurement, now=now)
    lot = draft.lots.get()
    ScopeLineFactory(rfp=draft, lot=lot, position=9, label="Stability")

    second = grid.propose_all(rfp=draft, by=procurement, now=now)

    assert (first, second, grid.propose_all(rfp=draft, by=procurement, now=now)) == (2, 1, 0)
    assert [line.position for line in draft.gridline_set.all()] == [1, 2, 3]


def test_nothing_is_proposed_once_it_is_frozen(issued, procurement, now):
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    with pytest.raises(RFPError):
        grid.propose_all(rfp=issued, by=procurement, now=now)
