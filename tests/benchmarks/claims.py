"""What the tool is meant to keep to, held against what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Kept = Mapping[str, Mapping[str, Any]]
"""What was measured, by workload."""
TOOL = "reportcheck"
TWO, ONE = "reportcheck --jobs 2", "reportcheck --jobs 1"
FLOOR = "tolerant Polars script"
CLEAN = "reportcheck, no odd cells"
READ_EXCEL = "`polars.read_excel` alone"
CALAMINE = "bare python-calamine loop"
VALIDATORS = (
    "dataframely",
    "pandera",
    "pointblank, `pb run`",
    "Great Expectations",
    "frictionless",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, and the most or the least that it may be."""

    what: str
    measure: Callable[[Kept], float | None]
    most: float | None = None
    least: float | None = None
    unit: str = "×"

    def line(self, kept: Kept) -> str:
        """Return the line of the table; nothing where nothing was measured."""
        measured = self.measure(kept)
        if measured is None:
            return f"| {self.what} | {self._bound()} | not measured | |"
        good = (self.most is None or measured <= self.most) and (
            self.least is None or measured >= self.least
        )
        kept_to = "yes" if good else "**no**"
        return f"| {self.what} | {self._bound()} | {self._number(measured)} | {kept_to} |"

    def _bound(self) -> str:
        if self.most is not None:
            return f"at most {self._number(self.most)}"
        return f"at least {self._number(self.least or 0)}"

    def _number(self, number: float) -> str:
        number_text = f"{number:,.0f}" if self.unit == "MB" else f"{number:.3g}"
        return f"{number_text} {self.unit}".rstrip()


def claims(kept: Kept) -> str:
    """Return a table: what is asked, what was measured, and whether it is kept."""
    return "\n".join(["| what | asked | measured | kept |", "|---|---|---|---|", *_lines(kept)])


def _lines(kept: Kept) -> list[str]:
    return [claim.line(kept) for claim in CLAIMS]


def _figure(kept: Kept, workload: str, name: str, what: str) -> float | None:
    for result in kept.get(workload, {}).get("results", ()):
        if result["name"] == name and result["figures"] is not None:
            return float(result["figures"][what])
    return None


def _wall(workload: str, name: str, other: str, over: str = "") -> Callable[[Kept], float | None]:
    """Return how to divide the time of one contestant by that of another, of the same workload."""

    def measure(kept: Kept) -> float | None:
        above = _figure(kept, workload, name, "wall")
        below = _figure(kept, over or workload, other, "wall")
        return above / below if above and below else None

    return measure


def _growth(large: str, small: str, name: str, times: float) -> Callable[[Kept], float | None]:
    """Return how to tell how much longer each row, or file, takes when there are more of them."""
    ratio = _wall(large, name, name, over=small)

    def measure(kept: Kept) -> float | None:
        grown = ratio(kept)
        return grown / times if grown else None

    return measure


def _peak(workload: str, name: str = TOOL) -> Callable[[Kept], float | None]:
    return lambda kept: _figure(kept, workload, name, "peak")


def _fastest(kept: Kept) -> float | None:
    """Return how long the tool takes, as a part of what the fastest validator takes."""
    others = [_figure(kept, "records", name, "wall") for name in VALIDATORS]
    mine = _figure(kept, "records", TOOL, "wall")
    measured = [each for each in others if each]
    return mine / min(measured) if mine and measured else None


def _amiss(kept: Kept) -> float | None:
    """Return how many of the tool's answers are not what was planted."""
    results = [
        result
        for workload in kept
        for result in kept.get(workload, {}).get("results", ())
        if result["name"].startswith(TOOL) and result["answer"] != ""
    ]
    return float(sum(result["answer"] != "all" for result in results)) if results else None


CLAIMS = (
    Claim("records: to the tolerant Polars script", _wall("records", TOOL, FLOOR), most=1.3),
    Claim("records: to the fastest validator", _fastest, most=1),
    Claim("records: memory", _peak("records"), most=350, unit="MB"),
    Claim("odd cells: to the same records without", _wall("odd", TOOL, CLEAN), most=1.5),
    Claim(
        "all workloads: those in which the tool does not name what was planted",
        _amiss,
        most=0,
        unit="",
    ),
    Claim(
        "1,000,000 coded records: seconds",
        lambda kept: _figure(kept, "branches", TOOL, "wall"),
        most=3,
        unit="s",
    ),
    Claim("coded records: to vtlengine", _wall("branches", TOOL, "vtlengine"), most=1),
    Claim(
        "10,000,000 records: each row, to one of 1,000,000",
        _growth("records-10m", "records", TOOL, 10),
        most=1.1,
    ),
    Claim("10,000,000 records: memory", _peak("records-10m"), most=600, unit="MB"),
    Claim(
        "50,000,000 records: each row, to one of 1,000,000",
        _growth("records-50m", "records", TOOL, 50),
        most=1.1,
    ),
    Claim("50,000,000 records: memory", _peak("records-50m"), most=600, unit="MB"),
    Claim("sheet: to `polars.read_excel` alone", _wall("sheet", TOOL, READ_EXCEL), most=2),
    Claim("forms: to the bare python-calamine loop", _wall("forms", TWO, CALAMINE), most=2),
    Claim("forms: frictionless to the tool", _wall("forms", "frictionless", TWO), least=30),
    Claim(
        "10,000 forms: each form, to one of 1,000", _growth("forms-10k", "forms", TWO, 10), most=1.1
    ),
    Claim("10,000 forms: one process to two", _wall("forms-10k", ONE, TWO), least=1.6),
    Claim(
        "one form: to `frictionless validate`",
        _wall("one", TOOL, "`frictionless validate`"),
        most=0.6,
    ),
)
