"""
Draw static/img/world.svg and vendors/centres.csv from Natural Earth, which is in the public domain.

Run it only to draw the map anew, with the package world-atlas 2 (ISC) unpacked somewhere:

    python scripts/draw_world.py path/to/world-atlas

The land comes from land-110m.json, the middle of each country from countries-50m.json, which
has the small ones too. Both are TopoJSON: quantised arcs that neighbouring countries share.
"""

import csv
import itertools
import json
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from vendors import countries, worldmap  # noqa: E402  the folder above is not a package of ours

OTHER_NAMES = {
    "bosnia and herz.": "BA",
    "br. indian ocean ter.": "IO",
    "british virgin is.": "VG",
    "cabo verde": "CV",
    "cayman is.": "KY",
    "central african rep.": "CF",
    "cook is.": "CK",
    "cote d'ivoire": "CI",
    "dem. rep. congo": "CD",
    "dominican rep.": "DO",
    "eq. guinea": "GQ",
    "eswatini": "SZ",
    "faeroe is.": "FO",
    "falkland is.": "FK",
    "fr. polynesia": "PF",
    "hong kong": "HK",
    "macao": "MO",
    "macedonia": "MK",
    "marshall is.": "MH",
    "n. cyprus": "",
    "n. mariana is.": "MP",
    "pitcairn is.": "PN",
    "s. sudan": "SS",
    "sao tome and principe": "ST",
    "solomon is.": "SB",
    "st. kitts and nevis": "KN",
    "st. pierre and miquelon": "PM",
    "st. vin. and gren.": "VC",
    "st-barthelemy": "BL",
    "st-martin": "MF",
    "turkey": "TR",
    "turks and caicos is.": "TC",
    "u.s. virgin is.": "VI",
    "united states of america": "US",
    "vatican": "VA",
    "w. sahara": "EH",
    "wallis and futuna is.": "WF",
    "antigua and barb.": "AG",
    "congo": "CG",
    "aland": "AX",
    "curacao": "CW",
}


def rings(topology, geometry):
    """Yield each outer ring of a geometry as longitudes and latitudes."""
    shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    for polygon in shapes:
        points = []
        for number in polygon[0]:
            arc = topology["arcs"][number if number >= 0 else ~number]
            x = y = 0
            own = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                own.append((x * scale[0] + move[0], y * scale[1] + move[1]))
            points += own if number >= 0 else own[::-1]
        yield points


def parts(points):
    """Yield the pieces of a ring between its jumps over the date line."""
    piece = [points[0]]
    for before, after in itertools.pairwise(points):
        if abs(after[0] - before[0]) > 180:
            yield piece
            piece = []
        piece.append(after)
    yield piece


def path(points) -> str:
    """Return a closed path in tenths of a unit; points that fall together are one."""
    places = [tuple(round(value, 1) for value in worldmap.project(*point)) for point in points]
    kept = [p for n, p in enumerate(places) if n == 0 or p != places[n - 1]]
    if len(kept) < 3:
        return ""
    x, y = kept[0]
    steps = [f"M{x:g} {y:g}l"]
    for next_x, next_y in kept[1:]:
        steps.append(f"{round(next_x - x, 1):g} {round(next_y - y, 1):g}")
        x, y = next_x, next_y
    return " ".join(steps).replace("l ", "l").replace(" -", "-") + "z"


def area(points) -> float:
    return abs(
        sum(
            a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)
        )
    )


def middle(points) -> tuple[float, float]:
    """Return the middle of the box around the largest ring of a country."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return text.lower().replace("saint ", "st. ")


def main(folder: Path) -> None:
    coarse = json.loads((folder / "land-110m.json").read_text())
    land = "".join(
        path(piece)
        for continent in coarse["objects"]["land"]["geometries"]
        for ring in rings(coarse, continent)
        if max(latitude for _, latitude in ring) > worldmap.SOUTH  # all but Antarctica
        for piece in parts(ring)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {worldmap.WIDTH} {worldmap.HEIGHT}">'
        f'<!-- Natural Earth, public domain --><path id="land" d="{land}"/></svg>\n'
    )
    (ROOT / "static/img/world.svg").write_text(svg)
    fine = json.loads((folder / "countries-50m.json").read_text())
    codes = {plain(name): code for code, name in countries.NAMES.items()} | OTHER_NAMES
    centres = {}
    for country in fine["objects"]["countries"]["geometries"]:
        if code := codes.get(plain(country["properties"]["name"])):
            centres[code] = middle(max(rings(fine, country), key=area))
    with (ROOT / "vendors/centres.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["country", "longitude", "latitude"])
        out.writerows((code, f"{x:.1f}", f"{y:.1f}") for code, (x, y) in sorted(centres.items()))
    missing = sorted(countries.NAMES[code] for code in countries.NAMES.keys() - centres)
    print(f"{len(svg)} bytes; no middle for: {', '.join(missing)}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
