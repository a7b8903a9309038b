"""People, the organisations they act for, and what may be seen by whom."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.choices import OrganisationKind, Role


class Organisation(models.Model):
    """A company with people on Phaseline: a sponsor, a vendor, or the platform itself."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    is_fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="accounts_organisation_kind",
            )
        ]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def get_queryset(self):
        # Every request asks for whom the user acts: one join instead of two more queries.
        return super().get_queryset().select_related("acting__organisation")

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail. ``acting`` is the one membership in force."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    acting = models.ForeignKey(
        "Membership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self):
        return self.name or self.email

    @property
    def organisation(self) -> Organisation | None:
        return self.acting.organisation if self.acting else None

    @property
    def organisation_id(self) -> int | None:
        return self.acting.organisation_id if self.acting else None

    @property
    def proved_addresses(self) -> set[str]:
        """Return the addresses whose mail reaches this person for certain, in lower case."""
        proved = self.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        return {address.lower() for address in proved}

    def has_role(self, *roles: Role) -> bool:
        """Say whether the membership in force carries one of the roles; an admin has them all."""
        return bool(self.acting) and bool({*roles, Role.ADMIN} & set(self.acting.roles))

    def acts_for(self, kind: OrganisationKind) -> bool:
        return bool(self.acting) and self.acting.organisation.kind == kind


def role_labels(roles: list[str]) -> list[str]:
    """Return the roles in words, in the vocabulary's order."""
    return [role.label for role in Role if role in roles]


class MembershipQuerySet(models.QuerySet):
    def for_user(self, user):
        """Return the memberships of the organisation the user acts for."""
        return (
            self.filter(organisation_id=user.organisation_id)
            if user.organisation_id
            else self.none()
        )

    def with_role(self, *roles):
        return self.filter(roles__overlap=[*roles])


class Membership(models.Model):
    """A person's roles in one organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="accounts_one_membership")
        ]

    def __str__(self):
        return f"{self.user} at {self.organisation}"

    @property
    def role_labels(self) -> list[str]:
        return role_labels(self.roles)


class OwnedQuerySet(models.QuerySet):
    """Rows of one organisation: the first wall. Row-level security is the second."""

    def for_user(self, user):
        """Return the rows of the organisation the user acts for; nobody sees a stranger's."""
        organisation_id = getattr(user, "organisation_id", None)  # a visitor has none
        return self.filter(organisation_id=organisation_id) if organisation_id else self.none()


class Owned(models.Model):
    """What belongs to one organisation and is shown to no other."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class ColleagueInvitationQuerySet(OwnedQuerySet):
    def open(self, *, now):
        """Return the invitations not used or withdrawn; with ``now``, not run out either."""
        found = self.filter(accepted_at__isnull=True, revoked_at__isnull=True)
        return found.filter(expires_at__gt=now) if now else found


class ColleagueInvitation(Owned):
    """An invitation by e-mail to join an organisation; the link's token is kept as its hash."""

    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ColleagueInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="accounts_one_open_invitation",
                violation_error_message="This person already has an open invitation.",
            )
        ]

    def __str__(self):
        return f"{self.email} to {self.organisation}"
