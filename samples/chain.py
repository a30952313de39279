"""Write the reports of six agencies for six years: ``python -m samples.chain FOLDER``.

The agencies are invented. Each report carries on the year before; in the reports of each agency but
one is one break, each of another kind.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from samples.layout import (
    ALL_APPLICANTS,
    CARRIED_IN,
    CARRIED_OUT,
    RECEIVED,
    Filling,
    stacked,
    write_workbook,
)
from samples.make import PUBLISHED, balanced, bump

YEARS = range(2021, 2027)
SOUND, CARRIED, PLACEHOLDER, TEXT, MISSING, RENAMED, DOUBLED = (
    *("民政局", "教育局", "公安局", "水利局", "司法局", "财政局", "商务局"),
)
AGENCIES = (SOUND, CARRIED, PLACEHOLDER, TEXT, MISSING, RENAMED, DOUBLED)


def report(agency: str, year: int) -> Filling:
    """Return a right report, which carries on that of the year before."""
    nth = year - YEARS[0]
    carried_in = [nth, 1, 0, 0, 0, 0] if nth else [0] * 6
    carried_out = [nth + 1, 1, 0, 0, 0, 0]
    received = [9 + nth, 2, 1, 0, 0, 0]
    done = [
        new + old - rest for new, old, rest in zip(received, carried_in, carried_out, strict=True)
    ]
    return Filling(
        title=f"虚构市{agency}{year}年政府信息公开工作年度报告",
        documents={"行政规范性文件": [2, 1, 10 + nth]},
        permits=20 + nth,
        penalties={"行政处罚": 3, "行政强制": 0},
        fee=0,
        requests=balanced(received, carried_in, {PUBLISHED: done}),
        reviews=[1, 0, 0, 0, 1, *[0] * 10],
    )


def break_of(agency: str, year: int, filling: Filling) -> Filling:
    """Return the report with the break that the agency has in this year, if it has one."""
    if (agency, year) == (CARRIED, 2023):
        # Two more come in than the year before carried out: it balances all the same.
        for column in (0, ALL_APPLICANTS):
            bump(filling.requests[CARRIED_IN], column, 2)
            bump(filling.requests[RECEIVED], column, -2)
    elif (agency, year) == (PLACEHOLDER, 2022):
        filling.requests[CARRIED_OUT][1] = "/"
    elif (agency, year) == (TEXT, 2024):
        filling.requests[CARRIED_OUT][0] = "约4件"
    elif agency == RENAMED and year >= 2024:
        return replace(filling, title=filling.title.replace(agency, "财政和国资局"))
    return filling


def main(folder: Path) -> None:
    """Write every report into a folder of its year."""
    for year in YEARS:
        (folder / str(year)).mkdir(parents=True, exist_ok=True)
        for agency in AGENCIES:
            if (agency, year) == (MISSING, 2023):
                continue
            filling = break_of(agency, year, report(agency, year))
            path = folder / str(year) / f"{agency}.xlsx"
            write_workbook(path, {"年报": stacked(filling)})
            if (agency, year) == (DOUBLED, 2025):
                bump(filling.requests[CARRIED_OUT], 0, 1)
                bump(filling.requests[CARRIED_OUT], ALL_APPLICANTS, 1)
                bump(filling.requests[RECEIVED], 0, 1)
                bump(filling.requests[RECEIVED], ALL_APPLICANTS, 1)
                write_workbook(path.with_name(f"{agency}(改).xlsx"), {"年报": stacked(filling)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
