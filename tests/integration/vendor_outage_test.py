"""Normalize is broken, killed, stopped, stuck or replaced while vendors go on posting: ingest does not notice, and once it is mended
every event comes out once."""
import collections
import io
import json
import os
import pathlib
import signal
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from bootstraps import package  # noqa: E402
from feedmill import BUILD, SANITIZED, EmulatorTest, main, wait_until  # noqa: E402
from vendor import BUCKET, START, Vendor, at_once, records  # noqa: E402

MANY = 10_000 if os.environ.get("FEEDMILL_FULL") == "1" and not SANITIZED else 1_000
CONTRACT, SKUS = "bigcommerce.adjustment-items", 10

# What somebody might deploy by mistake: it starts, and throws at every event.
THROWS = r'''#!/usr/bin/python3 -SE
import http.client, json, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    event = api.getresponse()
    event.read()
    print("thrown on purpose", flush=True)
    api.request("POST", "/2018-06-01/runtime/invocation/" + event.headers["Lambda-Runtime-Aws-Request-Id"] + "/error",
                json.dumps({"errorType": "Broken", "errorMessage": "on purpose"}))
    api.getresponse().read()
'''


def shipped(function):
    """The function as it was built, as a zip."""
    data, folder = io.BytesIO(), BUILD / "functions" / function
    with zipfile.ZipFile(data, "w") as archive:
        for path in [folder / "bootstrap", *folder.glob("contracts/*"), *folder.glob("schemas/*")]:
            archive.write(path, path.relative_to(folder))
    return data.getvalue()


class OutageTest(EmulatorTest):
    def setUp(self):
        self.vendor = Vendor(self.emulator, "acme")
        self.functions = self.emulator.client("lambda")

    def post(self, vendor, number):
        """One more of a sku: what comes out twice, or not at all, is seen in the sum."""
        adjusted = {"reason": "Relative adjustment reason", "items": [{"location_id": 1, "sku": f"S-{number % SKUS}", "quantity": 1}]}
        return vendor.post(json.dumps(adjusted), f"e-{number:05}", contract=CONTRACT, vendor="acme")

    def post_some(self, first, count):
        answers = at_once(self.emulator, (count, lambda vendor, number: self.post(vendor, first + number)), threads=min(count, 8))
        self.assertEqual({(202, False)}, {(answer.status, answer.replayed) for answer in answers})

    def processes(self, function):
        """The handlers of a function that are warm, by the program that they run."""
        found = set()
        for pid in self.emulator.control("handlers")["pids"]:
            try:
                if f"/{function}/" in os.readlink(f"/proc/{pid}/exe"):
                    found.add(pid)
            except FileNotFoundError:  # it has ended meanwhile
                pass
        return found

    def waiting(self, queue):
        sqs = self.emulator.client("sqs")
        attributes = sqs.get_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName=queue)["QueueUrl"], AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]) + int(attributes["ApproximateNumberOfMessagesNotVisible"])

    def keys(self, prefix):
        pages = self.emulator.client("s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return sorted(entry["Key"] for page in pages for entry in page.get("Contents", []))

    def assert_kept(self, count):
        """All is there, and waits."""
        kept = records(self.emulator)
        self.assertEqual(count, len(kept))
        self.assertEqual({"EMITTED"}, {record["status"] for record in kept})
        self.assertEqual(sorted(record["key"] for record in kept), self.keys("raw/"))
        # A bus that answers too late is asked again, and that is one event twice: seen in a sanitizer's build only.
        self.assertIn(self.waiting("normalize"), range(count, count + (10 if SANITIZED else 0) + 1))
        self.assertEqual(0, self.waiting("normalize-dead-letters"))
        self.assertEqual([], self.keys("canonical/"))

    def assert_all_came_out_once(self, count):
        ended = records(self.emulator)
        self.assertEqual({"NORMALIZED": count}, collections.Counter(record["status"] for record in ended))
        self.assertEqual({1}, {[change["status"] for change in record["history"]].count("NORMALIZED") for record in ended})
        self.assertEqual(count, len(self.keys("canonical/")))
        self.assertEqual((0, 0), (self.waiting("normalize"), self.waiting("normalize-dead-letters")))
        pages = self.emulator.client("dynamodb").get_paginator("scan").paginate(TableName="VendorState", ConsistentRead=True)
        states = [item for page in pages for item in page["Items"] if item["sk"]["S"] == "state"]
        sums = {item["pk"]["S"]: json.loads(item["state"]["S"])["quantity"] for item in states}
        self.assertEqual({f"inv#acme#S-{n}#1#available": str(count // SKUS) for n in range(SKUS)}, sums)


class Broken(OutageTest):
    options = ("--memory", "--clock", f"virtual:{START}", "--seed", "1")

    # V009 V020 V034 V035: ten minutes, and ten thousand events in a full run.
    def test_a_normalize_that_always_throws_is_deployed_and_mended_while_a_thousand_events_come_in(self):
        count, rounds = MANY, 10
        self.functions.update_function_code(FunctionName="normalize", ZipFile=package(THROWS))
        ingest = set()
        for round in range(rounds):
            self.post_some(round * count // rounds, count // rounds)
            self.emulator.advance(60)
            ingest |= self.processes("ingest")
        thrown = self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/normalize", filterPattern='"thrown on purpose"')
        self.assertTrue(thrown["events"])
        self.assert_kept(count)
        self.functions.update_function_code(FunctionName="normalize", ZipFile=shipped("normalize"))
        self.emulator.settle()
        self.assert_all_came_out_once(count)
        self.assertEqual((1, ingest), (len(ingest), self.processes("ingest")))  # one process from the first event to the last


class Crashing(OutageTest):
    options = (*Broken.options, "--inject-faults")

    # V021
    def test_a_normalize_that_dies_at_its_first_call_again_and_again_costs_ingest_nothing(self):
        self.emulator.control("faults", {"call": {"action": "dynamodb:BatchGetItem", "caller": "/normalize", "times": 0, "kill": True}})
        for round in range(10):
            self.post_some(round * 20, 20)
            self.emulator.advance(60)
        self.assert_kept(200)
        self.emulator.control("faults", {})
        self.emulator.settle()
        self.assert_all_came_out_once(200)


class Stopped(OutageTest):
    """What ingest asks of the cloud, and when, as the trace has it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.trace = pathlib.Path(folder.name, "trace")
        cls.options = (*Broken.options, "--trace", cls.trace)
        super().setUpClass()

    def calls_of_ingest(self, number):
        """(milliseconds after the POST by the world's clock, action, status) of each."""
        before, now = self.trace.read_text(), self.emulator.control("health")["time"]
        self.post_some(number, 1)
        self.assertEqual(now, self.emulator.control("health")["time"])
        lines = [json.loads(line) for line in self.trace.read_text().removeprefix(before).splitlines()]
        calls = [line for line in lines if "ingest" in line["caller"]]
        self.assertEqual({now}, {line["time"] for line in calls})
        return [(line["action"], line["status"]) for line in calls]

    # V018: nobody's time is measured; what takes the time is the same.
    def test_ingest_asks_the_same_and_waits_for_nothing_whether_normalize_runs_or_not(self):
        self.calls_of_ingest(0)
        self.emulator.settle()
        running = self.calls_of_ingest(1)
        self.emulator.settle()
        self.functions.put_function_concurrency(FunctionName="normalize", ReservedConcurrentExecutions=0)
        self.assertEqual(4, len(running), running)
        for number in range(2, SKUS):
            self.assertEqual(running, self.calls_of_ingest(number))
            self.emulator.advance(60)
        self.functions.delete_function_concurrency(FunctionName="normalize")
        self.emulator.settle()
        self.assert_all_came_out_once(SKUS)


class Stuck(OutageTest):
    """By the real clock: handlers run side by side."""
    options = ("--memory",)

    # V019
    def test_a_stage_at_its_limit_makes_no_other_wait(self):
        self.functions.put_function_concurrency(FunctionName="normalize", ReservedConcurrentExecutions=1)
        self.post_some(0, 1)
        [normalize] = wait_until(lambda: self.processes("normalize"), "an instance of normalize")
        os.kill(normalize, signal.SIGSTOP)
        try:
            self.post_some(1, 99)
            self.assertGreater(self.waiting("normalize"), 0)
            self.assertEqual({normalize}, self.processes("normalize"))
        finally:
            os.kill(normalize, signal.SIGCONT)
        # The other way round: ingest is at its limit, and what it took before goes on.
        self.functions.put_function_concurrency(FunctionName="ingest", ReservedConcurrentExecutions=0)
        self.assertEqual(503, self.post(self.vendor, 100).status)
        self.emulator.settle()
        self.assert_all_came_out_once(100)
        self.functions.delete_function_concurrency(FunctionName="ingest")


if __name__ == "__main__":
    main()
