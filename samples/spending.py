"""The records of ``spending.csv``: codes that lie below each other, some with mistakes."""

from __future__ import annotations

import csv
from pathlib import Path

HEADER = ("单位", "年度", "科目代码", "合计", "基本支出", "项目支出")
RIGHT = (
    ("201", 900, 250), ("20101", 500, 150), ("2010101", 500, 0), ("2010104", 0, 150),
    ("20103", 400, 100), ("2010301", 400, 0), ("2010308", 0, 100),
    ("206", 80, 320), ("20604", 0, 300), ("2060404", 0, 300), ("20606", 80, 20),
    ("2060602", 80, 20),
)  # fmt: skip
"""Code, basic spending and projects, in hundredths; both are added up."""
OFFICES = ("虚构市甲局", "虚构市乙局", "虚构市丙局", "虚构市丁局")


def planted_records() -> list[list[str]]:
    """Return records with a mistake in some; the header of the file is line 1."""
    records = [
        [office, "2024", code, *(f"{each / 100:.2f}" for each in (basic + project, basic, project))]
        for office in OFFICES
        for code, basic, project in RIGHT
    ]
    records[1][3] = "6.51"  # 甲局 20101: a cent more than those below it
    records[4][3] = "4.99"  # 甲局 20103: a cent less, so that 201 comes out right
    records[14][4] = ""  # 乙局 2010101: nothing, which counts as nothing
    records[19][2] = "2O6"  # 乙局 206: a letter in place of a nought
    records[24][3:] = "12.50", "9.80", "2.70"  # 丙局 201: has 20606, as in 2023
    records[31][3:] = "3.00", "0.00", "3.00"  # 丙局 206: is without it
    records.insert(40, list(records[39]))  # 丁局 2010104: twice
    return records


def write(path: Path) -> None:
    """Write the records as CSV with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADER, *planted_records()])
