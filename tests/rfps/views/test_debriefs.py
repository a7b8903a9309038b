"""The sponsor's pages of debriefs, and the vendor's page of its own outcome."""

import pytest
from django.urls import reverse
from django.utils import timezone

from rfps.services import debriefs
from tests.rfps import sealed
from tests.rfps.conftest import open_link

pytestmark = pytest.mark.django_db


def of(world, vendor: str):
    return world.rfp.debriefs.get(invitation=world.bids[vendor].invitation)


def test_the_list_is_empty_before_an_award_and_names_the_losers_after(client_of, world):
    client, address = client_of(world.buyer), reverse("rfp-debriefs", args=[world.rfp.pk])
    assert "They are written when an award is signed" in client.get(address).content.decode()
    world.award()
    page = client.get(address).content.decode()
    assert "Drug product: place 2 of 2, 81 points" in page
    assert "Drug product: not ranked" in page


def test_a_letter_is_changed_then_sent(client_of, world):
    world.award()
    debrief, client = of(world, "Hallowmere"), client_of(world.buyer)
    address = reverse("debrief-edit", args=[debrief.pk])
    assert "Dear Hallowmere" in client.get(address).content.decode()
    assert "required" in client.post(address, {"words": ""}).content.decode()
    client.post(address, {"words": "Dear all"})
    client.post(reverse("debrief-send", args=[debrief.pk]))
    sent = client.get(address).content.decode()
    assert "Dear all" in sent
    assert "<textarea" not in sent
    again = client.post(address, {"words": "Other"})
    assert "is sent" in again.content.decode()


@pytest.mark.parametrize("name", ["debrief-edit", "debrief-send"])
def test_it_is_procurements_to_send(client_of, world, stranger, name):
    world.award()
    address = reverse(name, args=[of(world, "Hallowmere").pk])
    assert client_of(stranger).post(address).status_code == 404
    assert client_of(world.lead).post(address).status_code == 403


@pytest.fixture
def outcome(client, world):
    """Give what a vendor reads on its page, in one browser in which its link is open."""
    opened = {}

    def read(vendor: str) -> str:
        if vendor not in opened:
            opened[vendor] = recipient = world.recipient(vendor)
            open_link(client, recipient.token, recipient.email)
            sealed.read_newest(recipient)
        address = reverse("respond-outcome", args=[opened[vendor].token])
        return client.get(address).content.decode()

    return read


def test_the_vendor_reads_what_became_of_its_own_bid(outcome, world):
    assert "has not decided yet" in outcome("Hallowmere")
    world.award()
    assert "has not chosen your bid" in outcome("Hallowmere")
    assert "Drug product is awarded to Cindervale" in outcome("Cindervale")
    for vendor in ("Hallowmere", "Brackenfell"):
        debriefs.send(debrief=of(world, vendor), by=world.buyer, now=timezone.now())
    page = outcome("Hallowmere")
    assert "Quality: 1, and 2 was needed" in page
    for other in ("Cindervale", "Brackenfell"):
        assert other not in page
