"""Seed the directory: every vendor is entered, submitted and approved like a real one."""

from demo.seeding.story import Story
from demo.world.build import World
from notifications import outbox
from vendors import services
from vendors.choices import ActionKind, ListingState
from vendors.models import RegulatoryAction, Vendor

QUIET_AFTER_DAYS = 7  # approvals older than this mail nobody: the demo's outbox starts this week


def plan(story: Story, *, world: World, curator) -> None:
    """Plan the entry of every vendor of the world, and what happens to it since."""
    story.add(lambda at: register_actions(world.actions), days_ago=900)
    for entry in world.entries:
        plan_entry(story, entry, curator)


def plan_entry(story: Story, entry, curator) -> None:
    days_ago = entry.days_ago
    vendors: list[Vendor] = []

    def enter(at):
        vendors.append(services.enter_profile(profile=entry.profile, by=None, now=at))

    def submit(at):
        services.submit(vendor=vendors[0], by=None, now=at)

    def approve(at):
        services.approve(vendor=vendors[0], by=curator, now=at)
        if days_ago > QUIET_AFTER_DAYS:
            outbox.cancel(topic=vendors[0], kind="listing-approved", now=at)

    def suspend(at):
        services.suspend(vendor=vendors[0], reason=entry.review_note, by=curator, now=at)

    story.add(enter, days_ago=days_ago)
    if entry.state == ListingState.DRAFT:
        return
    story.add(submit, days_ago=days_ago, hours=5)
    if entry.state == ListingState.IN_REVIEW:
        return
    story.add(approve, days_ago=days_ago, hours=31)
    if entry.state == ListingState.SUSPENDED:
        story.add(suspend, days_ago=9)


def register_actions(records: list[dict]) -> None:
    """Write the register's records; ``enter_profile`` attaches them to the sites by FEI."""
    RegulatoryAction.objects.bulk_create(
        RegulatoryAction(**{name: value for name, value in record.items() if name != "closes"})
        for record in records
    )
    letters = {
        letter.record_id: letter
        for letter in RegulatoryAction.objects.filter(kind=ActionKind.WARNING_LETTER)
    }
    for record in records:
        if "closes" in record:
            RegulatoryAction.objects.filter(record_id=record["record_id"]).update(
                closes=letters[record["closes"]]
            )
