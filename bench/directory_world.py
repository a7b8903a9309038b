"""A made-up directory of any size, written by COPY: skewed like a real one, the same at each run."""

from datetime import date, timedelta

import numpy as np
import pgtrigger
from django.db import connection
from django.utils import timezone

from bench import databases
from vendors import taxonomy
from vendors.choices import DosageForm, Grade, Modality, Phase, Size, VendorKind
from vendors.models import Capability

SEED = 20261122
LINES_PER_VENDOR = 41
SITES_PER_VENDOR = 2
PLACES = [
    "US",
    "US",
    "US",
    "US",
    "CN",
    "CN",
    "IN",
    "IN",
    "DE",
    "CH",
    "GB",
    "FR",
    "IT",
    "ES",
    "JP",
    "KR",
    "TW",
    "IE",
    "DK",
    "BE",
    "NL",
    "SE",
    "CA",
    "BR",
    "AU",
    "SG",
    "IL",
    "PL",
]
STEMS = [
    "alder",
    "ash",
    "beck",
    "bracken",
    "brook",
    "cald",
    "calder",
    "cinder",
    "corn",
    "crag",
    "dale",
    "dun",
    "elm",
    "esk",
    "fair",
    "fen",
    "fern",
    "fjord",
    "garn",
    "glen",
    "gorse",
    "hallow",
    "hart",
    "hazel",
    "heath",
    "holm",
    "ivel",
    "juniper",
    "kest",
    "kirk",
    "lark",
    "lind",
    "loch",
    "lomond",
    "mar",
    "mere",
    "moor",
    "nether",
    "north",
    "oak",
    "orrin",
    "otter",
    "pell",
    "quarr",
    "raven",
    "rowan",
    "rush",
    "sand",
    "sedge",
    "silver",
    "skarn",
    "stan",
    "tamsin",
    "tarn",
    "thorn",
    "thrush",
    "tor",
    "ulver",
    "vale",
    "wend",
    "wharf",
    "whin",
    "willow",
    "wren",
    "yar",
    "zell",
]
ENDS = [
    "by",
    "cote",
    "dale",
    "fell",
    "field",
    "ford",
    "gate",
    "ham",
    "hurst",
    "land",
    "ley",
    "low",
    "mere",
    "more",
    "ridge",
    "stead",
    "ton",
    "vale",
    "wick",
    "worth",
]
TRADES = [
    "Pharma",
    "Biologics",
    "Laboratories",
    "Clinical",
    "Biotech",
    "Sciences",
    "Therapeutics",
    "Research",
]
FORMS = ["GmbH", "Inc.", "Ltd", "AG", "SA", "ApS", "BV"]
TODAY = date(2026, 11, 22)
FIRST_YEARS, LAST_YEARS = 300, 1500  # days since issue, days until expiry at most


def names(count: int) -> list[str]:
    """Return made-up company names, nearly all distinct."""
    rng = np.random.default_rng(SEED)
    picks = [rng.integers(0, len(words), count) for words in (STEMS, ENDS, STEMS, TRADES, FORMS)]
    return [
        f"{STEMS[a]}{ENDS[b]} {STEMS[c]}{ENDS[(a + c) % len(ENDS)]} {TRADES[d]} {FORMS[e]}".title()
        for a, b, c, d, e in zip(*picks, strict=True)
    ]


def build(count: int) -> None:
    """Fill an empty directory with vendors, two sites each, about 41 lines each, and evidence."""
    taxonomy.sync(now=timezone.now())
    rng = np.random.default_rng(SEED)
    pgtrigger.disable()  # a made-up world has no history
    with connection.cursor() as cursor:
        _vendors(cursor, rng, count)
        _sites(cursor, rng, count)
        _lines(cursor, rng, count)
        _evidence(cursor, rng, count)
        cursor.execute("DELETE FROM vendors_change")
        databases.forget()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger comes back over pending checks
    pgtrigger.enable()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(cursor, table: str, columns: str, rows) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _vendors(cursor, rng, count) -> None:
    kinds = rng.choice(VendorKind.values, count, p=[0.55, 0.35, 0.1])
    sizes = rng.choice([*Size.values, ""], count)
    countries = rng.choice(PLACES, count)
    ages = rng.integers(-200, 900, count)
    now = timezone.now()
    columns = (
        "id, slug, name, legal_name, trading_names, kind, tagline, description, country, city, size, "
        "ownership, website, lei, duns, state, review_note, is_fictional, confirmed_at, import_key, "
        "created_at, source, source_url"
    )
    _copy(
        cursor,
        "vendors_vendor",
        columns,
        (
            (
                *(
                    n + 1,
                    f"vendor-{n + 1}",
                    name,
                    name,
                    "{}",
                    str(kinds[n]),
                    "Made up for measuring",
                ),
                f"Works at {name} on many things, under GMP and GLP.",
                *(
                    str(countries[n]),
                    "Somewhere",
                    str(sizes[n]),
                    "",
                    "",
                    "",
                    "",
                    "listed",
                    "",
                    True,
                ),
                now - timedelta(days=int(ages[n])) if ages[n] >= 0 else None,
                *("", now, "Bench", ""),
            )
            for n, name in enumerate(names(count))
        ),
    )


def _sites(cursor, rng, count) -> None:
    total = count * SITES_PER_VENDOR
    places = rng.choice(PLACES, total)
    columns = (
        "id, vendor_id, name, address, city, country, fei, duns, description, unmapped_terms, "
        "import_key, source, source_url"
    )
    rows = (
        (
            *(n + 1, n // SITES_PER_VENDOR + 1, f"Site {n + 1}", "", f"City {n % 997}"),
            *(str(places[n]), "", "", "", "{}", "", "Bench", ""),
        )
        for n in range(total)
    )
    _copy(cursor, "vendors_site", columns, rows)


def _some(rng, codes, count, weights) -> list[str]:
    """Return as many array literals of neighbouring codes, the first ones more often."""
    starts = rng.choice(len(codes), count, p=weights)
    lengths = rng.integers(1, 4, count)
    return [
        "{" + ",".join(codes[a : a + n]) + "}"
        for a, n in zip(starts.tolist(), lengths.tolist(), strict=True)
    ]


def _skewed(count: int) -> np.ndarray:
    weights = 1 / np.arange(1, count + 1) ** 0.7
    return weights / weights.sum()


def _lines(cursor, rng, count) -> None:
    leaves = list(Capability.objects.current().values_list("code", flat=True))
    rng.shuffle(leaves)
    total = count * LINES_PER_VENDOR
    leaf = rng.choice(len(leaves), total, p=_skewed(len(leaves)))
    # Many lines share what they state, as real ones do: draw from a pool.
    pool = 4000
    phases = _some(rng, Phase.values, pool, _skewed(8))
    modalities = _some(rng, Modality.values, pool, _skewed(14))
    forms = [
        "{}" if n % 2 else form
        for n, form in enumerate(_some(rng, DosageForm.values, pool, _skewed(11)))
    ]
    picks = rng.integers(0, pool, (3, total))
    grades = rng.choice(Grade.values, total)
    evidence = rng.choice([1, 2, 3, 4], total, p=[0.55, 0.25, 0.14, 0.06])
    columns = (
        "id, site_id, capability_id, is_offered, phases, modalities, dosage_forms, grade, scale_unit, "
        "evidence, note, source, source_url"
    )
    rows = (
        (
            *(n + 1, n * SITES_PER_VENDOR // LINES_PER_VENDOR + 1, leaves[leaf[n]], True),
            *(phases[picks[0][n]], modalities[picks[1][n]], forms[picks[2][n]]),
            *(str(grades[n]), "", int(evidence[n]), "", "Bench", ""),
        )
        for n in range(total)
    )
    _copy(cursor, "vendors_capabilityline", columns, rows)


def _evidence(cursor, rng, count) -> None:
    sites = rng.choice(count * SITES_PER_VENDOR, count, replace=False) + 1
    _copy(
        cursor,
        "vendors_certificate",
        "site_id, scheme, authority, number, scope, issued_on, expires_on, source, source_url",
        (
            (
                *(int(site), ("GMP", "GLP", "ISO9001", "GDP")[n % 4], "Authority", f"C {n}", ""),
                TODAY - timedelta(days=n % FIRST_YEARS + 400),
                TODAY + timedelta(days=n % LAST_YEARS - 300),
                *("Bench", ""),
            )
            for n, site in enumerate(sites)
        ),
    )
    _copy(
        cursor,
        "vendors_regulatoryaction",
        "kind, authority, fei, firm_name, state, country, product_type, acted_on, classification, "
        "record_id, detail, site_id, source, source_url",
        (
            (
                *("inspection", "FDA", "", "Firm", "", "", "", TODAY - timedelta(days=n % 2000)),
                *(("NAI", "VAI", "OAI")[n % 3], f"R{n}", "", int(site), "Bench", ""),
            )
            for n, site in enumerate(sites[: count // 3])
        ),
    )
