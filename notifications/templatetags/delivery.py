"""The state of an e-mail in a template: ``{% load delivery %}{% delivery email %}``."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from notifications import labels

register = template.Library()


@register.simple_tag
def delivery(email):
    """Show where an e-mail stands, as a tag; nothing for none."""
    if email is None:
        return ""
    found = labels.label(email, now=timezone.now())
    return format_html('<span class="tag {}">{}</span>', found.tone, found.words)
