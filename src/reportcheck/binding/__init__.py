"""Names to slots: what each name of a formula means on a form, or why it means nothing.

All that is wrong with a formula is collected and raised together, each mistake with its place in
the formula's text.
"""

from reportcheck.binding.lines import lines_of, unfit_for_check, unfit_for_equals
from reportcheck.binding.scope import BindError
from reportcheck.binding.trees import bind_check, bind_equals, bind_where

__all__ = [
    "BindError",
    "bind_check",
    "bind_equals",
    "bind_where",
    "lines_of",
    "unfit_for_check",
    "unfit_for_equals",
]
