"""Rules that look at other submissions: when all were read, each is seen beside those it names.

``index`` knows every submission of the run and of ``--prior`` by form, agency and period, and opens
them one at a time, ``periods`` for which periods there are any; ``prior`` reads what ``--prior``
names; ``kin`` knows the agencies in their hierarchy; ``changes`` gathers what all of them show
together; ``merging`` adds up the reports of agencies that were merged; ``stage`` evaluates;
``standing`` tells what is lacking; ``consequences`` finds what fails only because other rules do,
``folding`` what is told in another file already.
"""

from reportcheck.comparing.index import Index
from reportcheck.comparing.kin import Kin
from reportcheck.comparing.prior import Prior, read_prior
from reportcheck.comparing.stage import Asked, Compared, Looked, compare

__all__ = ["Asked", "Compared", "Index", "Kin", "Looked", "Prior", "compare", "read_prior"]
