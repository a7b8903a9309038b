from datetime import date

import pytest

from tests.factories.vendors import CertificateFactory
from vendors import timeline

TODAY = date(2026, 11, 22)


def certificate(issued, expires):
    return CertificateFactory.build(site=None, issued_on=issued, expires_on=expires)


@pytest.mark.parametrize(
    ("issued", "expires", "said"),
    [
        (date(2024, 1, 1), date(2029, 2, 14), ("good", "to 14 Feb 2029")),
        (date(2024, 1, 1), TODAY, ("warn", "to 22 Nov 2026, lapses in 0 days")),
        (date(2024, 1, 1), date(2027, 5, 21), ("warn", "to 21 May 2027, lapses in 180 days")),
        (date(2024, 1, 1), date(2027, 5, 22), ("good", "to 22 May 2027")),
        (date(2023, 1, 1), date(2026, 11, 21), ("bad", "lapsed 21 Nov 2026, renewal not seen")),
        (None, None, ("good", "no expiry stated")),
        (date(2027, 1, 1), date(2029, 1, 1), ("warn", "from 1 Jan 2027")),
    ],
)
def test_validity_is_told_against_today(issued, expires, said):
    assert timeline.validity(certificate(issued, expires), TODAY) == said


def test_bars_lie_in_percent_of_the_years_shown():
    chart = timeline.of([("A", certificate(date(2024, 1, 1), date(2028, 1, 1)))], TODAY)

    assert chart.years[0] == (2024, 0.0)
    assert chart.years[-1][0] == 2029
    (bar,) = chart.bars
    assert (bar.x, bar.width) == (0.0, 66.65)
    assert chart.in_force == 1


def test_a_bar_that_leaves_the_years_is_cut_off():
    chart = timeline.of([("A", certificate(date(1999, 1, 1), date(2090, 1, 1)))], TODAY)

    (bar,) = chart.bars
    assert (bar.x, bar.end) == (0.0, 100.0)
    assert [chart.years[0][0], chart.years[-1][0]] == [2022, 2031]


def test_no_certificate_makes_an_empty_chart():
    assert timeline.of([], TODAY).bars == []


def test_words_stand_below_a_bar_beside_which_they_have_no_room():
    roomy, tight = timeline.of(
        [
            ("A", certificate(date(2024, 1, 1), date(2027, 1, 1))),
            ("A", certificate(date(2024, 1, 1), date(2031, 9, 1))),
        ],
        date(2025, 1, 1),
    ).bars

    assert (roomy.is_late, roomy.text_y - roomy.y) == (False, 10)
    assert (tight.is_late, tight.text_y - tight.y) == (True, 24)
