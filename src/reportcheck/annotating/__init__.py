"""A copy of a workbook with the findings marked in it: by a colour, by comments, by a last sheet.

Only additions are made, in the parts of the package that have to name them, as text: whatever else
the workbook holds (drawings, pictures, rich text, macros, values that formulas came to) stays byte
for byte. A library that loads and saves the workbook would lose some of it.
"""

from reportcheck.annotating.annotate import MARKED, Advice, annotate

__all__ = ["MARKED", "Advice", "annotate"]
