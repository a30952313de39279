"""An invented city: its report, two districts, and the agencies below these; one sum is wrong."""

from __future__ import annotations

from pathlib import Path

ROWS = ("群众来信", "人大建议", "政协提案")
BELOW = {
    "虚构东区": ("虚构东区教育局", "虚构东区民政局"),
    "虚构西区": ("虚构西区教育局", "虚构西区水务局"),
}
CITY = "虚构市"

Figures = list[list[int]]


def figures() -> dict[str, Figures]:
    """Return what each agency reports; the western district claims three letters too many."""
    held: dict[str, Figures] = {
        "虚构东区教育局": [[12, 9], [3, 3], [2, 1]],
        "虚构东区民政局": [[30, 28], [1, 0], [4, 4]],
        "虚构西区教育局": [[7, 7], [2, 2], [0, 0]],
        "虚构西区水务局": [[15, 11], [0, 0], [5, 3]],
    }
    for district, agencies in BELOW.items():
        held[district] = added(*(held[each] for each in agencies))
    held["虚构西区"][0][0] += 3
    held[CITY] = added(*(held[each] for each in BELOW))
    return held


def added(*several: Figures) -> Figures:
    """Return figures added up cell by cell."""
    return [
        [sum(cells) for cells in zip(*rows, strict=True)] for rows in zip(*several, strict=True)
    ]


def write(folder: Path) -> None:
    """Write a report for each agency but one, and the list of all."""
    folder.mkdir(exist_ok=True)
    for name, rows in figures().items():
        if name == "虚构东区民政局":
            continue  # it has not reported yet
        lines = [f"填报单位,{name}", "年度,2024", "督办事项", ",新交办,已办结,合计"]
        lines += [f"{label},{a},{b},{a + b}" for label, (a, b) in zip(ROWS, rows, strict=True)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    listed = [f"3500,{CITY},"]
    for number, (district, agencies) in enumerate(BELOW.items(), 1):
        listed.append(f"35{number:02},{district},3500")
        listed += [
            f"35{number:02}{n:02},{name},35{number:02}" for n, name in enumerate(agencies, 1)
        ]
    (folder / "agencies.csv").write_text("\n".join(["code,name,parent", *listed]) + "\n", "utf-8")
