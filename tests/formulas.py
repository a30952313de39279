"""Random bound formulas over a table of records, and random cells to put in it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from reportcheck.form import BlankPolicy, Values
from reportcheck.formula import (
    EACH,
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Text,
)
from reportcheck.number import ErrorValue, NotCalculated, Raw
from reportcheck.rule import Computation, Missing, Tolerance
from tests.building import form_of, records_table

COLUMNS = {
    "a": Values("amount", places=2),
    "b": Values("amount", places=2, blank=BlankPolicy.ZERO),
    "c": Values("count", places=0, min=0, max=1000),
    "n": Values("number"),
    "p": Values("percent", blank=BlankPolicy.UNKNOWN),
    "m": Values("integer", places=0, marks=(("999", "unknown"), ("x", "suppressed"))),
    "gone": Values("number"),
    "lost": Values("number"),
    "t": Values("text"),
    "k": Values("code", one_of=("A", "B"), blank=BlankPolicy.UNKNOWN),
    "d": Values("date"),
}
NUMERIC = ["a", "b", "c", "n", "p", "m", "gone", "lost"]
PRESENT = [name for name in COLUMNS if name not in {"gone", "lost"}]
"""``gone`` is optional and absent, ``lost`` is missing: the file has neither."""
FORM = form_of(records_table("t", COLUMNS, key=("k", "c"), optional=("gone",)))

_WRITTEN = [
    "", " ", "/", "无", "abc", "0", "1", "2", "3", "-1", "10", "0.5", "0.25", "0.005", "1.10",
    " 7 ", "1,204", "１２", "12%", "1e3", "999", "9007199254740993", "9007199254740992",
    "99999999999999999999", "-9223372036854775808", "12345678901234.56", "x",
]  # fmt: skip
_TEXTS = ["", "A", "B", " A ", "—", "A B", "甲局", "甲局(本级)", "9", "x"]
_DATES = ["", "2024-01-05", "2024/1/5", "2024-02-30", "2023-12-31", "soon"]
_STORED: list[Raw] = [
    None, 0, 1, 2, 3.0, -1.0, 0.5, 0.1 + 0.2, 1 / 3, 1e20, 2.005, True, "4", "", "/",
    ErrorValue("#REF!"), NotCalculated("A1+1"), 9007199254740993, 1234567.89,
]  # fmt: skip


def _cells(name: str, *, workbook: bool) -> st.SearchStrategy[Raw]:
    if name in {"t", "k"}:
        return st.sampled_from(_TEXTS)
    if name == "d":
        return st.sampled_from(_DATES)
    plain = st.integers(-50, 50).map(str) | st.integers(-500, 500).map(lambda n: f"{n / 100:.2f}")
    if workbook:
        return st.sampled_from(_STORED) | st.integers(-500, 500).map(lambda n: n / 100)
    return st.sampled_from(_WRITTEN) | plain


@st.composite
def tables(draw: st.DrawFn, *, most: int = 12) -> tuple[str | None, dict[str, list[Raw]]]:
    """Draw a sheet name, None for a text file, and the columns of a table."""
    workbook = draw(st.booleans())
    length = draw(st.integers(1, most))
    columns = {
        name: draw(st.lists(_cells(name, workbook=workbook), min_size=length, max_size=length))
        for name in PRESENT
    }
    return ("S" if workbook else None), columns


def _cell(name: str) -> Cell:
    return Cell("t", EACH, name)


_numeric_cells = st.sampled_from(NUMERIC).map(_cell)
_any_cells = st.sampled_from(sorted(COLUMNS)).map(_cell)
_constants = st.sampled_from(
    [Number(0), Number(1), Number(2), Number(Fraction(1, 2)), Number(Fraction(1, 3)), Number(-3)]
)
_aggregates = st.builds(
    lambda function, column: Aggregate(function, "t", _cell(column), None),
    st.sampled_from(["sum", "count", "min", "max", "mean"]),
    st.sampled_from(["a", "b", "c", "n"]),
)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(Negative, inner),
        st.builds(Call, st.sampled_from(["sum", "min", "max", "mean"]), several),
        st.builds(
            lambda cells: Call("count", tuple(cells)), st.lists(_any_cells, min_size=1, max_size=3)
        ),
        st.builds(lambda one: Call("abs", (one,)), inner),
        st.builds(
            lambda one, places: Call("round", (one, Number(places))), inner, st.integers(-2, 3)
        ),
    )


numbers: st.SearchStrategy[Node] = st.recursive(
    _numeric_cells | _constants | _aggregates, _grown, max_leaves=6
)
_comparisons = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_texts = st.sampled_from([_cell("t"), _cell("k"), Text("A"), Text("甲局")])
_dates = st.sampled_from([_cell("d"), _cell("d"), Text("2024-01-05")])
_filled_cells = st.lists(_any_cells, min_size=1, max_size=3).map(tuple)
_simple: st.SearchStrategy[Node] = st.one_of(
    st.builds(Compare, _comparisons, numbers, numbers),
    st.builds(Compare, st.sampled_from(["=", "!="]), _texts, _texts),
    st.builds(Compare, _comparisons, st.just(_cell("d")), _dates),
    st.builds(lambda cell: Call("blank", (cell,)), _any_cells),
    st.builds(lambda cell: Call("filled", (cell,)), _any_cells),
    st.builds(lambda cells: Call("all_or_none", cells), _filled_cells),
    st.builds(lambda cells: Call("at_least_one", cells), _filled_cells),
    st.builds(lambda cells: Call("unique", cells), _filled_cells),
    st.just(Call("one_of", (_cell("k"), ListOf((Text("A"), Text("C")))))),
    st.just(Call("one_of", (_cell("c"), ListOf((Number(1), Number(2)))))),
    st.sampled_from(["A", "[A-Z]", r"\w+", "甲局.*", "(?i)a", "x|A B"]).map(
        lambda pattern: Call("matches", (_cell("t"), Text(pattern)))
    ),
)
conditions: st.SearchStrategy[Node] = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.builds(
            Logic,
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(Not, inner),
        st.builds(If, inner, inner),
        st.builds(lambda cell, inside: Call("required_if", (cell, inside)), _any_cells, inner),
    ),
    max_leaves=4,
)
tolerances = st.sampled_from(
    [
        Tolerance(),
        Tolerance("absolute", Fraction(1, 100)),
        Tolerance("percent", Fraction(1, 10)),
        Tolerance("rounding"),
    ]
)
missings = st.sampled_from(list(Missing))
COMPUTED_BY = (
    Computation("x", "row", _cell("a"), Binary("+", _cell("b"), _cell("c"))),
    Computation("y", "row", _cell("gone"), Call("sum", (_cell("a"), _cell("b")))),
    Computation("z", "row", _cell("p"), Binary("/", _cell("gone"), _cell("n"))),
)
"""What other rules compute, where a rule is to use that."""
