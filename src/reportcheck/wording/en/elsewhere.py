"""What stands in a file beside the tables of the form that were used, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ELSEWHERE: Final[Mapping[str, str]] = {
    "check.other-table": 'table "{label}" stands once more in {cell}, and that one was not used',
    "check.other-table.fix": "make sure that the right one was used, and take the other (last year's, an example) out of the file",
    "check.other-table.why": "Of two tables alike the one that fits the form best is used; the other is filled in too, so somebody should look.",
    "check.unread-sheet": 'sheet "{sheet}" looks like table "{label}", and was not checked',
    "check.unread-sheet.lost": 'sheet "{sheet}" looks like table "{label}": the names of its rows are there ({rows_found} of {row_count}), with figures, but no headings of columns; it was not checked',
    "check.unread-sheet.others": 'sheet "{sheet}" looks like table "{label}": the names of its rows are there ({rows_found} of {row_count}), with figures, but its columns are called {headings}; it was not checked',
    "check.unread-sheet.records": 'sheet "{sheet}" looks like table "{label}": the names of its columns are there ({columns_found} of {column_count}); it was not checked',
    "check.unread-sheet.fix": "if it is to be reported, give its columns the names they have in the form; if not, take it out of the file",
    "check.unread-sheet.why": "A report whose headings were lost or renamed cannot be read; if it were passed over in silence, it would look as if it had been checked.",
    "check.lone-table": 'other tables stand in the file more than once, and "{label}" only in {cell}; whether that is the right one cannot be told',
    "check.lone-table.fix": "leave only what is to be reported in the file, without last year's tables or examples",
    "check.lone-table.why": "Where a file holds several copies, a table that occurs once may belong to the wrong one.",
}
