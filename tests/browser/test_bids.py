"""A bid from the first word to the opening, as its vendor and its sponsor see it."""

import re

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from audit import acting
from notifications.models import Email
from rfps.models import BidVersion, Question, Recipient
from rfps.services import addenda
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory
from tests.journeys import stage
from tests.rfps import priced, sealed
from tests.rfps.conftest import code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked():
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral Therapeutics")
        buyer = person(sponsor, Role.PROCUREMENT, email="mina@auroral.example", name="Mina Okafor")
        buyer.set_password(stage.PASSWORD)
        buyer.save()
        package = WorkPackageFactory(program=ProgramFactory(organisation=sponsor))
        NeedFactory(package=package, label="Commercial tablets")
        shortlist = ShortlistFactory(package=package)
        for name in ("Brackenfell Conjugates", "Cindervale Biomanufacturing", "Hallowmere Sterile"):
            vendor = VendorFactory(name=name)
            ContactFactory(vendor=vendor)
            ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)
    with acting.as_organisation(sponsor.pk):
        return sealed.issue(shortlist, buyer, buyer)


def recipients(rfp) -> list[Recipient]:
    with acting.as_system():
        found = Recipient.objects.filter(invitation__rfp=rfp).select_related(
            "invitation__rfp", "invitation__vendor"
        )
        return list(found.order_by("invitation__vendor__name"))


def link_of(recipient) -> str:
    with acting.as_system():
        mail = Email.objects.select_related("content").get(
            to=recipient.email, kind="rfp-invitation"
        )
        return re.search(r"/respond/[^/]+/", mail.content.text)[0]


def open_bid(visitor, recipient) -> str:
    """Open the link with the code from the inbox, go on to the bid, and return the link."""
    link = link_of(recipient)
    visitor.go(link)
    visitor.page.get_by_role("button", name="Send me the code").click()
    visitor.page.wait_for_url("**/open/")
    with acting.as_system():
        code = code_for(recipient.email)
    visitor.page.get_by_label("Code from the e-mail").fill(code)
    visitor.page.get_by_role("button", name="Open the request").click()
    visitor.page.wait_for_url(re.compile(r"/respond/[^/]+/$"))
    visitor.page.get_by_role("link", name="Write the bid").click()
    visitor.page.wait_for_url("**/bid/")
    return link


def test_a_bid_is_written_submitted_and_opened(visitor, asked):
    first, second, third = recipients(asked)
    vendor = visitor()
    page = vendor.page
    link = open_bid(vendor, first)
    vendor.look()

    page.check("text=Lot 1")
    page.wait_for_selector("text=Prices, lot 1")
    page.fill("text=How do you control the process?", "By PAT, with a loop on the blend.")
    page.get_by_label("Was the site inspected?").select_option("yes")
    page.get_by_label("Currency of all your prices").select_option("EUR")
    page.get_by_label("State of line 1").select_option("priced")
    page.get_by_label("Price per batch of line 1").fill("1200.50")
    page.get_by_label("State of line 2").select_option("included")
    page.get_by_label("Name", exact=True).first.fill("Ida Lund")
    page.wait_for_selector("#progress >> text=4 of 4")
    page.wait_for_selector("#progress >> text=EUR 3,601.50")
    vendor.look()

    page.click("#progress >> text=Look it through")
    page.wait_for_url("**/review/")
    vendor.look()
    page.click("text=Submit and seal")
    page.wait_for_selector("text=Your bid is submitted and sealed")
    vendor.look()
    page.get_by_label("Breadcrumb").get_by_role("link", name="Versions").click()
    vendor.look()
    vendor.go(link + "bid/grid/")
    vendor.look()
    vendor.go(link + "bid/withdraw/")
    vendor.look()
    vendor.go("/receipts/")
    vendor.look()

    for recipient in (second, third):
        sealed.submit(recipient)
    buyer = visitor()
    page = buyer.page
    buyer.sign_in("mina@auroral.example")
    buyer.go(f"/rfps/{asked.pk}/opening/")
    assert page.locator("text=I agree to open the bids").is_disabled()
    buyer.look()
    buyer.go(f"/rfps/{asked.pk}/paper/")
    buyer.look()

    sealed.close(asked)
    buyer.go(f"/rfps/{asked.pk}/opening/")
    page.click("text=I agree to open the bids")
    page.wait_for_url("**/bids/")
    assert page.locator("text=Receipt verified").count() == 3
    buyer.look()


def amend(asked) -> None:
    """Issue an addendum that asks one question more clearly."""
    with acting.as_organisation(asked.organisation_id):
        question = Question.objects.filter(rfp=asked, text="How do you control the process?")
        question.update(help="At commercial scale.")
        by = User.objects.get(email="mina@auroral.example")
        addenda.issue(rfp=asked, note="Asked more clearly.", dates={}, by=by, now=timezone.now())


def test_only_what_an_addendum_touches_is_confirmed_again(visitor, asked):
    recipient, *_ = recipients(asked)
    vendor = visitor()
    page = vendor.page
    link = open_bid(vendor, recipient)
    sealed.submit(recipient)
    amend(asked)

    vendor.go(link)
    vendor.look()
    page.get_by_role("button", name="Read version 2").click()
    page.wait_for_load_state()
    vendor.go(f"{link}bid/confirm/")
    vendor.look()
    assert page.get_by_label("This still holds").count() == 1
    page.get_by_label("This still holds").check()
    page.get_by_role("button", name="Confirm these").click()
    page.wait_for_url("**/review/")
    page.click("text=Submit and replace version 1")
    page.wait_for_selector("text=Your bid is submitted and sealed")

    with sealed.acting_as(recipient):
        versions = BidVersion.objects.order_by("number").values_list("rfp_version__number")
        assert list(versions) == [(1,), (2,)]


def test_two_tabs_lose_nothing(visitor, asked):
    recipient, *_ = recipients(asked)
    vendor = visitor()
    link = open_bid(vendor, recipient)
    one, other = vendor.page, vendor.page.context.new_page()
    vendor.page = other
    vendor.go(link + "bid/")
    one.get_by_label("Assumptions the prices rest on").fill("Of the first tab")
    one.wait_for_selector("#progress >> text=Saved")

    other.get_by_label("Assumptions the prices rest on").fill("Of the second tab")
    other.wait_for_selector("text=Save mine over it")
    vendor.look()
    other.click("text=Save mine over it")
    other.wait_for_selector("#progress >> text=Saved")

    assumptions = other.get_by_label("Assumptions the prices rest on").input_value()
    assert assumptions == "Of the second tab"


def test_prices_are_compared_and_a_bidder_is_asked(visitor, asked):
    bidders = recipients(asked)
    vendor, buyer = visitor(), visitor()
    link = open_bid(vendor, bidders[0])
    priced.submit(asked, bidders)
    opener = User.objects.get(email="mina@auroral.example")
    priced.rate(asked, opener)
    sealed.open_bids(asked, opener)

    page = buyer.page
    buyer.sign_in("mina@auroral.example")
    buyer.go(f"/rfps/{asked.pk}/bids/")
    page.get_by_role("link", name="Prices like for like").click()
    page.wait_for_url("**/prices/")
    assert page.get_by_role("img", name="Brackenfell Conjugates: 3,125.00 likely").count() == 1
    buyer.look()
    for address in (f"/rfps/{asked.pk}/price/", f"/rfps/{asked.pk}/rates/", "/guide/prices/"):
        buyer.go(address)
        buyer.look()
    buyer.go(f"/rfps/{asked.pk}/clarifications/")
    page.get_by_label("Brackenfell Conjugates").check()
    page.get_by_label("Your question").fill("Who does the release?")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_selector("text=Asked 1 bidder")
    buyer.look()

    vendor.go(link + "clarifications/")
    vendor.look()
    vendor.page.get_by_label("Your answer").fill("Our own laboratory.")
    vendor.page.get_by_role("button", name="Send the answer").click()
    vendor.page.wait_for_selector("text=Sent. Your bid stays as you submitted it.")
    buyer.go(f"/rfps/{asked.pk}/clarifications/")
    assert page.locator("text=Our own laboratory.").count() == 1
