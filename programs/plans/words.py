"""How a plan is said."""

from programs.matching.words import joined, phases
from vendors.choices import Phase

STREAMS = {
    "cmc-services": "CMC services",
    "cmc-dossier": "CMC dossier",
    "dmc-adjudication": "DMC and adjudication",
    "dmpk": "DMPK",
    "ecoa": "eCOA",
    "in-vitro-adme": "In-vitro ADME",
    "radiolabelled-adme": "Radiolabelled ADME",
}
NO_HANDOFF = "No partner takes over from another where anything would have to be transferred"
SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def stream(name: str) -> str:
    """Name a workstream of the taxonomy."""
    return STREAMS.get(name, name.replace("-", " ").capitalize())


def count(number: int, noun: str) -> str:
    """Say a number with its noun: "one partner", "12 partners", "no hand-off"."""
    said = SMALL[number] if number < len(SMALL) else f"{number:,}"
    return f"{said} {noun}{'' if number in (0, 1) else 's'}"


def of_phases(codes) -> str:
    """Join phases: "Phase 1 to Phase 3"."""
    return phases([Phase(code) for code in codes])


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def summary(record: dict, plan: dict) -> str:
    """Say what a plan amounts to in one sentence."""
    done = len({row["no"] for row in plan["work"]})
    partners = capital(count(len(plan["partners"]), "partner"))
    verb = "covers" if len(plan["partners"]) == 1 else "cover"
    handoffs = count(len(plan["handoffs"]), "hand-off")
    return f"{partners} with {handoffs} {verb} {done} of {len(record['needs'])} needs."


def nobody(record: dict) -> str:
    """Name who does not meet a need: all that are listed, or those whom the options leave."""
    return "nobody whom these options allow" if is_narrowed(record) else "nobody listed"


def is_narrowed(record: dict) -> bool:
    """Say whether the options bar vendors that might meet a need."""
    return bool(record["options"]["exclude"]) or record["options"]["apart"]


def options(record: dict) -> str:
    """Say the options of a plan in one line; empty where there are none."""
    asked, names = record["options"], record["names"]
    said = []
    if asked["cap"]:
        said.append(f"at most {count(asked['cap'], 'partner')}")
    for key, verb in (("include", "with"), ("exclude", "without")):
        if asked[key]:
            said.append(f"{verb} {joined([names.get(slug, slug) for slug in asked[key]])}")
    if asked["apart"]:
        said.append("CDMO and CRO apart")
    if asked["by_site"]:
        said.append("a change of site counts as a hand-off")
    double = [need for need in record["needs"] if need["need"] in asked["double"]]
    if double:
        said.append(f"two sources for {joined([need['label'] for need in double])}")
    return capital("; ".join(said))


def left_out_by(record: dict, plan: dict) -> str:
    """Say which options leave out needs that somebody could meet; a cap that is not reached does not."""
    cap, is_apart = record["options"]["cap"], record["options"]["apart"]
    is_capped = cap is not None and (len(plan["partners"]) >= cap or not is_apart)
    if is_capped and is_apart:
        return "the cap with CDMO and CRO apart"
    return "the cap" if is_capped else "CDMO and CRO apart"


def claims(record: dict, plan: dict) -> list[tuple[bool, str]]:
    """Say what is proved of a plan and what is only the best found; never the one for the other."""
    proved, partners = plan["proved"], len(plan["partners"])
    if not proved["best"]:
        missing = joined(
            [
                name
                for key, name in (
                    ("coverage", "the coverage"),
                    ("partners", "the number of partners"),
                    ("handoffs", "the number of hand-offs"),
                )
                if not proved[key]
            ]
        )
        return [(False, f"Best found in {record['ms']:,} ms. Not proved: {missing}.")]
    best = "Proved best" if proved["score"] else "Proved"
    if plan["name"] == "more":
        first = f"Proved: no plan with {count(partners, 'partner')} has fewer hand-offs."
        if plan["uncovered"]:
            first = f"Proved: no {count(partners, 'partner')} cover more weight."
    elif plan["uncovered"] or plan["single"]:
        first = f"{best}: nobody covers more weight under these options, or as much with fewer partners or hand-offs."
    else:
        first = f"{best}: no plan covers these needs with fewer partners, or with as many and fewer hand-offs."
    score = "Its score is proved best, too."
    if not proved["score"]:
        score = f"Its score is the best found in {record['ms']:,} ms, not proved."
    return [(True, first), (proved["score"], score)]


def badge(record: dict, plan: dict) -> tuple[bool, str]:
    """Say the proof in few words; a plan whose score is only found is not called the best."""
    if plan["proved"]["best"]:
        return True, "Proved best" if plan["proved"]["score"] else "Proved but for the score"
    return False, f"Best found in {record['ms']:,} ms"


__all__ = [
    "NO_HANDOFF",
    "badge",
    "capital",
    "claims",
    "count",
    "is_narrowed",
    "joined",
    "left_out_by",
    "nobody",
    "of_phases",
    "options",
    "stream",
    "summary",
]
