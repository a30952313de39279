"""A file with a form over and over is a collection, and is said to be one before it costs hours."""

from __future__ import annotations

import pytest

from reportcheck.locating import recognise
from reportcheck.locating.candidates import MOST_COPIES
from reportcheck.problem import Problem
from reportcheck.rulefile import find
from tests.acceptance.running import ROOT, SAMPLES
from tests.locating.written import text_file

pytestmark = pytest.mark.no_cover  # see pyproject.toml

REPORT = (SAMPLES / "sanming-commerce-2024.csv").read_text("utf-8").replace(",", "|")


@pytest.mark.parametrize("copies", [2, MOST_COPIES, 200])
def test_copies_of_a_form_are_told_as_such(copies: int) -> None:
    source = text_file(REPORT * copies, "many.csv")
    with pytest.raises(Problem) as refused:
        recognise(source, find(str(ROOT / "rules" / "gir.yaml")))
    assert refused.value.code == "many-copies"
    assert refused.value.facts["table"]
