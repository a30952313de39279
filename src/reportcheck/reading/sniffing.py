"""Sniffing: what a file is by its content, and a refusal that names what cannot be read."""

from __future__ import annotations

import re
from enum import Enum, auto

from reportcheck.patterns import pattern
from reportcheck.problem import Problem


class Kind(Enum):
    """What can be read."""

    WORKBOOK = auto()
    OLD_WORKBOOK = auto()
    BINARY_WORKBOOK = auto()
    OPEN_DOCUMENT = auto()
    OLD_XML = auto()
    WORD_FILE = auto()
    WEB_PAGE = auto()
    WEB_ARCHIVE = auto()
    PARQUET = auto()
    TEXT = auto()


_LOOK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_END = b"PK\x05\x06"

# The parts that tell one zipped format from another, most telling first.
_READABLE = (
    (b"xl/workbook.bin", Kind.BINARY_WORKBOOK),
    (b"application/vnd.oasis.opendocument.spreadsheet", Kind.OPEN_DOCUMENT),
    (b"word/document.xml", Kind.WORD_FILE),
)
_ZIPPED = (
    (b"application/vnd.oasis.opendocument", "odt"),
    (b"ppt/presentation.xml", "pptx"),
    (b"OFD.xml", "ofd"),
    (b"Index/Document.iwa", "numbers"),
)
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    *((b"BZh%d1AY&SY" % level, "archive") for level in range(1, 10)),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"RIFF", "image"),
)
_TAR, _TAR_AT = b"ustar", 257  # behind the name of the first file, which zeros fill up
_PARQUET = b"PAR1"  # at both ends, with the length of the directory between
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_STREAMS = (
    ("WordDocument", "doc"),
    ("PowerPoint Document", "pptx"),
    ("__substg1.0_", "mail"),
    ("HwpSummaryInformation", "hwp"),
)
_HTML = pattern(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div|style|title|center|h[1-6]|p|span|link|script)"
    rb"[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_MIME = pattern(rb"(?:MIME-Version|From|Content-Type): ", re.IGNORECASE)
_XML = pattern(rb"\s*<\?xml[\s]")
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"
_JSON = pattern(rb"""\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\[|"(?:[^"\\]|\\.)*"\s*[,\]]))""")
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_POINTER = b"version https://git-lfs.github.com/spec/"


def _ole(path: str, data: bytes) -> Kind:
    """Tell what an OLE container holds by the names of its streams, which are in UTF-16.

    WPS keeps its own files, .et and .wps, in the formats of Excel and Word.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Problem("password-protected", path=path)
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return Kind.OLD_WORKBOOK
    for stream, name in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise Problem("unsupported-format", path=path, format=name)
    raise Problem("unsupported-format", path=path, format="ole")


def _zipped(path: str, data: bytes) -> Kind:
    if _ZIP_END not in data[-_LOOK - 22 :]:
        raise Problem("damaged-workbook", path=path, reason="truncated")
    # The names stand in the directory at the end, uncompressed; a file called mimetype comes first.
    directory = data[-(1 << 20) :].replace(b"\\", b"/")
    if b"xl/workbook.xml" in directory.lower():
        return Kind.WORKBOOK
    for part, kind in _READABLE:
        if part in directory or part in data[:200]:
            return kind
    for part, name in _ZIPPED:
        if part in directory or part in data[:200]:
            raise Problem("unsupported-format", path=path, format=name)
    raise Problem("unsupported-format", path=path, format="archive")


def _marked_up(path: str, head: bytes) -> Kind | Problem | None:
    if (wide := _WIDE.get(head[:2])) is not None:
        head = head[2:].decode(wide, "replace").encode()
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if _XML_TABLE in head and bare.lstrip().startswith(b"<"):
        return Kind.OLD_XML
    if _HTML.match(bare):
        return Kind.WEB_PAGE
    if _MIME.match(bare) and b"text/html" in head.lower():
        return Kind.WEB_ARCHIVE
    if _XML.match(bare):
        return Problem("unsupported-format", path=path, format="xml")
    if _JSON.match(bare):
        return Problem("unsupported-format", path=path, format="json")
    if bare.startswith(_POINTER):
        return Problem("lfs-pointer", path=path)
    return None


def kind_of(path: str, data: bytes) -> Kind:
    """Tell what kind of file it is by its content, and refuse what cannot be read by naming it."""
    head = data[:_LOOK]
    if not head.strip(b"\0\t\n\v\f\r \xef\xbb\xbf\xfe\xff"):
        # Nothing but white space, byte order marks or zero bytes as far as one looks.
        if not data.strip(b"\0\t\n\v\f\r \xef\xbb\xbf\xfe\xff"):
            raise Problem("empty-file", path=path)
        return Kind.TEXT
    if head.startswith(_OLE):
        return _ole(path, data)
    if head.startswith(_ZIP):
        return _zipped(path, data)
    if head.startswith(_OLD_BIFF):
        raise Problem("old-xls", path=path)
    if head.startswith(_PARQUET) and data.endswith(_PARQUET) and len(data) > 3 * len(_PARQUET):
        return Kind.PARQUET
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise Problem("unsupported-format", path=path, format=name)
    if head.startswith(_TAR, _TAR_AT) and b"\0" in head[:_TAR_AT]:
        raise Problem("unsupported-format", path=path, format="archive")
    if isinstance(told := _marked_up(path, head), Problem):
        raise told
    return told or Kind.TEXT
