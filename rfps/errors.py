"""What goes wrong with a request, in sentences."""


class RFPError(Exception):
    """A move that is not possible; the message is a sentence for the user."""


class FileRefusedError(RFPError):
    """A file is not taken; the message names it and says what to send instead."""
