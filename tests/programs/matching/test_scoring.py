"""The tables of docs/matching.md, row by row."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from programs.matching import scoring
from programs.matching.types import Line
from vendors.choices import Evidence

TODAY = date(2026, 11, 22)


def line(**fields) -> Line:
    blank = dict.fromkeys(Line._fields) | {"leaf": "M1.03", "scale_unit": "", "evidence": 1}
    return Line(**blank | fields)


def asked(scale=None, unit="", starts_on=None, minimum=Evidence.DECLARED):
    return SimpleNamespace(
        need=SimpleNamespace(
            scale=scale and Decimal(scale), scale_unit=unit, minimum_evidence=minimum
        ),
        leaves=(SimpleNamespace(code="M1.03", scale_unit="L"),),
        starts_on=starts_on,
    )


@pytest.mark.parametrize(
    ("level", "minimum", "factor"),
    [(4, 1, "1"), (3, 3, "1"), (2, 3, "0.6"), (2, 4, "0.35"), (1, 4, "0.15"), (1, 1, "1")],
)
def test_evidence_by_levels_below_the_minimum(level, minimum, factor):
    assert scoring.evidence(level, minimum) == Decimal(factor)


@pytest.mark.parametrize(
    ("low", "high", "unit", "worst", "best"),
    [
        (50, 500, "L", "1", "1"),
        (None, 200, "", "1", "1"),
        (200, None, "l", "1", "1"),
        (None, 100, "L", "0.5", "0.5"),
        (400, 900, "L", "0.5", "0.5"),
        (None, 99, "L", "0.2", "0.2"),
        (401, 900, "L", "0.2", "0.2"),
        (None, 0, "L", "0.2", "0.2"),
        (None, None, "L", "0.2", "1"),
        (50, 500, "kg/batch", "0.2", "1"),
    ],
)
def test_scale_against_an_asked_200_l(low, high, unit, worst, best):
    bounds = {name: value and Decimal(value) for name, value in (("low", low), ("high", high))}
    bounds = {name: Decimal(0) if value == 0 else value for name, value in bounds.items()}

    factor = scoring.scale(
        line(scale_min=bounds["low"], scale_max=bounds["high"], scale_unit=unit),
        asked(scale=200, unit="L"),
    )

    assert factor.span == (Decimal(worst), Decimal(best))


def test_scale_does_not_count_where_none_is_asked():
    assert scoring.scale(line(scale_max=Decimal(5)), asked()) is None


@pytest.mark.parametrize(
    ("weeks", "slot", "starts_on", "worst", "best"),
    [
        (14, None, date(2027, 2, 28), "1", "1"),
        (15, None, date(2027, 2, 28), "0.8", "0.8"),
        (27, None, date(2027, 2, 28), "0.8", "0.8"),
        (28, None, date(2027, 2, 28), "0.6", "0.6"),
        (41, None, date(2027, 2, 28), "0.4", "0.4"),
        (2, date(2027, 3, 31), date(2027, 2, 28), "0.8", "0.8"),
        (None, date(2027, 2, 28), date(2027, 2, 28), "1", "1"),
        (None, date(2026, 1, 1), date(2027, 2, 28), "1", "1"),
        (None, None, date(2027, 2, 28), "0.4", "1"),
        (4, None, date(2026, 3, 1), "0.8", "0.8"),
        (0, None, date(2026, 3, 1), "1", "1"),
        (None, None, date(2028, 11, 19), "0.4", "1"),
    ],
)
def test_lead_time_against_the_planned_start(weeks, slot, starts_on, worst, best):
    factor = scoring.lead_time(
        line(lead_time_weeks=weeks, next_slot_date=slot), asked(starts_on=starts_on), TODAY
    )

    assert factor.span == (Decimal(worst), Decimal(best))


@pytest.mark.parametrize("starts_on", [None, date(2028, 11, 20)])
def test_lead_time_does_not_count_without_a_start_within_two_years(starts_on):
    assert scoring.lead_time(line(lead_time_weeks=200), asked(starts_on=starts_on), TODAY) is None


@pytest.mark.parametrize(
    ("expires_on", "factor"),
    [
        (None, "1"),
        (date(2027, 2, 28), "1"),
        (date(2027, 2, 27), "0.8"),
        (date(2026, 11, 22), "0.8"),
        (date(2026, 11, 21), "0.6"),
    ],
)
def test_certificate_on_the_day_the_phase_starts(expires_on, factor):
    found = scoring.certificate(
        line(evidence=2, certificate_id=1, certificate_expires_on=expires_on),
        asked(starts_on=date(2027, 2, 28), minimum=Evidence.DOCUMENTED),
        TODAY,
    )

    assert found.span == (Decimal(factor), Decimal(factor))


@pytest.mark.parametrize("level", [Evidence.DECLARED, Evidence.DOCUMENTED])
def test_certificate_does_not_count_where_a_declaration_is_enough(level):
    lapsed = line(evidence=level, certificate_id=1, certificate_expires_on=date(2020, 1, 1))

    assert scoring.certificate(lapsed, asked(), TODAY) is None


@pytest.mark.parametrize("minimum", [Evidence.DOCUMENTED, Evidence.ON_REGISTER, Evidence.INSPECTED])
@pytest.mark.parametrize("level", [Evidence.DOCUMENTED, Evidence.ON_REGISTER, Evidence.INSPECTED])
def test_a_lapsed_certificate_is_never_worse_than_the_level_below(level, minimum):
    lapsed = line(evidence=level, certificate_id=1, certificate_expires_on=date(2020, 1, 1))
    below = line(evidence=level - 1)
    need = asked(minimum=minimum)

    fits = [scoring.fit(row, need, scoring.factors(row, need, TODAY)) for row in (lapsed, below)]

    assert fits[0].worst >= fits[1].worst


@pytest.mark.parametrize(
    ("possible", "share", "points"),
    [("14.29", "0.5", "7.15"), ("14.29", "0.35", "5.00"), ("33.34", "1", "33.34")],
)
def test_points_are_rounded_to_the_hundredth_halves_up(possible, share, points):
    assert scoring.points(Decimal(possible), Decimal(share)) == Decimal(points)


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ([1, 1, 1], ["33.34", "33.33", "33.33"]),
        ([3, 3, 2, 1], ["33.34", "33.33", "22.22", "11.11"]),
        ([5], ["100.00"]),
        ([], []),
    ],
)
def test_shares_add_up_to_a_hundred(weights, shares):
    found = scoring.shares([Decimal(weight) for weight in weights])

    assert found == [Decimal(share) for share in shares]
