"""The inspection of uploads (audit/inspection.py), its refusals among the errors of requests."""

from audit import inspection
from audit.inspection import ACCEPT, KINDS, MAX_BYTES, MEDIA_TYPES, Inspected
from rfps.errors import FileRefusedError

__all__ = ["ACCEPT", "KINDS", "MAX_BYTES", "MEDIA_TYPES", "Inspected", "inspect"]


def inspect(upload) -> Inspected:
    """
    Read an ``UploadedFile`` and check it.

    :raises FileRefusedError: with a sentence that names the file and the way out
    """
    try:
        return inspection.inspect(upload)
    except inspection.FileRefusedError as error:
        raise FileRefusedError(str(error)) from error
