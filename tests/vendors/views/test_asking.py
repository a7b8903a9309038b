import pytest
from django.urls import reverse

from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    VendorFactory,
    keeper,
)
from vendors.models import Asker

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return CapabilityLineFactory(capability__code="Z1.10", phases=["P1"])


@pytest.fixture
def page(line):
    return reverse("vendor-ask", args=[line.site.vendor.slug])


def test_a_sponsor_asks_from_the_grid_and_sees_it_there(client_of, member, line, page):
    client = client_of(member)
    profile = line.site.vendor.get_absolute_url()
    CapabilityFactory(code="Z1.20", label="Milling")

    grid = client.get(profile).content.decode()
    assert f"{page}?capability=Z1.10&amp;phase=P2" in grid
    assert f"{page}?capability=Z1.20" in grid
    assert 'value="P2" selected' in client.get(f"{page}?capability=Z1.10&phase=P2").content.decode()
    answer = client.post(page, {"capability": "Z1.10", "phase": "P2"}, follow=True)

    said = answer.content.decode()
    assert "is asked, without your name" in said
    assert "waits for the vendor" in said


def test_another_sponsor_reads_nothing_of_it(client_of, member, stranger, line, page):
    client_of(member).post(page, {"capability": "Z1.10", "phase": "P2"})

    profile = client_of(stranger).get(line.site.vendor.get_absolute_url())

    assert profile.context["asked"] == []
    assert "waits for the vendor" not in profile.content.decode()


def test_what_is_known_or_no_code_is_refused_with_a_sentence(client_of, member, page):
    client = client_of(member)

    known = client.post(page, {"capability": "Z1.10", "phase": "P1"})
    wrong = client.post(page, {"capability": "X9.99", "phase": "P1"})

    assert "The profile answers this already" in known.content.decode()
    assert "not one of the available choices" in wrong.content.decode()
    assert not Asker.objects.exists()


def test_only_sponsors_ask_and_only_whom_they_see(client, client_of, member, other_sponsor, page):
    vendor = VendorFactory()
    private = VendorFactory(private_to=other_sponsor)

    assert client.get(page).status_code == 302
    assert client_of(keeper(vendor)).get(page).status_code == 404
    assert client_of(member).get(reverse("vendor-ask", args=[private.slug])).status_code == 404
