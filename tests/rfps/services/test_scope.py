from decimal import Decimal

import pytest

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import RFP
from rfps.services import scope

pytestmark = pytest.mark.django_db

LINE = {
    "label": "Stability study",
    "phase": "P2",
    "quantity": Decimal("3"),
    "unit": "batches",
    "priority": "could",
    "note": "ICH climate",
}


def test_add_puts_a_line_at_the_end(draft, procurement, now):
    line = scope.add(lot=draft.lots.get(), data=LINE, by=procurement, now=now)

    assert (line.position, line.label, line.quantity) == (3, "Stability study", 3)
    assert Event.objects.last().summary == "Scope line added: P2 Stability study"


def test_edit_keeps_the_key(draft, procurement, now):
    line = draft.scope_lines.first()
    key = line.key

    scope.edit(line=line, data={"label": "Tablets"}, by=procurement, now=now)

    line.refresh_from_db()
    assert (line.label, line.key) == ("Tablets", key)


def test_remove_takes_one_line(draft, procurement, now):
    scope.remove(line=draft.scope_lines.first(), by=procurement, now=now)

    assert [line.label for line in draft.scope_lines.all()] == ["Commercial tablets"]


def test_what_is_issued_changes_until_the_last_addendum(issued, procurement, now):
    scope.add(lot=issued.lots.get(), data=LINE, by=procurement, now=now)

    assert issued.scope_lines.last().label == "Stability study"
    assert len(issued.versions.get().content["lots"][0]["lines"]) == 2


def test_nothing_changes_once_it_is_frozen(issued, procurement, now):
    line, lot = issued.scope_lines.first(), issued.lots.get()
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    for move in (
        lambda: scope.add(lot=lot, data=LINE, by=procurement, now=now),
        lambda: scope.edit(line=line, data=LINE, by=procurement, now=now),
        lambda: scope.remove(line=line, by=procurement, now=now),
    ):
        with pytest.raises(RFPError):
            move()

    assert [one.label for one in issued.scope_lines.all()] == [
        "Clinical tablets",
        "Commercial tablets",
    ]
