"""Small forms at random whose rows and columns bear the same words, and files filled in by them.

Whoever writes a file knows where every value stands; that is all the expectation there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from reportcheck.form import Form, Slot, Table, Values
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import Raw, State
from reportcheck.submission import Submission
from tests.locating.blanks import Branch, axis, form, table

WORDS = ("合计", "其他", "总计", "男", "女", "甲", "乙")
STRANGE = ("/", "—", "x", "无", "abc", "见说明", "", "合计", "其他", "男")
MARKED = Values("count", 0, 0, marks=(("x", "suppressed"),))

Place = tuple[int, int]


@dataclass
class Written:
    """A form, the file that was written for it, and where each value stands in the file."""

    form: Form
    rows: list[list[Raw]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    placed: dict[Slot, Place] = field(default_factory=dict)
    extra: list[Place] = field(default_factory=list)
    plain: bool = False
    """Whether nothing in the file can be mistaken: one table, one level, every row in it."""

    def source(self, *, text: bool) -> Source:
        """Return the file as text, without its merged cells, or as a sheet of a workbook."""
        if text:
            rows = [[str(cell or "") for cell in row] for row in self.rows]
            return Source("a.csv", (Grid("a.csv", None, rows, lines=range(1, len(rows) + 1)),))
        grid = Grid("a.xlsx", "Sheet1", self.rows, merges=tuple(self.merges))
        return Source("a.xlsx", (grid,))

    def told_places(self, submission: Submission) -> set[Place]:
        """Return the places of values that findings name."""
        return {
            (witness.at.row - 1, witness.at.column - 1)
            for finding in submission.structure
            for witness in finding.witnesses
            if witness.at is not None
        }


def write(random: Random) -> Written:
    """Make a form and a file of it."""
    levels = [random.random() < 0.3 for _ in range(4)]
    count = random.choice((1, 1, 2))
    tables = [
        table(
            f"t{number}",
            axis(*_branches(random, two=levels[2 * number])),
            axis(*_branches(random, two=levels[2 * number + 1], optional=True)),
            title=random.choice((None, f"第{number + 1}张汇总表")),
            values=MARKED,
        )
        for number in range(count)
    ]
    written = Written(form(*tables))
    left_out = False
    for each in tables:
        left_out |= _write_table(random, written, each)
    texts = {written.rows[row][column] for row, column in written.placed.values()}
    written.plain = count == 1 and not any(levels[:2]) and not left_out and texts.isdisjoint(WORDS)
    return written


def _branches(random: Random, *, two: bool, optional: bool = False) -> list[Branch]:
    words = random.sample(WORDS, random.randint(2, 4))
    branches: list[Branch] = []
    for number, word in enumerate(words):
        below = random.sample(WORDS, 2) if two and random.random() < 0.5 else ()
        may_lack = optional and number and random.random() < 0.3
        name = f"?{word}" if may_lack else word
        branches.append((name, below) if below else name)
    return branches


def _write_table(random: Random, written: Written, each: Table) -> bool:
    """Write a table under what is there; return whether a row of the form was left out."""
    rows, merges = written.rows, written.merges
    if each.title:
        rows.append([each.title])
    columns = list(each.columns.slots)
    deep = max(len(item.path) for item in columns)
    for depth in range(deep):
        line: list[Raw] = [None]
        for number, item in enumerate(columns):
            same = (
                number
                and depth < len(item.path) - 1
                and columns[number - 1].path[: depth + 1] == item.path[: depth + 1]
            )
            line.append(item.path[depth] if depth < len(item.path) and not same else None)
        rows.append(line)
        for number in range(1, len(line)):
            heading = columns[number - 1]
            wide = sum(other.path[: depth + 1] == heading.path[: depth + 1] for other in columns)
            if line[number] is not None and wide > 1:
                at = len(rows)
                merges.append(Area(at, number + 1, at, number + wide))
    assert each.rows is not None
    left_out = False
    gone: set[tuple[str, ...]] = set()
    for item in each.rows.all:
        if item.path[:-1] in gone or (item.optional and random.random() < 0.4):
            gone.add(item.path)
            left_out = True
            continue
        line = [item.label]
        for number, column in enumerate(columns, 1):
            if not item.has_slots:
                break
            line.append(_value(random, len(rows), number))
            written.placed[Slot(each.id, item.name, column.name)] = len(rows), number
        rows.append(line)
    if random.random() < 0.15:
        line = ["另有一项", *(_number(len(rows), number) for number in range(1, len(columns) + 1))]
        written.extra.extend((len(rows), number) for number in range(1, len(columns) + 1))
        rows.append(line)
    return left_out


def _number(row: int, column: int) -> int:
    return 1000 + 20 * row + column


def _value(random: Random, row: int, column: int) -> Raw:
    return random.choice(STRANGE) if random.random() < 0.3 else _number(row, column)


def faults(written: Written, submission: Submission) -> Iterator[str]:
    """Say what was read from the wrong cell, and which value was lost without a word."""
    told = written.told_places(submission)
    for slot, reading in submission.readings.items():
        place = written.placed.get(slot)
        at = None if reading.at is None else (reading.at.row - 1, reading.at.column - 1)
        if at is not None and at != place and reading.state is not State.MISSING:
            yield f"{slot} was read at {at}, and stands at {place}"
        if (
            reading.state is State.ABSENT
            and place is not None
            and _held(written.rows, place)
            and place not in told
        ):
            yield f"{slot} at {place} counts as left out, and nothing says so"
    read = {
        (reading.at.row - 1, reading.at.column - 1)
        for reading in submission.readings.values()
        if reading.at is not None
    }
    missed = {finding.table for finding in submission.structure if finding.rule.startswith(_GRAVE)}
    tables = {slot.table for slot in submission.readings}
    for place in written.extra:
        if place not in told and place not in read and not missed & tables:
            yield f"the number at {place} is in no row of the form, and nothing says so"


_GRAVE = ("missing-", "duplicate-", "ambiguous-")


def _held(rows: Sequence[Sequence[Raw]], place: Place) -> bool:
    return rows[place[0]][place[1]] not in (None, "")


def unread(written: Written, submission: Submission) -> Mapping[Slot, Place]:
    """Return the slots that stand in the file and were not found."""
    return {
        slot: place
        for slot, place in written.placed.items()
        if submission.readings[slot].at is None
    }
