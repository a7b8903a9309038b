import pytest

from audit.models import Event
from rfps.errors import RFPError
from rfps.services import openers

pytestmark = pytest.mark.django_db


def named(rfp) -> set:
    return set(rfp.openers.values_list("user__email", flat=True))


def test_others_replace_who_was_named(draft, procurement, colleague, now):
    openers.name(rfp=draft, users=[procurement], by=procurement, now=now)

    openers.name(rfp=draft, users=[colleague], by=procurement, now=now)

    assert named(draft) == {colleague.email}
    assert Event.objects.last().summary == "Col League will open the bids of RFP-2026-001"


def test_the_same_people_again_leave_no_trace(draft, procurement, now):
    for _ in range(2):
        openers.name(rfp=draft, users=[procurement], by=procurement, now=now)

    assert Event.objects.filter(verb="opener.named").count() == 1


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], "Name at least one person who will open the bids."),
        (
            ["procurement", "colleague", "org_admin"],
            "Name one or two people to open the bids, not more.",
        ),
        (["member"], "Who opens the bids works in procurement or wrote the request."),
        (["stranger"], "Who opens the bids works in procurement or wrote the request."),
    ],
)
def test_only_one_or_two_who_may(request, draft, procurement, now, people, sentence):
    openers.name(rfp=draft, users=[procurement], by=procurement, now=now)

    users = [request.getfixturevalue(name) for name in people]

    with pytest.raises(RFPError) as caught:
        openers.name(rfp=draft, users=users, by=procurement, now=now)

    assert str(caught.value) == sentence


def test_nobody_else_is_named_once_it_is_issued(issued, procurement, now):
    with pytest.raises(RFPError):
        openers.name(rfp=issued, users=[procurement], by=procurement, now=now)

    assert named(issued) == set()
