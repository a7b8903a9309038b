"""The moves of programs; callers import the module: ``from programs.services import needs``."""
