"""What cannot be read is refused by the situation it is in, whatever the file is called."""

from __future__ import annotations

import bz2
import os
from pathlib import Path

import pytest

from reportcheck.problem import Problem
from reportcheck.reading import read
from tests.reading.books import archive, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = workbook('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')


def refusal(path: Path | str) -> Problem:
    with pytest.raises(Problem) as refused:
        read(str(path))
    return refused.value


CONTENTS = {
    "password-protected": OLE + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le"),
    "old-xls": b"\x09\x00\x04\x00\x02\x00\x10\x00",
    "damaged-workbook ole": OLE + "Root Entry\0Workbook\0".encode("utf-16-le"),
    "unsupported-format mail": OLE + "__substg1.0_001A001F\0".encode("utf-16-le"),
    "unsupported-format doc": OLE + "WordDocument\0".encode("utf-16-le"),
    "unsupported-format ole": OLE + "Something\0".encode("utf-16-le"),
    "damaged-workbook": SHEET[:-200],
    "damaged-workbook begun": b"PK\x03\x04",
    "damaged-workbook xlsb": archive({"xl/workbook.bin": b"x"}),
    "no-sheet ods": archive(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    ),
    "damaged-document ods": archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "password-protected ods": archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
            "content.xml": "\x01",
        }
    ),
    "unsupported-format odt": archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "no-table docx": archive({"word/document.xml": "<a/>"}),
    "damaged-document docx": archive({"word/document.xml": "<a><b></a>"}),
    "entities docx": archive({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
    "unsupported-format pptx": archive({"ppt/presentation.xml": "<a/>"}),
    "unsupported-format archive": archive({"年报.csv": "a,b"}),
    "unsupported-format archive bz2": bz2.compress(b"a,b\n1,2\n"),
    "unsupported-format archive tar": b"table.csv".ljust(257, b"\0") + b"ustar\x0000",
    "unsupported-format pdf": b"%PDF-1.7\n%\xe2\xe3",
    "unsupported-format image": b"\x89PNG\r\n\x1a\n\x00",
    "unsupported-format sqlite": b"SQLite format 3\x00\x10",
    "unsupported-format parquet": b"PAR1\x15\x04",
    "unsupported-format xml": b'<?xml version="1.0"?><report><a>1</a></report>',
    "no-sheet xml-spreadsheet": b'<?xml version="1.0"?>\n<?mso-application?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    "unsupported-format json": b'[{"a": 1}, {"a": 2}]',
    "no-table html": b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html><p>1</p>",
    "no-table commented": b"<!-- exported --><HTML><body><table></table></body></HTML>",
    "no-table mime": b"MIME-Version: 1.0\nContent-Type: multipart/x\n\nContent-Type: text/html\n",
    "lfs-pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "empty-file": b"",
    "empty-file spaces": b" \n\t\r\n",
    "empty-file zeros": bytes(4096),
}


@pytest.mark.parametrize("name", ["年报.xlsx", "年报.csv"])
@pytest.mark.parametrize("situation", CONTENTS)
def test_the_situation_is_named_by_the_content(tmp_path: Path, situation: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(CONTENTS[situation])
    refused = refusal(path)
    code, _, kind = situation.partition(" ")
    assert refused.code == code
    assert refused.facts["path"] == str(path)
    if code == "unsupported-format":
        assert refused.facts["format"] == kind.split()[0]


@pytest.mark.parametrize(
    "text", ["[合计],1\n2,3\n", "{a},b\n", "<5,>5\n1,2\n", "From,To\n1,2\n", "PK,1\n2,3\n"]
)
def test_a_table_that_begins_oddly_is_a_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text(text, encoding="utf-8")
    assert read(str(path)).grids[0].rows[0][0] == text.split(",", maxsplit=1)[0]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "无.xlsx").code == "not-found"
    assert refusal("").code == "not-found"
    assert refusal("a\0b").code == "not-found"
    (tmp_path / "a").write_text("x")
    assert refusal(tmp_path / "a" / "b.csv").code == "not-found"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "folder"


@pytest.mark.parametrize(
    ("name", "meant"), [("~$年报.xlsx", "年报.xlsx"), (".~lock.年报.xlsx#", "年报.xlsx")]
)
def test_a_lock_file_says_which_file_was_meant(tmp_path: Path, name: str, meant: str) -> None:
    (tmp_path / name).write_bytes(b"\x06user" + bytes(160))
    refused = refusal(tmp_path / name)
    assert (refused.code, refused.facts["meant"]) == ("lock-file", str(tmp_path / meant))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "permission-denied"),
        (OSError(16, "Device or resource busy"), "in-use"),
        (OSError(5, "Input/output error"), "read-error"),
    ],
)
def test_a_file_that_does_not_open_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("reportcheck.reading.opening.FileIO", refuse)
    assert refusal(path).code == code


def test_a_file_that_windows_shares_with_nobody_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b")

    class SharingViolation(PermissionError):
        winerror = 32

    def refuse(*_: object) -> None:
        raise SharingViolation(13, "The process cannot access the file")

    monkeypatch.setattr("reportcheck.reading.opening.FileIO", refuse)
    assert refusal(path).code == "in-use"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such file there")
def test_what_has_no_end_is_not_read() -> None:
    assert refusal("/dev/zero").code == "not-a-file"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no such files there")
def test_what_another_program_writes_is_read() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, "单位,件数\n甲局,1\n".encode())
    os.close(theirs)
    try:
        assert read(f"/dev/fd/{ours}").grids[0].rows[1] == ["甲局", "1"]
    finally:
        os.close(ours)


def test_a_file_beyond_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTCHECK_MAX_FILE_BYTES", "10")
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" * 10)
    assert refusal(path).code == "too-large"
