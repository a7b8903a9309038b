"""The first line in Chromium: the same story as tests/journeys, with eyes and hands."""

import re
from urllib.parse import urlsplit

import pytest

from audit import acting
from notifications.models import Email
from tests.journeys import stage
from tests.rfps.conftest import code_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link_to(address: str) -> str:
    """Return the path of the personal link in the invitation to an address."""
    with acting.as_system():
        text = (
            Email.objects.select_related("content")
            .get(to=address, kind="rfp-invitation")
            .content.text
        )
    return urlsplit(re.search(r"http\S+/respond/\S+", text).group()).path


def test_from_a_program_to_a_vendors_answer(visitor):
    stage.set_up()
    mina = visitor()
    page = mina.page
    mina.go("/accounts/login/")
    mina.look()
    mina.sign_in("mina@auroral.example")
    mina.look()

    # Register a program.
    page.get_by_role("link", name="Programs", exact=True).click()
    mina.look()
    page.get_by_role("link", name="Register a program").first.click()
    mina.look()
    page.get_by_label("Code name").fill("AUR-201")
    page.get_by_label("Modality").select_option("SM")
    page.get_by_label("Phase now").select_option("P1")
    page.locator("select[name=dosage_form]").select_option("OSD")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/programs/*-*/")
    mina.look()

    # Its packages, needs and matches.
    with acting.as_system():
        package = stage.the_package()
    mina.go(f"/programs/packages/{package.pk}/")
    mina.look()
    mina.go(package.get_absolute_url())
    mina.look()
    assert page.locator("main").inner_text().index("Aldergrove") < page.locator(
        "main"
    ).inner_text().index("Birkholm")

    # Shortlist two of them from the ranking.
    for name in ("Aldergrove Tablets", "Birkholm Solids"):
        mina.go(package.get_absolute_url())
        row = page.locator("details", has=page.locator("summary", has_text=name))
        row.locator("summary").first.click()
        row.get_by_role("button", name=re.compile("Shortlist")).click()
        page.wait_for_url("**/programs/shortlists/*/")
    mina.look()

    # Write, look at and issue the RFP.
    page.get_by_role("link", name="Start an RFP").click()
    page.get_by_label("Title").fill("Tablets for AUR-201")
    page.get_by_label("Answers due").fill(stage.in_a_month())
    mina.look()
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url(re.compile(r"/rfps/[0-9a-f-]{36}/$"))
    mina.look()
    page.locator("main a[href$='/issue/']").first.click()
    mina.look()
    page.get_by_role("button", name=re.compile("Issue and send")).click()
    page.wait_for_url(re.compile(r"/rfps/[0-9a-f-]{36}/$"))
    mina.look()
    board = page.url

    # The vendor, without an account.
    vendor = visitor()
    vendor.go(link_to("bd@birkholm-solids.example"))
    vendor.look()
    vendor.page.get_by_role("button", name="Send me the code").click()
    vendor.page.wait_for_url("**/open/")
    vendor.look()
    with acting.as_system():
        code = code_for("bd@birkholm-solids.example")
    vendor.page.get_by_label("Code from the e-mail").fill(code)
    vendor.page.get_by_role("button", name="Open the request").click()
    vendor.page.wait_for_url(re.compile(r"/respond/[^/]+/$"))
    vendor.look()
    for page_of_the_vendor in ("Questions", "Colleagues"):
        vendor.page.get_by_role("link", name=page_of_the_vendor).click()
        vendor.page.wait_for_load_state()
        vendor.look()
    vendor.page.get_by_role("link", name="Request", exact=True).click()
    vendor.page.get_by_role("button", name=re.compile("intend", re.IGNORECASE)).click()
    vendor.page.wait_for_load_state()
    vendor.look()

    # The board knows.
    page.goto(board)
    assert "Intends to answer" in page.locator("main").inner_text()


def test_the_directory_works_with_htmx_and_keeps_its_state_in_the_address(visitor):
    stage.set_up()
    mina = visitor()
    page = mina.page
    mina.sign_in("mina@auroral.example")
    mina.go("/vendors/")
    mina.look()

    page.get_by_role("searchbox").fill("Birkholm")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**Birkholm**")
    assert page.get_by_text("Aldergrove Tablets").count() == 0
    mina.look()

    page.get_by_role("link", name="Birkholm Solids").first.click()
    page.wait_for_url("**/vendors/birkholm-solids/")
    mina.look()


@pytest.mark.parametrize(
    "path",
    ["/", "/guide/", "/styleguide/", "/colleagues/", "/rfps/", "/programs/import/", "/nothing/"],
)
def test_the_other_pages_are_clean(visitor, path, settings):
    settings.DEMO = True
    stage.set_up()
    mina = visitor()
    mina.sign_in("mina@auroral.example")

    mina.go(path)
    mina.complaints = [said for said in mina.complaints if "404" not in said]

    mina.look()
