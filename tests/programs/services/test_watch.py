import pytest

from accounts.choices import Role
from notifications.models import Email
from programs.models import Program, ProgramWatch
from programs.plans import drawing, records
from programs.plans.wish import Wish
from programs.services import plans, watch
from programs.tasks import watch_directory
from tests.factories.accounts import person
from tests.factories.programs import NeedFactory, ProgramFactory, ProgramMemberFactory
from tests.factories.vendors import SiteFactory, VendorFactory
from tests.programs.matching.worlds import line
from tests.programs.plans import directory
from vendors.choices import ListingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)


@pytest.fixture
def later(now):
    return now.replace(day=23)


def suspend(vendor):
    vendor.state = ListingState.SUSPENDED
    vendor.save()


def test_first_look_only_remembers(world, now):
    assert watch.sweep(now=now) == 0

    assert ProgramWatch.objects.get().program == world.program
    assert Email.objects.count() == 0


def test_team_is_told_once_what_a_change_of_the_directory_means(world, lead, member, now, later):
    ProgramMemberFactory(program=world.program, user=member)
    watch.sweep(now=now)
    suspend(world.birch)
    newcomer = VendorFactory(name="Elder Antibodies")
    line(SiteFactory(vendor=newcomer), "M2.04", lead_time_weeks=4)

    assert watch.sweep(now=later) == 1

    mails = list(Email.objects.order_by("to"))
    assert [(mail.kind, mail.to, mail.priority) for mail in mails] == [
        ("directory-changed", lead.email, 9),
        ("directory-changed", member.email, 9),
    ]
    text = mails[0].content.text
    assert "Making\n- New in the top 10: Elder Antibodies (rank 1).\n" in text
    assert "- No longer in the top 10: Birch Manufacturing (was 2)." in text
    assert watch.sweep(now=later.replace(day=24)) == 0
    assert Email.objects.count() == 2


def test_nothing_new_is_no_mail(world, now, later):
    watch.sweep(now=now)

    assert watch.sweep(now=later) == 0


def test_vendor_that_says_nothing_about_a_package_is_no_news(world, now, later):
    watch.sweep(now=now)
    VendorFactory(name="Aardvark Silent")

    assert watch.sweep(now=later) == 0


def test_change_that_the_team_made_itself_is_not_told(world, now, later):
    watch.sweep(now=now)
    world.testing.needs.all().delete()
    NeedFactory(package=world.testing, slot="R4.08")
    suspend(world.birch)

    assert watch.sweep(now=later) == 0
    assert watch.sweep(now=later.replace(day=24)) == 0


def test_change_of_the_kept_plan_is_told_with_a_link_to_compare(world, lead, now, later):
    seen = records.fingerprint(drawing.draw(world.program, Wish(), now=now))
    kept = plans.keep(
        program=world.program, wish=Wish(), chosen="best", seen=seen, reason="x", by=lead, now=now
    )
    watch.sweep(now=now)
    suspend(world.birch)

    watch.sweep(now=later)

    text = Email.objects.get().content.text
    assert "Partner plan\n- Nobody meets any more: Drug substance (Commercial)." in text
    assert f"{kept.get_absolute_url()}?compare=today" in text


def test_plan_that_cannot_be_drawn_any_more_is_told(world, lead, now, later):
    wish = Wish(include=("birch",))
    seen = records.fingerprint(drawing.draw(world.program, wish, now=now))
    plans.keep(
        program=world.program, wish=wish, chosen="best", seen=seen, reason="x", by=lead, now=now
    )
    watch.sweep(now=now)
    suspend(world.birch)

    watch.sweep(now=later)

    assert "- “birch” cannot be included: it meets none" in Email.objects.get().content.text


def test_who_left_the_organisation_or_may_not_see_the_program_is_not_told(world, sponsor, lead):
    gone = person(sponsor, Role.MEMBER)
    ProgramMemberFactory(program=world.program, user=gone)
    gone.memberships.all().delete()
    away = person(sponsor, Role.MEMBER, is_active=False)
    ProgramMemberFactory(program=world.program, user=away)

    assert watch.team(world.program) == [lead]


def test_program_without_needs_is_not_looked_at(sponsor, now):
    ProgramFactory(organisation=sponsor)

    watch.sweep(now=now)

    assert ProgramWatch.objects.count() == 0


def test_program_that_cannot_be_looked_at_does_not_keep_others_from_their_digest(
    world, other_sponsor, now, later, caplog
):
    other = directory_of(other_sponsor)
    watch.sweep(now=now)
    ProgramWatch.objects.filter(program=other).update(seen={"broken": True})
    suspend(world.birch)

    assert watch.sweep(now=later) == 1

    assert f"could not look at program {other.pk}" in caplog.text


def directory_of(organisation) -> Program:
    program = ProgramFactory(organisation=organisation, created_by=person(organisation))
    need = NeedFactory(package__program=program, slot="M2.04")
    return need.program


def test_task_sweeps(world):
    watch_directory()

    assert ProgramWatch.objects.count() == 1
