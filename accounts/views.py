"""The pages about one's colleagues, invitations and for whom one acts."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.access import member_required, require_role
from accounts.choices import Role
from accounts.forms import InviteForm, JoinForm, RolesForm
from accounts.models import ColleagueInvitation, Membership, role_labels
from accounts.services import AccountError

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
@login_required
def organisation_switch(request, pk):
    membership = get_object_or_404(request.user.memberships, pk=pk)
    services.switch(user=request.user, membership=membership, now=timezone.now())
    messages.success(request, f"You now act for {membership.organisation}.")
    return redirect("home")


@require_GET
@member_required
def colleague_list(request):
    now = timezone.now()
    invitations = ColleagueInvitation.objects.for_user(request.user).open(now=now)
    context = {
        "memberships": Membership.objects.for_user(request.user)
        .select_related("user")
        .order_by("user__name"),
        "invitations": [
            {"row": row, "roles": role_labels(row.roles)}
            for row in invitations.select_related("invited_by")
        ],
        "can_manage": request.user.has_role(Role.ADMIN),
    }
    return render(request, "accounts/colleague_list.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def colleague_invite(request):
    require_role(request.user, Role.ADMIN)
    form = InviteForm(request.POST or None, kind=request.user.organisation.kind)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_colleague(**form.cleaned_data, by=request.user, now=timezone.now())
        except AccountError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{form.cleaned_data['email']} is invited.")
            return redirect("colleague-list")
    return render(request, "accounts/colleague_invite.html", {"form": form})


@require_POST
@member_required
def colleague_uninvite(request, pk):
    require_role(request.user, Role.ADMIN)
    now = timezone.now()
    invitation = get_object_or_404(
        ColleagueInvitation.objects.for_user(request.user).open(now=now), pk=pk
    )
    services.revoke_invitation(invitation=invitation, by=request.user, now=now)
    messages.success(request, f"The link sent to {invitation.email} no longer works.")
    return redirect("colleague-list")


@require_http_methods(["GET", "POST"])
@member_required
def colleague_roles(request, pk):
    require_role(request.user, Role.ADMIN)
    membership = get_object_or_404(Membership.objects.for_user(request.user), pk=pk)
    form = RolesForm(
        request.POST or None,
        kind=request.user.organisation.kind,
        initial={"roles": membership.roles},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_roles(
                membership=membership, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except AccountError as error:
            form.add_error("roles", str(error))
        else:
            messages.success(
                request, f"{membership.user} is now {', '.join(membership.role_labels)}."
            )
            return redirect("colleague-list")
    return render(
        request, "accounts/colleague_roles.html", {"form": form, "membership": membership}
    )


@require_POST
@member_required
def colleague_remove(request, pk):
    require_role(request.user, Role.ADMIN)
    membership = get_object_or_404(Membership.objects.for_user(request.user), pk=pk)
    try:
        services.remove_member(membership=membership, by=request.user, now=timezone.now())
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{membership.user} is no longer a member.")
    return redirect("colleague-list")


@never_cache
@require_http_methods(["GET", "POST"])
def colleague_join(request, token):
    """Show an invitation (GET changes nothing: mail scanners open links) and accept it (POST)."""
    now = timezone.now()
    invitation = services.find_invitation(token=token, now=now)
    if invitation is None:
        return render(request, "accounts/colleague_join_dead.html", status=404)
    user = request.user if request.user.is_authenticated else None
    form = None if user else JoinForm(request.POST or None)
    if request.method == "POST" and (user or form.is_valid()):
        data = {} if user else form.cleaned_data
        try:
            joined = services.accept_invitation(invitation=invitation, user=user, now=now, **data)
        except (AccountError, ValidationError) as error:
            _show(request, form, error)
        else:
            login(request, joined, backend=BACKEND)
            messages.success(request, f"Welcome. You act for {invitation.organisation}.")
            return redirect("home")
    context = {"invitation": invitation, "form": form, "roles": role_labels(invitation.roles)}
    return render(request, "accounts/colleague_join.html", context)


def _show(request, form, error) -> None:
    if form is None:
        messages.error(request, str(error))
    elif isinstance(error, ValidationError):
        form.add_error("password", error)
    else:
        form.add_error(None, str(error))
