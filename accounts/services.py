"""The moves of accounts: organisations, memberships, invitations, and for whom one acts."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts import emails
from accounts.choices import ROLES_BY_KIND, OrganisationKind, Role
from accounts.models import ColleagueInvitation, Membership, Organisation, User
from audit import acting
from audit import services as audit

INVITATION_LIFETIME = timedelta(days=14)


class AccountError(Exception):
    """A move that is not possible; the message is a sentence for the person who tried."""


@transaction.atomic
def create_organisation(
    *,
    name: str,
    slug: str,
    kind: OrganisationKind,
    now: datetime,
    by: User | None = None,
    is_fictional=False,
) -> Organisation:
    """Register an organisation; people join it by ``add_member`` or by invitation."""
    organisation = Organisation.objects.create(
        name=name, slug=slug, kind=kind, is_fictional=is_fictional, created_at=now
    )
    audit.record(
        verb="organisation.created",
        target=organisation,
        summary=f"{name} joins as {organisation.get_kind_display().lower()}",
        organisation=organisation,
        by=by,
        now=now,
    )
    return organisation


@transaction.atomic
def add_member(
    *,
    user: User,
    organisation: Organisation,
    roles: list[Role],
    now: datetime,
    by: User | None = None,
) -> Membership:
    """
    Give a person roles in an organisation, and let them act for it if they act for none yet.

    :raises AccountError: when a role does not exist in that kind of organisation, or the person is
        a member already
    """
    check_roles(organisation, roles)
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"roles": list(roles), "created_at": now}
    )
    if not is_new:
        raise AccountError(f"{user} is a member of {organisation} already.")
    if not user.acting:
        user.acting = membership
        user.save(update_fields=["acting"])
    _grant_admin_site(user)
    audit.record(
        verb="membership.created",
        target=membership,
        summary=f"{user} joins {organisation} as {', '.join(membership.role_labels)}",
        by=by,
        now=now,
        roles=roles,
    )
    return membership


@transaction.atomic
def change_roles(*, membership: Membership, roles: list[Role], by: User, now: datetime) -> None:
    """
    Replace a member's roles.

    :raises AccountError: when the last admin would lose the role, or a role does not fit
    """
    organisation = membership.organisation
    check_roles(organisation, roles)
    _keep_an_admin(membership, roles)
    before, membership.roles = membership.roles, list(roles)
    membership.save(update_fields=["roles"])
    _grant_admin_site(membership.user)
    audit.record(
        verb="membership.changed",
        target=membership,
        summary=f"{membership.user} is now {', '.join(membership.role_labels)}",
        by=by,
        now=now,
        before=before,
        after=roles,
    )


@transaction.atomic
def remove_member(*, membership: Membership, by: User, now: datetime) -> None:
    """
    End a membership; who acted under it acts for nobody until they choose again.

    :raises AccountError: for the last admin
    """
    _keep_an_admin(membership, [])
    audit.record(
        verb="membership.ended",
        target=membership,
        summary=f"{membership.user} leaves {membership.organisation}",
        by=by,
        now=now,
    )
    user = membership.user
    membership.delete()
    user.refresh_from_db()
    user.acting = user.memberships.first()
    user.save(update_fields=["acting"])
    _grant_admin_site(user)


@transaction.atomic
def switch(*, user: User, membership: Membership, now: datetime) -> None:
    """
    Act for another of one's organisations from now on.

    :raises AccountError: when the membership is somebody else's
    """
    if membership.user_id != user.pk:
        raise AccountError("That membership is not yours.")
    user.acting = membership
    user.save(update_fields=["acting"])
    audit.record(
        verb="membership.used",
        target=membership,
        summary=f"{user} now acts for {membership.organisation}",
        by=user,
        now=now,
    )


@transaction.atomic
def invite_colleague(
    *, email: str, roles: list[Role], by: User, now: datetime
) -> ColleagueInvitation:
    """
    Invite a person to the organisation ``by`` acts for; a new invitation replaces an open one.

    :raises AccountError: when the person is a member already, or a role does not fit
    """
    organisation, email = by.organisation, email.strip().lower()
    check_roles(organisation, roles)
    _one_at_a_time(organisation)
    if Membership.objects.filter(organisation=organisation, user__email=email).exists():
        raise AccountError(f"{email} is a member of {organisation} already.")
    ColleagueInvitation.objects.for_user(by).open(now=None).filter(email__iexact=email).update(
        revoked_at=now
    )
    token = secrets.token_urlsafe(32)
    invitation = ColleagueInvitation.objects.create(
        organisation=organisation,
        email=email,
        roles=list(roles),
        token_hash=hash_token(token),
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )
    emails.colleague_invited(invitation=invitation, token=token, now=now)
    audit.record(
        verb="colleague.invited",
        target=invitation,
        summary=f"{email} is invited",
        by=by,
        now=now,
        roles=roles,
    )
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: ColleagueInvitation, by: User, now: datetime) -> None:
    """Make the link of an open invitation dead."""
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        verb="colleague.uninvited",
        target=invitation,
        summary=f"The invitation of {invitation.email} is withdrawn",
        by=by,
        now=now,
    )


def find_invitation(*, token: str, now: datetime) -> ColleagueInvitation | None:
    """Return the open invitation behind a link, or None when it is mistyped, used or too old."""
    with acting.as_system():
        return (
            ColleagueInvitation.objects.open(now=now)
            .select_related("organisation", "invited_by")
            .filter(token_hash=hash_token(token))
            .first()
        )


@transaction.atomic
def accept_invitation(
    *,
    invitation: ColleagueInvitation,
    now: datetime,
    user: User | None = None,
    name: str = "",
    password: str = "",
) -> User:
    """
    Join by an invitation: as ``user``, or as a new person with that name and password.

    :raises AccountError: when the address has an account already and nobody is signed in, or the
        person signed in is not the one invited
    :raises ValidationError: for a weak password
    """
    with acting.as_system():
        invitation = (
            ColleagueInvitation.objects.open(now=now)
            .select_for_update(of=("self",))
            .filter(pk=invitation.pk)
            .first()
        )
        if invitation is None:
            raise AccountError("This invitation was used or withdrawn meanwhile.")
        user = user or new_user(email=invitation.email, name=name, password=password)
        if user.email.lower() != invitation.email.lower():
            raise AccountError(
                f"This invitation is for {invitation.email}. Sign in with that address."
            )
        membership = add_member(
            user=user,
            organisation=invitation.organisation,
            roles=invitation.roles,
            by=invitation.invited_by,
            now=now,
        )
        user.acting = membership
        user.save(update_fields=["acting"])
        prove_address(user)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
    return user


def hash_token(token: str) -> str:
    """Return what is kept of a link's token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_roles(organisation: Organisation, roles: list[Role]) -> None:
    """Raise AccountError unless there are roles and each exists in that kind of organisation."""
    allowed = ROLES_BY_KIND[OrganisationKind(organisation.kind)]
    if not roles:
        raise AccountError("Choose at least one role.")
    if unknown := set(roles) - allowed:
        names = ", ".join(sorted(unknown))
        raise AccountError(f"A {organisation.get_kind_display().lower()} has no role {names}.")


def new_user(*, email: str, name: str, password: str) -> User:
    """
    Make an account for somebody who has opened a link that was mailed to the address.

    :raises AccountError: when the address has an account already
    :raises ValidationError: for a weak password
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AccountError("This address has an account. Sign in, then open the link again.")
    user = User(email=email, name=name)
    validate_password(password, user)
    return User.objects.create_user(email, password, name=name)


def prove_address(user: User) -> None:
    """Note that the person reads the mail of their address: a link that was sent there is open."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    address.set_verified()


def _one_at_a_time(organisation: Organisation) -> None:
    """Let moves that must know of each other wait: two invitations, two admins who step down."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _keep_an_admin(membership: Membership, roles: list[Role]) -> None:
    if Role.ADMIN not in membership.roles or Role.ADMIN in roles:
        return
    _one_at_a_time(membership.organisation)
    others = Membership.objects.filter(organisation=membership.organisation).exclude(
        pk=membership.pk
    )
    if not others.with_role(Role.ADMIN).exists():
        raise AccountError("An organisation needs an admin: give somebody else that role first.")


def _grant_admin_site(user: User) -> None:
    """Let people of the platform into the admin site, and nobody else."""
    is_staff = (
        user.is_superuser
        or user.memberships.filter(organisation__kind=OrganisationKind.PLATFORM).exists()
    )
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
