"""The clean table that is polluted: invented purchases, with all that makes text tables hard.

As long and as wide as the table of the published benchmark, so that every row and every column has
its pollutions and the scores are over as many files: commas, apostrophes, quotation marks and a
backslash in texts, dates, times, codes, amounts with a currency, addresses, and an empty column.
"""

from __future__ import annotations

import datetime as dt
from random import Random

HEADER = ("DATE", "TIME", "QTY", "CODE", "PRICE", "KIND", "DESCRIPTION", "URL", "COMMENTS")
ROWS = 83
ALWAYS_QUOTED = ("DESCRIPTION", "URL")

_THINGS = (
    "Desk lamp", "Filing cabinet", "Office chair", "Wall clock", "Printer", "Staff's locker",
    "Visitors' bench", "Notice board, cork", "Shelf, steel", 'Monitor, 24"', "Water boiler",
    'Projector screen, 100"', "Meeting table", "Guards' radio", "Door plate", "Scanner, flatbed",
)  # fmt: skip
_PRAISE = (
    "Made of oak, with a surface that doesn't scratch",
    "Sturdy and light; carried by one person",
    "Bought for the reading room, where it's used every day",
    "Tested in a variety of offices, from archives to post rooms",
    "Its cable is 8\\'9\" long, and packed with a plug",
    "The usual model, ordered again because the staff's first one lasted ten years",
    'Fits a 19" rack, or a shelf',
    "Quiet",
)


def table() -> list[list[str]]:
    """Return the header and the records, always the same."""
    draw = Random(2289)  # noqa: S311 - no secret
    day = dt.date(2018, 1, 28)
    rows = [list(HEADER)]
    for number in range(ROWS):
        code = f"{draw.choice('ABCDEFGH')}{draw.choice('KLMN')}-{draw.randrange(1000, 10000)}"
        praise = draw.sample(_PRAISE, 2)
        rows.append(
            [
                (day + dt.timedelta(days=number)).strftime("%d/%m/%Y"),
                f"{number // 4 % 24:02}:{number % 4 * 15:02}",
                str(draw.randrange(0, 30)),
                code,
                f"${draw.randrange(90, 9999) / 100:.2f}",
                draw.choice(_THINGS),
                f"{praise[0]}. {praise[1]}.",
                f"https://www.example.com/product/{code.replace('-', '_')}.html",
                "",
            ]
        )
    return rows
