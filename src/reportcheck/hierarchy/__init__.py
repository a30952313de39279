"""Which agencies report, and which of them are below which: a list of them, or folders.

``agencies`` has what a hierarchy is, ``listing`` reads it from a list, ``folders`` from where the
reports lie, ``below`` opens the reports of the agencies below one, and ``lacking`` tells which of
them there are none of.
"""

from reportcheck.hierarchy.agencies import Agency, Hierarchy
from reportcheck.hierarchy.folders import read_folder
from reportcheck.hierarchy.listing import read_list

__all__ = ["Agency", "Hierarchy", "read_folder", "read_list"]
