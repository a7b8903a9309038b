import pytest

from accounts.choices import Role
from audit.models import Event
from notifications.models import Email
from programs.errors import ProgramError
from programs.models import Shortlist, ShortlistEntry
from programs.services import shortlists
from tests.factories.accounts import person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ProgramMemberFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(sponsor):
    package = WorkPackageFactory(program=ProgramFactory(organisation=sponsor), name="Drug product")
    NeedFactory(package=package)
    return package


@pytest.fixture
def shortlist(package):
    return ShortlistFactory(package=package)


def test_add_freezes_the_match(package, lead, now):
    vendor = VendorFactory(name="Fernhollow")

    entry = shortlists.add(package=package, vendor=vendor, note=" Fast ", by=lead, now=now)

    assert (entry.note, entry.added_by, entry.added_at) == ("Fast", lead, now)
    assert entry.shortlist.package == package
    assert entry.snapshot["result"]["vendor"] == "Fernhollow"
    assert [need["label"] for need in entry.snapshot["needs"]] == [package.needs.get().label]


def test_adding_twice_keeps_the_first_snapshot(package, lead, now):
    vendor = VendorFactory()
    first = shortlists.add(package=package, vendor=vendor, by=lead, now=now)
    NeedFactory(package=package)

    second = shortlists.add(package=package, vendor=vendor, note="Again", by=lead, now=now)

    second.refresh_from_db()
    assert second == first
    assert len(second.snapshot["needs"]) == 1
    assert (Shortlist.objects.count(), Event.objects.count()) == (1, 1)


def test_removed_entry_is_gone_and_recorded(shortlist, lead, now):
    entry = ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory())

    shortlists.remove(entry=entry, by=lead, now=now)

    assert ShortlistEntry.objects.count() == 0
    assert Event.objects.get().verb == "shortlist.removed"


def test_note_is_kept(shortlist, lead, now):
    entry = ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory())

    shortlists.annotate(entry=entry, note=" Ask about slots ", by=lead, now=now)

    entry.refresh_from_db()
    assert entry.note == "Ask about slots"


def test_share_tells_the_colleague_once_by_email(shortlist, lead, member, now):
    ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory())

    shortlists.share(
        shortlist=shortlist, colleague=member, message="Please look & say", by=lead, now=now
    )

    email = Email.objects.get()
    assert (email.kind, email.to, email.organisation) == (
        "shortlist-shared",
        member.email,
        shortlist.organisation,
    )
    assert email.content.subject == (
        f"Lea D shares a shortlist with you: {shortlist.package.program.code}, Drug product"
    )
    assert "It names 1 vendor.\n\nPlease look & say\n\n" in email.content.text
    assert shortlist.get_absolute_url() in email.content.text
    assert "Please look &amp; say" in email.content.html
    assert [row.user for row in shortlist.shares.all()] == [member]


def test_share_refuses_a_second_time(shortlist, lead, member, now):
    shortlists.share(shortlist=shortlist, colleague=member, message="", by=lead, now=now)

    with pytest.raises(ProgramError, match=r"^Mem Ber has this shortlist already\.$"):
        shortlists.share(shortlist=shortlist, colleague=member, message="", by=lead, now=now)

    assert Email.objects.count() == 1


def test_share_refuses_a_stranger(shortlist, lead, stranger, now):
    with pytest.raises(ProgramError, match=r"^Choose a colleague of your organisation\.$"):
        shortlists.share(shortlist=shortlist, colleague=stranger, message="", by=lead, now=now)

    assert Email.objects.count() == 0


def test_share_refuses_who_may_not_see_the_program(shortlist, lead, sponsor, now):
    program = shortlist.package.program
    program.visibility = "team"
    program.save()
    outside, inside = person(sponsor, Role.MEMBER), person(sponsor, Role.MEMBER)
    ProgramMemberFactory(program=program, user=inside)

    with pytest.raises(ProgramError, match=r"is not on the team of .* Add them first\.$"):
        shortlists.share(shortlist=shortlist, colleague=outside, message="", by=lead, now=now)
    shortlists.share(shortlist=shortlist, colleague=inside, message="", by=lead, now=now)

    assert Email.objects.get().to == inside.email
