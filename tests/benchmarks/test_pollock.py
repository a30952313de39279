"""The robustness of reading text tables stays what docs/benchmarks.md says of it."""

from __future__ import annotations

from random import Random

from tests.benchmarks.pollock.loading import load
from tests.benchmarks.pollock.polluting import every_file
from tests.benchmarks.pollock.scoring import score
from tests.benchmarks.pollock.source import table

FILES = list(every_file())
SINGLE = [file for file in FILES if file.family == "file"]
SPREAD = Random(1).sample([file for file in FILES if file.family != "file"], 60)  # noqa: S311
NOT_PARTED = {"file_field_delimiter_0x20", "file_quotation_char_0x27", "file_no_header"}


def test_there_are_as_many_files_as_in_the_published_list() -> None:
    assert len({file.name for file in FILES}) == len(FILES) == 2290
    assert len({file.data for file in FILES}) > 2280


def test_the_files_that_are_like_no_other_are_loaded_without_a_fault() -> None:
    worse = {file.name for file in SINGLE if score(file, load) < 9.999}
    assert worse <= NOT_PARTED


def test_a_damaged_line_or_cell_costs_little_but_itself() -> None:
    assert sum(score(file, load) for file in SPREAD) / len(SPREAD) > 9.95


def test_the_score_tells_a_loader_that_loses_records() -> None:
    source = FILES[0]
    assert score(source, load) == 10
    assert score(source, lambda _: None) == 0
    assert score(source, lambda _: table()[:1]) < 8
    assert score(source, lambda _: [["x"]]) == 1
