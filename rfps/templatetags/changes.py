"""What an addendum changed, row by row."""

from django import template

from rfps import changes

register = template.Library()


@register.filter
def grouped(found: list[dict]) -> list[dict]:
    return changes.grouped(found)
