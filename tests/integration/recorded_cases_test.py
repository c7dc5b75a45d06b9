"""feedmill replay as CI runs it: every recorded case twice, and each exit status."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import BINARY, ENVIRONMENT, HOME, main  # noqa: E402

EVENTS = HOME / "events"
ONE = EVENTS / "vendor-events/stock-count.case.json"


def replay(*arguments, **environment):
    return subprocess.run([BINARY, "replay", *map(str, arguments)], env={**ENVIRONMENT, **environment}, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=600)


class Replay(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="feedmill-replay-test-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def changed(self, change, name="suite/one.case.json"):
        """A copy of one case, changed."""
        case = json.loads(ONE.read_text())
        change(case)
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(case))
        return path

    def assert_ends(self, status, run, *said):
        self.assertEqual(status, run.returncode, run.stdout + run.stderr)
        for text in said:
            self.assertIn(text, run.stdout + run.stderr)

    def test_every_recorded_case_passes_and_gives_the_same_calls_twice(self):
        report = self.directory / "report.xml"
        run = replay(EVENTS, "--repeat", 2, "--jobs", os.cpu_count() or 1, "--junit", report)
        self.assert_ends(0, run)
        suite = xml.parse(report).getroot().find("testsuite")
        files = list(EVENTS.rglob("*.case.json"))
        self.assertEqual((str(len(files)), "0", "0"), (suite.get("tests"), suite.get("failures"), suite.get("errors")))

    def test_another_seed_gives_other_ids_and_the_same_effects(self):
        self.assert_ends(0, replay(ONE, EVENTS / "vendor-events/other-bytes.case.json", "--seed", 4711))

    def test_a_mismatch_names_what_the_case_shows_the_place_and_the_rule(self):
        path = self.changed(lambda case: case["expect"]["dynamodb"]["IngestRecords"][0]["status"].update(S="ACCEPTED"))
        self.assert_ends(1, replay(path), "suite/one: MISMATCH", "shows     one count of stock", "/dynamodb/IngestRecords/0/status/S", '"NORMALIZED"', "lifecycle")
        self.assert_ends(1, replay(path, "--tap"), "not ok 1 - suite/one")

    def test_what_is_wrong_fifty_times_hides_no_other_rule(self):
        case = json.loads((EVENTS / "vendor-events/sent-fifty-times.case.json").read_text())
        for response in case["expect"]["responses"]:
            response["status"] = 200
        case["expect"]["dynamodb"]["IngestRecords"][0]["status"]["S"] = "ACCEPTED"
        path = self.directory / "fifty.case.json"
        path.write_text(json.dumps(case))
        self.assert_ends(1, replay(path), "/responses/5/status", "/dynamodb/IngestRecords/0/status/S", "… and 44 more")

    def test_a_case_that_is_wrong(self):
        self.assert_ends(2, replay(self.changed(lambda case: case.update(expct={}))), "/expct: is not known here")
        self.assert_ends(2, replay(self.changed(lambda case: case["inputs"][0]["http"].update(api="nobody"))), "no HTTP API", "vendor-events")

    def test_a_template_that_cannot_be_booted(self):
        template = self.directory / "template.yaml"
        template.write_text("Resources: {A: {Type: 'AWS::No::Such'}}")
        self.assert_ends(3, replay(ONE, "--template", template), "AWS::No::Such")

    def test_personal_data_is_found_before_anything_runs(self):
        path = self.changed(lambda case: case["inputs"][0]["http"].update(body="jane.doe@real-shop.io"))
        self.assert_ends(6, replay(path), "/inputs/0/http/body", "e-mail address")

    def test_no_cases(self):
        self.assert_ends(7, replay(self.directory), "no *.case.json")
        self.assert_ends(7, replay(self.directory / "nowhere"), "there is no")

    def test_update_rewrites_what_is_expected_but_not_in_ci(self):
        path = self.changed(lambda case: case.pop("expect"))
        self.assert_ends(1, replay(path))
        self.assert_ends(2, replay(path, "--update", CI="true"), "refused")
        self.assert_ends(0, replay(path, "--update", CI=""))
        self.assert_ends(0, replay(path))

    def test_shards_are_all_of_the_cases_once(self):
        for number in range(5):
            self.changed(lambda case: None, f"suite/{number}.case.json")
        counts = [replay(self.directory, "--shard", f"{part}/3").stdout.split(" ")[0] for part in (1, 2, 3)]
        self.assertEqual(["2", "2", "1"], counts)

    def test_faults_of_a_file_come_on_top(self):
        faults = self.directory / "faults.json"
        faults.write_text(json.dumps([{"call": {"action": "s3:PutObject", "caller": "/ingest", "times": 0, "status": 503, "code": "SlowDown"}}]))
        self.assert_ends(1, replay(ONE, "--faults", faults), "/responses/0/status")


if __name__ == "__main__":
    main()
