"""Formula text to formula tree: the grammar, and what it builds."""

from reportcheck.parsing.formulas import FormulaError, parse

__all__ = ["FormulaError", "parse"]
