"""A city and its agencies: what is missing is told first, and each difference with each value."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from reportcheck.checking import Request, check
from reportcheck.finding import Finding, Verdict
from reportcheck.page import Page
from reportcheck.problem import Problem, RuleFileProblem
from reportcheck.rendering.full import full
from reportcheck.rendering.json_report import json_report, report_schema
from reportcheck.report import Report, Status
from reportcheck.rereading import reread
from tests.comparing import city


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "2024"


def checked(
    *paths: str,
    hierarchy: str | None = "agencies.csv",
    rules: tuple[str, ...] = ("rules.yaml",),
    jobs: int = 1,
) -> Report:
    return check(Request(paths or ("2024",), rules, hierarchy=hierarchy, jobs=jobs))


def told(report: Report) -> list[tuple[str, str, str]]:
    return [
        (str(file.agency), finding.rule, str(finding.verdict))
        for file in report.files
        for finding in file.findings
    ]


def the_only(report: Report, rule: str) -> Finding:
    (found,) = [each for each in report.findings if each.rule == rule]
    return found


def test_a_city_that_adds_up_passes_at_every_level(folder: Path) -> None:
    city.write(folder, city.figures())
    report = checked()
    assert told(report) == []
    assert (report.exit_code, report.resting, len(report.files)) == (0, 0, 40)
    # Four have others below them; of nine cells each, three are totals of their rows.
    assert sum(dict(file.passes).get("汇总", 0) for file in report.files) == 4 * 6


def test_one_missing_one_wrong_by_three_and_one_on_the_older_form(folder: Path) -> None:
    reports = city.figures()
    del reports["东区05局"]
    reports["示例市"][0][0] += 3
    older = reports.pop("南区02局")
    city.write(folder, reports)
    merged = [older[0], [a + b for a, b in zip(*older[1:], strict=True)]]
    city.write_report(folder / "南区02局.csv", "南区02局", merged, labels=("群众来信", "建议提案"))
    (folder.parent / "older.yaml").write_text(city.OLDER, "utf-8")
    report = checked(rules=("rules.yaml", "older.yaml"))
    assert told(report) == [
        ("东区", "missing-child", "fail"),
        ("东区", "汇总", "unknown"),
        ("南区", "汇总", "unknown"),
        ("示例市", "汇总", "fail"),
    ]
    missing, gathered, edition, wrong = report.findings
    assert missing.facts == {"number": "1", "agencies": "东区05局"}
    assert (gathered.count, gathered.reason) == (6, "missing-child")
    # What both editions have was compared all the same.
    assert (edition.count, edition.reason) == (4, "other-edition")
    assert [each.agency for each in edition.because] == ["南区02局"]
    assert (wrong.difference, wrong.facts["children"]) == ("3", "3")
    assert report.exit_code == 1


def test_the_same_whatever_the_number_of_workers(folder: Path) -> None:
    reports = city.figures()
    del reports["东区05局"]
    reports["西区"][2][1] -= 1
    city.write(folder, reports)
    one, two = (json_report(checked(jobs=jobs), "zh", "0") for jobs in (1, 2))
    assert one == two


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_page(folder: Path, lang: str, snapshot: SnapshotAssertion) -> None:
    reports = city.figures()
    del reports["东区05局"], reports["东区06局"]
    reports["西区"][0][0] += 3
    reports["示例市"][2][1] -= 40
    city.write(folder, reports)
    city.write_report(folder / "外地局.csv", "外地局", [[0, 0]] * 3)
    city.write_report(folder / "南区1局.csv", "南区 1局", [[0, 0]] * 3)
    page = Page("zh" if lang == "zh" else "en", 80)
    assert "\n".join("".join(s.text for s in each) for each in full(checked(), page)) == snapshot


def test_json_tells_whose_figures_were_added_up(folder: Path, tmp_path: Path) -> None:
    import json

    import jsonschema

    reports = city.figures()
    reports["示例市"][0][0] += 3
    city.write(folder, reports)
    report = checked()
    text = json_report(report, "zh", "0")
    whole = json.loads(text)
    jsonschema.validate(whole, json.loads(report_schema()))
    (finding,) = [each for file in whole["files"] for each in file["findings"]]
    assert [(each.get("agency"), each["path"]) for each in finding["witnesses"]] == [
        (None, None),
        *((name, f"2024/{name}.csv") for name in ("东区", "西区", "南区")),
    ]
    (tmp_path / "report.json").write_text(text, "utf-8")
    assert json_report(reread("report.json").report, "zh", "0") == text


def test_without_a_hierarchy_roll_ups_rest(folder: Path) -> None:
    city.write(folder, city.figures())
    report = checked(hierarchy=None)
    assert (report.resting, report.resting_below, report.exit_code) == (6, 6, 0)
    page = Page("zh", 80)
    assert "--hierarchy" in "".join(s.text for each in full(report, page) for s in each)


def test_folders_are_a_hierarchy_too(folder: Path) -> None:
    reports, tree = city.figures(), city.agencies()
    city.write(folder, {})
    for name, rows in reports.items():
        above = tree[name]
        place = folder / "示例市"
        if above is not None:
            place = place / name if above == "示例市" else place / above
        city.write_report(place / f"{name}.csv", name, rows)
    report = checked(hierarchy="2024")
    assert (told(report), report.exit_code) == ([], 0)
    assert sum(dict(file.passes).get("汇总", 0) for file in report.files) == 4 * 6
    (folder / "示例市" / "北区").mkdir()
    report = checked(hierarchy="2024")
    assert the_only(report, "missing-child").facts["agencies"] == "北区"


def test_an_agency_of_which_nothing_tells_otherwise_is_told_with_the_list(folder: Path) -> None:
    reports = city.figures()
    del reports["示例市"], reports["东区"], reports["东区01局"]
    city.write(folder, reports)
    report = checked()
    (lost,) = report.unchecked
    assert (lost.path, lost.problem and lost.problem.code) == ("agencies.csv", "missing-report")
    assert lost.problem is not None
    assert lost.problem.facts["agencies"] == "示例市\n东区\n东区01局"
    assert report.exit_code == 2


def test_an_agency_that_is_not_in_the_list_is_named_with_the_one_it_may_be(folder: Path) -> None:
    city.write(folder, city.figures())
    city.write_report(folder / "x.csv", "东区 1局", [[0, 0]] * 3)
    finding = the_only(checked(), "not-in-hierarchy")
    assert finding.facts["agency"] == "东区 1局"
    assert finding.facts["nearest"].startswith("东区")


def test_two_reports_of_one_agency_are_none_to_add_up(folder: Path) -> None:
    reports = city.figures()
    city.write(folder, reports)
    city.write_report(folder / "again.csv", "东区01局", [[9, 9]] * 3)
    report = checked()
    assert the_only(report, "doubled-child").facts["agencies"] == "东区01局"
    assert the_only(report, "duplicate-submission").facts["agency"] == "东区01局"
    (unknown,) = [each for each in report.findings if each.verdict is Verdict.UNKNOWN]
    assert (unknown.reason, unknown.count) == ("doubled-child", 6)


def test_the_same_report_twice_is_added_up_once_and_told(folder: Path) -> None:
    reports = city.figures()
    city.write(folder, reports)
    city.write_report(folder / "again.csv", "东区01局", reports["东区01局"])
    assert told(checked()) == [("东区01局", "duplicate-submission", "fail")]


def test_who_is_missing_is_told_with_the_files_that_may_be_theirs(folder: Path) -> None:
    """Nobody is asked for what was sent: it could not be read, or says somebody else."""
    reports = city.figures()
    del reports["东区01局"], reports["东区02局"], reports["东区03局"], reports["东区04局"]
    city.write(folder, reports)
    (folder / "1 东区01局.xlsx").write_bytes(b"PK\x03\x04")
    city.write_report(folder / "东区02局2024.csv", "东区2局", [[0, 0]] * 3)
    city.write_report(folder / "东区03局2024.csv", "东区03局", [[0, 0]] * 3, "2023")
    facts = the_only(checked(), "missing-child").facts
    assert facts["agencies"].split() == [f"东区0{number}局" for number in (1, 2, 3, 4)]
    assert facts["here"].split("\n") == [
        "2024/1 东区01局.xlsx", "2024/东区02局2024.csv", "2024/东区03局2024.csv"
    ]  # fmt: skip


def test_the_offices_own_report_is_one_of_those_of_its_area(folder: Path) -> None:
    rows = [[1, 2], [3, 4], [5, 6]]
    city.write(folder, {})
    (folder.parent / "agencies.csv").write_text(
        "code,name,parent,file\n35,示例市,,汇总/*\n3500,示例市,35,本级/*\n3501,东区,35,\n", "utf-8"
    )
    city.write_report(folder / "本级/示例市.csv", "示例市", rows)
    city.write_report(folder / "东区.csv", "东区", rows)
    area = folder / "汇总/示例市.csv"
    city.write_report(area, "示例市", [[2 * each for each in row] for row in rows])
    assert told(checked()) == []
    city.write_report(area, "示例市", [[3, 4], *([2 * each for each in row] for row in rows[1:])])
    finding = the_only(checked(), "汇总")
    assert [each.agency for each in finding.witnesses] == [None, "示例市(3500)", "东区"]


def test_periods_are_added_up_apart(folder: Path) -> None:
    reports = city.figures()
    city.write(folder, reports)
    doubled = {name: [[2 * each for each in row] for row in rows] for name, rows in reports.items()}
    city.write(folder.parent / "2023", doubled, "2023")
    assert told(checked("2023", "2024")) == []


def test_what_cannot_be_read_below_is_the_cause(folder: Path) -> None:
    reports = city.figures()
    city.write(folder, reports)
    path = folder / "西区03局.csv"
    text = path.read_text("utf-8").splitlines()
    text[5] = "人大建议,约三件,2,2"
    path.write_text("\n".join(text) + "\n", "utf-8")
    report = checked()
    unknown = next(each for each in report.findings if each.rule == "汇总")
    assert (unknown.verdict, unknown.reason, unknown.count) == (Verdict.UNKNOWN, "not-a-number", 1)
    assert [(each.agency, each.path) for each in unknown.because] == [
        ("西区03局", "2024/西区03局.csv")
    ]


def test_a_broken_list_stops_the_run_before_it_begins(folder: Path) -> None:
    city.write(folder, city.figures())
    (folder.parent / "agencies.csv").write_text("name,parent\n甲,乙\n", "utf-8")
    with pytest.raises(RuleFileProblem):
        checked()
    with pytest.raises(Problem) as refused:
        checked(hierarchy="no such list.csv")
    assert refused.value.code == "hierarchy-unreadable"


def test_a_list_that_no_rule_can_use_is_told_as_not_checked(folder: Path) -> None:
    city.write(folder, city.figures())
    (folder.parent / "rules.yaml").write_text(city.RULES.partition("rules:")[0], "utf-8")
    report = checked()
    *files, unused = report.files
    assert unused.problem is not None
    assert (unused.path, unused.problem.code) == ("agencies.csv", "hierarchy-unused")
    assert all(file.status is Status.PASSED for file in files)
    assert report.exit_code == 2


def test_a_list_in_the_folder_of_the_reports_is_none_of_them(folder: Path) -> None:
    city.write(folder, city.figures())
    (folder.parent / "agencies.csv").rename(folder / "agencies.csv")
    report = checked(hierarchy="2024/agencies.csv")
    assert ("skipped-list", "2024/agencies.csv") in report.notes
    assert told(report) == []


def test_a_project_names_its_list(folder: Path) -> None:
    from reportcheck.project import find

    city.write(folder, city.figures())
    (folder.parent / "reportcheck.toml").write_text(
        'rules = "rules.yaml"\nhierarchy = "agencies.csv"\n', "utf-8"
    )
    report = check(Request(("2024",), project=find(Path())))
    assert (report.resting, told(report)) == (0, [])


def test_an_explanation_holds_for_the_values_of_all_agencies(folder: Path) -> None:
    from reportcheck.rendering.waiver_file import waiver_file

    reports = city.figures()
    reports["示例市"][0][0] += 3
    city.write(folder, reports)
    text = waiver_file(checked(), "en").replace("reason:\n", "reason: agreed\n")
    text = text.replace("by:\n", "by: 甲\n").replace("until:\n", "until: 2999-01-01\n")
    assert '"children(群众来信[新交办])[东区]"' in text
    Path("waivers.yaml").write_text(text, "utf-8")
    request = Request(
        ("2024",), ("rules.yaml",), hierarchy="agencies.csv", waivers=("waivers.yaml",)
    )
    assert [str(each.verdict) for each in check(request).findings] == ["accepted"]
    reports["东区"][0][0] += 1
    city.write(folder, reports)
    verdicts = {each.rule: str(each.verdict) for each in check(request).findings}
    assert verdicts["waiver-reopened"] == verdicts["汇总"] == "fail"


def test_a_roll_up_outside_of_its_periods_is_not_asked(folder: Path) -> None:
    reports = city.figures()
    reports["东区"][0][0] += 1
    city.write(folder, reports)
    rules = Path("rules.yaml")
    rules.write_text(city.RULES + "  effective: {from: 2030}\n", "utf-8")
    report = checked()
    assert {rule for _, rule, _ in told(report)} == {"not-in-force"}
    assert report.resting == 0
    rules.write_text(city.RULES + "  effective: {to: 2024}\n", "utf-8")
    assert "汇总" in {rule for _, rule, _ in told(checked())}


@pytest.mark.parametrize("flat", ["2024", "flat.csv"])
def test_where_nobody_is_below_anybody_that_is_told(folder: Path, flat: str) -> None:
    city.write(folder, city.figures())
    names = "".join(f"{name},\n" for name in city.agencies())
    Path("flat.csv").write_text(f"name,parent\n{names}", "utf-8")
    report = checked(hierarchy=flat)
    assert [each.problem and each.problem.code for each in report.files].count(
        "hierarchy-flat"
    ) == 1
    assert report.exit_code == 2
    assert len(report.files) == 41


@pytest.mark.parametrize(("value", "told_of"), [(7, 1), (0, 0)])
@pytest.mark.parametrize("check", ["cell = sum(children(cell))", "cell >= max(children(cell))"])
def test_an_optional_row_that_only_those_below_have_is_told_once(
    folder: Path, check: str, value: int, told_of: int
) -> None:
    reports = city.figures()
    city.write(folder, reports)
    rules = city.RULES.replace("政协提案]", "政协提案, {label: 其他, optional: true}]")
    rules = rules.replace("cell = sum(children(cell))", check)
    Path("rules.yaml").write_text(rules, "utf-8")
    for agency in ("东区01局", "东区02局"):
        rows = [*reports[agency], [value, value]]
        city.write_report(folder / f"{agency}.csv", agency, rows, labels=(*city.ROWS, "其他"))
    report = checked()
    found = [each for each in report.findings if each.rule == "left-out-above"]
    assert [each.facts["agencies"] for each in found] == ["东区01局\n东区02局"] * told_of
    assert {rule for _, rule, _ in told(report)} == {each.rule for each in found}
    assert report.exit_code == told_of
