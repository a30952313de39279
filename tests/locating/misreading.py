"""One example of a damaged form by its seed, and the judge of what was read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from reportcheck.finding import Finding
from reportcheck.form import Form, Slot
from reportcheck.locating import locate
from reportcheck.number import Raw, State
from reportcheck.problem import Problem
from reportcheck.submission import Submission
from tests.locating.blanks import GIR
from tests.locating.damaging import DAMAGES, DOUBLING, LOSING, SLIPPING
from tests.locating.inventing import invent, numbered
from tests.locating.layouts import Board, Layout, noisy, write_table
from tests.locating.written_files import FORMATS, KINDS, Written


@dataclass(frozen=True)
class Example:
    """A form, how it was laid out and damaged, and what must be read in it.

    ``truth`` is what stands at the place of each slot, None where nothing does. ``owners`` leads
    from every number of a table to its table, ``beside`` to the slots of the row it stands in.
    """

    form: Form
    written: Written
    truth: dict[Slot, Raw]
    owners: dict[int, str]
    beside: dict[int, list[Slot]]
    what: str


def example(seed: int, kind: str | None = None) -> Example:
    """Make up an example: a form, a layout, up to three damages, a decoy, a format.

    The format is ``kind``, or one by chance. In a copied text two damages make up for each other
    too easily, as one value lost and one doubled, and leave no trace: there is only one there.
    """
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    form = GIR if random.random() < 0.1 else invent(random)
    values = numbered(form)
    written = random.choice(FORMATS)
    if kind is not None:
        written = KINDS[kind]
    layout = Layout(
        merged=random.random() < 0.6 and written.merges,
        stub=random.choice(["tree", "tree", "flat", "bare"]),
        titles=random.random() < 0.8,
        super_header=random.random() < 0.2,
        tall=random.random() < 0.7,
        noise=noisy(random) if random.random() < 0.3 else str,
        shuffle=random if random.random() < 0.2 else None,
    )
    boards, did = [], []
    for table in form.tables:
        board = write_table(table, values, layout)
        damages = random.sample(DAMAGES, random.choice([0, 1, 1, 2, 3]))
        if not DOUBLING.isdisjoint(damages):  # a line doubled and one of the two lost is a line
            damages = [each for each in damages if each not in LOSING]
        if written.copied:
            damages = damages[:1]
        slips = [each for each in damages if each in SLIPPING]  # two may make a form like any other
        for damage in damages:
            if damage in slips[1:]:
                continue
            if any(isinstance(raw, int) for raw in board.cells.values()) and any(
                isinstance(raw, str) for raw in board.cells.values()
            ):
                before = replace(board, cells=dict(board.cells), merges=[*board.merges],
                                 truth=dict(board.truth))  # fmt: skip
                damage(board, random)
                if written.copied and _trace(board) == _trace(before):
                    board = before
                    continue
                did.append(f"{table.id}:{damage.__name__}")
        boards.append(board)
    owners = {
        raw: table.id
        for table, board in zip(form.tables, boards, strict=True)
        for raw in board.cells.values()
        if isinstance(raw, int) and raw >= 1000
    }
    beside = {
        raw: _beside(board, row)
        for board in boards
        for (row, _), raw in board.cells.items()
        if isinstance(raw, int) and raw >= 1000
    }
    truth = {
        slot: board.cells.get(place) for board in boards for slot, place in board.truth.items()
    }
    sheets = _sheets(boards, random)
    decoy = random.choice(["", "", "", "empty copy", "other year", "contents", "instructions"])
    titled = layout.titles and all(table.title for table in form.tables)
    # Right above a table without a title the last line of a list of contents is its title.
    if decoy and (titled or decoy != "contents"):
        sheets = _with_decoy(decoy, sheets, form, layout, random)
        did.append(decoy)
    return Example(
        form, replace(written, sheets=tuple(sheets)), truth, owners, beside,
        f"{written.kind} {replace(layout, noise=str, shuffle=None)} {did}",
    )  # fmt: skip


def _trace(board: Board) -> list[str | int]:
    """Return all that a copy without empty cells keeps of a board: texts, and figures counted."""
    trace: list[str | int] = [0]
    for _, raw in sorted(board.cells.items()):
        if isinstance(raw, str):
            trace += [raw, 0]
        elif isinstance(trace[-1], int):
            trace[-1] += 1
    return trace


def _beside(board: Board, row: int) -> list[Slot]:
    """Return the slots of a row; for one without any those of the row above it.

    Where that was not read and is told, somebody looks there. Above the first it is the row below.
    """
    rows = {other for other, _ in board.truth.values()}
    near = max((other for other in rows if other <= row), default=min(rows, default=row))
    return [slot for slot, other in board.truth.items() if other[0] == near]


def _sheets(boards: Sequence[Board], random: Random) -> list[Board]:
    if random.random() < 0.3:
        return list(boards)
    whole = Board()
    for board in boards:
        whole.paste(board, whole.height + random.choice([0, 0, 1]), 0)
    return [whole]


def _with_decoy(
    kind: str, sheets: list[Board], form: Form, layout: Layout, random: Random
) -> list[Board]:
    """Put something in that looks like the form and is not: before it, or behind."""
    decoy = Board()
    if kind in {"empty copy", "other year"}:
        raws = {slot: None if kind == "empty copy" else 50_000_000 + number
                for number, slot in enumerate(numbered(form))}  # fmt: skip
        for table in form.tables:
            decoy.paste(write_table(table, raws, layout), decoy.height, 0)
        decoy.cells = {place: raw for place, raw in decoy.cells.items() if raw is not None}
    elif kind == "contents":
        decoy.put(0, 0, "目录")
        for number, table in enumerate(form.tables, 1):
            decoy.put(number, 0, table.title or table.id)
    else:
        words = [item.label for table in form.tables
                 for axis in (table.columns, table.rows) if axis is not None
                 for item in axis.all]  # fmt: skip
        decoy.put(0, 0, "填表说明")
        for number, word in enumerate(words, 1):
            decoy.put(number, 0, word)
            decoy.put(number, 1, "按年末实有数填写")
    decoy.truth = {}
    if kind in {"contents", "other year"} and random.random() < 0.3:
        first = Board()
        first.paste(decoy, 0, 0)
        first.paste(sheets[0], first.height + 1, 0)
        return [first, *sheets[1:]]
    if kind == "other year" and random.random() < 0.3:  # beside it
        sheets[0].paste(decoy, 0, sheets[0].width + 1)
        return sheets
    return [decoy, *sheets] if random.random() < 0.5 else [*sheets, decoy]


@dataclass(frozen=True)
class Judgement:
    """What was read of an example: how many slots, how many of them told, and what was not."""

    read: int
    told: int
    refused: bool
    silent: tuple[str, ...]


def judge(one: Example, folder: str) -> Judgement:
    """Write the file, read it and locate the form: whatever is not reported must be right."""
    try:
        submission = locate(one.written.read(folder), one.form)
    except Problem:
        return Judgement(0, len(one.truth), refused=True, silent=())
    silent = []
    read = 0
    planted = numbered(one.form)
    stray = _strays(submission)
    for slot, reading in submission.readings.items():
        wanted = one.truth.get(slot)
        if reading.state is State.VALUE:
            read += 1
            right = reading.value in {wanted, planted[slot]}
            unread = str(planted[slot]) in stray  # the tool says of the right one that it was not
            if not right and not unread and not _told(submission, slot, wrong=True):
                silent.append(f"{slot}: {reading.value} at {reading.at} for {wanted}")
        elif reading.state is State.BLANK and (wanted is None or reading.at is not None):
            continue  # an empty cell has its own finding
        elif wanted is not None and not _told(submission, slot):
            silent.append(f"{slot}: {reading.state} {reading.note} at {reading.at} for {wanted}")
        elif reading.state is State.MISSING and not _told(submission, slot):
            silent.append(f"{slot}: missing without a word")
    silent += _dropped(one, submission)
    return Judgement(read, len(one.truth) - read, refused=False, silent=tuple(silent))


LINES = {"row-width", "malformed-line", "missing-row"}
"""What says of a whole row that nothing in it was read."""

DOUBTS = {"near-label", "other-table", "lone-table"}
"""What says that something was read that may be wrong."""


def _told(submission: Submission, slot: Slot, *, wrong: bool = False) -> bool:
    return any(
        finding.table == slot.table
        and (
            (finding.row in {None, slot.row} and finding.column in {None, slot.column})
            or {slot.row, slot.column} & {*finding.facts.get("candidates", "").split("\n")}
        )
        and (finding.rule in DOUBTS if wrong else finding.rule != "hidden")
        for finding in submission.structure
    )


def _dropped(one: Example, submission: Submission) -> list[str]:
    """Tell the numbers of a located table that fed no slot and that nothing was said about."""
    fed = {reading.value for reading in submission.readings.values()}
    # Where nothing was read of a table, an empty copy was taken for it, and told to be empty.
    located = {
        slot.table for slot, reading in submission.readings.items() if reading.state is State.VALUE
    }
    places = {raw: slot for slot, raw in one.truth.items()}
    stray = _strays(submission)
    return [
        f"{raw} of {table} dropped"
        for raw, table in one.owners.items()
        if raw not in fed
        and table in located
        and str(raw) not in stray
        and not any(map(_whole, (each for each in submission.structure if each.table == table)))
        and not (
            raw in places
            and (
                _told(submission, places[raw])
                or submission.readings[places[raw]].state is State.BLANK
            )
        )
        and not (raw not in places and _doubled(submission, table))
        and not any(submission.readings[slot].note in LINES for slot in one.beside[raw])
    ]


def _strays(submission: Submission) -> set[str]:
    return {
        witness.shown
        for each in submission.structure
        if each.rule == "stray-value"
        for witness in each.witnesses
    }


def _doubled(submission: Submission, table: str) -> bool:
    return any(
        each.table == table and each.rule.startswith("duplicate-") for each in submission.structure
    )


def _whole(finding: Finding) -> bool:
    """Whether a finding is about a table as a whole."""
    return finding.row is None and finding.column is None and finding.rule in {
        "missing-row", "duplicate-row", "duplicate-table", "missing-table", "other-table",
        "lone-table",
    }  # fmt: skip
