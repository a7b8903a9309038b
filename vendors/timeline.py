"""Certificates on a time axis: geometry in percent, so that the picture stretches and text does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vendors.choices import CertificateScheme
from vendors.models import Certificate

SOON = 180  # days before it lapses from which a certificate is a matter of caution
YEARS_BACK, YEARS_AHEAD = 4, 6
ROW, TOP = 36, 18  # pixels; the labels beside the picture have the same
LETTER = 1.2  # percent of the narrowest picture that a letter takes
BY_AUTHORITY = {
    CertificateScheme.GMP,
    CertificateScheme.MIA,
    CertificateScheme.GLP,
    CertificateScheme.GDP,
}


@dataclass(frozen=True)
class Bar:
    """One certificate: where its bar lies, and what to say of it."""

    certificate: Certificate
    site: str
    x: float
    width: float
    y: int
    tone: str
    words: str

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def text_y(self) -> int:
        return self.y + (24 if self.is_late else 10)

    @property
    def is_late(self) -> bool:
        """Say whether the words stand below the bar's end: beside it they would leave the picture."""
        return self.end + LETTER * len(self.words) > 100

    @property
    def ink(self) -> str:
        if self.tone == "bad":
            return "f-void"
        return "f-ev3" if self.certificate.scheme in BY_AUTHORITY else "f-ev2"


@dataclass(frozen=True)
class Timeline:
    bars: list[Bar]
    years: list[tuple[int, float]]
    today: float
    height: int

    @property
    def in_force(self) -> int:
        return sum(bar.tone != "bad" for bar in self.bars)


def validity(certificate: Certificate, today: date) -> tuple[str, str]:
    """Return tone and words of a certificate on a day: lapsed, lapsing soon, in force."""
    if certificate.issued_on and certificate.issued_on > today:
        return "warn", f"from {_day(certificate.issued_on)}"
    if not certificate.expires_on:
        return "good", "no expiry stated"
    days = (certificate.expires_on - today).days
    if days < 0:
        return "bad", f"lapsed {_day(certificate.expires_on)}, renewal not seen"
    if days <= SOON:
        return "warn", f"to {_day(certificate.expires_on)}, lapses in {days} days"
    return "good", f"to {_day(certificate.expires_on)}"


def of(certificates: Iterable[tuple[str, Certificate]], today: date) -> Timeline:
    """
    Lay certificates out on the years around today.

    :param certificates: (the site's short name, the certificate), in the order they are shown
    """
    certificates = list(certificates)
    starts = [c.issued_on.year for _, c in certificates if c.issued_on]
    ends = [c.expires_on.year + 2 for _, c in certificates if c.expires_on]
    first = max(min([*starts, today.year - 1]), today.year - YEARS_BACK)
    last = min(max([*ends, today.year + 3]), today.year + YEARS_AHEAD)
    scale = _Scale(date(first, 1, 1), date(last, 1, 1))
    bars = []
    for number, (site, certificate) in enumerate(certificates):
        x = scale.at(certificate.issued_on) if certificate.issued_on else 0.0
        end = scale.at(certificate.expires_on) if certificate.expires_on else 100.0
        tone, words = validity(certificate, today)
        y = TOP + number * ROW + 12
        bars.append(Bar(certificate, site, x, round(max(end - x, 0.5), 2), y, tone, words))
    years = [(year, scale.at(date(year, 1, 1))) for year in range(first, last)]
    return Timeline(bars, years, scale.at(today), TOP + len(bars) * ROW + 6)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(min(max(share, 0), 1) * 100, 2)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
