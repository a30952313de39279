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
    "extract.unknown.agency.more": "whose it is could not be told of {count} {count:submission|submissions}, among them {paths}",
    "extract.unknown.period": "for which period it is could not be told: {paths}",
    "extract.unknown.period.more": "for which period it is could not be told of {count} {count:submission|submissions}, among them {paths}",
    "extract.split": "There are more rows than a sheet takes: they go on in {count} further {count:sheet|sheets}.",
    "extract.cut": "{count} {count:text is|texts are} longer than a cell takes and {count:was|were} cut; CSV and Parquet have {count:it|them} whole.",
    "extract.sheet": "values",
    "problem.extract-several-wide": "{path} gives several wide tables, for form {form} has records beside or in several "
    "tables; write .xlsx, which has a sheet for each, or leave --wide out.",
    "problem.extract-other-wide": "{path} is not in the table: it is of form {form}, and the wide table is of {first}; "
    "write .xlsx, which has a sheet for each form, or leave --wide out.",
    "help.extract.summed": "The form itself, filled in with the sums over all submissions of a period, as .xlsx or .csv",
    "sum.agency": "Total of all agencies",
    "sum.sheet": "sum",
    "sum.sheet.listed": "not summed",
    "sum.head.slot": "place in the form",
    "sum.head.why": "why",
    "sum.head.agency": "agency",
    "sum.head.path": "path",
    "sum.head.shown": "what stands there",
    "sum.apart": "is no amount that adds up, or follows from others by a ratio",
    "sum.unlisted": "{count} more {count:cell|cells} without a value {count:is|are} not listed",
    "sum.unnamed": "is in the sum, though nothing tells whose report it is: so would be a second one of the same agency",
    "sum.records": "the records of this table are not in a sum; reportcheck extract lists them",
    "sum.done.file": "{title}: submissions summed: {count}, sums: {sums}, left empty: {empty}, written to {path}",
    "sum.done.screen": "{title}: submissions summed: {count}, sums: {sums}, left empty: {empty}",
    "sum.empty": "{slot} is left empty: {why} ({path})",
    "sum.empty.more": "{count} more {count:place is|places are} left empty for such reasons; write .xlsx, which lists all of them",
    "problem.sum-twice": "{path} is not in the sum: {other} is the report of {agency} for {period}, too; give one of them only.",
    "problem.sum-copy": "{path} is not in the sum: it says the same as {other}, and nothing tells whose one of them is, so they may be one; if they are of two agencies, let each say so.",
    "problem.no-kind": "{path} has no ending that tells what to write; let it have one of these: {kinds}.",
    "problem.sum-no-kind": "{path} has no ending that tells what to write, and is no folder that is there; let it have one of these: {kinds}, or make the folder first.",
    "problem.sum-of-records": "{path} is not in a sum: the tables of form {form} are lists of records. reportcheck extract writes their values as one table.",
    "problem.sum-several": "There are several sums, one for each form and period ({sums}); name a folder that is there behind -o, for a file each.",
    "problem.sum-wide": "--sum and --wide do not go together: a sum is the form itself.",
    "problem.sum-not-drawn": "The form {form} cannot be drawn so that every row and column is told apart (at {where}); give tables with the same labels titles of their own in the rule file.",
    "problem.extract-other-form": "{path}, row {row}: the values are of form {form}, and these rules have no such form; extract them anew by the rules of today, or name the rules they were extracted by.",
    "problem.extract-no-such-row": "{path}, row {row}: no form gives such a row ({said}); what was extracted may not be changed. Extract it anew.",
    "problem.extract-rows-left-out": "{path}, row {row}: of the values of {of} some are not there, or not beside the others ({slot}); rows may be neither taken out nor sorted. Extract it anew.",
    "problem.extract-is-wide": "{path} was written with --wide and has no addresses; write it without --wide to compare with it.",
    "problem.prior-nothing": "{paths} has no report of the period before: only what this tool wrote itself. Name a table that extract wrote by its own path.",
}
