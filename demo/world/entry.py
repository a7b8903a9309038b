"""One vendor of the world, before it is entered."""

from dataclasses import dataclass, field

from vendors.choices import ListingState


@dataclass
class Entry:
    """A profile for ``enter_profile``, and what happens to it afterwards."""

    key: str
    profile: dict
    state: ListingState = ListingState.LISTED
    days_ago: int = 200  # when it was entered
    actions: list[dict] = field(default_factory=list)  # what registers say about its sites
    review_note: str = ""

    @property
    def name(self) -> str:
        return self.profile["name"]

    @property
    def lines(self) -> list[dict]:
        return [line for site in self.profile["sites"] for line in site["lines"]]
