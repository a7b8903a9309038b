"""What changed between two records of a plan, in sentences."""

from programs.plans import words


def of_plan(before: dict, chosen: str, today: dict) -> list[str]:
    """
    Say what is different today; empty where nothing is.

    :param chosen: which plan of the old record is compared with the same one of today
    """
    found = [*_needs(before, today)]
    old = _named(before, chosen)
    new = _named(today, chosen)
    if new is None:
        return [*found, "There is no such plan any more."]
    found += _partners(old, new)
    for name, label in (("score", "score"), ("coverage_pct", "share of the weight covered")):
        if old[name] != new[name]:
            found.append(f"The {label} is {new[name]}; it was {old[name]}.")
    if len(old["handoffs"]) != len(new["handoffs"]):
        found.append(
            f"{words.capital(words.count(len(new['handoffs']), 'hand-off'))}; "
            f"it had {words.count(len(old['handoffs']), 'hand-off')}."
        )
    return found + _moved(before, old, today, new)


def _named(record: dict, name: str) -> dict | None:
    return next((plan for plan in record["plans"] if plan["name"] == name), None)


def _needs(before: dict, today: dict):
    def keyed(record, nos):
        return {(record["needs"][no]["phase"], record["needs"][no]["label"]) for no in nos}

    old, new = (keyed(record, range(len(record["needs"]))) for record in (before, today))
    for verb, rows in (("New need", new - old), ("No longer asked", old - new)):
        found = [f"{label} ({words.of_phases([phase])})" for phase, label in sorted(rows)]
        if found:
            yield f"{verb}: {words.joined(found)}."
    old, new = (keyed(record, record["uncoverable"]) for record in (before, today))
    for verb, rows in (("Nobody meets any more", new - old), ("Somebody meets now", old - new)):
        found = [f"{label} ({words.of_phases([phase])})" for phase, label in sorted(rows)]
        if found:
            yield f"{verb}: {words.joined(found)}."


def _partners(old: dict, new: dict) -> list[str]:
    before = {partner["slug"]: partner["vendor"] for partner in old["partners"]}
    after = {partner["slug"]: partner["vendor"] for partner in new["partners"]}
    joins = [name for slug, name in after.items() if slug not in before]
    leaves = [name for slug, name in before.items() if slug not in after]
    return [
        *([f"In the plan today: {words.joined(joins)}."] if joins else []),
        *([f"No longer in the plan: {words.joined(leaves)}."] if leaves else []),
    ]


def _moved(before: dict, old: dict, today: dict, new: dict) -> list[str]:
    """Say how many needs that both ask are with another partner."""

    def holders(record, plan):
        found: dict[tuple, set] = {}
        for row in plan["work"]:
            need = record["needs"][row["no"]]
            slug = plan["partners"][row["partner"]]["slug"]
            found.setdefault((need["phase"], need["label"]), set()).add(slug)
        return found

    was, now = holders(before, old), holders(today, new)
    moved = sum(was[key] != now[key] for key in was.keys() & now.keys())
    if not moved:
        return []
    verb = "is" if moved == 1 else "are"
    return [f"{words.capital(words.count(moved, 'need'))} {verb} with another partner."]
