"""Forms at random whose rows and columns bear the same words: nothing is lost without a word."""

from random import Random

import pytest

from reportcheck.locating import locate
from tests.locating.overlapping import faults, unread, write

FORMS = 120
LEAST_WHOLE = 0.8
"""The share of the files of which every value is found, though some cells hold labels."""


@pytest.mark.parametrize("text", [True, False])
def test_nothing_is_lost_without_a_word(*, text: bool) -> None:
    whole = 0
    for seed in range(FORMS):
        written = write(Random(seed))  # noqa: S311

        submission = locate(written.source(text=text), written.form)

        assert list(faults(written, submission)) == [], seed
        whole += not unread(written, submission)
        if written.plain:
            assert unread(written, submission) == {}, seed
            assert {told.rule for told in submission.structure} <= {"stray-value"}, seed
    assert whole >= LEAST_WHOLE * FORMS
