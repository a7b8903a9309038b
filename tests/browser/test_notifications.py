"""A person chooses when e-mail comes; a buyer sees what bounced; an operator puts it right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from audit import acting
from notifications import breaker, emails, kinds, outbox
from notifications.choices import EmailState
from notifications.models import Email, Preference, Suppression
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import ProgramFactory
from tests.factories.rfps import InvitationFactory, RecipientFactory, RFPFactory
from tests.factories.vendors import VendorFactory
from tests.journeys.stage import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def buyer():
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
        return person(sponsor, Role.PROCUREMENT, email="mina@auroral.example", name="Mina Okafor")


@pytest.fixture
def request_for(buyer):
    """Give an issued request whose invitations stand in different states."""
    with acting.as_system():
        now = timezone.now()
        program = ProgramFactory(organisation=buyer.organisation, created_by=buyer)
        rfp = RFPFactory(
            organisation=buyer.organisation,
            program=program,
            title="Drug product, tablets",
            issued=True,
            deadline_at=now + timedelta(days=20),
            time_zone="Europe/Zurich",
        )
        for name, state in (
            ("Aldergrove Tablets", EmailState.SENT),
            ("Birkholm Solids", EmailState.FAILED),
            ("Corriemoor Pharma", EmailState.UNKNOWN),
        ):
            address = f"bd@{name.split()[0].lower()}.example"
            invitation = InvitationFactory(
                rfp=rfp, organisation=rfp.organisation, vendor=VendorFactory(name=name), sent_at=now
            )
            RecipientFactory(invitation=invitation, organisation=rfp.organisation, email=address)
            email = outbox.enqueue(
                kind="rfp-invitation",
                key=name,
                to=address,
                context=kinds.find("rfp-invitation").sample(),
                now=now,
                organisation=rfp.organisation,
                topic=invitation,
            )
            Email.objects.filter(pk=email.pk).update(
                state=state,
                sent_at=now,
                handed_at=now,
                attempts=1,
                last_code=550 if state == EmailState.FAILED else None,
                last_error="5.1.1 no such user" if state == EmailState.FAILED else "",
            )
        return rfp


def test_choose_when_mail_comes_and_end_it_by_the_link(visitor, buyer):
    mina = visitor()
    mina.sign_in(buyer.email)
    mina.page.click("summary[aria-label^=Account]")
    mina.page.click("text=Your e-mails")
    mina.look()
    mina.page.check("input[name=pace-shortlist-shared][value=daily]")
    mina.page.select_option("select[name=time_zone]", "Europe/Zurich")
    mina.page.click("main button:text('Save')")
    mina.page.wait_for_load_state()
    assert mina.page.is_checked("input[name=pace-shortlist-shared][value=daily]")
    mina.look()

    reader = visitor()
    reader.go(f"/notifications/stop/{emails.stop_token(buyer)}/")
    reader.look()
    reader.page.click("button:text('End the digests')")
    reader.page.wait_for_selector("text=You get no more digests")
    reader.look()
    assert Preference.objects.get(kind="shortlist-shared").pace == "off"


def test_a_buyer_sees_what_did_not_arrive_and_fixes_the_address(visitor, buyer, request_for):
    mina = visitor()
    mina.sign_in(buyer.email)
    mina.go(request_for.get_absolute_url())
    mina.page.click(".deliveries > summary")
    mina.look()
    rows = mina.page.locator(".deliveries tbody tr")
    assert rows.count() == 3
    row = rows.filter(has_text="Birkholm Solids")
    assert "returned: no such mailbox" in row.inner_text()
    row.locator("text=Fix and resend").click()
    mina.page.wait_for_load_state()
    assert "Birkholm Solids" in mina.page.inner_text("main")


def test_an_operator_looks_after_the_outbox(visitor, request_for):
    with acting.as_system():
        User.objects.create_superuser("root@phaseline.example", PASSWORD)
        breaker.current()
        Suppression.objects.create(
            address="bd@birkholm.example", reason="bounced", detail="5.1.1 no such user"
        )
        unknown = Email.objects.get(state=EmailState.UNKNOWN)
    root = visitor()
    root.sign_in("root@phaseline.example")
    for page in (
        "/admin/notifications/email/",
        "/admin/notifications/relaystate/",
        "/admin/notifications/suppression/",
        "/admin/notifications/email/previews/rfp-invitation/",
        f"/admin/notifications/email/{unknown.pk}/change/",
    ):
        root.go(page)
        root.look()
    root.page.click("text=Resolve as arrived")
    root.page.wait_for_load_state()
    with acting.as_system():
        unknown.refresh_from_db()
    assert unknown.state == EmailState.SENT
