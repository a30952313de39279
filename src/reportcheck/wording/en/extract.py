"""What extracting says, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXTRACT: Final[Mapping[str, str]] = {
    "help.extract": "Write the values of many submissions into one table. A row a value, with agency, period, "
    "place in the form, address, state and what stands in the cell; what cannot be read keeps its text.",
    "help.extract.output": "The table to write: .csv, .parquet or .xlsx; without it CSV on the screen",
    "help.extract.wide": "A row a submission, a column for every value; without addresses",
    "help.extract.jobs": "How many files to read at once; by default one a core",
    "extract.done.file": "submissions: {count}, files: {files}, rows: {rows}, written to {path}",
    "extract.done.screen": "submissions: {count}, files: {files}, rows: {rows}",
    "extract.unknown.agency": "whose it is could not be told: {paths}",
    "extract.unknown.agency.more": "whose it is could not be told of {count} submissions, among them {paths}",
    "extract.unknown.period": "for which period it is could not be told: {paths}",
    "extract.unknown.period.more": "for which period it is could not be told of {count} submissions, among them {paths}",
    "extract.split": "There are more rows than a sheet takes: they go on in {count} further sheets.",
    "extract.cut": "{count} texts are longer than a cell takes and were cut; CSV and Parquet have them whole.",
    "extract.sheet": "values",
    "problem.extract-several-wide": "{path} gives several wide tables, for form {form} has records beside or in several "
    "tables; write .xlsx, which has a sheet for each, or leave --wide out.",
    "problem.extract-other-wide": "{path} is not in the table: it is of form {form}, and the wide table is of {first}; "
    "write .xlsx, which has a sheet for each form, or leave --wide out.",
}
