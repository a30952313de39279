"""Random records with codes that lie below each other, right and wrong."""

from __future__ import annotations

from hypothesis import strategies as st

CODES = {
    "1": "", "11": "1", "12": "1", "111": "11", "112": "11", "121": "12", "2": "", "21": "2",
}  # fmt: skip
OTHER = {"1": "", "11": "1", "12": "1", "111": "11", "112": "11", "121": "1", "2": "", "3": ""}
UNDER = {parent: [c for c, p in CODES.items() if p == parent] for parent in CODES}


def listed(codes: dict[str, str]) -> str:
    return "".join(
        ["code,name,parent\n", *(f"{c},Code {c},{parent}\n" for c, parent in codes.items())]
    )


@st.composite
def group(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """Draw codes with two values each: mostly sums that are right, then something spoilt."""
    leaves = [code for code in CODES if not UNDER[code]]
    there = draw(st.lists(st.sampled_from(leaves), max_size=5, unique=True))
    values = {code: (draw(st.integers(-3, 9)), draw(st.integers(0, 3))) for code in there}

    def total(code: str) -> tuple[int, int] | None:
        below = [each for each in map(total, UNDER[code]) if each is not None]
        if UNDER[code]:
            return (sum(v for v, _ in below), sum(w for _, w in below)) if below else None
        return values.get(code)

    rows = [
        (
            code,
            f"{found[0]}.50" if not UNDER[code] and len(there) < 2 else str(found[0]),
            str(found[1]),
        )
        for code in CODES
        if (found := total(code)) is not None
    ]
    spoil = st.sampled_from(["", "", "", "gone", "twice", "off", "blank", "text", "code", "stray"])
    for _ in range(draw(st.integers(0, 2))):
        what = draw(spoil)
        if not rows or not what:
            continue
        at = draw(st.integers(0, len(rows) - 1))
        code, first, second = rows[at]
        if what == "gone":
            del rows[at]
        elif what == "twice":
            rows.append(rows[at])
        elif what == "off" and first.strip("-").replace(".", "", 1).isdigit():
            rows[at] = code, str(float(first) + 1), second
        elif what == "blank":
            rows[at] = code, draw(st.sampled_from(["", "/", " "])), second
        elif what == "text":
            rows[at] = code, "many", second
        elif what == "code":
            rows[at] = draw(st.sampled_from(["", "9", "1 1", "121", "—"])), first, second
        else:
            rows[at] = code, first, draw(st.sampled_from(["", "1.25", "x", "1,000"]))
    return draw(st.permutations(rows))


@st.composite
def lines(draw: st.DrawFn, *, most: int = 8) -> list[tuple[str, ...]]:
    """Draw the records of some groups, one after the other or mixed."""
    rows: list[tuple[str, ...]] = []
    for number, held in enumerate(draw(st.lists(group(), min_size=1, max_size=most))):
        for each in held:
            rare = draw(st.integers(0, 30)) == 0
            rows.append((draw(st.sampled_from(["", "x"])) if rare else f"g{number}", *each))
    return draw(st.permutations(rows)) if draw(st.booleans()) else rows
