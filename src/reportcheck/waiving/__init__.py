"""Waivers: read with every mistake in them, and held against what was found."""

from reportcheck.waiving.applying import waive
from reportcheck.waiving.loading import load_waivers

__all__ = ["load_waivers", "waive"]
