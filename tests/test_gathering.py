"""Which files are meant: in a fixed order, each once, and none lost in silence."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from reportcheck.gathering import Gathered, gather


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.csv",
        "a.xlsx",
        "sub/c.csv",
        "sub.d/e.csv",
        "~$a.xlsx",
        "notes.md",
        ".git/x.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    return tmp_path


def codes(gathered: Gathered) -> dict[str, str]:
    return {path: problem.code for path, problem in gathered.problems}


def test_a_folder_is_gone_through_by_name_and_tells_what_it_passes_over(folder: Path) -> None:
    del folder
    found = gather(["."])
    assert found.files == ("a.xlsx", "b.csv", "sub/c.csv", "sub.d/e.csv")
    assert found.skipped == (("skipped", "notes.md"), ("skipped-lock", "~$a.xlsx"))
    assert found.inside == {*found.files}
    assert not found.problems


@pytest.mark.parametrize(
    "name",
    ["林业局.doc", "统计局.PDF", "气象局.wps", "各局.zip", "x.ofd", "x.csv.gz", "x.tar"],
)
def test_a_report_in_a_kind_of_file_that_cannot_be_read_is_not_passed_over(
    folder: Path, name: str
) -> None:
    (folder / name).write_bytes(b"x")
    assert name in gather(["."]).files


def test_the_order_is_that_of_the_paths_and_each_file_is_taken_once(folder: Path) -> None:
    del folder
    found = gather(["sub/c.csv", "sub", "*.csv", "b.csv"])
    assert found.files == ("sub/c.csv", "b.csv")
    assert found.inside == frozenset()
    assert gather(["sub", "sub/c.csv"]).inside == frozenset()


def test_a_file_is_taken_once_by_whichever_way_it_is_named(folder: Path) -> None:
    whole = str(folder / "sub/c.csv")
    for paths in (["sub/c.csv", str(folder)], ["sub/c.csv", whole, "sub.d/../sub/c.csv"]):
        assert [each for each in gather(paths).files if each.endswith("c.csv")] == ["sub/c.csv"]
    assert gather([whole, "sub"]).files == (whole,)


def test_what_exists_is_no_pattern(folder: Path) -> None:
    for name in ("[b].csv", "@list.csv"):
        (folder / name).write_text("x", "utf-8")
    assert gather(["[b].csv", "@list.csv"]).files == ("[b].csv", "@list.csv")
    assert codes(gather(["[z]*.csv", "z.csv", "a\0b"])) == {
        "[z]*.csv": "glob-matched-nothing", "z.csv": "not-found", "a\0b": "not-found",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"b.csv\nsub\n", b"\xef\xbb\xbfb.csv\r\n\r\nsub\r\n", b"b.csv\0sub\0",
     "b.csv\r\n\r\nsub\r\n".encode("utf-16"), b"\xfe\xff" + "b.csv\nsub".encode("utf-16-be")],
)  # fmt: skip
def test_a_list_names_files_and_folders(content: bytes, folder: Path) -> None:
    (folder / "list").write_bytes(content)
    assert gather(["@list"]).files == ("b.csv", "sub/c.csv")


def test_a_list_in_gb18030_names_files_that_are_there(folder: Path) -> None:
    (folder / "教育局.csv").write_text("x", "utf-8")
    (folder / "list").write_bytes("教育局.csv\r\n水务局.csv\r\n".encode("gb18030"))
    found = gather(["@list"])
    assert found.files == ("教育局.csv",)
    assert [problem.code for _, problem in found.problems] == ["not-found"]


def test_a_path_that_is_empty_means_no_folder(folder: Path) -> None:
    del folder
    found = gather([""])
    assert not found.files
    assert codes(found) == {"": "empty-path"}


def test_a_list_may_come_by_standard_input(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del folder
    given = io.TextIOWrapper(io.BytesIO(b"b.csv\nno such.csv\n@list\n"))
    monkeypatch.setattr(sys, "stdin", given)
    found = gather(["@-"])
    assert found.files == ("b.csv",)
    assert codes(found) == {"no such.csv": "not-found", "@list": "not-found"}


def test_a_list_that_says_nothing_is_told(folder: Path) -> None:
    (folder / "empty").write_text("\n \n", "utf-8")
    assert codes(gather(["@empty", "@none", "@sub"])) == {
        "@empty": "empty-list", "@none": "list-unreadable", "@sub": "list-unreadable",
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="links are for the administrator there")
def test_links_and_pipes_in_a_folder_are_told(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "far.csv").symlink_to(folder / "b.csv")
    (folder / "sub" / "gone.csv").symlink_to(folder / "nowhere")
    (folder / "sub" / "gone").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "sub" / "pipe.csv")
    found = gather(["sub"])
    assert found.files == ("sub/c.csv", "sub/far.csv")
    assert found.skipped == (("skipped", "sub/gone"), ("skipped-link", "sub/up"))
    assert codes(found) == {"sub/gone.csv": "not-found", "sub/pipe.csv": "not-a-file"}
    assert gather(["sub/pipe.csv"]).files == ("sub/pipe.csv",)  # as of `<(…)` in a shell


def test_a_folder_that_may_not_be_read_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del folder
    scan = os.scandir

    def refused(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("sub.d"):
            raise OSError(5, "Input/output error")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert codes(gather(["."])) == {"sub": "permission-denied", "sub.d": "read-error"}
    assert codes(gather(["sub"])) == {"sub": "permission-denied"}


def test_a_file_in_a_folder_that_may_not_be_entered_is_told_as_that(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub" / "far.csv").symlink_to(folder / "sub.d" / "e.csv")
    stat = os.stat

    def refused(path: object, *rest: object, **named: object) -> os.stat_result:
        if "sub.d" in os.fsdecode(os.path.realpath(str(path))):
            raise PermissionError(13, "Permission denied", path)
        return stat(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refused)
    found = gather(["sub.d/e.csv", "sub.d/*.csv", "sub", "b.csv"])
    assert found.files == ("sub/c.csv", "b.csv")
    assert codes(found) == dict.fromkeys(
        ["sub.d/e.csv", "sub.d/*.csv", "sub/far.csv"], "permission-denied"
    )


def test_an_empty_folder_is_told(folder: Path) -> None:
    (folder / "none").mkdir()
    (folder / "none" / "notes.md").write_text("x", "utf-8")
    assert codes(gather(["none"])) == {"none": "empty-folder"}
