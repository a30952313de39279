"""The parts of a stream: cells that are taken at once, lines found again, keys told, blocks cut."""

from __future__ import annotations

import datetime as dt
import io
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck import examining
from reportcheck.address import CellRef
from reportcheck.checking import Request, check
from reportcheck.form import Values
from reportcheck.number import State
from reportcheck.reading import largebook
from reportcheck.reading.delimited import Parting
from reportcheck.reading.dialect import Dialect
from reportcheck.streaming.blocks import Body
from reportcheck.streaming.fast import parse
from reportcheck.streaming.keys import Keys, hashed
from reportcheck.streaming.lines import marks_of, parted, rows_at, texts_at, texts_near
from reportcheck.streaming.plans import Parsed, Plan
from reportcheck.submission import Reading

NUMBERS = st.one_of(
    st.text(alphabet="0123456789+-.eE ,\t_infaN", max_size=22),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.integers().map(str),
    st.floats().map(repr),
)
PLANS: list[tuple[Values, Parsed, int]] = [
    (Values("count", places=0, min=0), "whole", 0),
    (Values("integer", places=0), "spelt", 0),
    (Values("amount", places=2), "decimal", 2),
    (Values("number"), "decimal", 4),
    (Values("text"), "text", 0),
    (Values("code"), "text", 0),
    (Values("date"), "date", 0),
]


@pytest.mark.parametrize(("values", "parsed", "places"), PLANS)
@given(st.lists(st.one_of(NUMBERS, st.text(max_size=6)), min_size=1, max_size=20))
def test_what_is_taken_at_once_reads_the_same_by_itself(
    values: Values, parsed: Parsed, places: int, cells: list[str]
) -> None:
    cells = [each for each in cells if not set(each) & set(',"\r\n\0')]
    data = "".join(f"x,{each}\n" for each in cells).encode(errors="replace")
    plan = Plan("n", 1, values, parsed, places)
    typed = parse(data, Dialect(","), 2, [plan]) if cells else None
    if typed is None:
        return
    assert typed.height == len(cells)
    told = zip(cells, typed.values["n"].to_list(), typed.strange.to_list(), strict=True)
    for cell, value, strange in told:
        if not strange:
            reading = Reading.of(cell, values, CellRef(None, 1, 2))
            assert (reading.state, reading.note) == (State.VALUE, None)
            shown = reading.value if parsed in {"text", "date"} else value / plan.scale
            assert shown == (value if parsed in {"text", "date"} else float(reading.value or 0))  # type: ignore[arg-type]
            if parsed not in {"text", "date"}:
                assert reading.value * plan.scale == value  # type: ignore[operator]


@given(st.lists(st.text(alphabet="ab,é ", max_size=30), min_size=1, max_size=300), st.data())
def test_lines_are_found_again(lines: list[str], drawn: st.DataObject) -> None:
    data = "\n".join(lines).encode()
    rows = sorted(drawn.draw(st.sets(st.integers(0, len(lines) - 1), max_size=9)))
    wanted = pl.Series(rows, dtype=pl.UInt32)
    padded = data + b"\n" + b"x" * 200_000  # so few of so many bytes are looked for one by one
    assert texts_at(padded, wanted, marks_of(padded)) == [lines[row] for row in rows]
    for block in (data, padded):

        def read(at: int, most: int, held: bytes = block) -> bytes:
            return held[at : at + most]

        texts = [lines[row] for row in rows]
        assert texts_near(read, len(block), rows, marks_of(block)) == texts
    begins = [len("".join(f"{line}\n" for line in lines[:row]).encode()) for row in rows]
    assert rows_at(padded, begins, marks_of(padded)) == rows_at(padded, begins) == rows
    if data.count(b"\n") + (not data.endswith(b"\n") and bool(data)) == len(lines):
        assert texts_at(data, wanted) == [lines[row] for row in rows]


@given(
    st.lists(st.integers(0, 50), max_size=80),
    st.integers(1, 30),
    st.integers(1, 100),
    st.integers(0, 80),
)
def test_keys_that_occur_twice_are_told_on_disk_and_in_memory(
    values: list[int], step: int, in_memory: int, begin: int
) -> None:
    keys = Keys(in_memory)
    nothing = pl.Series([], dtype=pl.Int64)
    keys.add(hashed([nothing]), nothing)
    if not begin:
        keys.begin()
    for at in range(0, len(values), step):
        if begin and at <= begin < at + step:
            keys.begin()
        piece = values[at : at + step]
        lines = pl.int_range(at + 2, at + 2 + len(piece), eager=True)
        keys.add(hashed([pl.Series(piece, dtype=pl.Int64)]), lines)
    expected = [row + 2 for row, value in enumerate(values) if values.count(value) > 1]
    assert keys.twice().to_list() == expected
    keys.close()


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
@given(st.lists(st.text(alphabet="a,中\u3000", max_size=20), max_size=30), st.integers(1, 90))
def test_blocks_are_whole_lines_and_all_of_them(
    tmp_path_factory: pytest.TempPathFactory, codec: str, lines: list[str], size: int
) -> None:
    path = tmp_path_factory.mktemp("blocks") / "a.csv"
    text = "\n".join(lines)
    path.write_bytes(text.encode(codec))
    body = Body(str(path), codec, block=size)
    blocks = list(body.blocks(0))
    assert b"".join(block.data for block in blocks).decode() == text
    assert all(block.data.endswith(b"\n") for block in blocks[:-1])
    assert [block.last for block in blocks] == [False] * (len(blocks) - 1) + [True]
    assert [body.again(block.begin, block.size) for block in blocks] == [
        block.data for block in blocks
    ]


def test_a_record_may_go_on_beyond_its_block() -> None:
    parting = Parting(Dialect(","), 2)
    found = parted(b'a,1\nb,"2\n', b'3"\nc,4\n', 5, parting)
    assert [(line.number, list(line.fields)) for line in found.lines] == [
        (5, ["a", "1"]), (6, ["b", "2\n3"]),
    ]  # fmt: skip
    assert (found.size, found.height) == (len(b'a,1\nb,"2\n3"\n'), 3)


RULES = """
form: sales
tables:
- id: sales
  key: [id]
  columns:
  - {id: id, values: code}
  - {id: n, values: count}
  - {id: m, values: amount}
  - {id: all, values: amount, equals: n + m}
  - {id: day, values: date}
"""


@pytest.mark.parametrize("kind", ["csv", "parquet", "crlf", "gb18030", "xlsx"])
def test_a_big_file_is_told_of_in_full_and_in_few_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(examining, "BIG", 1 << 14)
    chance, height = random.Random(7), 8_000  # noqa: S311
    numbers = [chance.randrange(9) for _ in range(height)]
    frame = pl.DataFrame(
        {
            "id": [f"编号R{row:07}" for row in range(height)],
            "n": numbers,
            "m": [0.25] * height,
            "all": [n + (0.25 if row % 50 else 0.5) for row, n in enumerate(numbers)],
            "day": [dt.date(2024, 1, 1)] * height,
        }
    )
    (tmp_path / "rules.yaml").write_text(RULES)
    file = tmp_path / (f"a.{kind}" if kind in {"parquet", "xlsx"} else "a.csv")
    if kind == "parquet":
        frame.write_parquet(file, compression="uncompressed", use_pyarrow=False)
    elif kind == "xlsx":
        frame.write_excel(file, "数据")
    else:
        end = "\r\n" if kind == "crlf" else "\n"
        text = frame.write_csv(line_terminator=end)
        file.write_bytes(text.encode("gb18030" if kind == "gb18030" else "utf-8"))
    (told,) = check(Request((str(file),), (str(tmp_path / "rules.yaml"),))).files
    assert told.counts.fail == 160
    assert told.counts.passed == height - 160
    assert told.rows is not None
    assert told.rows.height == 160
    assert len(told.findings) == 11
    first = told.findings[0]
    assert (str(first.at).removeprefix("数据!"), first.left, first.right) in {
        ("D2", frame["all"].cast(pl.String)[0], f"{numbers[0]}.25"),
        ("D1", frame["all"].cast(pl.String)[0], f"{numbers[0]}.25"),
    }
    assert sum(each.count for each in told.findings) == 160
    file_of_rows = io.BytesIO()
    told.rows.write_parquet(file_of_rows)
    lines = told.rows["line"].to_list()
    assert lines == sorted(lines)


def test_a_marked_copy_has_every_cell_of_a_large_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "BIG", 1 << 10)
    monkeypatch.setattr(largebook, "LARGE", 1 << 10)
    rows = [(f"R{row}", 1, 2.5, 3.5 if row % 9 else 4.5, dt.date(2024, 1, 1)) for row in range(400)]
    file = tmp_path / "a.xlsx"
    names = ["id", "n", "m", "all", "day"]
    pl.DataFrame(rows, schema=names, orient="row").write_excel(file)
    (tmp_path / "rules.yaml").write_text(RULES)
    request = Request((str(file),), (str(tmp_path / "rules.yaml"),))
    (together,) = check(request).files
    (singly,) = check(replace(request, singly=True)).files
    assert len(together.findings) == 11
    assert len(singly.findings) == together.counts.fail == singly.counts.fail == 45
