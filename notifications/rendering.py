"""Make the words of an e-mail from its templates."""

import css_inline
from django.conf import settings
from django.template import Context, loader

from notifications.models import Content

# Media queries stay in <style>: they carry the dark theme and the narrow screen.
INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
# Longer than any of our mails by far; beyond it somebody's text has gone wrong, and many servers
# refuse what comes near ten megabytes.
MOST_CHARACTERS = 1_000_000


def render(kind: str, context: dict) -> dict[str, str]:
    """
    Return subject, text and html of one message.

    :raises ValueError: if it came out longer than MOST_CHARACTERS
    :raises django.template.TemplateDoesNotExist: if there is no such kind
    """
    known = {"SITE_URL": settings.SITE_URL, **context}
    subject = " ".join(_plain(f"emails/{kind}.subject.txt", known).split())
    limit = Content._meta.get_field("subject").max_length
    if len(subject) > limit:
        subject = subject[: limit - 1] + "…"
    known["subject"] = subject
    text = _plain(f"emails/{kind}.txt", known).strip() + "\n"
    html = loader.render_to_string(f"emails/{kind}.html", known)
    if max(len(text), len(html)) > MOST_CHARACTERS:
        raise ValueError(f"the message is longer than {MOST_CHARACTERS:,} characters")
    return {"subject": subject, "text": text, "html": INLINER.inline(html)}


def _plain(name: str, context: dict) -> str:
    """Render a text template: an ampersand stays one, without ``autoescape off`` in each file."""
    return loader.get_template(name).template.render(Context(context, autoescape=False))
