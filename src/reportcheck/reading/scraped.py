"""Scraped: text copied from a page -> its cells in reading order, where lines are not records.

Five kinds of such text are known by their content: a cell a line, each closed by a bar, merged and
empty cells as bare bars; Markdown tables; rows parted by full-width bars or drawn lines; columns
set apart by two or more spaces; and a cell a line without any mark. What is none of them is
delimited text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportcheck.grid import Source
from reportcheck.number import Raw, trim
from reportcheck.reading.decoding import decode
from reportcheck.stream import Stream

LONGEST = 1 << 20
"""A text of more bytes is no copied page, and need not be looked at line by line."""

MOST_CELLS = 10_000
"""So many cells are records, whatever parts them."""

LEAST_LINES = 4
"""Fewer cell lines tell nothing about a text."""

_MOST = 0.8
_SOME = 0.4
_BARS = str.maketrans("｜│┃︱¦", "|||||")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_DRAWN = re.compile(r"[\s|+=\-─━┄┈┌┐└┘├┤┬┴┼╔╗╚╝═║╠╣╦╩╬╭╮╯╰┏┓┗┛┣┫┳┻╋]+")
_UNESCAPED = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP = re.compile(r"(?:[ \xa0]{2,}|\u3000|\t)[ \xa0\u3000\t]*")
_FIGURE = re.compile(
    r"[-+－]?(?:[\d０-９]{1,3}(?:[,，][\d０-９]{3})+|[\d０-９]+)(?:[.．][\d０-９]*)?"
)
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_DECLARED = re.compile(r"sep=.", re.IGNORECASE)
_DELIMITER = re.compile(r"[\t;|,]")


def read_scraped(path: str, data: bytes) -> Source | None:
    """Return the cells of a copied page, or None where the text is delimited, or too long."""
    if len(data) > LONGEST:
        return None
    decoded = decode(path, data)
    grid = _cells(path, decoded.text)
    if grid is None or sum(map(len, grid.rows)) > MOST_CELLS:
        return None
    notes = [] if decoded.name == "UTF-8" else [("encoding", decoded.name)]
    return Source(path, (grid,), (*notes, ("scraped", str(len(grid.rows)))))


def _cells(path: str, text: str) -> Stream | None:
    if _DECLARED.match(text):
        return None
    lines = [trim(line) for line in _LINE_END.split(text)]
    barred = [line.translate(_BARS) for line in lines]
    closed = _without_leading(barred)
    if _closes_cells(closed):
        # Where no bar stands by itself, empty cells have left no mark.
        marked = any(line and not line.strip("| ") for line in closed)
        return _stream(path, map(_closed, closed), barred=marked)
    if _is_markdown(barred):
        return _stream(path, map(_markdown, barred), barred=True, by_line=True)
    if barred != lines and _is_ruled(barred):
        return _stream(path, map(_ruled, barred), barred=True, by_line=True)
    if _is_delimited(lines):
        return None
    if _is_spaced(lines):
        return _stream(path, map(_spaced, lines), by_line=True)
    if _is_bare(lines):
        return _stream(path, map(_bare, lines))
    return None


def _stream(
    path: str,
    lines: Iterable[tuple[list[str], bool]],
    *,
    barred: bool = False,
    by_line: bool = False,
) -> Stream:
    """Build the stream of lines that hold anything; each comes with whether it is prose."""
    kept = [(number, *line) for number, line in enumerate(lines, 1) if line[0]]
    rows: list[Sequence[Raw]] = [cells for _, cells, _ in kept]
    return Stream(
        path,
        None,
        rows,
        lines=[number for number, _, _ in kept],
        prose=frozenset(index for index, (_, _, prose) in enumerate(kept) if prose),
        barred=barred,
        by_line=by_line,
    )


def _without_leading(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines without the bars before them, where all that have bars begin with one."""
    if all(line.startswith("|") and len(line) > 1 for line in lines if "|" in line):
        return [trim(line.removeprefix("|")) for line in lines]
    return lines


def _closes_cells(lines: Sequence[str]) -> bool:
    """Whether nearly every line with a bar is one cell and its bar, or bars alone.

    A list of two columns whose second is empty looks the same, but for the bare bars, or figures
    that stand between its labels.
    """
    marked = [line for line in lines if "|" in line]
    closed = [line for line in marked if line[-1] == "|" and "|" not in line.rstrip("| ")]
    if len(closed) < max(LEAST_LINES, _MOST * len(marked)):
        return False
    cells = [trim(line.rstrip("| ")) for line in closed]
    return not all(cells) or (len(closed) == len(marked) and _is_bare(cells))


def _closed(line: str) -> tuple[list[str], bool]:
    if "|" not in line:
        return ([line] if line else []), True
    return [trim(cell) for cell in line.removesuffix("|").split("|")], False


def _is_markdown(lines: Sequence[str]) -> bool:
    return any(
        "|" in rule and "|" in head and _RULE.fullmatch(rule) for head, rule in pairwise(lines)
    )


def _markdown(line: str) -> tuple[list[str], bool]:
    if _RULE.fullmatch(line) and "|" in line:
        return [], False
    if "|" not in line:
        return ([line.lstrip("#").strip(" *")] if line else []), True
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    cells = [_BREAK.sub("\n", cell.replace("\\|", "|")) for cell in _UNESCAPED.split(line)]
    return [trim(cell.replace("**", "")) for cell in cells], False


def _is_ruled(lines: Sequence[str]) -> bool:
    """Whether bars that no delimited text has part the cells of several lines."""
    return sum(line.count("|") > 1 for line in lines) >= LEAST_LINES


def _ruled(line: str) -> tuple[list[str], bool]:
    if "|" not in line or _DRAWN.fullmatch(line):
        prose = "" if _DRAWN.fullmatch(line) else line
        return ([prose] if prose else []), True
    return _markdown(line)


def _is_delimited(lines: Sequence[str]) -> bool:
    """Whether delimiters stand in most lines, as in records, and not in sentences alone.

    The comma of ``1,204`` is no delimiter among copied cells; where nearly all lines have one, it
    is.
    """
    held = [line for line in lines if line]
    marked = [line for line in held if _DELIMITER.search(line)]
    told = sum(_FIGURE.fullmatch(line) is None for line in marked)
    return told > _SOME * len(held) or len(marked) > _MOST * len(held)


def _is_spaced(lines: Sequence[str]) -> bool:
    """Whether gaps of two spaces part figures in several lines, alike in most of them."""
    figures = [
        sum(_FIGURE.fullmatch(cell) is not None for cell in _GAP.split(line)) for line in lines
    ]
    return sum(count > 1 for count in figures) >= LEAST_LINES - 1


def _spaced(line: str) -> tuple[list[str], bool]:
    cells = _GAP.split(line) if line else []
    return cells, False


def _bare(line: str) -> tuple[list[str], bool]:
    return ([line] if line else []), False


def _is_bare(lines: Sequence[str]) -> bool:
    """Whether a good part of the lines are a figure each, and labels stand between them."""
    held = [line for line in lines if line]
    figures = [line for line in held if _FIGURE.fullmatch(line)]
    turns = sum(
        _FIGURE.fullmatch(one) is None and _FIGURE.fullmatch(other) is not None
        for one, other in pairwise(held)
    )
    return len(figures) >= max(LEAST_LINES, len(held) / 5) and turns > 1
