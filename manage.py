#!/usr/bin/env python
"""Run an administrative command; without DATABASE_URL the embedded PostgreSQL is started first."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config import postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if settings.EMBEDDED_POSTGRES:
            postgres.start()
    except (postgres.PostgresError, ImproperlyConfigured) as error:
        sys.exit(f"phaseline: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
