"""The tidy table: every value of a submission as a row of its own, and back again."""

from reportcheck.tidy.cells import quoted, shielded, unquoted, unshielded
from reportcheck.tidy.rows import COLUMNS, rows_of
from reportcheck.tidy.wide import Wide, header_of, wide_rows, wides_of

__all__ = [
    "COLUMNS", "Wide", "header_of", "quoted", "rows_of", "shielded", "unquoted", "unshielded",
    "wide_rows", "wides_of",
]  # fmt: skip
