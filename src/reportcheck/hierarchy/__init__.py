"""Which agencies report, and which of them are below which: a list of them, or folders.

``agencies`` has what a hierarchy is, ``listing`` reads it from a list (``written`` is any list that
people write), ``folders`` from where the reports lie, ``below`` opens the reports of the agencies
below one. ``renamed`` knows agencies that had another name before, or were merged.
"""

from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.hierarchy.folders import read_folder
from reportcheck.hierarchy.listing import read_list
from reportcheck.hierarchy.renamed import Renamed, read_renamed

__all__ = ["Agency", "Hierarchy", "Renamed", "read_folder", "read_list", "read_renamed"]
