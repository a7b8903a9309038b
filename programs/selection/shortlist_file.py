"""A shortlist as a selection file: who was chosen, on which result, and who stands for it."""

from datetime import datetime

from django.utils import timezone

from programs.choices import NeedState, Priority
from programs.matching.types import Ranking
from programs.models import Shortlist, ShortlistEntry
from programs.selection import considered
from programs.selection.changes import digest, place, points
from programs.selection.document import Document, Section, Table
from vendors.choices import Phase


def document(shortlist: Shortlist, ranking: Ranking) -> Document:
    """
    Return the document of a shortlist; its entries come with vendor, adder and sign-offs.

    :param ranking: of today, for who else was considered
    """
    entries = sorted(shortlist.entries.all(), key=_best_first)
    package, program = shortlist.package, shortlist.package.program
    signed = sum(bool(entry.sign_offs.all()) for entry in entries)
    return Document(
        title=f"Selection file: {package}, {program}",
        subtitle="Shortlisted vendors, each with the result that put it on the list.",
        facts=[
            ("Sponsor", str(program.organisation)),
            ("Program", " ".join(filter(None, [program.code, program.name]))),
            ("Package", package.name),
            ("Vendors", str(len(entries))),
            ("Signed off", f"{signed} of {len(entries)}"),
        ],
        sections=[
            Section("Shortlist", tables=[_overview(entries)] if entries else []),
            Section("Sign-offs", *_signatures(entries)),
            *(_entry(entry) for entry in entries),
            considered.section(ranking, [entry.vendor for entry in entries]),
        ],
    )


def _best_first(entry: ShortlistEntry):
    result = entry.snapshot.get("result")
    return -result["score"] if result else 1


def _overview(entries) -> Table:
    rows = []
    for entry in entries:
        result = entry.snapshot.get("result") or {}
        rows.append(
            [
                entry.vendor.name,
                result.get("rank"),
                points(result.get("score")),
                points(result.get("best_case")),
                points(result.get("coverage_pct")),
                _day(entry.snapshot.get("generated_at")),
                entry.note,
            ]
        )
    head = ["Vendor", "Rank", "Sure", "Possible", "Met\u00a0%", "Result of", "Note"]
    return Table("Shortlist", head, rows, [4, 1, 1, 1, 1, 2, 5])


def _signatures(entries) -> tuple[list[str], list[Table]]:
    rows = [
        [
            entry.vendor.name,
            sign.signed_by_name,
            f"{timezone.localtime(sign.signed_at):%-d %b %Y, %H:%M %Z}",
            sign.reason,
            sign.digest[:16],
        ]
        for entry in entries
        for sign in entry.sign_offs.all()
    ]
    if not rows:
        return ["Nobody has signed off a vendor of this list yet."], []
    head = ["Vendor", "Signed by", "On", "Reason", "Result (SHA-256)"]
    return [], [Table("Sign-offs", head, rows, [3, 3, 3, 6, 3])]


def _entry(entry: ShortlistEntry) -> Section:
    snapshot = entry.snapshot
    result = snapshot.get("result")
    by = entry.added_by or "somebody"
    sentences = [f"Shortlisted by {by} on {timezone.localtime(entry.added_at):%-d %b %Y}."]
    if result is None:
        sentences.append("It was in no ranking of this package then.")
        return Section(entry.vendor.name, sentences)
    sentences.append(
        f"Result of {_day(snapshot['generated_at'])}, method {snapshot['algorithm']}: "
        f"{place(snapshot)}, {points(result['score'])} sure points, "
        f"{points(result['best_case'])} at best, of 100, among "
        f"{snapshot['listed']} listed vendors. SHA-256 {digest(snapshot)}."
    )
    for gate in result["gates"]:
        outcome = "waived" if gate.get("waiver") else "passed" if gate["passed"] else "failed"
        sentences.append(
            f"Gate “{gate.get('label', gate['gate'])}”: {outcome}. {gate['why']}".strip()
        )
    return Section(entry.vendor.name, sentences, [_needs(entry.vendor.name, snapshot, result)])


def _needs(name: str, snapshot: dict, result: dict) -> Table:
    asked = {need["no"]: need for need in snapshot["needs"]}
    rows = []
    for answer in result["needs"]:
        need = asked[answer["no"]]
        rows.append(
            [
                Phase(need["phase"]).label,
                need["label"],
                Priority(need["priority"]).label,
                need["weight"],
                NeedState(answer["state"]).label,
                answer["evidence"],
                answer["site"],
                points(answer["points"]),
                points(need.get("points")),
            ]
        )
    head = ["Phase", "Need", "Priority", "Weight", "Answer", "Evidence", "Site", "Points", "Of"]
    return Table(name, head, rows, [3, 7, 2, 2, 3, 3, 3, 2, 2])


def _day(iso: str | None) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(iso)):%-d %b %Y}" if iso else ""
