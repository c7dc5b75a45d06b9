"""Ingest ends between any two of its steps, or a service fails: whatever was promised is kept, and comes out once."""
import json
import os
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import main  # noqa: E402
from vendor import BUCKET, PROBLEM, VendorTest, at_once, invoke, raw  # noqa: E402

FULL = os.environ.get("FEEDMILL_FULL") == "1"


class Killing(VendorTest):
    """By the real clock: handlers run side by side."""
    options = ("--memory",)

    # V026: handlers are killed again and again; then the vendors send everything once more.
    def test_killed_handlers_lose_and_double_nothing(self):
        bodies = {f"k{number}": json.dumps({"k": number}).encode() for number in range(200 if FULL else 60)}
        ids, stop = sorted(bodies), threading.Event()

        def kill():
            while not stop.is_set():
                for pid in self.emulator.control("handlers")["pids"]:
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                time.sleep(0.02)  # a machine's own pace: nothing waits for this

        killer = threading.Thread(target=kill)
        killer.start()
        answers = at_once(self.emulator, (len(ids), lambda vendor, number: vendor.post(bodies[ids[number]], ids[number], vendor=self.name)), threads=8)
        stop.set()
        killer.join()
        told = {ids[number]: answer.json["ingestId"] for number, answer in enumerate(answers) if answer.status == 202}
        for id in ids:
            answer = self.vendor.post(bodies[id], id)
            self.assertEqual(202, answer.status, answer.body)
            self.assertEqual(told.get(id, answer.json["ingestId"]), answer.json["ingestId"])
        self.assert_whole(bodies)


class Crashing(VendorTest):
    """The handler is ended at a call of its own, or a service fails."""
    options = VendorTest.options + ("--inject-faults",)
    STEPS = ("dynamodb:PutItem", "s3:PutObject", "events:PutEvents", "dynamodb:UpdateItem")
    BODY = b'{"this": "breaks the contract"}'

    def tearDown(self):
        self.emulator.control("faults", {})

    def fault(self, action, **how):
        self.emulator.control("faults", {"call": {"action": action, "caller": "/ingest", **how}})

    def wait(self, seconds):
        """So much time, and reconcile's tick at its end."""
        self.emulator.advance(seconds)
        invoke(self.emulator, "reconcile", {})
        self.emulator.settle()

    def assert_came_out_once(self, id, ingest_id=None):
        """Accepted, kept, emitted, and one outcome, whatever was tried twice on the way."""
        [record] = [record for record in self.mine() if record["externalEventId"] == id]
        self.assertEqual(ingest_id or record["ingestId"], record["ingestId"])
        self.assertEqual(self.BODY, raw(self.emulator)[record["key"]])
        self.assertFalse({"rawPending", "unfinished"} & set(record), record)
        self.assertEqual("QUARANTINED", record["status"])
        self.assertEqual(1, [change["status"] for change in record["history"]].count("QUARANTINED"))
        reasons = self.emulator.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="quarantine/vendor-events/" + record["ingestId"])
        self.assertEqual(1, reasons["KeyCount"])

    def post_and_die(self, step, when):
        """An event whose handler dies before the step, or after it; its id."""
        id = f"{step} {when}"
        self.fault(step, when=when, kill=True)
        self.assertEqual(500, self.vendor.post(self.BODY, id).status)
        self.emulator.control("faults", {})
        return id

    # V027 V032 V064
    def test_a_handler_that_dies_at_any_step_is_healed_by_a_retry(self):
        for step in self.STEPS:
            for when in ("before", "after"):
                with self.subTest(step=step, when=when):
                    id = self.post_and_die(step, when)
                    answer = self.vendor.post(self.BODY, id)
                    self.assertEqual(202, answer.status)
                    self.wait(180)
                    self.assert_came_out_once(id, answer.json["ingestId"])

    # V027 V050
    def test_a_handler_that_dies_at_any_step_is_healed_by_reconcile_alone(self):
        for step in self.STEPS:
            for when in ("before", "after"):
                with self.subTest(step=step, when=when):
                    id = self.post_and_die(step, when)
                    self.wait(420)
                    if step == "dynamodb:PutItem" or (step == "s3:PutObject" and when == "before"):
                        # The payload never came: no trace is left, and the id is free.
                        self.assertEqual([], [record for record in self.mine() if record["externalEventId"] == id])
                        self.assertFalse(self.vendor.post(self.BODY, id).replayed)
                        self.wait(60)
                    self.assert_came_out_once(id)

    # V013 V050 V081
    def test_the_bus_is_down_and_ingestion_goes_on(self):
        self.fault("events:PutEvents", times=0, status=500, code="InternalFailure")
        first = self.vendor.post(self.BODY, "e")
        self.assertEqual((202, False), (first.status, first.replayed))
        self.assertTrue(self.vendor.post(self.BODY, "e").replayed)
        self.assertEqual("ACCEPTED", self.mine()[0]["status"])
        self.emulator.control("faults", {})
        self.wait(300)
        self.assert_came_out_once("e", first.json["ingestId"])

    # V028
    def test_services_that_fail_for_a_moment_are_asked_again(self):
        self.fault("s3:PutObject", times=2, status=500, code="InternalError")
        self.assertEqual(202, self.vendor.post(self.BODY, "e").status)

    # V020: the vendor is told to wait (429) only where the payload cannot be stored.
    def test_services_that_fail_for_longer_are_said_to_the_vendor(self):
        for status, code, answered in ((503, "SlowDown", 429), (500, "InternalError", 503)):
            self.fault("s3:PutObject", times=0, status=status, code=code)
            answer = self.vendor.post(self.BODY, code)
            self.assertEqual((answered, PROBLEM, "1"), (answer.status, answer.headers["content-type"], answer.headers["retry-after"]))
            self.emulator.control("faults", {})
            answer = self.vendor.post(self.BODY, code)
            self.assertEqual(202, answer.status)
            self.wait(120)
            self.assert_came_out_once(code)

    # V047: a replay calls the table and nothing else.
    def test_a_replay_touches_neither_s3_nor_the_bus(self):
        self.vendor.post(self.BODY, "e")
        self.fault("s3:PutObject", times=0, status=500)
        self.fault("events:PutEvents", times=0, status=500)
        self.fault("dynamodb:UpdateItem", times=0, status=500)
        answer = self.vendor.post(self.BODY, "e")
        self.assertEqual((202, True), (answer.status, answer.replayed))


if __name__ == "__main__":
    main()
