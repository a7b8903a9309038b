"""What a page of matching shows."""

import html
import re


def names(response) -> list[str]:
    """Return the vendors of the ranked list, as shown."""
    return re.findall(r"<span><b>([^<]+)</b><br>", response.content.decode())


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())
