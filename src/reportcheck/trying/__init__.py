"""The cases of rule files, tried: what each rule says of an example, and of whole fillings.

``targets`` finds the files of cases, ``fillings`` makes submissions of what they say, ``examples``
and ``cases`` try them and say what differs from what was expected.
"""

from reportcheck.trying.outcome import Outcome, Trial, Trials
from reportcheck.trying.targets import try_rules

__all__ = ["Outcome", "Trial", "Trials", "try_rules"]
