"""What the frame of every page needs: the sections a person has, short names, page links."""

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.choices import OrganisationKind

register = template.Library()


def sections(user, *, is_demo: bool, is_debug: bool) -> list[tuple[str, str, str]]:
    """Return (section, label, URL name) of what the person may enter, in the order of the work."""
    kind = user.organisation.kind if user and user.is_authenticated and user.organisation else None
    entries = [("vendors", "Vendors", "vendor-list")]
    if kind == OrganisationKind.SPONSOR:
        entries += [("programs", "Programs", "program-list"), ("rfps", "RFPs", "rfp-list")]
    if kind == OrganisationKind.VENDOR:
        entries.append(("own", "Your profile", "own-profile"))
    entries.append(("guide", "Guide", "guide"))
    if user and user.is_authenticated and user.is_staff:
        entries.append(("curation", "Curation", "admin:index"))
    if is_demo:
        entries.append(("mailbox", "Mailbox", "mailbox"))
    if is_demo or is_debug:
        entries.append(("styleguide", "Style guide", "styleguide"))
    return entries


@register.simple_block_tag(takes_context=True)
def navigation(context, content):
    """Render the main navigation; the block's content names the current section."""
    modes = {"is_demo": bool(context.get("DEMO")), "is_debug": bool(context.get("DEBUG"))}
    items = [
        {"section": section, "label": label, "url": reverse(name)}
        for section, label, name in sections(context.get("user"), **modes)
    ]
    shown = {"items": items, "section": content.strip(), "user": context.get("user")}
    return render_to_string("_nav.html", shown)


@register.simple_tag
def memberships_of(user):
    """Return the organisations a person may act for, for the menu that switches between them."""
    return list(user.memberships.select_related("organisation"))


@register.filter
def initials(user) -> str:
    """Return up to two letters that stand for a person."""
    words = str(user).split("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """Return the page's query string with some parameters changed; None takes one away."""
    query = QueryDict(mutable=True)
    for name, values in context["request"].GET.lists():
        if name not in changes and any(values):  # a form sends its empty fields along
            query.setlist(name, [value for value in values if value])
    for name, value in changes.items():
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
