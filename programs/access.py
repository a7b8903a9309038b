"""
Who may change a program: a program lead, procurement, or the member who registered it.

Everyone of the organisation who sees a program may read it (``Program.objects.for_user``);
organisation admins have every role.
"""

from django.core.exceptions import PermissionDenied

from accounts.choices import Role

REGISTERS = (Role.MEMBER, Role.PROGRAM_LEAD, Role.PROCUREMENT)
EDITS = (Role.PROGRAM_LEAD, Role.PROCUREMENT)


def may_edit(user, program) -> bool:
    return user.has_role(*EDITS) or (
        program.created_by_id == user.pk and user.has_role(Role.MEMBER)
    )


def require_editor(user, program) -> None:
    """Raise PermissionDenied, with a sentence, unless the user may change the program."""
    if not may_edit(user, program):
        raise PermissionDenied(
            f"You can read {program.code}. A program lead, procurement, or the person who "
            "registered it can change it."
        )
