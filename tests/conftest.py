"""What holds for all tests."""

import os

import pytest
from hypothesis import settings

from reportcheck.locating import layouts
from reportcheck.reading import alike

# No test depends on what another run has compiled, and none leaves anything in a user's folders.
os.environ["REPORTCHECK_CACHE"] = "off"

# How fast a machine is says nothing about whether an example holds. A gate takes the same examples
# each time, so that a change is judged by what it changes; runs by hand go on looking for others.
settings.register_profile("reportcheck", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("reportcheck")


@pytest.fixture(autouse=True)
def _nothing_is_known_by_heart() -> None:
    """Let no test read or locate by what files of another test were like."""
    alike.forget()
    layouts.forget()
