"""One instance of one rule, over exact numbers: the reference for every other way to evaluate.

Conditions follow Kleene's three-valued logic: what is not known stays unknown unless the known
parts decide. Every unknown carries its lacks, in the order in which the formula meets them.
"""

from reportcheck.interpreting.judging import Judgement, broken_part, judge
from reportcheck.interpreting.outcomes import Unjudgeable

__all__ = ["Judgement", "Unjudgeable", "broken_part", "judge"]
