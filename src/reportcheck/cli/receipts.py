"""Receipts: written beside other reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from reportcheck.delivering import write_file

if TYPE_CHECKING:
    from reportcheck.checking import Request
    from reportcheck.receipting.stamping import Seen
    from reportcheck.report import Report

KIND: Final = "receipt"


def look_before(request: Request) -> dict[str, Seen]:
    """Return how the files look that a check with a receipt is about to read."""
    from reportcheck.receipting import look

    return look(request)


def dated(request: Request) -> Request:
    """Return a request that names the day of its check, where the people are."""
    from dataclasses import replace

    return replace(request, today=date.today())  # noqa: DTZ011


def write_receipt(file: str, request: Request, report: Report, before: dict[str, Seen]) -> None:
    """Write the receipt of a check into a file."""
    from reportcheck.receipting import receipt_json, receipt_of

    made = receipt_of(request, report, before, datetime.now(UTC))
    write_file(file, receipt_json(made).encode())
