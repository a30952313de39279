"""The 42 relations of one report, reckoned by hand from a filling: nothing here is the tool's own.

Addresses are those of the pages that ``samples.layout.apart`` lays out: table 三 begins in row 4 of
its sheet with three header rows, table 四 likewise.
"""

from samples.layout import (
    ALL_APPLICANTS,
    ALL_RESULTS,
    CARRIED_IN,
    CARRIED_OUT,
    FIRST_RESULT,
    RECEIVED,
    Filling,
)

APPLICANTS = range(7)
FIRST_ROW, FIRST_COLUMN = 7, "D"
REVIEW_TOTALS = {
    "复议诉讼.行政复议.总计": 0,
    "复议诉讼.未经复议直接起诉.总计": 5,
    "复议诉讼.复议后起诉.总计": 10,
}


def request_cell(row: int, column: int) -> str:
    """Return the address of a cell of table 三."""
    return f"{chr(ord(FIRST_COLUMN) + column)}{FIRST_ROW + row}"


def review_cell(column: int) -> str:
    """Return the address of a cell of table 四."""
    return f"{chr(ord('A') + column)}7"


def broken(filling: Filling) -> dict[tuple[str, str], set[str]]:
    """Return every relation that does not hold, by rule and accused cell, with all its cells."""
    rows = [[int(value or 0) for value in row] for row in filling.requests]
    reviews = [int(value or 0) for value in filling.reviews]
    found: dict[tuple[str, str], set[str]] = {}
    for column in APPLICANTS:
        results = range(FIRST_RESULT, ALL_RESULTS)
        if rows[ALL_RESULTS][column] != sum(rows[row][column] for row in results):
            cells = {request_cell(row, column) for row in range(FIRST_RESULT, ALL_RESULTS + 1)}
            found["申请.办理总计", request_cell(ALL_RESULTS, column)] = cells
        four = (RECEIVED, CARRIED_IN, ALL_RESULTS, CARRIED_OUT)
        received, carried_in, done, carried_out = (rows[row][column] for row in four)
        if received + carried_in != done + carried_out:
            cells = {request_cell(row, column) for row in four}
            found["收办平衡", request_cell(RECEIVED, column)] = cells
    for row, values in enumerate(rows):
        if values[ALL_APPLICANTS] != sum(values[:ALL_APPLICANTS]):
            cells = {request_cell(row, column) for column in APPLICANTS}
            found["申请.总计", request_cell(row, ALL_APPLICANTS)] = cells
    for rule, start in REVIEW_TOTALS.items():
        if reviews[start + 4] != sum(reviews[start : start + 4]):
            cells = {review_cell(column) for column in range(start, start + 5)}
            found[rule, review_cell(start + 4)] = cells
    return found


def rows() -> list[list[tuple[str, int, int]]]:
    """Return every cell of the tables 三 and 四, row by row."""
    requests = [[("三", row, column) for column in APPLICANTS] for row in range(25)]
    return [*requests, [("四", 0, column) for column in range(15)]]
