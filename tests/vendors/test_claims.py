from datetime import timedelta

import pytest

from accounts import services as accounts
from accounts.choices import OrganisationKind, Role
from accounts.models import User
from audit.models import Event
from notifications.models import Email
from tests.factories.accounts import UserFactory
from tests.factories.vendors import ClaimFactory, ContactFactory, VendorFactory, keeper
from vendors import claims
from vendors.choices import ClaimState
from vendors.models import Claim, Vendor
from vendors.services import VendorError

pytestmark = pytest.mark.django_db

DATA = {"name": "Ida Lund", "job": "Quality", "note": "Ask our front desk."}


def claim(vendor, now, *, email="ida@fernhollow.example", user=None):
    return claims.claim(vendor=vendor, email=email, user=user, now=now, **DATA)


def token_of(row) -> str:
    mail = Email.objects.select_related("content").filter(to=row.email, kind="claim-link").last()
    return mail.content.text.partition("/claims/")[2].partition("/")[0]


def test_a_visitor_proves_the_address_and_has_an_account(now):
    row = claim(VendorFactory(), now)
    found = claims.find(token=token_of(row), now=now)

    user = claims.prove(claim=found, name="Ida Lund", password="a long enough sentence", now=now)

    row.refresh_from_db()
    assert (row.state, row.user, row.token_hash) == (ClaimState.WAITING, user, "")
    assert (user.email, user.proved_addresses) == (row.email, {row.email})
    assert user.organisation is None
    assert claims.find(token=token_of(row), now=now) is None


def test_who_has_proved_the_address_waits_at_once(now):
    user = UserFactory(email="ida@fernhollow.example")
    accounts.prove_address(user)

    row = claim(VendorFactory(), now, user=user)

    assert (row.state, row.user) == (ClaimState.WAITING, user)
    assert not Email.objects.filter(kind="claim-link").exists()


def test_an_address_with_an_account_is_proved_by_its_owner_alone(now):
    owner = UserFactory(email="ida@fernhollow.example")
    row = claim(VendorFactory(), now)

    with pytest.raises(accounts.AccountError, match="Sign in, then open the link again"):
        claims.prove(claim=row, name="Ida", password="a long enough sentence", now=now)
    with pytest.raises(accounts.AccountError, match="Sign in with that address"):
        claims.prove(claim=row, user=UserFactory(), now=now)
    assert claims.prove(claim=row, user=owner, now=now) == owner
    assert User.objects.filter(email=row.email).count() == 1


def test_a_link_runs_out(now):
    row = claim(VendorFactory(), now)

    assert claims.find(token=token_of(row), now=now + claims.LINK_LASTS) is None


def test_a_link_is_not_sent_twice_at_once_and_a_new_one_replaces_the_old(now):
    vendor = VendorFactory()
    old = token_of(claim(vendor, now))

    with pytest.raises(VendorError, match="a moment ago"):
        claim(vendor, now + timedelta(minutes=1))
    later = now + timedelta(hours=1)
    claim(vendor, later)

    assert claims.find(token=old, now=later) is None
    assert Claim.objects.count() == 1


def test_a_claim_that_waits_is_not_made_again(now):
    row = ClaimFactory()

    with pytest.raises(VendorError, match="waits for a curator already"):
        claim(row.vendor, now, email=row.email.upper(), user=row.user)


def test_nobody_claims_a_private_entry_or_what_is_theirs(sponsor, now):
    vendor = VendorFactory()

    with pytest.raises(VendorError, match="nobody can claim"):
        claim(VendorFactory(private_to=sponsor), now)
    with pytest.raises(VendorError, match=r"keep the profile .* already"):
        claim(vendor, now, user=keeper(vendor))


def test_a_confirmed_claim_makes_the_vendors_organisation_and_its_first_admin(curator, now):
    row = ClaimFactory()

    claims.confirm(claim=row, by=curator, now=now)

    vendor = Vendor.objects.get()
    assert (vendor.organisation.kind, vendor.organisation.name) == (
        OrganisationKind.VENDOR,
        vendor.name,
    )
    user = User.objects.get(pk=row.user_id)
    assert (user.organisation, user.acting.roles) == (
        vendor.organisation,
        [Role.VENDOR_CONTACT, Role.ADMIN],
    )
    assert vendor.contacts.get().email == row.email
    assert Email.objects.get(kind="claim-confirmed").to == row.email
    assert Event.objects.get(verb="claim.confirmed").actor == curator


def test_the_second_person_joins_without_being_admin(curator, now):
    vendor = VendorFactory()
    keeper(vendor)
    ContactFactory(vendor=vendor)
    row = ClaimFactory(vendor=vendor)

    claims.confirm(claim=row, by=curator, now=now)

    member = row.user.memberships.get()
    assert (member.organisation, member.roles) == (vendor.organisation, [Role.VENDOR_CONTACT])
    assert vendor.contacts.get(email=row.email).is_primary is False


def test_a_sponsors_person_goes_on_acting_for_the_sponsor(curator, member, now):
    claims.confirm(claim=ClaimFactory(user=member), by=curator, now=now)

    member.refresh_from_db()
    assert member.acts_for(OrganisationKind.SPONSOR)


def test_a_declined_claim_tells_the_reason(curator, now):
    row = ClaimFactory()

    with pytest.raises(VendorError, match="Give a reason"):
        claims.decline(claim=row, reason=" ", by=curator, now=now)
    claims.decline(claim=row, reason="Not an address of yours.", by=curator, now=now)

    mail = Email.objects.select_related("content").get(kind="claim-declined")
    assert "Not an address of yours." in mail.content.text
    assert not row.user.memberships.exists()


def test_of_two_curators_one_decides_and_the_other_is_told(curator, now):
    row = ClaimFactory()
    claims.confirm(claim=row, by=curator, now=now)

    with pytest.raises(VendorError, match="was confirmed already by Cura Tor"):
        claims.decline(claim=row, reason="No.", by=curator, now=now)
