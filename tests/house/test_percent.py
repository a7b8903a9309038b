"""A percent sign in what people read stands a no-break space behind its number, in code too."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOOSE = re.compile(r"(?:\d|\})[ ]?%(?=$|[\s.,;:)])")


APPS = ("accounts", "audit", "config", "demo", "notifications", "programs", "rfps", "vendors")
A_PATTERN = re.compile(r"%\{\}%")  # what LIKE looks for


def loose(source: str) -> list[str]:
    """Return the strings of a module, but for its docstrings, that hold a percent sign of their own."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    said = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said.append(
                "".join(
                    part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
                )
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said += [node.value] if id(node) not in docstrings | inside else []
    return [text for text in said if LOOSE.search(text) and not A_PATTERN.fullmatch(text)]


def test_percent_sign_keeps_to_its_number():
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py")]

    found = {
        path.relative_to(ROOT).as_posix(): texts
        for path in modules
        if (texts := loose(path.read_text(encoding="utf-8")))
    }

    assert len(modules) > 300
    assert found == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('f"{share} % of it"', ["{} % of it"]),
        ('x = f"{share}%"', ["{}%"]),
        ('x = "at most 100 %."', ["at most 100 %."]),
        ('x = f"{share}\\u00a0%"', []),
        ('x = f"{day:%d %b}"', []),
        ('"""Below 50 %."""', []),
    ],
)
def test_the_search_would_find(source, found):
    assert loose(source) == found
