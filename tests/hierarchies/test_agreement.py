"""However many records there are, the rule of a hierarchy ends as it does record by record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportcheck.balancing.relations import view_relations
from reportcheck.compiling import branch_sums
from reportcheck.evaluating import evaluate
from reportcheck.form import Table
from reportcheck.number import Raw
from reportcheck.rule import Missing, Pack, Rule
from reportcheck.rulefile.loading import load_bytes
from reportcheck.streaming import branches, checking, ledger
from reportcheck.streaming.ledger import Ledger
from reportcheck.streaming.stream import Sizes
from reportcheck.viewing import View
from tests.building import filled_records
from tests.hierarchies.grown import CODES, OTHER, lines, listed
from tests.streaming.test_agreement import Line, compare, put_in, table

RULES = """
form: f
tables:
- id: t
  columns:
  - {{id: g, values: text}}
  - {{id: code, values: code}}
  - {{id: v, values: {{type: amount, blank: {blank}}}}}
  - {{id: w, values: {{type: count, blank: unknown}}}}
  hierarchy:
    code: code
    value: [v, w]
    {by}
    within: g
    missing: {missing}
    tolerance: {tolerance}
"""
ODD = ["", "Source: here", "1,2", "g1,11", '"open', '"g1","11","1","1"', "g1,11, 3,1", "HEAD"]
BY = ("list: codes.csv", "lists: [codes.csv, other.csv]", "prefix: [1, 2, 3]")


@cache
def pack_of(by: str, missing: Missing, tolerance: str, blank: str) -> Pack:
    text = RULES.format(by=by, missing=missing, tolerance=tolerance, blank=blank)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "codes.csv").write_text(listed(CODES), "utf-8")
        Path(folder, "other.csv").write_text(listed(OTHER), "utf-8")
        return load_bytes(text.encode(), str(Path(folder, "rules.yaml")))


def by_column(rows: Sequence[Line]) -> dict[str, list[Raw]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(("g", "code", "v", "w"))}


@settings(max_examples=150, deadline=None)
@given(
    lines(),
    st.sampled_from(BY),
    st.sampled_from(list(Missing)),
    st.sampled_from(["0", "1", "rounding", "10%"]),
    st.sampled_from(["error", "zero", "unknown"]),
)
def test_columns_and_records_agree(
    rows: list[tuple[str, ...]], by: str, missing: Missing, tolerance: str, blank: str
) -> None:
    pack = pack_of(by, missing, tolerance, blank)
    columns = by_column(rows)
    submission = filled_records(pack.form, t=columns)
    (one_by_one,) = evaluate(pack, [submission])
    (over_columns,) = evaluate(pack, [submission], few=0)
    assert over_columns == one_by_one
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branch_sums, "_AT_ONCE", 5)
        (in_parts,) = evaluate(pack, [submission], few=0)
    assert in_parts == one_by_one


@pytest.fixture(autouse=True, scope="module")
def every_finding_by_itself() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "SINGLY", 1 << 30)
        yield


@settings(max_examples=120, deadline=None)
@given(
    lines(),
    st.sampled_from(BY),
    st.sampled_from(list(Missing)),
    st.sampled_from(["0", "1", "rounding"]),
    st.sampled_from(["error", "zero", "unknown"]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ODD)), max_size=2),
    st.integers(30, 400),
)
def test_a_stream_and_the_whole_file_agree(  # noqa: PLR0917
    rows: list[tuple[str, ...]],
    by: str,
    missing: Missing,
    tolerance: str,
    blank: str,
    odd: list[tuple[int, str]],
    block: int,
) -> None:
    pack = pack_of(by, missing, tolerance, blank)
    text = table("g,code,v,w", put_in(list(rows), odd), "\n", final=True)
    compare(text, pack, block, 5)


@pytest.mark.parametrize("missing", list(Missing))
@pytest.mark.parametrize("codes", [("1", "12", "111"), ("1", "11", "1 1"), ("1", "1 1", "121")])
def test_a_code_without_a_record_between_two_that_have_one(
    codes: tuple[str, ...], missing: Missing
) -> None:
    pack = pack_of("prefix: [1, 2, 3]", missing, "0", "error")
    values = [("5", "2"), ("5", "2"), ("2", "1")]
    rows: list[Line] = [("g1", code, *each) for code, each in zip(codes, values, strict=True)]
    submission = filled_records(pack.form, t=by_column(rows))
    (one_by_one,) = evaluate(pack, [submission])
    (over_columns,) = evaluate(pack, [submission], few=0)
    assert over_columns == one_by_one
    assert compare(table("g,code,v,w", rows, "\n", final=True), pack, 40, 3)


def test_most_groups_need_no_closer_look() -> None:
    pack = pack_of(BY[0], Missing.ZERO, "0", "error")
    sound = [("1", "5", "2"), ("11", "5", "2"), ("111", "2", "1"), ("112", "3", "1")]
    rows: list[Line] = [(f"g{n}", *each) for n in range(60) for each in sound]
    rows[100] = ("g25", "1", "5.01", "2")
    text = table("g,code,v,w", rows, "\n", final=True)
    closer = []
    with pytest.MonkeyPatch.context() as patch:
        whole = branches.judge_branches

        def judged(rule: Rule, held: Table, view: View, told: Ledger) -> None:
            closer.append(len(view.submission.records[held.id]))
            whole(rule, held, view, told)

        patch.setattr(checking, "judge_branches", judged)
        assert compare(text, pack, 200, 5)
    # The last lines of a file get a closer look in any case: notes may stand there.
    assert closer
    assert max(closer) < 40


@pytest.mark.parametrize("missing", list(Missing))
def test_a_stream_is_taken_at_all(missing: Missing) -> None:
    pack = pack_of(BY[0], missing, "0", "unknown")
    rows: list[Line] = [
        ("g1", "1", "5", "2"), ("g1", "11", "", "2"), ("g2", "111", "1", "1"), ("", "11", "2", "2"),
        ("g1", "7", "1", "1"), ("g3", "—", "1", "1"), ("g3", "1", "x", "1"), ("g3", "11", "4", "1"),
    ]  # fmt: skip
    assert compare(table("g,code,v,w", rows * 3, "\n", final=True), pack, 40, 3)


@pytest.mark.parametrize("cents", ["0.01", "-0.01", "0.00"])
def test_a_cent_in_billions_is_found(cents: str) -> None:
    pack = pack_of(BY[0], Missing.ZERO, "0", "error")
    total = Decimal("9999999999999.97") + Decimal(cents)
    rows: list[Line] = [
        ("g", "1", str(total), "3"), ("g", "11", "4999999999999.99", "1"),
        ("g", "12", "4999999999999.98", "2"),
    ]  # fmt: skip
    columns = {
        name: [str(row[at]) for row in rows] for at, name in enumerate(("g", "code", "v", "w"))
    }
    for few in (4000, 0):
        (found,) = evaluate(pack, [filled_records(pack.form, t=columns)], few=few)
        gaps = [each.difference for each in found.findings if each.rule == "t.hierarchy"]
        assert gaps == ([] if cents == "0.00" else [cents])
    assert compare(table("g,code,v,w", rows, "\n", final=True), pack, 40, 3)


def test_sums_beyond_64_bits_do_not_wrap_around() -> None:
    pack = pack_of("prefix: [1, 2]", Missing.ZERO, "0", "error")
    huge = "92233720368547758.07"
    rows: list[Line] = [("g", f"1{sign}", huge, "1") for sign in "abcd"]
    rows.append(("g", "1", "-0.04", "4"))  # what four times the largest number wraps around to
    columns = {
        name: [str(row[at]) for row in rows] for at, name in enumerate(("g", "code", "v", "w"))
    }
    for few in (4000, 0):
        (found,) = evaluate(pack, [filled_records(pack.form, t=columns)], few=few)
        assert [each.left for each in found.findings if each.rule == "t.hierarchy"] == ["-0.04"]


def test_a_hierarchy_is_no_relation_between_cells_by_their_places() -> None:
    pack = pack_of(BY[0], Missing.ZERO, "0", "error")
    columns: dict[str, list[Raw]] = {"g": ["g"], "code": ["1"], "v": ["1"], "w": ["2"]}
    view = View(filled_records(pack.form, t=columns))
    assert not list(view_relations(pack, view, looking_back=True))


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_much_that_is_added_up_is_put_on_disk(tmp_path: Path, suffix: str) -> None:
    pack = pack_of(BY[0], Missing.ZERO, "0", "error")
    sound = [("1", 5.25, 2), ("11", 5.25, 2), ("111", 2.0, 1), ("112", 3.25, 1)]
    rows = [(f"g{n % 700}", *each) for n in range(700) for each in sound]
    rows[1000] = ("g250", "1", 5.26, 2)
    frame = pl.DataFrame(rows, schema=["g", "code", "v", "w"], orient="row")
    path = tmp_path / f"records.{suffix}"
    if suffix == "csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)
    sizes = Sizes(block=4000, rows=50, tail=30, keys=100)
    found = checking.check_stream(str(path), [pack], asked=True, sizes=sizes)
    assert found is not None
    (broken,) = (each for each in found.findings if each.rule == "t.hierarchy")
    assert (broken.left, broken.right, broken.difference) == ("5.26", "5.25", "0.01")
    assert dict(found.passes)["t.hierarchy"] == 700 * 2 * 2 - 1


def test_codes_none_of_which_lies_below_another_are_told() -> None:
    pack = pack_of(BY[0], Missing.ZERO, "0", "error")
    rows: list[Line] = [(f"g{n}", "2", "1", "1") for n in range(9)]
    (found,) = evaluate(pack, [filled_records(pack.form, t=by_column(rows))])
    assert [each.rule for each in found.unmet] == ["matched-nothing"]
    assert compare(table("g,code,v,w", rows, "\n", final=True), pack, 40, 3)
