"""Findings as rows of one table: a row for every cell that something is said of.

The columns are the same for a form of ten cells and for a stream of millions of records, and for
every kind of file that they are written to.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.report import FileReport, Report

if TYPE_CHECKING:
    import polars as pl


class Row(NamedTuple):
    """What is said of one cell, or of a form as a whole; every field but numbers is text.

    ``line`` is the row of the sheet or the physical line of a text, ``position`` the number of the
    column there, ``record`` what the form calls the row: its label, or the key of a record.
    ``times`` is more than 1 where like findings were put together.
    """

    rule: str
    kind: str
    severity: str
    verdict: str
    table: str | None
    record: str | None
    column: str | None
    sheet: str | None
    cell: str | None
    line: int | None
    position: int | None
    left: str | None
    right: str | None
    difference: str | None
    reason: str | None
    shown: str | None
    check: str | None
    times: int = 1


OF_FILE: Final = ("path", "form", "form_version", "agency", "period")
"""The columns that are the same for all rows of a file; they come first."""
COLUMNS: Final = (*OF_FILE, *Row._fields)
NUMBERS: Final = frozenset({"line", "position", "times"})
"""The columns that hold numbers; all others hold text."""
_PLAIN: Final = r"\A[0-9A-Za-z]+\z"
"""Texts that are told as they are."""
_OF_THE_RUN: Final = "matched-nothing"
"""What is added to the findings of a file when all have been examined."""


def rows_of(finding: Finding) -> Iterator[Row]:
    """Yield the rows of a finding: one, or one for each of the cells that it puts together.

    >>> from reportcheck.rule import Severity
    >>> told = Finding("blank", Severity.ERROR, Verdict.FAIL, Kind.CELL, at=CellRef(None, 3, 2))
    >>> [(row.rule, row.cell, row.line, row.position) for row in rows_of(told)]
    [('blank', 'B3', 3, 2)]
    """
    if finding.rule == "read-as-number":
        for witness in finding.witnesses:
            yield _row(finding, witness.at, witness.row_label, witness.column, witness.shown, 1)
        return
    shown = None
    if finding.witnesses and finding.kind is Kind.CELL:
        shown = finding.witnesses[0].shown
    elif (accused := _accused(finding)) is not None:
        shown = accused.shown
    label = finding.row_label or finding.row
    yield _row(finding, finding.at, label, finding.column, shown, finding.count)


def as_frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a frame, which takes a tenth of their memory."""
    import polars as pl

    schema = {name: pl.Int64 if name in NUMBERS else pl.String for name in Row._fields}
    return pl.DataFrame(rows, schema=schema, orient="row")


def accepted(rows: pl.DataFrame, findings: Iterable[Finding]) -> pl.DataFrame:
    """Return rows in which those of some findings say that they are accepted."""
    import polars as pl

    keys = [(each.rule, str(each.at.sheet or ""), each.at.a1) for each in findings if each.at]
    if not keys:
        return rows
    key = pl.concat_list(pl.col("rule"), pl.col("sheet").fill_null(""), pl.col("cell"))
    mine = pl.DataFrame({"key": [list(each) for each in keys]}).unique()
    found = rows.with_columns(key=key).join(
        mine.with_columns(met=True), on="key", how="left", maintain_order="left"
    )
    verdict = pl.when(pl.col("met")).then(pl.lit(str(Verdict.ACCEPTED))).otherwise("verdict")
    return found.with_columns(verdict=verdict).drop("key", "met")


def _accused(finding: Finding) -> Witness | None:
    return next((each for each in finding.witnesses if each.at == finding.at), None)


def _row(
    finding: Finding,
    at: CellRef | None,
    record: str | None,
    column: str | None,
    shown: str | None,
    count: int,
) -> Row:
    return Row(
        rule=finding.rule,
        kind=str(finding.kind),
        severity=str(finding.severity),
        verdict=str(finding.verdict),
        table=finding.table,
        record=record or None,
        column=column,
        sheet=None if at is None else at.sheet,
        cell=None if at is None else at.a1,
        line=None if at is None else at.row,
        position=None if at is None else at.column,
        left=finding.left,
        right=finding.right,
        difference=finding.difference,
        reason=finding.reason,
        shown=shown,
        check=finding.check or None,
        times=count,
    )


def all_rows(report: Report) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the rows of all files, as ``COLUMNS`` has them.

    A file that could not be checked has one, too: nobody shall take its silence for praise.
    """
    for file in report.files:
        first = of_file(file)
        if file.rows is not None:
            yield from ((*first, *row) for row in file.rows.iter_rows())
        yield from rows_beside(file)


def of_file(file: FileReport) -> tuple[str | None, ...]:
    """Return what the columns hold that are the same for all rows of a file."""
    # A file name may hold bytes that are no text.
    path = file.path.encode(errors="replace").decode()
    return path, file.form, file.form_version, file.agency, file.period


def rows_beside(file: FileReport) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the rows of a file but for those that a frame has already."""
    first = of_file(file)
    if file.problem is not None:
        yield (*first, *_unchecked(file.problem.code))
    for finding in file.findings:
        if file.rows is None or finding.rule == _OF_THE_RUN:
            yield from ((*first, *row) for row in rows_of(finding))


def _unchecked(code: str) -> Row:
    nothing = dict.fromkeys(Row._fields)
    known = {"rule": code, "kind": "problem", "severity": "error", "verdict": "unchecked"}
    return Row(**{**nothing, **known, "times": 1})  # type: ignore[arg-type]


def as_parquet(report: Report) -> bytes:
    """Return all rows as a Parquet file; every column has its type though it be empty."""
    import io

    import polars as pl

    schema = {name: pl.Int64 if name in NUMBERS else pl.String for name in COLUMNS}
    frame = pl.DataFrame(list(all_rows(report)), schema=schema, orient="row")
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def as_csv(
    rows: pl.DataFrame,
    first: Sequence[str | None],
    foreign: Container[str],
    quiet: Callable[[str], str],
) -> str:
    """Return the rows of a file, which begin with ``first``, as a CSV writer would write them.

    Those are made one by one for it. In the columns that are ``foreign``, each different text but
    letters and digits is told as ``quiet`` has it.
    """
    import polars as pl

    columns: list[pl.Series | pl.Expr] = []
    for name, same in zip(OF_FILE, first, strict=True):
        told = same if same is None or name not in foreign else quiet(same)
        text = None if told is None else told.encode(errors="replace").decode()
        columns.append(pl.lit(text or None, dtype=pl.String).alias(name))
    for column in rows:
        plain = column.dtype != pl.String or column.str.contains(_PLAIN)
        odd = [] if plain is True else column.filter(~plain).unique().to_list()
        # Nothing is written for an empty text, as for none.
        spelt = {each: (quiet(each) if column.name in foreign else each) or None for each in odd}
        changed = {each: text for each, text in spelt.items() if text != each}
        columns.append(column.replace(changed) if changed else column)
    return rows.select(columns).write_csv(include_header=False, line_terminator="\r\n")
