"""What people type: ``request`` for the sponsor, ``vendor`` for who is asked."""
