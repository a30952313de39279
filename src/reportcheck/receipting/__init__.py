"""Receipts: written after a check, and held against the files and the rules later on."""

from reportcheck.receipting.reading import read_receipt
from reportcheck.receipting.verifying import Again, verify
from reportcheck.receipting.writing import look, receipt_json, receipt_of, receipt_schema

__all__ = [
    "Again",
    "look",
    "read_receipt",
    "receipt_json",
    "receipt_of",
    "receipt_schema",
    "verify",
]
