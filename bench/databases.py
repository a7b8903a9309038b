"""A database per size of world, kept between runs: the making takes longer than the measuring."""

from contextlib import contextmanager

from django.db import connection

from vendors import index, lines


@contextmanager
def of(name: str):
    """Work in a database of that name, made and migrated where it is missing, and kept."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{name}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)
    forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def forget() -> None:
    """Let the process read the directory anew: no log of changes leads to what it holds now."""
    for follower in (index.follower, lines.follower):
        follower.forget()
