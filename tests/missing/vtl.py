"""What the reference manual of VTL 2.1 says of `check_hierarchy`: its modes, and its example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

Measure = int | None | Literal["no data point"]
NO_POINT: Final = "no data point"
NULL: Final = None
NO_RESULT: Final = "no result"

MODES: Final = (
    "non_null", "non_zero", "partial_null", "partial_zero", "always_null", "always_zero",
)  # fmt: skip

EXAMPLE: Final[Mapping[str, int | None]] = {
    "A": 5, "B": 11, "C": 0, "G": 19, "H": None, "I": 14, "M": 2, "N": 5, "O": 4, "P": 7, "Q": -7,
    "S": 3, "T": 9, "U": None, "V": 6,
}  # fmt: skip
"""DS_1 of the example: the Measure of each Code Item in 2010."""

RULES: Final[Mapping[str, tuple[str, str, str]]] = {
    "R010": ("A", "=", "J K L"), "R020": ("B", "=", "M N O"), "R030": ("C", "=", "P Q"),
    "R040": ("D", "=", "R S"), "R060": ("F", "=", "Y W Z"), "R070": ("G", "=", "B C"),
    "R080": ("H", "=", "D E"), "R090": ("I", "=", "D G"), "R100": ("M", ">=", "N"),
    "R110": ("M", "<=", "G"),
}  # fmt: skip
"""HR_1 of the example: left side, comparison, what is added up on the right."""

RESULT: Final[Mapping[str, tuple[bool | None, int | None]]] = {
    "R010": (None, None), "R020": (True, 0), "R030": (True, 0), "R040": (None, None),
    "R060": (None, None), "R070": (False, 8), "R080": (None, None), "R090": (None, None),
    "R100": (False, -3), "R110": (True, -17),
}  # fmt: skip
"""DS_r of the example, in the mode partial_null with all output: bool_var and imbalance.

The manual lists R050 as well, which its Ruleset lacks; and R060, of which no Data Point is there.
"""


def checked(
    mode: str, left: Measure, operator: str, right: Sequence[Measure]
) -> bool | Literal["no result"] | None:
    """Return the bool_var of one rule: True, False, None for NULL, or that there is no result."""
    items = [left, *right]
    found = [each for each in items if each != NO_POINT]
    if mode == "non_null" and any(each in {NO_POINT, NULL} for each in items):
        return NO_RESULT
    if mode == "non_zero" and all(each in {NO_POINT, 0} for each in items):
        return NO_RESULT
    if mode.startswith("partial") and not found:
        return NO_RESULT
    stands_for = 0 if mode.endswith("zero") else NULL
    values = [stands_for if each == NO_POINT else each for each in items]
    numbers = [each for each in values if isinstance(each, int)]
    if len(numbers) < len(values):
        return NULL
    gap = numbers[0] - sum(numbers[1:])
    return {"=": gap == 0, ">=": gap >= 0, "<=": gap <= 0}[operator]
