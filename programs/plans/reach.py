"""
Which vendors meet the needs of one package, read in SQL from the statement that ranks them.

The numbers are the scorer's: a fit is in 25,000ths, as in ``matching.tally``. A row counts where the
vendor has a site that no gate stops, with a line that applies there.
"""

from typing import NamedTuple

from django.db import connection

from programs.matching import board, tally
from programs.matching.store import Brief

MET = """
SELECT vendor_id, array_agg(no ORDER BY no), array_agg(fit ORDER BY no),
       array_agg(CASE WHEN share > 0 THEN best * 25000::bigint / share ELSE fit END ORDER BY no)
FROM answer
WHERE stop = 0 AND fit IS NOT NULL AND no = ANY (%(wanted)s)
GROUP BY vendor_id
ORDER BY vendor_id
"""


class Reach(NamedTuple):
    """One vendor: the needs it meets by number in the brief, sure and possible fit of each."""

    vendor_id: int
    nos: list[int]
    fits: list[int]
    bests: list[int]
    sites: list[int] | None = None  # where each is answered, where that is asked

    def offers(self):
        """Yield number, sure fit, possible fit and site of each need."""
        sites = self.sites or [0] * len(self.nos)
        return zip(self.nos, self.fits, self.bests, sites, strict=True)


def read(asking: Brief, wanted: list[int]) -> list[Reach]:
    """Return who meets at least one of the wanted needs."""
    if not wanted:
        return []
    head, parameters = tally.statement(asking)
    # What comes after the answers is of no use here: the planner leaves out what nobody reads.
    text = head.rstrip() + MET
    with connection.cursor() as cursor:
        cursor.execute(board.PLANNING)
        cursor.execute(text, parameters | {"wanted": wanted})
        rows = [Reach(*row) for row in cursor.fetchall()]
        cursor.execute(board.AS_BEFORE)
    return rows
