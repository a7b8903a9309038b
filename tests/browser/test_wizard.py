"""The import wizard in Chromium: a broken file, then one with a broken row, to vendors in review."""

import pytest

from audit import acting
from tests.journeys import stage
from vendors.choices import ListingState
from vendors.models import Vendor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = (
    "Company;HQ country;Type;Remarks\n"
    "Dunmarrow Forms;Ireland;CDMO;met in Milan\n"
    "Esk Clinical;Atlantis;CRO;\n"
    "Aldergrove Tablets;;;\n"
)


def test_from_a_broken_file_to_vendors_in_review(visitor):
    stage.set_up()
    vera = visitor()
    page = vera.page
    vera.sign_in("curator@phaseline.example")
    page.get_by_role("link", name="Import a spreadsheet").click()
    page.wait_for_url("**/vendors/imports/")

    # A picture that calls itself a workbook.
    def upload(name: str, content: bytes):
        page.set_input_files(
            "input[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
        )
        page.get_by_role("button", name="Upload").click()
        page.wait_for_load_state()

    upload("vendors.xlsx", b"\x89PNG\r\n\x1a\n")
    assert "vendors.xlsx is no Excel workbook" in page.locator("main").inner_text()
    vera.complaints.clear()  # Chromium notes the 422 in its console
    vera.look()

    # The columns are guessed; one is left out.
    upload("fair.csv", ROWS.encode())
    assert page.get_by_label("Company").input_value() == "vendor.name"
    assert page.get_by_label("HQ country").input_value() == "vendor.country"
    page.get_by_label("Remarks").select_option("")
    vera.look()
    page.get_by_role("button", name="Compare with the directory").click()
    page.wait_for_selector("text=Field by field")
    assert "“Atlantis” is no country" in page.locator("main").inner_text()
    vera.look()

    # The row left out comes back with its error; the others are imported.
    page.get_by_role("link", name="Left out 1").click()
    page.wait_for_url("**fate=skipped")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "Row 3: Headquarters country" in download.value.path().read_text()
    page.get_by_role("button", name="Import without the 1 left out").click()
    page.wait_for_selector("text=wait for review")
    vera.look()

    with acting.as_system():
        vendor = Vendor.objects.get(name="Dunmarrow Forms")
        assert (vendor.state, vendor.country) == (ListingState.IN_REVIEW, "IE")
        assert not Vendor.objects.filter(name="Esk Clinical").exists()
