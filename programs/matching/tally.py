"""
The ranking in SQL: the numbers of the Python scorer, for a directory of any size.

It reads ``vendors_offer`` through one covering index, a scan per asked leaf, and keeps whole
numbers throughout, so that every point equals the scorer's to the hundredth:

- a fit is an integer of 25,000ths: the evidence's 100ths by the scale's 10ths by the lead time's
  5ths by the certificate's 5ths, as in the tables of ``docs/matching.md``;
- a line that answers is packed into one key, so that ``max`` takes the best: sure fit, then
  possible fit (in 50,000ths), then evidence;
- a stop is a bit per gate; a line counts where no bit is set.

``LATERAL … OFFSET 0`` keeps the planner on index scans: it takes a record set for a hundred rows
and would otherwise read every offer there is. Only the pieces that a brief needs are written into
the statement; a factor nobody asks for costs nothing.
"""

import json

from programs.choices import GateKind
from programs.matching import scoring, store
from programs.matching.store import Brief
from programs.matching.types import Asked
from vendors.choices import DosageForm, Grade, Modality, Phase

STOPS = {GateKind.COUNTRY: 1, GateKind.WARNING_LETTER: 2, GateKind.DISQUALIFIED: 4, GateKind.GXP: 8}
ON_SITE = 7  # the bits that judge a site, whatever its lines say

FIT = 25_000

SCALE = """
CASE WHEN ask.scale IS NULL THEN 10
     WHEN (o.scale_min IS NULL AND o.scale_max IS NULL)
       OR coalesce(nullif(o.scale_unit, ''), ask.usual) <> ask.unit THEN 2
     WHEN ask.scale >= coalesce(o.scale_min, ask.scale)
      AND ask.scale <= coalesce(o.scale_max, ask.scale) THEN 10
     WHEN CASE WHEN ask.scale > o.scale_max
               THEN o.scale_max > 0 AND ask.scale <= 2 * o.scale_max
               ELSE ask.scale > 0 AND o.scale_min <= 2 * ask.scale END THEN 5
     ELSE 2 END"""
SCALE_OPEN = """
CASE WHEN ask.scale IS NOT NULL
      AND ((o.scale_min IS NULL AND o.scale_max IS NULL)
           OR coalesce(nullif(o.scale_unit, ''), ask.usual) <> ask.unit) THEN 5 ELSE 1 END"""
READY = "greatest(%(today)s::date + 7 * coalesce(o.lead_time_weeks, 0), o.next_slot_date)"
LEAD_TIME = f"""
CASE WHEN ask.ready_by IS NULL THEN 5
     WHEN o.lead_time_weeks IS NULL AND o.next_slot_date IS NULL THEN 2
     WHEN {READY} <= ask.ready_by THEN 5
     WHEN {READY} <= ask.ready_by + 91 THEN 4
     WHEN {READY} <= ask.ready_by + 182 THEN 3
     ELSE 2 END"""
LEAD_TIME_OPEN = """
CASE WHEN ask.ready_by IS NOT NULL AND o.lead_time_weeks IS NULL AND o.next_slot_date IS NULL
     THEN 5 ELSE 2 END"""
CERTIFICATE = """
CASE WHEN o.certificate_expires_on >= ask.certified_on OR o.certificate_expires_on IS NULL
       OR o.evidence = 1 OR o.evidence > ask.minimum THEN 5
     WHEN o.certificate_expires_on >= %(today)s THEN 4 ELSE 3 END"""
EVIDENCE = "CASE ask.minimum - o.evidence WHEN 1 THEN 60 WHEN 2 THEN 35 WHEN 3 THEN 15 ELSE 100 END"

TALLY = """
WITH ask AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(asks)s::jsonb) AS a(
        no int, leaf text, phase int, form int, minimum int, scale numeric, unit text, usual text,
        ready_by date, certified_on date, below int, list int)
    LIMIT %(ask_count)s
), need AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(needs)s::jsonb) AS n(
        no int, share int, must boolean, lists int, minimum int)
    LIMIT %(need_count)s
), confirmed AS MATERIALIZED (
    SELECT said.vendor_id, bit_or(1 << asked.place::int - 1) AS lists
    FROM unnest(%(groups)s::text[]) WITH ORDINALITY AS asked("group", place)
    JOIN vendors_groupconfirmation AS said USING ("group")
    WHERE said.confirmed_on <= %(today)s
    GROUP BY said.vendor_id
), {letter}line AS MATERIALIZED (
    SELECT found.vendor_id, found.site_id, ask.no, ask.leaf, ask.list, found.stop, found.offered,
           CASE WHEN offered AND stated THEN fit * (524288 + 8 * widens) + evidence END AS key,
           CASE WHEN offered AND (widens > 2 OR NOT stated) THEN fit * widens END AS top
    FROM ask CROSS JOIN LATERAL (
        SELECT o.vendor_id, o.site_id, o.evidence, o.is_offered AS offered,
               {stated} AS stated, {stop} AS stop, ({fit})::bigint AS fit, {widens} AS widens
        FROM vendors_offer AS o
        WHERE o.capability_id = ask.leaf AND o.modality = ANY (%(modalities)s)
          AND (o.private_to_id IS NULL OR o.private_to_id = %(organisation)s)
          AND (o.phases = 0 OR o.phases & ask.phase <> 0)
          AND (ask.form = 0 OR o.dosage_forms = 0 OR o.dosage_forms & ask.form <> 0)
        OFFSET 0
    ) AS found
), answer AS MATERIALIZED (
    SELECT best.vendor_id, best.no, best.stop, need.share, need.must, need.lists, need.minimum,
           (best.key & 7)::int AS evidence, (best.key >> 19)::int AS fit,
           coalesce((need.share * (best.key >> 19) + 12500) / 25000, 0)::int AS points,
           CASE WHEN best.key IS NULL THEN need.share ELSE
               (need.share * greatest((best.key >> 3) & 65535, best.top) + 25000) / 50000
           END::int AS best
    FROM (
        SELECT vendor_id, no, stop, max(key) AS key, max(top) AS top
        FROM line WHERE offered AND stop IN (0, 1, 2, 4, 8)
        GROUP BY vendor_id, no, stop
    ) AS best JOIN need USING (no)
), told AS MATERIALIZED (
    SELECT answer.vendor_id, answer.stop, coalesce(confirmed.lists, 0) AS lists,
           sum(points)::int AS worst, sum(share - best)::int AS lost,
           count(*) FILTER (WHERE must AND fit IS NOT NULL)::int AS musts,
           coalesce(sum(no) FILTER (WHERE must AND fit IS NOT NULL), 0)::int AS must_sum,
           coalesce(sum(evidence), 0)::int AS evidence,
           coalesce(sum(share) FILTER (WHERE answer.lists & ~coalesce(confirmed.lists, 0) = 0), 0)
               ::int AS confirmed_share
    FROM answer LEFT JOIN confirmed USING (vendor_id)
    GROUP BY answer.vendor_id, answer.stop, confirmed.lists
), noes AS MATERIALIZED (
    SELECT lists, (SELECT coalesce(sum(share), 0)::int FROM need WHERE need.lists & ~told.lists = 0)
        AS share
    FROM told GROUP BY lists
), {refusing}tally AS MATERIALIZED (
    SELECT told.vendor_id, told.worst,
           10000 - told.lost - noes.share + told.confirmed_share - coalesce(refusing.share, 0)
               AS best,
           %(must_count)s - told.musts AS gaps, told.musts, told.must_sum, told.evidence
    FROM told JOIN noes USING (lists) LEFT JOIN refusing USING (vendor_id)
    WHERE told.stop = 0
)
"""

# A need is a no where every counting site refuses every alternative whose list is not confirmed:
# then there are as many refusals as sites by alternatives.
REFUSING = """pair AS MATERIALIZED (
    SELECT line.vendor_id, line.no, told.lists FROM line JOIN told USING (vendor_id)
    WHERE line.stop & 7 = 0 AND told.stop = 0
    GROUP BY line.vendor_id, line.no, told.lists
    HAVING bool_or(line.stop = 8 OR NOT offered) AND NOT bool_or(line.stop = 0 AND offered)
), below AS MATERIALIZED (
    SELECT site_id FROM line WHERE offered GROUP BY site_id HAVING bool_and(stop & 8 <> 0)
), counting AS MATERIALIZED (
    SELECT said.vendor_id, site.id AS site_id
    FROM (SELECT DISTINCT vendor_id FROM pair) AS said CROSS JOIN LATERAL (
        SELECT id, {site_stop} AS stop FROM vendors_site AS site
        WHERE site.vendor_id = said.vendor_id OFFSET 0
    ) AS site
    WHERE site.stop = 0 AND site.id NOT IN (SELECT site_id FROM below)
), refused AS (
    SELECT pair.vendor_id, pair.no, pair.lists, count(DISTINCT (line.site_id, line.leaf)) AS times
    FROM pair JOIN line USING (vendor_id, no) JOIN counting USING (vendor_id, site_id)
    WHERE (line.stop = 8 OR NOT line.offered) AND line.list & pair.lists = 0
    GROUP BY pair.vendor_id, pair.no, pair.lists
), refusing AS MATERIALIZED (
    SELECT refused.vendor_id, sum(need.share)::int AS share
    FROM refused JOIN need USING (no)
    JOIN (SELECT vendor_id, count(*) AS sites FROM counting GROUP BY vendor_id) AS left_over
        USING (vendor_id)
    WHERE refused.times = left_over.sites * (
        SELECT count(*) FROM ask WHERE ask.no = refused.no AND ask.list & refused.lists = 0)
    GROUP BY refused.vendor_id
), """
HAS_LETTER = "@site IN (SELECT site_id FROM letter)"
LETTER = """letter AS MATERIALIZED (
    SELECT DISTINCT site_id FROM ({letters}) AS open
), """


def statement(asking: Brief) -> tuple[str, dict]:
    """
    Return the common table expressions up to ``tally``, and their parameters.

    ``tally`` has a row per vendor with a line that speaks to a need at a site no gate stops; the
    numbers are hundredths of a point. ``told`` has the same numbers by the single gate that stops
    a vendor (``stop`` as in STOPS), as if that gate were waived.
    """
    parameters = _parameters(asking)
    stops = _stops(asking, parameters)
    below = _below(asking)
    letter = _letter(asking, parameters) if GateKind.WARNING_LETTER in stops else ""
    on_offer = {
        kind: sql.replace("@site", "o.site_id").replace("@", "o.") for kind, sql in stops.items()
    }
    on_site = {
        kind: sql.replace("@site", "site.id").replace("@", "site.") for kind, sql in stops.items()
    }
    if below != "false":
        on_offer[GateKind.GXP] = f"o.is_offered AND {below}"
    fit, widens = _fit(asking)
    text = TALLY.format(
        letter=letter,
        stated=_stated(asking),
        stop=_bits(on_offer),
        fit=fit,
        widens=widens,
        refusing=REFUSING.format(site_stop=_bits(on_site)),
    )
    return text, parameters


def _letter(asking: Brief, parameters: dict) -> str:
    """Return the expression of the open letters, its parameters by name."""
    sql, values = store.open_letters(asking).values("site_id").query.sql_with_params()
    names = [f"letter_{place}" for place in range(len(values))]
    parameters |= dict(zip(names, values, strict=True))
    return LETTER.format(letters=sql % tuple(f"%({name})s" for name in names))


def _bits(conditions: dict) -> str:
    """Add the bits of the gates whose condition holds."""
    found = [f"CASE WHEN {sql} THEN {STOPS[kind]} ELSE 0 END" for kind, sql in conditions.items()]
    return f"({' + '.join(found) or '0'})"


def _stops(asking: Brief, parameters: dict) -> dict[GateKind, str]:
    """Return by gate the condition on a site; ``@`` stands for the row, ``@site`` for its id."""
    found = {}
    for gate in asking.gates:
        waived = [vendor for (pk, vendor), _ in asking.waivers.items() if pk == gate.pk]
        name = f"waived_{gate.kind}"
        but = f" AND @vendor_id <> ALL (%({name})s::bigint[])" if waived else ""
        parameters[name] = waived
        if gate.kind == GateKind.COUNTRY:
            parameters["countries"] = gate.parameters.get("countries", [])
            sign = "<> ALL" if gate.parameters.get("mode") == "allow" else "= ANY"
            found[GateKind.COUNTRY] = f"@country <> '' AND @country {sign} (%(countries)s){but}"
        elif gate.kind == GateKind.WARNING_LETTER:
            found[GateKind.WARNING_LETTER] = HAS_LETTER + but
        elif gate.kind == GateKind.DISQUALIFIED:
            ids = store.disqualified(asking).values_list("vendor_id", flat=True)
            parameters["disqualified"] = list(ids)
            found[GateKind.DISQUALIFIED] = f"@vendor_id = ANY (%(disqualified)s::bigint[]){but}"
    return found


def _below(asking: Brief) -> str:
    """Return the condition on a line that states a grade below the phase's."""
    gate = asking.gate(GateKind.GXP)
    if gate is None:
        return "false"
    waived = any(pk == gate.pk for pk, _ in asking.waivers)
    but = " AND o.vendor_id <> ALL (%(waived_gxp)s::bigint[])" if waived else ""
    return f"(o.grade & ask.below <> 0{but})"


def _stated(asking: Brief) -> str:
    modality = " AND o.modality <> ''" if asking.modality else ""
    return f"(o.phases <> 0 AND (ask.form = 0 OR o.dosage_forms <> 0){modality})"


def _fit(asking: Brief) -> tuple[str, str]:
    """Return the sure fit, and by how many halves the possible one is wider."""
    scaled = any(asked.need.scale is not None for asked in asking.needs)
    timed = any(_ready_by(asked, asking) for asked in asking.needs)
    fit = " * ".join(
        [EVIDENCE, SCALE if scaled else "10", LEAD_TIME if timed else "5", CERTIFICATE]
    )
    widens = [SCALE_OPEN] * scaled + [LEAD_TIME_OPEN if timed else "2"]
    return fit, " * ".join(widens)


def _ready_by(asked, asking: Brief):
    """Return the day by which a line must be ready; None where lead times do not count."""
    starts_on = asked.starts_on
    if starts_on is None or starts_on - asking.today > scoring.LEAD_TIME_HORIZON:
        return None
    return max(starts_on, asking.today)


def _parameters(asking: Brief) -> dict:
    lists = _lists(asking)
    asks = [ask for _, ask in asks_of(asking)]
    needs = [
        {
            "no": asked.no,
            "share": int(asked.possible * 100),
            "must": asked.is_must,
            # a need without a leaf is on no list, and nobody can confirm that
            "lists": sum({lists[leaf.group] for leaf in asked.leaves}) or 1 << 30,
            "minimum": asked.need.minimum_evidence,
        }
        for asked in asking.needs
    ]
    return {
        "asks": json.dumps(asks),
        "ask_count": len(asks),
        "needs": json.dumps(needs),
        "need_count": len(needs),
        "must_count": sum(asked.is_must for asked in asking.needs),
        "must_sum": sum(asked.no for asked in asking.needs if asked.is_must),
        "groups": list(lists),
        "today": asking.today,
        "modalities": [asking.modality, ""] if asking.modality else [*Modality.values, ""],
        "organisation": asking.program.organisation_id,
    }


def _lists(asking: Brief) -> dict[str, int]:
    """Return a bit per group of capabilities that is asked for."""
    groups = sorted({leaf.group for asked in asking.needs for leaf in asked.leaves})
    return {group: 1 << place for place, group in enumerate(groups)}


def asks_of(asking: Brief) -> list[tuple[Asked, dict]]:
    """Return the needs with a row per alternative, as the statement reads them."""
    lists = _lists(asking)
    return [(asked, ask) for asked in asking.needs for ask in _asks(asked, asking, lists)]


def _asks(asked: Asked, asking: Brief, lists: dict):
    ready_by = _ready_by(asked, asking)
    for leaf in asked.leaves:
        usual = leaf.scale_unit.lower()
        form = asked.form if leaf.dosage_forms else ""
        yield {
            "no": asked.no,
            "leaf": leaf.code,
            "phase": _bit(asked.need.phase, Phase),
            "form": _bit(form, DosageForm) if form else 0,
            "minimum": asked.need.minimum_evidence,
            "scale": None if asked.need.scale is None else str(asked.need.scale),
            "unit": asked.need.scale_unit.lower() or usual,
            "usual": usual,
            "ready_by": ready_by and ready_by.isoformat(),
            "certified_on": max(asked.starts_on or asking.today, asking.today).isoformat(),
            "below": sum(_bit(grade, Grade) for grade in asked.below[leaf.code]),
            "list": lists[leaf.group],
        }


def _bit(code: str, vocabulary) -> int:
    return 1 << vocabulary.values.index(code)
