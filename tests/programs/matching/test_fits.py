import random
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from programs.matching import fits, scoring
from programs.matching.asks import Ask
from vendors import lines
from vendors.lines import FAR, NO_DAY, NOTHING

TODAY = date(2026, 11, 27)


def thousandths(value: Decimal | None) -> int:
    return NOTHING if value is None else int(1000 * value)


def day(value: date | None, nothing: int) -> int:
    return nothing if value is None else lines.day(value)


def asked_of(rng: random.Random) -> SimpleNamespace:
    """Return a need as the scorer reads it, of one leaf that is measured in litres."""
    need = SimpleNamespace(
        minimum_evidence=rng.randint(1, 4),
        scale=rng.choice([None, Decimal(0), Decimal(50), Decimal("100.5"), Decimal(2000)]),
        scale_unit=rng.choice(["", "L", "kg"]),
    )
    starts_on = rng.choice([None, -30, 0, 60, 90, 200, 728, 729])
    return SimpleNamespace(
        need=need,
        leaves=[SimpleNamespace(code="M2.01", scale_unit="L")],
        starts_on=None if starts_on is None else TODAY + timedelta(days=starts_on),
    )


def line_of(rng: random.Random) -> SimpleNamespace:
    expires = rng.choice([None, -1, 0, 60, 61, 500])
    slot = rng.choice([None, 10, 70, 400])
    return SimpleNamespace(
        leaf="M2.01",
        evidence=rng.randint(1, 4),
        scale_min=rng.choice([None, Decimal(0), Decimal(50), Decimal(101), Decimal(1000)]),
        scale_max=rng.choice([None, Decimal(0), Decimal(60), Decimal(100), Decimal(5000)]),
        scale_unit=rng.choice(["", "l", "kg"]),
        lead_time_weeks=rng.choice([None, 0, 9, 22, 40, 110]),
        next_slot_date=None if slot is None else TODAY + timedelta(days=slot),
        certificate_id=rng.choice([None, 1]),
        certificate_expires_on=None if expires is None else TODAY + timedelta(days=expires),
    )


def ask_of(asked: SimpleNamespace) -> Ask:
    need, starts_on = asked.need, asked.starts_on
    start = max(starts_on or TODAY, TODAY)
    counts = starts_on is not None and starts_on - TODAY <= scoring.LEAD_TIME_HORIZON
    litres = lines.unit("L")
    return Ask(
        no=1,
        start=0,
        stop=0,
        want=0,
        minimum=need.minimum_evidence,
        scale=thousandths(need.scale),
        unit=lines.unit(need.scale_unit) or litres,
        usual=litres,
        ready_by=lines.day(start) if counts else NO_DAY,
        certified_on=lines.day(start),
        below=0,
        group=0,
    )


@pytest.mark.parametrize("seed", range(400))
def test_fit_is_the_scorers(seed):
    rng = random.Random(seed)
    asked, line = asked_of(rng), line_of(rng)
    expires = line.certificate_expires_on if line.certificate_id else None

    fit, width = fits.of(
        ask_of(asked),
        lines.day(TODAY),
        line.evidence,
        day(expires, FAR),
        thousandths(line.scale_min),
        thousandths(line.scale_max),
        lines.unit(line.scale_unit),
        -1 if line.lead_time_weeks is None else line.lead_time_weeks,
        day(line.next_slot_date, NO_DAY),
    )

    span = scoring.fit(line, asked, scoring.factors(line, asked, TODAY))
    assert (fit, fit * int(fits.HALVES[width])) == (
        span.worst * fits.FULL,
        span.best * fits.FULL * 2,
    )
