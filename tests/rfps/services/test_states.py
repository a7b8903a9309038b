import itertools
from datetime import UTC, datetime

import pytest

from rfps.choices import RFP_TRANSITIONS, RFPState
from rfps.errors import RFPError
from rfps.models import RFP
from rfps.services import states
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db

LEGAL = [(start, end) for start, ends in RFP_TRANSITIONS.items() for end in ends]
ILLEGAL = [pair for pair in itertools.product(RFPState, RFPState) if pair not in LEGAL]


def in_state(state) -> RFP:
    return RFPFactory(state=state, issued_at=datetime(2026, 11, 2, tzinfo=UTC))


@pytest.mark.parametrize(("start", "end"), LEGAL)
def test_move_follows_the_table(start, end):
    rfp = in_state(start)

    states.move(rfp=rfp, to=end)

    assert RFP.objects.get(pk=rfp.pk).state == end


@pytest.mark.parametrize(("start", "end"), ILLEGAL)
def test_move_refuses_what_the_table_does_not_have(start, end):
    rfp = in_state(start)

    with pytest.raises(RFPError):
        states.move(rfp=rfp, to=end)

    assert RFP.objects.get(pk=rfp.pk).state == start


def test_the_table_has_nine_moves():
    assert len(LEGAL) == 9


def test_move_stores_its_facts_and_leaves_the_callers_instance_alone(now):
    rfp = RFPFactory()

    moved = states.move(rfp=rfp, to=RFPState.ISSUED, issued_at=now)

    assert (moved.state, moved.issued_at, rfp.state) == (RFPState.ISSUED, now, RFPState.DRAFT)


@pytest.mark.parametrize("state", [state for state in RFPState if state != RFPState.DRAFT])
def test_lock_draft_refuses_every_other_state(state):
    with pytest.raises(RFPError) as caught:
        states.lock_draft(in_state(state))

    assert str(caught.value).endswith("only a draft can be edited.")
