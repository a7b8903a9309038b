"""A partner plan as a document."""

from django.utils import timezone

from programs.choices import NeedState
from programs.models import KeptPlan
from programs.plans import words
from programs.plans.page import PlanPage
from programs.selection.document import Document, Section, Table
from vendors.choices import Phase


def document(shown: PlanPage, kept: KeptPlan | None = None) -> Document:
    """Return the document of a plan, with the sign-off where it was kept."""
    record, plan = shown.record, shown.plan
    return Document(
        title=f"Partner plan for {record['program']}",
        subtitle=f"{shown.title}. {shown.summary}",
        facts=[
            *_signed(kept),
            ("Drawn", _moment(shown.at)),
            ("Packages", ", ".join(record["packages"])),
            ("Phases", words.of_phases([row["phase"] for row in record["phases"]])),
            ("Options", words.options(record) or "None"),
            (
                "Directory",
                f"{record['listed']:,} listed vendors, {record['candidates']:,} meet a need",
            ),
            ("Score", f"{plan['score']} sure, {plan['best_case']} at best, of 100"),
            ("Method", record["algorithm"]),
            *(("Proof", sentence) for _, sentence in shown.claims),
        ],
        sections=[section for section in _sections(shown) if section.sentences or section.tables],
        picture=picture(shown),
    )


def _signed(kept: KeptPlan | None) -> list[tuple[str, str]]:
    if kept is None:
        return [("State", "A draft: it is kept by nobody yet")]
    return [
        ("Kept by", f"{kept.kept_by_name}, {_moment(kept.kept_at)}"),
        ("Reason", kept.reason),
    ]


def _sections(shown: PlanPage) -> list[Section]:
    return [
        Section("Not covered", tables=_gaps(shown)),
        Section("Partners", tables=[_partners(shown)]),
        Section("Hand-offs", *_handoffs(shown)),
        Section("If one partner drops out", tables=[_losses(shown)]),
        Section("Who does what", tables=[_work(shown)]),
    ]


def _gaps(shown: PlanPage) -> list[Table]:
    head, widths = ["Need", "Phases", "Package", "Why"], [4, 2, 2, 3]
    rows = [
        [*row, why]
        for found, why in (
            (shown.gaps, f"{shown.nobody} meets it"),
            (
                shown.left_out,
                f"Left out by {words.left_out_by(shown.record, shown.plan)}",
            ),
            (shown.one_source, "One source; two were asked"),
        )
        for row in found
    ]
    return [Table("", head, rows, widths)] if rows else []


def _partners(shown: PlanPage) -> Table:
    runs, rows = dict(shown.runs), []
    for place, partner in enumerate(shown.plan["partners"]):
        longest = runs.get(place, [None])[0]
        carries = (
            f"{longest['stream']}: {longest['phases']}" if longest and longest["count"] else ""
        )
        rows.append(
            [
                partner["initials"],
                partner["vendor"] + (f" ({partner['face']})" if partner["face"] else ""),
                partner["kind"],
                partner["country"],
                partner["needs"],
                carries,
            ]
        )
    head = ["", "Partner", "Kind", "Country", "Needs", "Longest run without a transfer"]
    return Table("", head, rows, [1, 5, 2, 2, 1, 5])


def _handoffs(shown: PlanPage) -> tuple[list[str], list[Table]]:
    if not shown.handoffs:
        return [f"{words.NO_HANDOFF}."], []
    rows = [
        [
            row["stream"],
            words.joined([giver["vendor"] for giver in row["givers"]]),
            "another site" if row["is_site_only"] else row["taker"]["vendor"],
            row["phase"],
            row["starts_on"] and row["starts_on"].isoformat(),
        ]
        for row in shown.handoffs
    ]
    head = ["Workstream", "From", "To", "Before", "Planned start"]
    return [], [Table("", head, rows, [3, 4, 4, 2, 2])]


def _losses(shown: PlanPage) -> Table:
    rows = [
        [
            loss["partner"]["vendor"],
            loss["carried"],
            loss["open"],
            loss["single"],
            loss["stand_in"] and f"{loss['stand_in']}: {loss['regained']} of {loss['open']}",
            "; ".join(f"{label} ({phases})" for label, phases, _ in loss["nobody"]),
        ]
        for loss in shown.losses
    ]
    head = [
        "Partner",
        "Carries",
        "Left open",
        "One source",
        "Who could step in",
        "Nobody else meets",
    ]
    return Table("", head, rows, [3, 1, 1, 1, 4, 4])


def _work(shown: PlanPage) -> Table:
    record, plan = shown.record, shown.plan
    rows = []
    for work in plan["work"]:
        need = record["needs"][work["no"]]
        rows.append(
            [
                Phase(need["phase"]).label,
                need["package"],
                need["label"],
                plan["partners"][work["partner"]]["vendor"],
                work["site"],
                NeedState(work["state"]).label,
                work["evidence"],
                work["fit"],
            ]
        )
    head = ["Phase", "Package", "Need", "Partner", "Site", "State", "Evidence", "Fit\u00a0%"]
    return Table("", head, rows, [2, 2, 5, 3, 3, 2, 2, 1])


def picture(shown: PlanPage) -> dict:
    """Return the timeline as data: phases, and by package the rows with their lanes of blocks."""
    return {
        "title": "The plan, phase by phase",
        "phases": [[label, start] for _, label, start in shown.phases],
        "groups": [
            {
                "package": group.package,
                "rows": [
                    {
                        "label": row.label,
                        "note": row.note,
                        "lanes": [[_block(block) for block in lane] for lane in row.lanes],
                    }
                    for row in group.rows
                ],
            }
            for group in shown.groups
        ],
    }


def _block(block) -> dict:
    return {
        "first": block.first,
        "last": block.last,
        "letter": block.partner["letter"] if block.partner else "",
        "initials": block.partner["initials"] if block.partner else "",
        "text": block.text,
        "handoff": block.handoff,
    }


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%-d %b %Y, %H:%M %Z}"
