"""What no template may hold, since the policy forbids it or a reviewer would."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from notifications import kinds

ROOT = Path(settings.BASE_DIR)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "templates").rglob("*.html")
    if "emails" not in path.parts  # mail clients know no style sheets: css-inline needs theirs
)
SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "static").rglob("*.js"))
SHEETS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "static").rglob("*.css"))
FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "event handler": r"\son(?!ly=)[a-z]+\s*=\s*[\"']",
    "htmx handler": r"hx-on",
    "script address": r"javascript:",
    "unescaped value": r"\|\s*safe\b|\{%\s*autoescape off",
    "percent without its space": r"(?:\}\}|%\}|\d)[ \u00a0]?%(?![\"}])",  # &nbsp;% it is
    "foreign source": r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//",
}


def found_in(path: str, patterns) -> list[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    return [name for name, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("path", PAGES)
def test_template_holds_nothing_the_policy_forbids(path):
    assert found_in(path, FORBIDDEN) == []


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("inline style", '<p style="color:red">'),
        ("style element", "<style>p{}</style>"),
        ("inline script", "<script>go()</script>"),
        ("event handler", "<button onclick='go()'>"),
        ("htmx handler", '<a hx-on:click="go()">'),
        ("script address", '<a href="javascript:go()">'),
        ("unescaped value", "{{ note|safe }}"),
        ("percent without its space", "{{ share }} % of it"),
        ("percent without its space", "80% of it"),
        ("foreign source", '<script src="https://cdn.example/x.js"></script>'),
    ],
)
def test_the_search_would_find(name, sample):
    assert [one for one, pattern in FORBIDDEN.items() if re.search(pattern, sample)] == [name]


@pytest.mark.parametrize("path", SCRIPTS)
def test_script_makes_no_code_and_no_markup_from_text(path):
    banned = {name: rf"\b{name}\b" for name in ("eval", "innerHTML", "outerHTML", "document.write")}

    assert found_in(path, banned | {"foreign source": r"https?://(?!www\.w3\.org)"}) == []


@pytest.mark.parametrize("path", SHEETS)
def test_sheet_asks_no_other_host(path):
    assert (
        found_in(path, {"foreign source": r"url\(\s*[\"']?(?:https?:)?//", "import": "@import"})
        == []
    )


EMAILS = sorted(
    path.name.removesuffix(".subject.txt")
    for path in (ROOT / "templates" / "emails").glob("*.subject.txt")
)


def test_every_kind_of_email_is_registered_and_has_a_subject():
    assert sorted(kind.name for kind in kinds.everything()) == EMAILS


@pytest.mark.parametrize("kind", EMAILS)
@pytest.mark.parametrize("part", ["html", "txt"])
def test_email_fills_the_blocks_of_its_frame(kind, part):
    folder = ROOT / "templates" / "emails"
    frame, own = (
        set(re.findall(r"{% block (\w+) %}", (folder / f"{name}.{part}").read_text()))
        for name in ("base", kind)
    )

    assert own - frame == set()
    assert {"content", "reason"} <= own
