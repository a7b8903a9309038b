"""What a site can show for itself: certificates, inspections, and the evidence they carry."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from demo.world import tables
from vendors.choices import ActionKind, CertificateScheme, Evidence, InspectionClass

SOURCE = "Demo world, fictional"

# Per regime: chances of inspected, on register, documented, declared.
CHANCES = {
    "GMP": (0.42, 0.33, 0.15, 0.10),
    "GLP": (0.35, 0.45, 0.10, 0.10),
    "LAB": (0.30, 0.35, 0.25, 0.10),
    "LAB15189": (0.25, 0.55, 0.15, 0.05),
    "GCP": (0.25, 0.00, 0.45, 0.30),
    "GDP": (0.20, 0.60, 0.10, 0.10),
    "QMS": (0.00, 0.00, 0.55, 0.45),
}
LEVELS = (Evidence.INSPECTED, Evidence.ON_REGISTER, Evidence.DOCUMENTED, Evidence.DECLARED)

REGISTERED = {  # the certificate an authority's register knows
    "GMP": CertificateScheme.GMP,
    "GLP": CertificateScheme.GLP,
    "LAB": CertificateScheme.GLP,
    "LAB15189": CertificateScheme.ISO15189,
    "GDP": CertificateScheme.GDP,
}
COVERS = {  # the GxP words a regime's evidence speaks about
    "GMP": {"GMP", "GTP", "ISO13485"},
    "GLP": {"GLP"},
    "LAB": {"GLP", "GCLP", "CLIA", "ISO13485"},
    "LAB15189": {"ISO15189", "CLIA", "GCLP"},
    "GCP": {"GCP", "GVP"},
    "GDP": {"GDP"},
    "QMS": set(),
}
SEEN_BY_FDA = ("GMP", "GCP", "GLP", "LAB")
BODIES = ("Northquay Certification", "Marrowfield Assurance", "Tarncross Registrars")
PRODUCT_TYPES = {"GMP": "Drugs", "GDP": "Drugs", "GCP": "Bioresearch monitoring"}


@dataclass
class Standing:
    """The proof behind a site, and how high its lines may climb on it."""

    regime: str
    level: Evidence
    fei: str = ""
    certificates: list[dict] = field(default_factory=list)
    actions: list[dict] = field(default_factory=list)

    def main_certificate(self) -> dict | None:
        return self.certificates[0] if self.certificates else None


def draw(rng: Random, *, regime: str, country: str, serial: int, today: date) -> Standing:
    """Draw the standing of one site; ``serial`` makes its numbers unique."""
    level = rng.choices(LEVELS, CHANCES[regime])[0]
    return make(rng, regime=regime, level=level, country=country, serial=serial, today=today)


def make(rng: Random, *, regime, level, country, serial, today, months_left=None) -> Standing:
    """Make a standing of a given level; ``months_left`` fixes when its certificate expires."""
    standing = Standing(regime, level)
    authority = tables.countries()[country].authority
    if level >= Evidence.ON_REGISTER and regime in REGISTERED:
        lapses = months_left if months_left is not None else _months_left(rng)
        standing.certificates.append(
            certificate(REGISTERED[regime], authority, country, serial, today, lapses)
        )
        if regime == "GMP" and rng.random() < 0.5:
            licence = certificate(CertificateScheme.MIA, authority, country, serial, today, 0)
            standing.certificates.append(licence | {"expires_on": None})
    if level == Evidence.DOCUMENTED or (level > Evidence.DOCUMENTED and rng.random() < 0.3):
        scheme = CertificateScheme.ISO27001 if regime == "GCP" else CertificateScheme.ISO9001
        standing.certificates.append(
            certificate(scheme, rng.choice(BODIES), country, serial, today, _months_left(rng))
        )
    if level == Evidence.INSPECTED or (regime in SEEN_BY_FDA and rng.random() < 0.4):
        standing.fei = f"99{serial:08d}"  # no establishment has an identifier of this range
    if level == Evidence.INSPECTED:
        standing.actions = _inspections(rng, standing, country, serial, today)
    _lower_if_lapsed(standing, today)
    return standing


def certificate(scheme, authority, country, serial, today, months_left: int) -> dict:
    """Return one certificate of three years that expires so many months from today."""
    expires_on = today + timedelta(days=round(months_left * 30.4))
    return {
        "scheme": scheme,
        "authority": authority,
        "number": f"DEMO-{country}-{scheme}-{serial:04d}",
        "scope": "Fictional certificate of the demo world.",
        "issued_on": expires_on - timedelta(days=3 * 365 if months_left < 36 else 5 * 365),
        "expires_on": expires_on,
        "source": SOURCE,
        "as_of": today - timedelta(days=serial % 60),
    }


def action(kind, *, authority, fei, serial, acted_on, firm, country, regime="GMP", **more) -> dict:
    """Return one register record, marked as made up in its source and its number."""
    return {
        "kind": kind,
        "authority": authority,
        "fei": fei,
        "firm_name": firm,
        "country": tables.countries()[country].name,
        "product_type": PRODUCT_TYPES.get(regime, "Laboratories"),
        "acted_on": acted_on,
        "record_id": f"DEMO-{serial:06d}-{kind}",
        "source": "Demo world, fictional register",
        "as_of": acted_on + timedelta(days=30),
        **more,
    }


def _months_left(rng: Random) -> int:
    """Draw when a certificate expires: some soon, a few in the past."""
    chance = rng.random()
    if chance < 0.06:
        return -rng.randint(1, 8)
    if chance < 0.16:
        return rng.randint(0, 2)
    return rng.randint(4, 34)


def _inspections(rng, standing, country, serial, today) -> list[dict]:
    acted_on = today - timedelta(days=rng.randint(40, 1300))
    outcome = InspectionClass.NAI if rng.random() < 0.64 else InspectionClass.VAI
    inspector = "FDA" if rng.random() < 0.6 else tables.countries()[country].inspector
    common = {
        "authority": inspector,
        "fei": standing.fei,
        "serial": serial,
        "firm": "",
        "country": country,
        "regime": standing.regime,
    }
    found = [action(ActionKind.INSPECTION, acted_on=acted_on, classification=outcome, **common)]
    if outcome == InspectionClass.VAI and inspector == "FDA" and rng.random() < 0.7:
        observations = rng.randint(1, 5)
        found.append(
            action(
                ActionKind.FORM_483,
                acted_on=acted_on,
                detail=f"{observations} observations, answered within 15 working days",
                **common,
            )
        )
    return found


def _lower_if_lapsed(standing: Standing, today: date) -> None:
    """An expired certificate is on no register any more: the paper stays, the rung does not."""
    main = standing.main_certificate()
    is_lapsed = main and main["expires_on"] and main["expires_on"] < today
    if standing.level == Evidence.ON_REGISTER and is_lapsed:
        standing.level = Evidence.DOCUMENTED


def warning_letter(*, fei, serial, firm, country, dated, closed=None) -> list[dict]:
    """Return a warning letter and, where it was closed out, the letter that says so."""
    common = {"authority": "FDA", "fei": fei, "firm": firm, "country": country}
    detail = "Fictional: aseptic processing and data integrity"
    found = [
        action(ActionKind.WARNING_LETTER, acted_on=dated, serial=serial, detail=detail, **common)
    ]
    if closed:
        found.append(
            action(
                ActionKind.CLOSE_OUT,
                acted_on=closed,
                serial=serial,
                detail="Fictional: closes the warning letter",
                closes=found[0]["record_id"],
                **common,
            )
        )
    return found
