"""`feedmill demo --json` against the expected documents of our own cases: good, flawed, late, FAILED, the same set again."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import BINARY, ENVIRONMENT, HOME, main, run  # noqa: E402

CHECK = HOME.parent / "shared/conformance/order-analytics/check.py"


class Demo(unittest.TestCase):
    def demo(self, sets, *options):
        return run("demo", "--json", *options, *(word for one in sets for word in ("--data", one)))

    def assert_document(self, done, status, expected):
        self.assertEqual(status, done.returncode, done.stderr)
        self.assertIsNone(orders.first_difference(expected, json.loads(done.stdout)))

    # E025 E040 E042 E044
    def test_each_case_gives_its_expected_document(self):
        names = sorted(path.parent.name for path in orders.CASES.glob("*/case.json"))
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(name):
                sets, expected = orders.case(name)
                ids = json.loads((orders.CASES / name / "case.json").read_text())["ids"]
                last = (expected.get("validations") or [expected.get("validation")])[-1]
                self.assert_document(self.demo(sets, "--ids", ids), 1 if last and last["status"] == "FAILED" else 0, expected)

    # E060
    def test_the_same_set_again_adds_nothing_and_has_no_report(self):
        [good], expected = orders.case("two_good_days")
        twice = {**{name: expected[name] for name in ("OrderKPIs", "CategoryKPIs")}, "validations": [expected["validation"], None]}
        self.assert_document(self.demo([good, good]), 0, twice)

    def test_bundled_data_has_every_kind_of_flaw(self):
        done = self.demo([])
        self.assertEqual(0, done.returncode, done.stderr)
        report = json.loads(done.stdout)["validation"]
        self.assertEqual("PARTIAL", report["status"])
        self.assertGreaterEqual(len({reason.partition(":")[0] for reason in report["quarantined_files"].values()}), 4)

    def test_a_person_is_shown_the_tables_and_how_to_look_further(self):
        [good], _ = orders.case("two_good_days")
        done = run("demo", "--data", good)
        self.assertEqual(0, done.returncode, done.stderr)
        for part in ("OrderKPIs", "CategoryKPIs", "2026-03-01", "65.00", "Café", "aws --endpoint-url"):
            self.assertIn(part, done.stdout)

    def test_data_that_is_no_export_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            for directory, part in ((folder, "orders/*.csv"), (folder + "/none", "not a directory")):
                done = self.demo([directory])
                self.assertEqual(2, done.returncode)
                self.assertIn(part, done.stderr)
                self.assertEqual("", done.stdout)


class Conformance(unittest.TestCase):
    @unittest.skipUnless(CHECK.exists(), "skipped: the conformance cases of order analytics do not stand beside this tree")
    def test_every_conformance_case_passes(self):
        command = f"'{BINARY}' demo --data {{dir}} --ids {{ids}} --json"
        done = subprocess.run([sys.executable, str(CHECK), command], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
        self.assertEqual("85 passed, 0 failed", done.stdout.strip().splitlines()[-1], done.stdout)


if __name__ == "__main__":
    main()
