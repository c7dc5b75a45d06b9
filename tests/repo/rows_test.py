"""tests/README.md says which test shows which row of the checklist, and why the others are left."""
import json
import unittest

import house
import rows


class Rows(unittest.TestCase):
    def setUp(self):
        self.page = house.read(rows.PAGE)

    def test_the_page_says_what_the_tests_name(self):
        expected = rows.write_page(self.page, rows.tests_by_row(rows.sources()))
        changed = [line for line in expected.splitlines() if line not in self.page.splitlines()]
        self.assertTrue(expected == self.page, "\n".join(["python3 tests/repo/rows.py --write", *changed]))

    def test_every_row_has_a_title_and_a_test_or_a_reason(self):
        titles, reasons = rows.read_page(self.page)
        self.assertEqual(rows.ALL, sorted(titles))
        self.assertEqual([], [row for row, title in titles.items() if not title])
        self.assertEqual([], [row for row, reason in reasons.items() if not reason or reason == rows.NO_REASON])

    def test_a_row_is_found_in_a_name_a_comment_above_and_a_case(self):
        source = "\n".join([
            "// E001: the file's head", "#include <x>",
            "TEST(Lock, E002_IsAtomic) {", "}",
            "// E003 and E004", "TEST_P(Lock, Expires) {", '  case("0xE005", "E006");', "  // E007", "  check();", "}",
            "# E008", "@unittest.skip", "def test_cli(self):", "    Case{1},  // E009 V087", "// E121 and V088 are no rows"])
        self.assertEqual(
            [("E001", ""), ("E002", "Lock.E002_IsAtomic"), ("E003", "Lock.Expires"), ("E004", "Lock.Expires"),
             ("E007", "Lock.Expires"), ("E008", "test_cli"), ("E009", "test_cli"), ("V087", "test_cli")], rows.find_tests(source))

    def test_a_recorded_case_shows_the_rows_that_it_names_and_expects_something_of(self):
        case = {
            "description": "sent twice (V004)", "expect": {"s3": {"a/b": {"key": "body"}}, "sqs": {}},
            "reasons": [{"path": "/s3/a~1b", "rule": "kept (V030, V099)"}, {"path": "/sqs", "rule": "V080"}, {"path": "/bus/x", "rule": "V013"}]}
        name = "events/vendor-events/twice.case.json"
        self.assertEqual({"V004": [name], "V030": [name]}, rows.tests_by_row({name: json.dumps(case)}))
        del case["expect"]
        self.assertEqual({}, rows.tests_by_row({name: json.dumps(case)}))

    def test_a_row_that_loses_its_test_asks_for_a_reason(self):
        page = "\n".join([
            "<!-- rows: made -->", "| row | a | b |", "| --- | --- | --- |", "| E001 | title one | `x` |", "<!-- end of rows -->",
            "<!-- left: made -->", "| row | a | b |", "| --- | --- | --- |", "| E002 | title two | not built |", "<!-- end of left -->"])
        after = rows.write_page(page, {"E002": ["lock_test.cpp Lock.IsAtomic"]})
        self.assertIn("| E002 | title two | `lock_test.cpp Lock.IsAtomic` |\n<!-- end of rows -->", after)
        self.assertIn(f"| E001 | title one | {rows.NO_REASON} |", after)


if __name__ == "__main__":
    unittest.main()
