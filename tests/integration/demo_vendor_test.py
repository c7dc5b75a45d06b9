"""`feedmill demo vendor`: what it says happened, the same again for the same seed, and nothing left behind."""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import BINARY, DEADLINE_SECONDS, ENVIRONMENT, HOME, REGION, main, run, wait_until  # noqa: E402

import boto3  # noqa: E402

EVENTS, UPGRADED = 22, "muehle-nord"


def facts(seed):
    done = run("demo", "vendor", "--json", "--seed", seed)
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}\n{done.stderr}{done.stdout[-2000:]}")
    return json.loads(done.stdout)


class Facts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.facts = facts(5)

    def vendor(self, name):
        return next(row for row in self.facts["vendors"] if row["vendor"] == name)

    # V004 V025 V078
    def test_every_event_comes_twice_or_more_and_is_accepted_once(self):
        answers = collections.defaultdict(list)
        for request in self.facts["requests"]:
            answers[request["vendor"], request["event"]].append((request["status"], request["again"]))
        self.assertEqual(EVENTS, len(answers))
        for event, got in answers.items():
            self.assertGreaterEqual(len(got), 2, event)
            self.assertEqual([(202, number > 0) for number in range(len(got))], got, event)
        self.assertEqual(EVENTS, sum(row["accepted"] for row in self.facts["vendors"]))

    # V006
    def test_the_order_of_arrival_has_no_say_in_the_state(self):
        subjects = {name: row for row in self.facts["subjects"] for name in [row["subject"]]}
        self.assertTrue(any(row["arrived"] != sorted(row["arrived"]) for row in subjects.values()))
        self.assertEqual("in_transit 129.45 EUR", subjects["order 4001"]["before"])
        self.assertEqual("processing 62.45 EUR, refunded 12.45", subjects["order 4002"]["before"])
        self.assertEqual("31", subjects["stock of COFFEE-1KG"]["before"])  # a count of 36, less what was sold after it
        other = facts(6)
        self.assertNotEqual([row["arrived"] for row in self.facts["subjects"]], [row["arrived"] for row in other["subjects"]])
        for name in ("subject", "before", "after"):
            self.assertEqual([row[name] for row in self.facts["subjects"]], [row[name] for row in other["subjects"]])

    # V023
    def test_other_bytes_and_what_has_no_id_are_refused(self):
        conflict, garbage = self.facts["refused"]
        self.assertEqual((409, "urn:feedmill:problem:other-bytes"), (conflict["status"], conflict["type"]))
        self.assertEqual((400, ["externalEventId"]), (garbage["status"], [error["field"] for error in garbage["errors"]]))
        self.assertEqual([1, 1], [self.vendor(name)["refused"] for name in (UPGRADED, "paydesk")])

    # V005 V016 V059 V079
    def test_what_breaks_its_contract_is_set_aside_with_path_rule_and_value(self):
        names = ("vendor", "contract", "version", "path", "rule", "value", "after")
        self.assertEqual({(UPGRADED, "shopify.order", 2, "/fulfillment_status", "enum", '"on_hold"', "NORMALIZED"),
                          ("oats-and-more", "woocommerce.order", 3, "/total", "type", "18.5", "QUARANTINED")},
                         {tuple(violation[name] for name in names) for violation in self.facts["violations"]})

    # V033 V040
    def test_a_newer_contract_and_a_backfill_change_that_vendors_records_alone(self):
        upgrade = self.facts["upgrade"]
        self.assertEqual(("COMPLETED", 8, 8), tuple(upgrade["backfill"][name] for name in ("state", "listed", "emitted")))
        self.assertEqual(EVENTS, upgrade["onceMore"])
        self.assertEqual({(UPGRADED, event, 2, 3) for event in
                          ("wh-4001-create", "wh-4001-paid", "wh-4001-shipped", "wh-4002-paid", "wh-4003-paid")},
                         {tuple(row[name] for name in ("vendor", "event", "from", "to")) for row in upgrade["changed"]})
        for row in self.facts["vendors"]:
            self.assertEqual(row["vendor"] != UPGRADED, row["before"] == row["after"], row)
        moved = {row["subject"]: row["after"] for row in self.facts["subjects"] if row["before"] != row["after"]}
        self.assertEqual({"order 4001": "in_transit 129.45 EUR, shipping 4.95",
                          "order 4002": "processing 62.45 EUR, refunded 12.45, shipping 4.95",
                          "order 4003": "processing 34.95 EUR, shipping 4.95"}, moved)

    def test_the_same_seed_gives_the_same_facts(self):
        self.assertEqual(self.facts, facts(5))

    def test_it_finds_nothing_to_complain_of(self):
        self.assertEqual([], self.facts["complaints"])


class Telling(unittest.TestCase):
    def test_a_person_is_shown_what_happened_on_one_page(self):
        done = run("demo", "vendor", "--seed", 5)
        self.assertEqual(0, done.returncode, done.stderr)
        for part in ("seed 5", "409 Another body", "400 The request", "3 2 1    in_transit", "woocommerce.order@3  /total",
                     "→ in_transit 129.45 EUR, shipping 4.95", "after the backfill", "curl 'http", "aws --endpoint-url"):
            self.assertIn(part, done.stdout)
        lines = done.stdout.splitlines()
        self.assertLess(len(lines), 60)
        self.assertLessEqual(max(map(len, lines)), 120)

    def test_options_of_the_other_demo_are_no_secret(self):
        for arguments, part in ((("--data", "x", "vendor"), "demo orders"), (("vendor", "--data", "x"), "--data")):
            done = run("demo", *arguments)
            self.assertNotEqual(0, done.returncode)
            self.assertIn(part, done.stderr)
        self.assertIn("vendor", run("demo", "--help").stdout)

    def test_where_normalize_hears_nothing_it_says_so_and_fails(self):
        with tempfile.TemporaryDirectory() as home:
            shutil.copytree(HOME / "infra", pathlib.Path(home, "infra"))
            template = pathlib.Path(home, "infra/template.yaml")
            text = template.read_text()
            template.write_text(text.replace("      Name: to-normalize\n", "      Name: to-normalize\n      State: DISABLED\n"))
            self.assertNotEqual(text, template.read_text())
            done = subprocess.run([BINARY, "demo", "vendor", "--json"], env=ENVIRONMENT | {"FEEDMILL_HOME": home}, capture_output=True,
                                  text=True, timeout=DEADLINE_SECONDS)
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn("muehle-nord wh-4001-paid is EMITTED", json.loads(done.stdout)["complaints"])


def in_session(session):
    """Processes of a session that are not just waiting to be reaped."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


class Leaving(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, *options):
        process = subprocess.Popen([BINARY, "demo", "vendor", *options], env=ENVIRONMENT | {"TMPDIR": str(self.folder)}, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def assert_nothing_is_left(self, process):
        wait_until(lambda: not in_session(process.pid), "the end of every process")
        self.assertEqual([], list(self.folder.iterdir()))

    # V009: normalize is replaced, which starts it anew; ingest goes on answering and is the process that it was.
    def test_it_stays_to_look_around_until_it_is_told_to_stop(self):
        process = self.start("--stay", "--seed", "5")
        said = ""
        while "dynamodb scan" not in said:
            line = process.stdout.readline()
            self.assertTrue(line, said + process.stderr.read() if not line else "")
            said += line
        url = re.search(r"curl (http://\S+)", said)[1]
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=DEADLINE_SECONDS) as answer:
            self.assertEqual("QUARANTINED", json.load(answer)["status"])
        logs = boto3.client("logs", endpoint_url=re.match(r"http://[^/]+", url)[0], region_name=REGION, aws_access_key_id="test",
                            aws_secret_access_key="test")
        processes = {name: len(logs.describe_log_streams(logGroupName=f"/aws/lambda/{name}")["logStreams"]) for name in
                     ("ingest", "normalize")}
        self.assertEqual({"ingest": 1, "normalize": 2}, processes)  # a log stream each
        self.assertGreater(len(in_session(process.pid)), 1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(0, process.wait(DEADLINE_SECONDS))
        self.assert_nothing_is_left(process)

    def test_stopped_in_the_middle_it_leaves_no_process_and_no_file(self):
        process = self.start()
        wait_until(lambda: len(in_session(process.pid)) > 1, "a handler")
        os.kill(process.pid, signal.SIGINT)
        self.assertEqual(1, process.wait(DEADLINE_SECONDS))
        self.assertIn("stopped before its end", process.stderr.read())
        self.assert_nothing_is_left(process)


if __name__ == "__main__":
    main()
