"""The moves: ``rfp`` and ``scope`` for the request, ``invitations`` for who is asked."""
