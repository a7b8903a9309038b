"""Moves that two people make in the same moment, each on a connection of its own."""

import threading

from django.db import connections

from audit import acting


def at_once(*moves) -> list:
    """Run each move in a thread of its own, all let go together; return results or errors."""
    barrier, results = threading.Barrier(len(moves)), [None] * len(moves)

    def run(place, move):
        try:
            barrier.wait(timeout=10)
            results[place] = move()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def acting_for(user, move, **arguments):
    """Return the move as a request of the user makes it."""

    def run():
        with acting.as_organisation(user.organisation_id):
            return move(**arguments)

    return run
