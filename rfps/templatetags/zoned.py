"""Times in the zone of the RFP."""

from datetime import date

from django import template

from rfps import zones

register = template.Library()


@register.filter
def in_zone(instant, zone: str) -> str:
    return zones.show(instant, zone)


@register.filter
def shortly_in(instant, zone: str) -> str:
    return zones.short(instant, zone)


@register.filter
def day_of(iso: str) -> str:
    """Return a date of a bid, which is kept as it is hashed, as people write one."""
    return zones.day(date.fromisoformat(iso))
