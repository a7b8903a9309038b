"""
The limit: the bare ranking in numpy, over lines cut by modality and held in the memory of a process.

It knows the packages of the benchmark alone: one leaf to a need, and no open answers, near misses,
waivers or explanations. It is written apart from the product, and checks its points.
"""

import numpy as np
from django.db import connection

from programs.matching.asks import Ask, asks
from programs.matching.store import Brief
from vendors import lines
from vendors.lines import NO_DAY, NOTHING

# A line for each of its modalities, as whole numbers: text as places in a list, days since 1970,
# nothing as -1.
CUT = """
SELECT line.capability_id AS leaf, modality, line.site_id, line.is_offered, line.traits,
       line.evidence, line.scale_min, line.scale_max, line.lead_time_weeks, line.next_slot_date,
       line.certificate_id
FROM vendors_capabilityline AS line CROSS JOIN LATERAL (
    SELECT DISTINCT modality FROM unnest(
        CASE WHEN line.modalities = '{}' THEN ARRAY[''] ELSE line.modalities::text[] END
    ) AS modality) AS cut
"""
COLUMNS = f"""
SELECT dense_rank() OVER (ORDER BY leaf, modality) - 1, site.vendor_id, site.id,
       ascii(country) * 256 + ascii(substr(country, 2)), is_offered::int, traits,
       evidence, coalesce((scale_min * 1000)::bigint, -1),
       coalesce((scale_max * 1000)::bigint, -1), coalesce(lead_time_weeks, -1),
       coalesce(next_slot_date - '1970-01-01'::date, -1),
       coalesce(certificate.expires_on - '1970-01-01'::date, -1)
FROM ({CUT}) AS cut JOIN vendors_site AS site ON site.id = cut.site_id
LEFT JOIN vendors_certificate AS certificate ON certificate.id = cut.certificate_id
ORDER BY leaf, modality
"""
NAMES = "cell vendor site country offered traits evidence low high lead slot expires"


class Postings:
    """The offers as sorted columns, with the slice of each leaf and modality."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT leaf, modality FROM ({CUT}) AS cut ORDER BY 1, 2")
            cells = cursor.fetchall()
            with cursor.copy(f"COPY ({COLUMNS}) TO STDOUT (FORMAT csv)") as copy:
                text = b"".join(bytes(block) for block in copy).replace(b"\n", b",")
        names = NAMES.split()
        table = np.fromstring(text.decode(), dtype=np.int64, sep=",").reshape(-1, len(names))
        self.columns = dict(zip(names, table.T.copy(), strict=True))
        bounds = np.searchsorted(self.columns["cell"], np.arange(len(cells) + 1))
        self.slices = {
            cell: slice(bounds[place], bounds[place + 1]) for place, cell in enumerate(cells)
        }
        self.vendors = int(self.columns["vendor"].max()) + 1
        self.sites = int(self.columns["site"].max()) + 1

    def top(self, asking: Brief, letters: list[int], size: int) -> list[int]:
        """Return the sure points, in hundredths, of the first vendors."""
        stopped = np.zeros(self.sites, dtype=bool)
        stopped[letters] = True
        total = np.zeros(self.vendors, dtype=np.int64)
        for asked, row in zip(asking.needs, asks(asking, lines.current()), strict=True):
            ask = Ask(*row.tolist())
            best = np.zeros(self.vendors, dtype=np.int64)
            part = self.slices.get((asked.leaves[0].code, asking.modality))
            if part is not None:
                self._score(part, ask, asking, stopped, best)
            share = int(asked.possible * 100)
            total += (share * best + 12_500) // 25_000
        places = np.argpartition(-total, size)[:size]
        return sorted(total[places].tolist(), reverse=True)

    def _score(self, part, ask: Ask, asking, stopped, best) -> None:
        c = {name: column[part] for name, column in self.columns.items()}
        counts = (c["offered"] == 1) & (c["traits"] & ask.want == ask.want) & ~stopped[c["site"]]
        counts &= (c["traits"] & ask.below) == 0
        counts &= ~np.isin(c["country"], _countries(asking))
        c = {name: column[counts] for name, column in c.items()}
        fit = np.array([100, 60, 35, 15])[np.maximum(ask.minimum - c["evidence"], 0)]
        fit = fit * _scale(c, ask) * _lead_time(c, ask, asking) * _certificate(c, ask, asking)
        np.maximum.at(best, c["vendor"], fit)


def _countries(asking: Brief) -> list[int]:
    return [
        lines.country(country)
        for gate in asking.gates
        if gate.kind == "country"
        for country in gate.parameters["countries"]
    ]


def _scale(c, ask: Ask):
    if ask.scale == NOTHING:
        return 10
    asked, low, high = ask.scale, c["low"], c["high"]
    unknown = (low < 0) & (high < 0)
    inside = (low <= asked) & ((high < 0) | (asked <= high))
    over = (high >= 0) & (asked > high)
    near = np.where(over, asked <= 2 * high, low <= 2 * asked)
    return np.where(unknown, 2, np.where(inside, 10, np.where(near, 5, 2)))


def _lead_time(c, ask: Ask, asking):
    if ask.ready_by == NO_DAY:
        return 5
    ready = np.maximum(lines.day(asking.today) + 7 * np.maximum(c["lead"], 0), c["slot"])
    late = ready - ask.ready_by
    found = np.select([late <= 0, late <= 91, late <= 182], [5, 4, 3], 2)
    return np.where((c["lead"] < 0) & (c["slot"] < 0), 2, found)


def _certificate(c, ask: Ask, asking):
    holds = (c["expires"] < 0) | (c["expires"] >= ask.certified_on)
    holds |= (c["evidence"] == 1) | (c["evidence"] > ask.minimum)
    return np.where(holds, 5, np.where(c["expires"] >= lines.day(asking.today), 4, 3))
