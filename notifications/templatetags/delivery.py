"""
E-mails in a template: ``{% load delivery %}``.

``{% delivery email %}`` shows where one stands; ``{% deliveries user rfp rows "invitation" as mails %}``
finds those about an object and about what its rows hold.
"""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from notifications import kinds, labels
from notifications.choices import EmailState
from notifications.models import Email, topic_of

MOST = 200
NOT_ARRIVED = {EmailState.FAILED, EmailState.SUPPRESSED, EmailState.UNKNOWN}

register = template.Library()


@register.simple_tag
def delivery(email):
    """Show where an e-mail stands, as a tag; nothing for none."""
    if email is None:
        return ""
    found = labels.label(email, now=timezone.now())
    return format_html('<span class="tag {}">{}</span>', found.tone, found.words)


@register.simple_tag
def deliveries(user, target, rows, attribute: str) -> list[dict]:
    """
    Return the newest e-mails about an object and its parts, in one query.

    :param rows: whose ``attribute`` holds a part, such as an invitation
    :return: each with ``email``, its ``kind`` in words, ``about`` (the part, None for the object
        itself) and ``is_lost``, whether somebody should look
    """
    parts = [getattr(row, attribute) for row in rows]
    by_topic = {topic_of(target): None} | {topic_of(part): part for part in parts}
    emails = Email.objects.for_user(user).filter(topic__in=by_topic).newest().headers_only()
    return [
        {
            "email": email,
            "kind": kinds.label(email.kind),
            "about": by_topic[email.topic],
            "is_lost": email.state in NOT_ARRIVED,
        }
        for email in emails[:MOST]
    ]
