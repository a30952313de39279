"""Of a rule whose parts all have to hold, a finding is about the part that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportcheck.checking import Request, check
from reportcheck.finding import Finding
from reportcheck.wording import sentences

FORM = """\
form: f
values: count
tables:
- id: t
  columns: [q]
  rows: [total, dwellings, second, industry]
rules:
- id: parts
  table: t
  each: column
  check: {check}
"""


def found(folder: Path, formula: str, *values: int) -> Finding:
    rows = zip(("total", "dwellings", "second", "industry"), values, strict=True)
    (folder / "f.csv").write_text(",q\n" + "".join(f"{name},{value}\n" for name, value in rows))
    (folder / "f.yaml").write_text(FORM.format(check=f'"{formula}"'), encoding="utf-8")
    (finding,) = check(Request((str(folder / "f.csv"),), (str(folder / "f.yaml"),))).findings
    return finding


BOTH = "dwellings <= total and industry <= second"


@pytest.mark.parametrize(
    ("formula", "values", "told"),
    [
        (BOTH, (9, 8, 5, 6), ("industry", "6", "5", "1")),
        (BOTH, (9, 10, 5, 5), ("dwellings", "10", "9", "1")),
        ("if total > 0 then " + BOTH, (9, 8, 5, 6), ("industry", "6", "5", "1")),
        (f"filled(total) and ({BOTH})", (9, 8, 5, 6), ("industry", "6", "5", "1")),
        ("0 < industry <= second", (9, 8, 5, 6), ("industry", "6", "5", "1")),
        ("0 < industry <= second", (9, 8, 5, 0), ("industry", "0", "0", "0")),
        (f"total > 0 and (if second > 4 then {BOTH})", (9, 8, 5, 6), ("industry", "6", "5", "1")),
        (BOTH, (9, 10, 5, 6), ("dwellings", None, None, None)),  # both: none of them alone
        ("total = 1 or industry <= second", (9, 8, 5, 6), ("total", None, None, None)),
    ],
)
def test_the_part_that_fails_is_told(
    tmp_path: Path, formula: str, values: tuple[int, ...], told: tuple[str | None, ...]
) -> None:
    finding = found(tmp_path, formula, *values)

    assert (finding.row, finding.left, finding.right, finding.difference) == told


def test_it_is_told_in_words_with_its_own_cells(tmp_path: Path) -> None:
    finding = found(tmp_path, BOTH, 9, 8, 5, 6)

    said = sentences(finding, "en")
    assert said.message == '"q" of "industry": industry should be at most second'
    assert [each.row for each in finding.witnesses] == ["industry", "second"]
    both = sentences(found(tmp_path, BOTH, 9, 10, 5, 6), "zh").message
    assert both.endswith("应当成立：dwellings ≤ total，且 industry ≤ second")
