"""Vendors that may be one company: what two have in common, and that they are two after all."""

from dataclasses import dataclass

from django.db import connection, transaction

from audit import services as audit
from vendors import services
from vendors.models import NotDuplicate, Vendor

REASONS = {
    "fei": "the same FEI",
    "duns": "the same DUNS",
    "name": "the same name, but for legal form and words of the industry",
    "address": "the same address, in the same city where both name one",
}
MOST = (
    20  # what more vendors share than this is an agent's address or a common word, and says nothing
)

# Each thing a vendor may share, under its kind; then the pairs that share one.
PAIRS = """
WITH said AS (
    SELECT id AS vendor_id, 'name' AS why, name_key AS what, '' AS city
    FROM vendors_vendor WHERE length(name_key) > 2
    UNION SELECT vendor_id, 'fei', ltrim(fei, '0'), '' FROM vendors_site WHERE ltrim(fei, '0') <> ''
    UNION SELECT vendor_id, 'duns', duns, '' FROM vendors_site WHERE ltrim(duns, '0') <> ''
    UNION SELECT id, 'duns', duns, '' FROM vendors_vendor WHERE ltrim(duns, '0') <> ''
    UNION SELECT vendor_id, 'address', country || regexp_replace(lower(address), '[^[:alnum:]]+', '', 'g'),
        lower(city)
    FROM vendors_site WHERE length(address) > 10
), alive AS (
    SELECT said.*, count(*) OVER (PARTITION BY why, what) AS sharers
    FROM said JOIN vendors_vendor v ON v.id = vendor_id AND v.merged_into_id IS NULL
), pair AS (
    SELECT a.vendor_id AS first, b.vendor_id AS second, array_agg(DISTINCT a.why ORDER BY a.why) AS reasons
    FROM alive a JOIN alive b USING (why, what)
    WHERE a.vendor_id < b.vendor_id AND a.sharers BETWEEN 2 AND %(most)s AND b.sharers > 1
        AND (a.city = b.city OR '' IN (a.city, b.city))
    GROUP BY 1, 2
)
SELECT first, second, reasons, count(*) OVER () FROM pair
WHERE NOT EXISTS (
    SELECT FROM vendors_notduplicate n WHERE n.first_id = pair.first AND n.second_id = pair.second
)
ORDER BY cardinality(reasons) DESC, 'fei' = ANY (reasons) DESC, 'duns' = ANY (reasons) DESC, first, second
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Pair:
    """Two vendors, and why they may be one."""

    first: Vendor
    second: Vendor
    reasons: list[str]

    @property
    def ways(self) -> list[tuple[Vendor, Vendor]]:
        """Return who could be merged into whom."""
        return [(self.second, self.first), (self.first, self.second)]

    @property
    def words(self) -> str:
        return "; ".join(REASONS[reason] for reason in self.reasons)


def pairs(*, limit: int = 20, offset: int = 0) -> tuple[list[Pair], int]:
    """Return a page of the pairs, those with the most in common first, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"most": MOST, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    vendors = Vendor.objects.prefetch_related("sites__lines", "sites__certificates").in_bulk(
        {pk for row in rows for pk in row[:2]}
    )
    found = [Pair(vendors[first], vendors[second], reasons) for first, second, reasons, _ in rows]
    return found, rows[0][3] if rows else 0


@transaction.atomic
def part(*, first, second, by, now) -> NotDuplicate:
    """
    Say that two vendors are two, whatever they share; they are no candidates any more.

    :raises VendorError: for a vendor and itself
    """
    if first.pk == second.pk:
        raise services.VendorError("Name two vendors.")
    first, second = sorted([first, second], key=lambda vendor: vendor.pk)
    said, is_new = NotDuplicate.objects.get_or_create(
        first=first, second=second, defaults={"said_by": by, "said_at": now}
    )
    if is_new:
        audit.record(
            verb="vendor.parted", target=first, summary=f"{said}", by=by, now=now, other=second.pk
        )
    return said
