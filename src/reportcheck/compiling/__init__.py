"""Formulas as expressions over whole columns: exact where it decides, and open where it does not.

A compiled rule ends, for every row, as true, false, unknown or *undecided*; what is decided is what
the interpreter says too. Arithmetic runs on whole numbers, each column scaled by its decimal
places, with bounds that are known before: nothing rounds and nothing wraps around.
"""

from reportcheck.compiling.columns import Column, Frame, Undecidable
from reportcheck.compiling.rules import Compiled, compile_aggregate, compile_condition, compile_rule
from reportcheck.compiling.sides import Sides, compile_sides

__all__ = [
    "Column",
    "Compiled",
    "Frame",
    "Sides",
    "Undecidable",
    "compile_aggregate",
    "compile_condition",
    "compile_rule",
    "compile_sides",
]
