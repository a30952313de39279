"""What holds for all tests."""

import os

from hypothesis import settings

# No test depends on what another run has compiled, and none leaves anything in a user's folders.
os.environ["REPORTCHECK_CACHE"] = "off"

# How fast a machine is says nothing about whether an example holds.
settings.register_profile("reportcheck", deadline=None)
settings.load_profile("reportcheck")
