"""
What a person may mean by a text: a name with typing errors, words of a profile, a place, a number.

Names are compared by their keys (accents, legal forms and words of the industry taken off), nearest
first: the index in memory narrows them down (vendors/trigrams.py), PostgreSQL measures those. The
words of profiles are found by full text, as beginnings. Words and places are compared folded
(``vendors_fold``): in small letters, without accents, whichever way an accent was typed.
"""

import re

from django.db import connection

from vendors import index, trigrams
from vendors.columns import Index

NEAREST = 50
NARROWED = 200  # of the vendors, those whose names share most trigrams with a text
SIMILAR, SIMILAR_WORD = 0.3, 0.5

NAMES = """
SELECT id, (1000 * distance)::int AS rank
FROM (
    SELECT id, name_key {operator} %(key)s AS distance FROM near ORDER BY distance, id LIMIT {most}
) nearest WHERE distance <= {far}
"""
NEAR = """
WITH near AS MATERIALIZED (SELECT id, name_key FROM vendors_vendor WHERE id = ANY(%(near)s))
"""
FIND = f"""
{NEAR} SELECT id, min(rank) FROM (
    ({NAMES.format(operator="<->", most=NEAREST, far=1 - SIMILAR)})
    UNION ALL ({NAMES.format(operator="<->>", most=NEAREST, far=1 - SIMILAR_WORD)})
    UNION ALL
    SELECT id, 2000 - (500 * ts_rank(words, query))::int
    FROM vendors_vendor, to_tsquery('english', %(beginnings)s) AS query WHERE words @@ query
    UNION ALL
    SELECT vendor_id, 2500 FROM vendors_site WHERE folded LIKE %(part)s
    UNION ALL
    SELECT vendor_id, 0 FROM vendors_site WHERE fei = %(number)s OR duns = %(duns)s
    UNION ALL
    SELECT id, 0 FROM vendors_vendor WHERE duns = %(duns)s
) found GROUP BY id
"""  # noqa: S608  only constants of this module are put in
LEAVES = """
SELECT code FROM vendors_capability WHERE label ILIKE %(part)s OR label %%> %(folded)s
"""
BY_LEAF = 3000


def names(text: str, *, known: Index | None = None) -> list[int]:
    """Return the ids of the vendors whose names are nearest to a text, at most 50."""
    query = NAMES.format(operator="<->", most=NEAREST, far=1 - SIMILAR)
    with connection.cursor() as cursor:
        near = _near(cursor, text, known)
        cursor.execute(f"{NEAR} {query} ORDER BY rank, id", near)
        return [pk for pk, _ in cursor.fetchall()]


def _near(cursor, text: str, known: Index | None) -> dict:
    """Return the key of a text, the text folded, and the vendors whose names may be near to it."""
    known = known or index.current()
    cursor.execute("SELECT vendors_name_key(%(text)s), vendors_fold(%(text)s)", {"text": text})
    key, folded = cursor.fetchone()
    places = trigrams.near(known.name_signs, known.name_sizes, key, most=NARROWED)
    return {"key": key, "folded": folded, "near": known.vendor_ids[places].tolist()}


def find(text: str, *, known: Index | None = None) -> tuple[dict[int, int], list[str]]:
    """
    Return the vendors a text may mean, each with its rank, and the leaves it may name.

    :param known: the index as the caller sees it

    Whoever offers one of the leaves is meant as well, after all others (``BY_LEAF``).
    """
    with connection.cursor() as cursor:
        near = _near(cursor, text, known)
        values = near | _values(near["folded"])
        cursor.execute(FIND, values)
        found = dict(cursor.fetchall())
        cursor.execute(LEAVES, values)
        return found, [code for (code,) in cursor.fetchall()]


def _values(folded: str) -> dict:
    """Return what a text is compared by besides its key: as a part, as beginnings, as a number."""
    escaped = re.sub(r"([\\%_])", r"\\\1", folded)
    digits = re.sub(r"[\s-]", "", folded).lstrip("0")
    is_number = digits.isascii() and digits.isdecimal()
    return {
        "part": f"%{escaped}%",
        "beginnings": " & ".join(f"{word}:*" for word in re.findall(r"\w+", folded)),
        "number": digits if is_number else None,
        "duns": digits.zfill(9) if is_number else None,
    }
