"""Times in the zone of the RFP."""

from django import template

from rfps import zones

register = template.Library()


@register.filter
def in_zone(instant, zone: str) -> str:
    return zones.show(instant, zone)


@register.filter
def shortly_in(instant, zone: str) -> str:
    return zones.short(instant, zone)
