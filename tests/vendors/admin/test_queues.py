import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from tests.factories.vendors import ClaimFactory
from vendors.choices import ClaimState

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:vendors_claim_changelist")


def act(desk, action, *claims, **data):
    data |= {"action": action, ACTION_CHECKBOX_NAME: [claim.pk for claim in claims]}
    return desk.post(QUEUE, data, follow=True).content.decode()


def test_claims_wait_oldest_first_without_those_that_prove_nothing(desk, now):
    newer, older = ClaimFactory(created_at=now), ClaimFactory(created_at=now.replace(year=2025))
    ClaimFactory(state=ClaimState.UNPROVED, user=None, email="x@vendor.example")
    ClaimFactory(state=ClaimState.DECLINED)

    assert list(desk.get(QUEUE).context["cl"].result_list) == [older, newer]


def test_a_claim_is_confirmed_and_a_second_curator_told(desk):
    claim = ClaimFactory()

    assert "is confirmed." in act(desk, "confirm", claim)
    claim.refresh_from_db()
    assert claim.state == ClaimState.CONFIRMED
    said = desk.post(
        f"{QUEUE}?state=all",
        {"action": "confirm", ACTION_CHECKBOX_NAME: [claim.pk]},
        follow=True,
    )
    assert "was confirmed already by Cura Tor" in said.content.decode()


def test_declining_asks_for_the_reason(desk):
    claim = ClaimFactory()

    assert "Decline with a reason" in act(desk, "decline", claim)
    act(desk, "decline", claim, reason="Not an address of the company.")

    claim.refresh_from_db()
    assert (claim.state, claim.reason) == (
        ClaimState.DECLINED,
        "Not an address of the company.",
    )
