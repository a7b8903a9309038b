"""The curator in Chromium: from the queue to a listing, and the vendor's contact is written to."""

import pytest

from audit import acting
from notifications.models import Email
from tests.factories.vendors import VendorFactory
from tests.journeys import stage
from vendors.choices import Evidence, ListingState
from vendors.models import CapabilityLine, Vendor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_queue_to_a_listing(visitor):
    stage.set_up()
    with acting.as_system():
        stage.list_vendor("Dunmarrow Forms", Evidence.DECLARED, state=ListingState.IN_REVIEW)
        CapabilityLine.objects.filter(site__vendor__name="Dunmarrow Forms").exclude(
            capability="M4.06"
        ).delete()
        CapabilityLine.objects.filter(site__vendor__name="Dunmarrow Forms").update(phases=[])
    vera = visitor()
    page = vera.page
    vera.sign_in("curator@phaseline.example")
    vera.look()

    # The queue: vendors in review.
    vera.go("/admin/vendors/vendor/?state__exact=in_review")
    vera.look()
    assert page.locator("#result_list tbody tr").count() == 1

    # Fix the line that says no phase.
    with acting.as_system():
        line = CapabilityLine.objects.get(site__vendor__name="Dunmarrow Forms")
    vera.go(f"/admin/vendors/capabilityline/{line.pk}/change/")
    vera.look()
    for phase in ("P1", "P2", "P3"):
        page.check(f"input[name=phases][value={phase}]")
    page.click("input[name=_save]")
    page.wait_for_load_state()
    with acting.as_system():
        line.refresh_from_db()
    assert (line.phases, line.set_by.email) == (["P1", "P2", "P3"], "curator@phaseline.example")

    # What became of it stands in its history; a second entry of the company is found.
    with acting.as_system():
        vendor = Vendor.objects.get(name="Dunmarrow Forms")
        VendorFactory(name="Dunmarrow Forms Ltd")
    vera.go(f"/admin/vendors/vendor/{vendor.pk}/history/")
    vera.look()
    assert "P1, P2, P3" in page.inner_text(".moment >> nth=0")
    vera.go("/admin/vendors/vendor/duplicates/")
    vera.look()
    page.click("text=Not a duplicate")
    page.wait_for_load_state()
    assert "will not be listed again" in page.inner_text(".messagelist")

    # Approve it; the contact is told.
    vera.go("/admin/vendors/vendor/?state__exact=in_review")
    page.check("#result_list input.action-select")
    page.select_option("select[name=action]", label="Approve the listing")
    page.click("button[name=index]")
    page.wait_for_load_state()
    vera.look()

    with acting.as_system():
        assert Vendor.objects.get(name="Dunmarrow Forms").state == ListingState.LISTED
        assert Email.objects.get(kind="listing-approved").to == "bd@dunmarrow-forms.example"
