"""A shortlist of three, a draft made from it, and the same issued."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from audit import acting
from notifications.models import Email
from programs.choices import Priority
from rfps.models import RFP, Recipient
from rfps.services import disclosure
from rfps.services import rfp as rfp_services
from tests.factories.accounts import person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory
from tests.rfps import decided, panels, sealed
from vendors.choices import Phase

DEADLINE = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def data() -> dict:
    return {
        "title": "Drug product, tablets",
        "kind": "RFP",
        "message": "Please plan for two campaigns.",
        "deadline_at": DEADLINE,
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR", "CHF"],
    }


@pytest.fixture
def colleague(sponsor):
    """Give a second person of procurement."""
    return person(sponsor, Role.PROCUREMENT, email="colleague@auroral.example", name="Col League")


@pytest.fixture
def package(sponsor):
    program = ProgramFactory(organisation=sponsor, code="AUR-114")
    package = WorkPackageFactory(program=program, name="Drug product")
    NeedFactory(
        package=package,
        phase=Phase.P3,
        label="Commercial tablets",
        slot="D1.01",
        note="Our secret plan",
        priority=Priority.SHOULD,
    )
    NeedFactory(
        package=package,
        phase=Phase.P1,
        label="Clinical tablets",
        slot="D1.02",
        scale=Decimal("20000"),
        scale_unit="units/batch",
    )
    return package


@pytest.fixture
def vendors():
    found = [VendorFactory(name=name) for name in ("Brackenfell", "Cindervale", "Hallowmere")]
    for vendor in found:
        name = vendor.name.lower()
        ContactFactory(vendor=vendor, name=f"I. {vendor.name}", email=f"rfp@{name}.example")
    return found


@pytest.fixture
def shortlist(package, vendors):
    shortlist = ShortlistFactory(package=package)
    for vendor in vendors:
        ShortlistEntryFactory(shortlist=shortlist, vendor=vendor, note="Cheap, says Tomas")
    return shortlist


@pytest.fixture
def draft(shortlist, procurement, data, now):
    return rfp_services.create(shortlists=[shortlist], by=procurement, data=data, now=now)


@pytest.fixture
def issued(draft, procurement, now):
    return rfp_services.issue(rfp=draft, by=procurement, now=now)


@pytest.fixture
def confidential(draft, procurement, now):
    """Give an issued request that asks for a CDA first."""
    RFP.objects.filter(pk=draft.pk).update(
        needs_cda=True,
        blinded_title="An oral solid",
        synopsis="Tablets for a rare disease.",
        cda_text="Keep it to yourselves.",
    )
    draft.refresh_from_db()
    return rfp_services.issue(rfp=draft, by=procurement, now=now)


@pytest.fixture
def blinded(confidential, vendors):
    """Give the person at Brackenfell whose CDA is awaited."""
    people = Recipient.objects.select_related("invitation__rfp", "invitation__vendor")
    return people.get(invitation__rfp=confidential, invitation__vendor=vendors[0])


@pytest.fixture
def invitation(issued, vendors):
    """Give the invitation of the first vendor, Brackenfell."""
    return issued.invitations.get(vendor=vendors[0])


@pytest.fixture
def recipient(invitation):
    return invitation.recipients.get()


@pytest.fixture
def token(recipient) -> str:
    return token_for(recipient)


def token_for(recipient) -> str:
    """Return the token a person finds in the newest e-mail to their address that has a link."""
    mails = Email.objects.filter(to=recipient.email, content__text__contains="/respond/")
    mail = mails.select_related("content").latest("created_at")
    return re.search(r"/respond/([^/]+)/", mail.content.text)[1]


def code_for(address: str) -> str:
    """Return the newest access code sent to an address."""
    mails = Email.objects.filter(to=address, kind="access-code")
    return re.search(r"\b\d{6}\b", mails.latest("created_at").content.text)[0]


def open_link(client, token: str, address: str) -> None:
    """Open a personal link in a client's session, as its person does: with the code by e-mail."""
    client.post(reverse("respond-code", args=[token]))
    with acting.as_system():
        code = code_for(address)
    response = client.post(reverse("respond-open", args=[token]), {"code": code})
    assert response.status_code == 302, response.context["form"].errors


@pytest.fixture
def asked(shortlist, procurement, lead):
    """Give a request that takes bids now; procurement and the lead open them."""
    return sealed.issue(shortlist, procurement, procurement, lead)


@pytest.fixture
def bidders(asked):
    """Give one recipient of each vendor, Brackenfell, Cindervale and Hallowmere."""
    invitations = asked.invitations.select_related("vendor").order_by("vendor__name")
    found = []
    for invitation in invitations:
        invitation.rfp = asked
        recipient = invitation.recipients.get()
        recipient.invitation = invitation
        recipient.token = token_for(recipient)
        found.append(recipient)
    return found


@pytest.fixture
def bidder(bidders):
    return bidders[0]


def freeze_again(rfp, now, **changes):
    """Freeze the next version of a request, with some of its content changed."""
    last = rfp.versions.last()
    return rfp.versions.create(
        organisation_id=rfp.organisation_id,
        number=last.number + 1,
        content=last.content | changes,
        sha256="0" * 64,
        note="The batch size was wrong.",
        changes=[
            {
                "kind": "changed",
                "noun": "fact",
                "key": "1",
                "name": "Batch size",
                "where": ["Lot 1, Drug product"],
                "field": "value",
                "label": "Value",
                "old": "20 kg",
                "new": "25 kg",
            }
        ],
        issued_at=now,
    )


@pytest.fixture
def opened_links(client, bidders):
    """Open the links of the first two bidders in the client's session."""
    for recipient in bidders[:2]:
        open_link(client, recipient.token, recipient.email)
        with sealed.acting_as(recipient):
            disclosure.open_newest(recipient=recipient, now=timezone.now())


@pytest.fixture(scope="module")
def decided_world(django_db_setup, django_db_blocker):
    """Give a scored request with open prices, once for the module, and take it back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with acting.as_system():
            made = decided.build()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(decided_world, db):
    """Give the same to a test that acts for its sponsor: not even the system reads bids."""
    with acting.as_organisation(decided_world.sponsor.pk):
        yield decided_world


@pytest.fixture
def as_sponsor(asked):
    """Act for the sponsor in the test's own body: the system does not see a bid."""
    with acting.as_organisation(asked.organisation_id):
        yield


@pytest.fixture
def scored(asked, bidders, procurement, lead, as_sponsor):
    """Give a panel of three before three opened technical envelopes; prices are sealed."""
    return panels.open_panel(asked, bidders, [procurement, lead])
