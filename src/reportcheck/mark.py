"""The mark by which what the tool wrote is told from what people filled in."""

from typing import Final

MARK: Final = "reportcheck"
"""The custom property of a workbook that this tool wrote: never a report that is to be checked."""

ROWS: Final = "path,form,form_version,agency,period,rule,kind,severity,verdict,"
"""How a table of findings begins that this tool wrote as text."""

PAGE: Final = '<meta name="generator" content="reportcheck '
"""What stands in the head of a page that this tool wrote."""

VALUES: Final = (
    "agency,period,form,form_version,path,table,row,column,sheet,cell,state,",
    "agency,period,form,form_version,path,submission,",
)
"""How a table of extracted values begins that this tool wrote as text, long or wide."""
