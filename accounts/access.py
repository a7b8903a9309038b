"""
The only place that knows which role may do what.

A person of the wrong kind of organisation meets 404: the page does not exist for them. A colleague
without the role meets 403, with a sentence that says who can.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.choices import OrganisationKind, Role


def is_curator(user) -> bool:
    """Say whether the user curates the directory: for the platform, by role or as superuser."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or (
        user.acts_for(OrganisationKind.PLATFORM) and user.has_role(Role.CURATOR)
    )


def require_role(user, *roles: Role) -> None:
    """Raise PermissionDenied, with a sentence, unless the user has one of the roles."""
    if not user.has_role(*roles):
        names = " or ".join(Role(role).label.lower() for role in roles)
        raise PermissionDenied(
            f"This needs the role {names}. Your organisation's admin can give it to you."
        )


def role_required(*roles: Role, kind: OrganisationKind = OrganisationKind.SPONSOR):
    """Admit people who act for that kind of organisation with one of the roles."""

    def decorate(view):
        @wraps(view)
        @login_required
        def guarded(request, *args, **kwargs):
            if not request.user.acts_for(kind):
                raise Http404
            if roles:
                require_role(request.user, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def curator_required(view):
    """Admit who curates the directory; for everybody else the page does not exist."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not is_curator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def sponsor_required(view):
    """Admit everyone who acts for a sponsor."""
    return role_required()(view)


def member_required(view):
    """Admit everyone who acts for some organisation."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.acting:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
