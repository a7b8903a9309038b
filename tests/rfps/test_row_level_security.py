"""The second wall, by raw SQL as the serving role: what an invitation and a stranger see."""

import pytest
from django.db import Error, connection, transaction

from audit import acting
from rfps.models import AccessCode, Disclosure, Enquiry, SignedCDA
from tests.factories.rfps import InvitationFactory, RecipientFactory, RFPFactory, ScopeLineFactory

pytestmark = pytest.mark.django_db

TABLES = (
    "rfps_rfp",
    "rfps_rfpversion",
    "rfps_lot",
    "rfps_scopeline",
    "rfps_invitation",
    "rfps_recipient",
)


@pytest.fixture
def other_request(other_sponsor):
    rfp = RFPFactory(organisation=other_sponsor, issued=True)
    ScopeLineFactory(rfp=rfp)
    RecipientFactory(invitation=InvitationFactory(rfp=rfp))
    return rfp


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name from this file
        return cursor.fetchone()[0]


def test_an_invitation_sees_its_one_request_and_itself(invitation, other_request):
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        seen = {table: count(table) for table in TABLES}

    assert seen == {
        "rfps_rfp": 1,
        "rfps_rfpversion": 1,
        "rfps_lot": 0,  # the working copy is the sponsor's alone: vendors read versions
        "rfps_scopeline": 0,
        "rfps_invitation": 1,
        "rfps_recipient": 1,
    }


@pytest.mark.parametrize(
    "table",
    [
        "programs_program",
        "programs_workpackage",
        "programs_need",
        "programs_shortlist",
        "programs_shortlistentry",
        "notifications_email",
        "notifications_content",
        "audit_event",
    ],
)
def test_an_invitation_sees_nothing_of_the_sponsors_own(invitation, table):
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        assert count(table) == 0

    assert count(table) > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rfps_rfp SET deadline_at = now() + interval '1 year'",
        "UPDATE rfps_rfpversion SET sha256 = ''",
        "UPDATE rfps_scopeline SET label = 'x'",
        "DELETE FROM rfps_lot",
    ],
)
def test_an_invitation_changes_no_row_of_the_request(invitation, statement):
    with (
        acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

        assert cursor.rowcount == 0


def test_an_invitation_changes_itself_alone(invitation):
    with (
        acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE rfps_invitation SET intent = 'intends', intent_at = now()")

        assert cursor.rowcount == 1


def test_an_invitation_cannot_be_turned_into_another(invitation):
    with (
        acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk),
        pytest.raises(Error, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE rfps_invitation SET id = gen_random_uuid()")


@pytest.mark.parametrize("table", TABLES)
def test_another_organisation_and_nobody_see_nothing(invitation, other_sponsor, table):
    with acting.as_organisation(other_sponsor.pk):
        as_stranger = count(table)
    with acting.as_organisation(None):
        as_nobody = count(table)

    assert (as_stranger, as_nobody) == (0, 0)


def test_an_invitation_sees_no_question_code_record_or_signature_of_another(issued, vendors, now):
    one, other = (issued.invitations.get(vendor=vendor) for vendor in vendors[:2])
    person = other.recipients.get()
    common = {"organisation": issued.organisation, "invitation": other, "recipient": person}
    Enquiry.objects.create(rfp=issued, text="Mine", asked_at=now, **common)
    Disclosure.objects.create(version=issued.versions.get(), at=now, **common)
    SignedCDA.objects.create(name="a.pdf", media_type="", size=1, sha256="", content=b"a", **common)
    AccessCode.objects.create(
        organisation=issued.organisation,
        recipient=person,
        code_hash="x",
        sent_at=now,
        expires_at=now,
    )
    tables = ("rfps_enquiry", "rfps_disclosure", "rfps_signedcda", "rfps_accesscode")

    def seen(invitation) -> list[int]:
        with acting.as_invitation(rfp_id=issued.pk, invitation_id=invitation.pk):
            return [count(table) for table in tables]

    assert (seen(one), seen(other)) == ([0, 0, 0, 0], [1, 1, 1, 1])
