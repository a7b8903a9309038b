"""The marks of evidence: one language at every size, each with its words for those who listen."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join

from vendors.choices import Evidence, Phase

register = template.Library()

UNKNOWN, NOT_OFFERED = "u", "n"
WORDS = {str(level.value): level.label for level in Evidence} | {
    UNKNOWN: "Unknown",
    NOT_OFFERED: "Not offered",
}


def code(level) -> str:
    """Return the ``data-ev`` of a level: 1 to 4, "u" or "n". Whatever says nothing is unknown."""
    value = str(int(level)) if isinstance(level, int) else str(level or UNKNOWN)
    return value if value in WORDS else UNKNOWN


@register.simple_tag
def ev(level, label=None):
    """Render one mark; the words follow it hidden, or shown when ``label`` is true."""
    mark = code(level)
    text = format_html('<span class="{}">{}</span>', "" if label else "vh", WORDS[mark])
    return format_html('<i class="ev" data-ev="{}"></i>{}', mark, text)


@register.filter
def ev_code(level) -> str:
    return code(level)


@register.filter
def ev_word(level) -> str:
    return WORDS[code(level)]


@register.simple_tag
def legend():
    """Render what each mark means."""
    marks = format_html_join(
        "", '<span><i class="ev" data-ev="{}"></i>{}</span>', ((m, w) for m, w in WORDS.items())
    )
    return format_html(
        '<div class="legend" role="group" aria-label="Evidence legend">{}</div>', marks
    )


@register.simple_tag
def phase_axis(on: Iterable[str] | str = ()):
    """Render the eight phases in their order; those in ``on`` ("P2 P3" will do) stand out."""
    chosen = set(on.split() if isinstance(on, str) else on or ())
    ticks = format_html_join(
        "",
        "<span{}>{}</span>",
        (
            (format_html(' class="{}"', "on") if phase in chosen else "", phase.value)
            for phase in Phase
        ),
    )
    return format_html('<span class="axis" aria-hidden="true">{}</span>', ticks)


@register.simple_tag
def phase_strip(cells, label=""):
    """
    Render eight cells as one picture with one sentence.

    ``cells`` maps phases to levels, or lists eight levels in the order of the axis. A phase that is
    absent or None is out of scope and stays empty; unknown is "u", not offered "n".
    """
    if isinstance(cells, Mapping):
        levels = [cells.get(phase.value) for phase in Phase]
    else:
        levels = list(cells)
    said, squares = _picture(
        tuple(None if level is None or level == "" else code(level) for level in levels)
    )
    sentence = f"{label}: {said or 'nothing stated'}" if label else (said or "nothing stated")
    return format_html(
        '<span class="strip" role="img" aria-label="{}">{}</span>', sentence, squares
    )


@lru_cache(maxsize=4096)
def _picture(marks: tuple) -> tuple[str, str]:
    """Return the words and the squares of eight marks; a page has dozens of strips, many alike."""
    said = ", ".join(
        f"{phase.value} {WORDS[mark].lower()}"
        for phase, mark in zip(Phase, marks, strict=True)
        if mark
    )
    squares = format_html_join(
        "",
        "<i{}></i>",
        ((format_html(' data-ev="{}"', mark) if mark else "",) for mark in marks),
    )
    return said, squares
