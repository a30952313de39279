"""What holds for all tests."""

from hypothesis import settings

# How fast a machine is says nothing about whether an example holds.
settings.register_profile("reportcheck", deadline=None)
settings.load_profile("reportcheck")
