"""The rows of the feature checklist, and the tests that show them.

The rows are E001 to E120 (the order flow) and V001 to V087 (the vendors' events). A test names one in its own name or in a
comment right above it, a recorded case of events/ in its description or in a reason. `rows.py --write` makes the two tables of
tests/README.md from those names: the rows that have a test, and the rows that are left, with the reason that a person wrote
there. The titles live in those tables and nowhere else. rows_test.py keeps the page true.
"""
import json
import re
import sys

import house

PAGE = "tests/README.md"
ROW = re.compile(r"(?<![A-Za-z0-9])([EV]\d{3})(?![0-9])")
ALL = [f"{letter}{number:03}" for letter, last in (("E", 120), ("V", 87)) for number in range(1, last + 1)]
TEST = re.compile(r"^\s*(?:TYPED_)?TEST(?:_[PF])?\s*\(\s*(\w+)\s*,\s*(\w+)|^\s*def (test_\w+)|^\s*(?:test|it)\(\s*[\"'`](.+?)[\"'`]")
COMMENT = re.compile(r"(?://|#|\"\"\")(.*)$")
CASE = ".case.json"
NO_REASON = "(say why)"


def rows_named(text):
    return [row for row in ROW.findall(text) if row in ALL]


def test_name(match):
    suite, name, python, javascript = match.groups()
    return f"{suite}.{name}" if suite else python or javascript


def find_tests(text):
    """(row, name of the test) for each row that a source names; the name is empty for a row named in the file's head."""
    found, above, current = [], [], ""
    for line in text.splitlines():
        test = TEST.match(line)
        comment = COMMENT.search(line)
        if test:
            current = test_name(test)
            named = rows_named(current.replace("_", " ")) + above + (rows_named(comment[1]) if comment else [])
            found += [(row, current) for row in named]
            above = []
        elif comment and line.strip().startswith(("//", "# ", '"""')):
            above += rows_named(comment[1])
        elif not line.strip().startswith("@"):  # a decorator stands between the comment and its test
            # Rows above something that is no test (a table of cases, a whole file) belong to the test they stand in.
            found += [(row, current) for row in above + (rows_named(comment[1]) if comment else [])]
            above = []
    return found + [(row, current) for row in above]


def expects_at(case, pointer):
    """Whether the case expects anything below a JSON Pointer; one that was not recorded yet, or an empty section, shows nothing."""
    expected = case.get("expect")
    for segment in pointer.split("/")[1:]:
        expected = expected.get(segment.replace("~1", "/").replace("~0", "~")) if isinstance(expected, dict) else None
    return bool(expected)


def find_cases(text):
    """(row, "") for each row that a recorded case shows, as find_tests."""
    case = json.loads(text)
    reasons = [("", case.get("description", "")), *((reason["path"], reason["rule"]) for reason in case.get("reasons", []))]
    return [(row, "") for path, said in reasons if expects_at(case, path) for row in rows_named(said)]


def tests_by_row(sources):
    """{row: ["path: Suite.Name", ...]}, each test once, in the order of the sources."""
    by_row = {}
    for path, text in sources.items():
        for row, name in find_cases(text) if path.endswith(CASE) else find_tests(text):
            tests = by_row.setdefault(row, [])
            label = f"{path.removeprefix('tests/')}" + (f" {name}" if name else "")
            if label not in tests:
                tests.append(label)
    return by_row


def read_page(page):
    """(titles, reasons): what the two tables of the page say now."""
    shown = house.table(house.between(page, "rows")[1])
    left = house.table(house.between(page, "left")[1])
    titles = {row: title for row, title, _ in shown + left}
    return titles, {row: reason for row, _, reason in left}


def write_page(page, by_row):
    titles, reasons = read_page(page)

    def made(mark, head, lines):
        nonlocal page
        before, _, after = house.between(page, mark)
        page = before + "\n".join([f"| row | what it promises | {head} |", "| --- | --- | --- |", *lines, ""]) + after

    cell = lambda tests: "<br>".join(f"`{test}`" for test in tests[:3]) + (f"<br>and {len(tests) - 3} more" if len(tests) > 3 else "")
    made("rows", "tests", [f"| {row} | {titles.get(row, '')} | {cell(by_row[row])} |" for row in ALL if row in by_row])
    made("left", "why it is left", [f"| {row} | {titles.get(row, '')} | {reasons.get(row) or NO_REASON} |" for row in ALL if row not in by_row])
    return page


def sources():
    """The tests, but for these two files, which speak of rows without showing any; the recorded cases come last."""
    found = {**house.files(".cpp", ".h", ".py", ".mjs", ".js", below="tests"), **house.files(".cpp", ".py", below="bench"),
             **house.files(CASE, below="events")}
    return {path: file.read_text() for path, file in found.items() if not path.startswith("tests/repo/rows")}


if __name__ == "__main__":
    now = house.read(PAGE)
    after = write_page(now, tests_by_row(sources()))
    if "--write" in sys.argv:
        (house.HOME / PAGE).write_text(after)
    elif after != now:
        sys.exit("tests/README.md is not what the tests say; write it anew: python3 tests/repo/rows.py --write")
