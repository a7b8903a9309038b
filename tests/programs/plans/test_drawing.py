import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.errors import ProgramError
from programs.models import Program
from programs.plans import drawing, page
from programs.plans.wish import Wish
from tests.factories.programs import ProgramFactory, ProgramPhaseFactory
from tests.factories.vendors import SiteFactory, VendorFactory
from tests.programs.matching.worlds import line, need
from vendors.choices import ListingState, Phase

pytestmark = pytest.mark.django_db


def partners(record, place=0):
    return [partner["slug"] for partner in record["plans"][place]["partners"]]


def test_the_three_vendors_carry_the_program_together(record, plan):
    assert sorted(partners(record)) == ["alder", "birch", "cedar"]
    assert [(row["stream"], row["since"], row["phase"]) for row in plan["handoffs"]] == [
        ("drug-substance", "P3", "COM")
    ]
    assert plan["proved"]["best"]
    assert record["uncoverable"] == []


def test_needs_that_nobody_meets_are_named(world, now):
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    record = drawing.draw(world.program, Wish(), now=now)

    assert [record["needs"][no]["label"] for no in record["uncoverable"]] == ["Drug substance"]
    assert sorted(partners(record)) == ["alder", "cedar"]


def test_no_vendor_is_a_record_without_a_plan(world, now):
    for vendor in (world.alder, world.birch, world.cedar):
        vendor.state = ListingState.DRAFT
        vendor.save()

    record = drawing.draw(world.program, Wish(), now=now)

    assert (record["plans"], record["listed"], len(record["uncoverable"])) == ([], 0, 6)


def test_program_without_needs_is_a_record_without_a_plan(sponsor, now):
    record = drawing.draw(ProgramFactory(organisation=sponsor), Wish(), now=now)

    assert (record["plans"], record["needs"], record["phases"]) == ([], [], [])


def test_vendor_is_left_out_by_name(world, now):
    record = drawing.draw(world.program, Wish(exclude_name="cedar"), now=now)

    assert record["options"]["exclude"] == ["cedar"]
    assert record["names"] == {"cedar": "Cedar Research"}
    assert "cedar" not in partners(record)
    assert [record["needs"][no]["label"] for no in record["uncoverable"]] == ["Monitoring"]


def test_vendor_takes_part_by_name_even_where_others_would_do(world, now):
    wish = Wish(packages=(world.testing.pk,), include_name=" Birch  manufacturing ")

    record = drawing.draw(world.program, wish, now=now)

    assert (partners(record)[0], len(partners(record))) == ("birch", 2)
    assert record["options"]["include"] == ["birch"]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (
            Wish(include_name="Nobody"),
            "No vendor that meets one of these needs is called “Nobody”.",
        ),
        (
            Wish(exclude_name="r"),
            "“r” may be Alder Biologics, Birch Manufacturing and Cedar Research. Write the whole name.",
        ),
        (
            Wish(include=("cedar",), exclude=("cedar",)),
            "Cedar Research cannot be included and left out at once.",
        ),
        (
            Wish(cap=1, include=("alder", "cedar")),
            "2 partners must be included, and at most 1 may be.",
        ),
    ],
)
def test_options_that_cannot_be_kept_are_refused(world, now, wish, sentence):
    with pytest.raises(ProgramError) as error:
        drawing.draw(world.program, wish, now=now)

    assert str(error.value) == sentence


def test_vendor_that_was_suspended_meanwhile_cannot_be_included(world, now):
    world.birch.state = ListingState.SUSPENDED
    world.birch.save()

    with pytest.raises(ProgramError, match=r"^“birch” cannot be included: .* no longer listed\.$"):
        drawing.draw(world.program, Wish(include=("birch",)), now=now)


def test_vendor_that_meets_nothing_cannot_be_included(world, now):
    VendorFactory(name="Idle Works", slug="idle")

    with pytest.raises(ProgramError, match=r"^Idle Works cannot be included: it meets none"):
        drawing.draw(world.program, Wish(include=("idle",)), now=now)


def test_leaving_out_who_is_no_longer_listed_is_no_problem(world, now):
    record = drawing.draw(world.program, Wish(exclude=("gone",)), now=now)

    assert len(record["plans"][0]["partners"]) == 3


def test_apart_no_vendor_works_on_both_sides(world, now):
    record = drawing.draw(world.program, Wish(apart=True), now=now)

    faces = {partner["slug"]: partner["face"] for partner in record["plans"][0]["partners"]}
    assert faces == {"alder": "CDMO", "birch": "CDMO", "cedar": "CRO"}


def test_need_that_only_the_other_face_of_a_vendor_meets_is_left_out(world, now):
    line(world.cedar.sites.get(), "M2.05", phases=[Phase.COM])
    suspended = world.birch
    suspended.state = ListingState.SUSPENDED
    suspended.save()

    record = drawing.draw(world.program, Wish(apart=True), now=now)

    (plan, *_) = record["plans"]
    left_out = [record["needs"][no]["label"] for no in plan["uncovered"]]
    assert (left_out, record["uncoverable"]) == (["Drug substance"], [])
    assert page.show(record).left_out_by == "CDMO and CRO apart"


def test_phases_undated_or_out_of_order_are_planned_along_the_axis(world, record, now):
    world.program.phases.filter(phase=Phase.P1).update(starts_on=None)
    ProgramPhaseFactory(program=world.program, phase=Phase.P3, starts_on="2040-01-01")

    again = drawing.draw(Program.objects.get(pk=world.program.pk), Wish(), now=now)

    assert [row["phase"] for row in again["phases"]] == ["P1", "P3", "COM"]
    assert again["plans"][0]["handoffs"] == record["plans"][0]["handoffs"]


def test_number_of_queries_does_not_grow_with_vendors_and_needs(world, now):
    def count():
        with CaptureQueriesContext(connection) as queries:
            drawing.draw(Program.objects.get(pk=world.program.pk), Wish(), now=now)
        return len(queries)

    few = count()
    for vendor in VendorFactory.create_batch(5):
        line(SiteFactory(vendor=vendor), "M2.04")
    need(world.making, Phase.P2, "M2.04", "Drug substance", 3)

    assert count() == few


def test_vendor_of_another_organisation_has_no_name_here(world, other_sponsor, now):
    VendorFactory(name="Secret Startup", slug="secret-startup", private_to=other_sponsor)

    record = drawing.draw(world.program, Wish(exclude=("secret-startup",)), now=now)

    assert (record["options"]["exclude"], record["names"]) == (["secret-startup"], {})
