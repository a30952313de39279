"""Error localisation: failing rules -> all smallest sets of cells whose change makes them hold.

After Fellegi and Holt (1976), doi:10.1080/01621459.1976.10481472, exactly, in whole numbers.
"""

from reportcheck.localising.localise import localise
from reportcheck.localising.spending import Budget

__all__ = ["Budget", "localise"]
