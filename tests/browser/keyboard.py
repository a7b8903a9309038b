"""An evaluator at the keyboard: the declaration, one cell at a time, handing in."""

from django.urls import reverse


def declare(visitor, rfp) -> None:
    """Say on the page that there is no conflict; it is where one's sheet leads until then."""
    visitor.go(reverse("rfp-scoring", args=[rfp.pk]))
    visitor.page.locator("input[name=has_conflict][value=no]").focus()
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Tab")  # to what there is to say
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("heading", name="Your scores").wait_for()


def score(visitor, points: int, comment: str) -> None:
    """Fill in the cell on the page: the radio group, the comment; saved before the button."""
    visitor.page.locator("input[name=points]").first.focus()
    visitor.page.keyboard.press("Space")
    for _ in range(points):
        visitor.page.keyboard.press("ArrowDown")
    visitor.page.locator("#saved", has_text="Saved").wait_for()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type(comment)


def go_on(visitor) -> None:
    """Save and leave the cell by its button, which is next after the comment."""
    here = visitor.page.url
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(lambda url: url != here)


def score_all(visitor, points: dict[tuple[str, str], int]) -> None:
    """Score every cell as the sheet leads through them, then hand in; by criterion and vendor."""
    visitor.page.get_by_role("link", name="Begin").click()
    for left in reversed(range(len(points))):
        visitor.page.get_by_role(
            "button", name=f"Save and {'next' if left else 'finish'}"
        ).wait_for()
        criterion, vendor = visitor.page.get_by_role("heading", level=1).inner_text().split(": ")
        score(visitor, points[criterion, vendor], f"{criterion} of {vendor}.")
        go_on(visitor)
    visitor.page.get_by_role("button", name="Hand in").click()
    visitor.page.get_by_text("Handed in.").first.wait_for()
