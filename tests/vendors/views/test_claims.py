import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.models import Email
from tests.factories.vendors import ClaimFactory, VendorFactory
from vendors.choices import ClaimState, ListingState
from vendors.models import Claim

pytestmark = pytest.mark.django_db

DATA = {"name": "Ida Lund", "email": "ida@fernhollow.example", "job": "Quality", "note": ""}


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def page():
    return reverse("vendor-claim", args=[VendorFactory(name="Fernhollow", slug="fernhollow").slug])


def link() -> str:
    mail = Email.objects.select_related("content").get(kind="claim-link")
    return "/vendors/claims/" + mail.content.text.partition("/claims/")[2].partition("\n")[0]


def test_a_visitor_claims_proves_and_is_signed_in(client, page):
    assert "Claim the profile" in client.get(page).content.decode()
    assert "A link was sent to" in client.post(page, DATA).content.decode()
    assert client.get(link()).status_code == 200  # a scanner opens it: nothing happens
    assert Claim.objects.get().state == ClaimState.UNPROVED

    answer = client.post(link(), {"name": "Ida", "password": "a long enough sentence"}, follow=True)

    assert answer.context["user"] == User.objects.get(email=DATA["email"])
    assert "Your claim of Fernhollow now waits for a curator." in answer.content.decode()
    assert "Waiting" in answer.content.decode()
    assert client.get(link()).status_code == 404


def test_who_is_signed_in_types_no_address(client_of, page, member):
    client = client_of(member)

    client.post(page, DATA)
    client.post(link())

    claim = Claim.objects.get()
    assert (claim.email, claim.user, claim.state) == (member.email, member, ClaimState.WAITING)


def test_a_weak_password_and_a_foreign_link_say_so(client, client_of, page, member):
    client.post(page, DATA)

    weak = client.post(link(), {"name": "Ida", "password": "short"})
    foreign = client_of(member).post(link())

    assert "too short" in weak.content.decode()
    assert "This link is for ida@fernhollow.example" in foreign.content.decode()


def test_an_open_claim_is_explained(client_of, page):
    claim = ClaimFactory(vendor__slug="other")

    answer = client_of(claim.user).post(reverse("vendor-claim", args=["other"]), DATA)

    assert "waits for a curator already" in answer.content.decode()


def test_a_vendor_that_is_not_seen_is_not_claimed(client):
    VendorFactory(slug="draft", state=ListingState.DRAFT)

    assert client.get(reverse("vendor-claim", args=["draft"])).status_code == 404


def test_too_many_claims_from_one_network_are_refused(page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"claim": "1/h/ip"}
    client = Client()

    client.post(page, DATA)
    answer = client.post(page, DATA | {"email": "other@fernhollow.example"})

    assert "Too many claims" in answer.content.decode()
    assert Claim.objects.count() == 1


def test_the_profile_offers_the_claim_to_all_but_sponsors(client, client_of, member, curator, page):
    profile = reverse("vendor-detail", args=["fernhollow"])

    assert page in client.get(profile).content.decode()
    assert page not in client_of(member).get(profile).content.decode()
    assert page not in client_of(curator).get(profile).content.decode()
