import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import OpenFactFactory, ProgramFactory
from tests.factories.vendors import CapabilityLineFactory, VendorFactory
from vendors.choices import ListingState


@pytest.mark.django_db
def test_home_tells_a_visitor_how_much_the_directory_holds(client):
    CapabilityLineFactory()
    VendorFactory(state=ListingState.DRAFT)

    response = client.get(reverse("home"))

    assert "From a drug program to a defended choice of partners" in response.text
    assert (response.context["directory"].vendors, response.context["directory"].sites) == (1, 1)


def test_home_lists_a_sponsors_open_facts_by_program(member, sponsor, client_of):
    program = ProgramFactory(organisation=sponsor, code="AUR-1")
    OpenFactFactory(program=program, field="modality")
    OpenFactFactory(program=program, field="dosage_form")
    OpenFactFactory(program=program, field="current_phase", confirmed_at=timezone.now())

    response = client_of(member).get(reverse("home"))

    assert "Confirm 2 facts of AUR-1" in response.text
    assert response.context["desk"].facts_count == 2


def test_home_shows_a_stranger_nothing_of_a_sponsor(stranger, sponsor, client_of):
    program = ProgramFactory(organisation=sponsor, code="AUR-SECRET")
    OpenFactFactory(program=program)

    response = client_of(stranger).get(reverse("home"))

    assert "AUR-SECRET" not in response.text
    assert response.context["desk"].facts_count == 0


def test_home_offers_registration_only_to_those_who_may(evaluator, member, client_of):
    offered = [
        reverse("program-create") in client_of(user).get(reverse("home")).text
        for user in (evaluator, member)
    ]

    assert offered == [False, True]


def test_home_shows_a_curator_the_queue(curator, client_of):
    VendorFactory(name="Waiting Pharma", state=ListingState.IN_REVIEW)

    response = client_of(curator).get(reverse("home"))

    assert "Waiting Pharma" in response.text
    assert "<b>1 profile</b></a> waits for review" in response.text
    assert "?state__exact=in_review" in response.text
    assert "in the queue" not in response.text


@pytest.mark.django_db
def test_home_leads_a_vendors_contact_to_the_profile(client_of):
    organisation = OrganisationFactory(kind=OrganisationKind.VENDOR)
    VendorFactory(organisation=organisation)

    response = client_of(person(organisation, Role.VENDOR_CONTACT)).get(reverse("home"))

    assert reverse("own-profile") in response.text


@pytest.mark.parametrize("count", [1, 3, 100])
def test_home_query_count_is_flat(count, member, sponsor, client_of, django_assert_num_queries):
    for program in ProgramFactory.create_batch(count, organisation=sponsor):
        OpenFactFactory(program=program, field="modality")
    client = client_of(member)

    with django_assert_num_queries(20):
        client.get(reverse("home"))
