"""The records of ``grants.csv``: right lines made from a seed, and mistakes planted in some."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

COLUMNS = (
    *("agency", "year", "grant", "kind", "status", "approved", "closed", "q1", "q2", "q3", "q4"),
    *("total", "budget", "paid", "left", "share", "members", "women", "men", "hours", "rate"),
    *("labour", "postcode", "phone", "email"),
)
AGENCIES = ("Northtown", "Southport", "Eastvale", "Westbrook")
ADDED_UP = ("q1", "q2", "q3", "q4", "total", "budget", "paid", "left", "labour")
COUNTED = ("members", "women", "men")


def right_records(count: int = 40, seed: int = 7) -> list[dict[str, str]]:
    """Return records that keep every rule."""
    dice = random.Random(seed)  # noqa: S311 - the same file every time is the point
    return [_record(number, dice) for number in range(count)]


def planted_records() -> list[dict[str, str]]:
    """Return records with a mistake in some; the header of the file is line 1."""
    records = right_records()

    def line(number: int) -> dict[str, str]:
        return records[number - 2]

    line(5)["total"] = str(Decimal(line(5)["total"]) + 1)  # is not the sum of its quarters
    line(7)["kind"] = "D"  # is not in the code list
    line(9)["grant"] = "ZX-12"  # does not follow the pattern
    line(12)["share"] = "95.0%"  # is not paid / budget
    line(15).update(_with_budget(line(15), Decimal(60000)) | {"kind": "B"})  # B: at most 50000
    line(18).update({key: line(17)[key] for key in ("agency", "year", "grant")})  # the same key
    line(24)["closed"] = ""  # is closed, but when?
    line(27)["members"] = str(int(line(27)["members"]) + 1)  # is not women + men
    line(30).update(phone="", email="")  # cannot be reached
    return records


def total_row(records: list[dict[str, str]]) -> dict[str, str]:
    """Return the line that adds up the amounts and the counts of all others."""
    row = dict.fromkeys(COLUMNS, "") | {"agency": "ALL"}
    for column in (*ADDED_UP, *COUNTED):
        row[column] = str(sum((Decimal(record[column]) for record in records), Decimal(0)))
    return row


def write(path: Path, records: list[dict[str, str]], total: dict[str, str]) -> None:
    """Write records and their total as CSV with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*records, total])


def _record(number: int, dice: random.Random) -> dict[str, str]:
    kind = "ABC"[number % 3]
    closed = number % 2 == 0
    approved = date(2023, 1, 9) + timedelta(days=number * 3)
    quarters = [Decimal(dice.randrange(200_000, 300_000)) / 100 for _ in range(4)]
    quarters = [quarter.quantize(Decimal("0.01")) for quarter in quarters]
    total = sum(quarters, Decimal(0))
    budget = total + Decimal(dice.randrange(0, 500_000)) / 100
    paid = total if closed else total - Decimal("100.50")
    women, men = dice.randrange(5, 30), dice.randrange(5, 12)
    hours, rate = Decimal(dice.randrange(80, 300)) / 4, Decimal("21.40")
    if number == 11:  # no work was needed for this one
        hours = Decimal(0)
    labour = (hours * rate).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    values: dict[str, object] = {
        "agency": AGENCIES[number % 4],
        "year": 2023,
        "grant": f"{'NSEW'[number % 4]}X-{1000 + number}",
        "kind": kind,
        "status": "closed" if closed else "open",
        "approved": approved,
        "closed": approved + timedelta(days=200) if closed else "",
        **{f"q{quarter}": value for quarter, value in enumerate(quarters, 1)},
        "total": total,
        "paid": paid,
        "members": women + men,
        "women": women,
        "men": men,
        "hours": hours,
        "rate": rate,
        "labour": labour,
        "postcode": f"{365000 + number}",
        "phone": f"0598-{8200000 + number}" if number % 5 else "",
        "email": f"office{number}@example.org",
    }
    record = {column: str(value) for column, value in values.items()}
    record |= _with_budget(record, budget)
    return {column: record[column] for column in COLUMNS}


def _with_budget(record: dict[str, str], budget: Decimal) -> dict[str, str]:
    paid = Decimal(record["paid"])
    share = (paid / budget * 100).quantize(Decimal("0.1"))
    return {"budget": f"{budget:.2f}", "left": f"{budget - paid:.2f}", "share": f"{share}%"}
