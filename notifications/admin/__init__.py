"""What an operator sees and does: the outbox, its previews, the mail server, the suppressed."""

from notifications.admin import control, outbox

__all__ = ["control", "outbox"]
