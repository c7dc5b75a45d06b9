"""The delivery torture over HTTP, through ingest, the bus and normalize, under a virtual clock: the oracle's end state.

Of each four seeds one is played with the emulator and its handlers killed on the way. 10 seeds, with FEEDMILL_FULL=1 200, in a
sanitizer's build 3; by hand, `vendor_torture_test.py FIRST LAST` plays those.
"""
import datetime
import http.client
import json
import os
import pathlib
import random
import signal
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import torture  # noqa: E402
from feedmill import HOME, SANITIZED, Emulator, main  # noqa: E402
from vendor import BUCKET, Vendor, plain, records  # noqa: E402

CORPUS = HOME.parent / "shared" / "conformance" / "vendor-events"
SEEDS = range(1, 4 if SANITIZED else 201 if os.environ.get("FEEDMILL_FULL") == "1" else 11)
SIZE = 20


def body_of(delivery):
    body = delivery["body"]
    return (CORPUS / body["file"]).read_bytes() if "file" in body else body["text"].encode()


def scan(emulator, table):
    for page in emulator.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from ({name: plain(value) for name, value in item.items()} for item in page["Items"])


def later(instant, milliseconds):
    time = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")) + datetime.timedelta(milliseconds=milliseconds)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Play:
    """One schedule on one emulator."""

    def __init__(self, test, emulator, seed, deadly, now):
        self.test, self.emulator, self.deadly = test, emulator, deadly
        self.chance = random.Random(seed)
        self.answers, self.ids, self.vendors, self.now = [], {}, {}, now

    def run(self, deliveries):
        phases = {}
        for delivery in deliveries:
            phases.setdefault(delivery["phase"], []).append(delivery)
        for phase in sorted(phases):
            self.advance_to(min(delivery["receivedAt"] for delivery in phases[phase]))
            self.chance.shuffle(phases[phase])
            fatal = self.chance.randrange(len(phases[phase])) if self.deadly and self.chance.random() < .3 else None
            for number, delivery in enumerate(phases[phase]):
                if number == fatal:
                    self.kill()
                self.deliver(delivery)
            if self.chance.random() < .5:  # else normalize falls behind
                self.emulator.settle()
        self.advance_to(later(self.now, 3_600_000))  # reconcile, and what had to be tried again
        self.emulator.settle()

    def advance_to(self, instant):
        """A phase's own time; two bodies without a time never come at the same one."""
        self.now = max(instant, later(self.now, 1))
        self.emulator.advance(to=self.now)

    def kill(self):
        if self.chance.random() < .5:
            for pid in self.emulator.control("handlers")["pids"]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        else:
            self.emulator.kill()
            self.emulator.start()
            self.emulator._clients.clear()  # their connections are to the one that is dead
            if self.emulator.control("health")["time"] < self.now:  # a virtual clock starts where it is told to
                self.emulator.advance(to=self.now)

    def deliver(self, delivery):
        vendor = self.vendors.get(delivery["vendor"]) or Vendor(self.emulator, delivery["vendor"])
        self.vendors[delivery["vendor"]] = vendor
        for _ in range(5):
            try:
                answer = vendor.post(body_of(delivery), id=delivery["id"], contract=delivery["contract"])
            except (ConnectionError, http.client.HTTPException):
                continue
            if answer.status < 500:
                break
        self.test.assertIn(answer.status, (202, 409), (delivery["n"], answer.body))
        if delivery["expect"] in ("once", "duplicate"):
            self.test.assertEqual(202, answer.status, delivery["n"])
            known = self.ids.setdefault((delivery["vendor"], delivery["id"]), answer.json["ingestId"])
            self.test.assertEqual(known, answer.json["ingestId"])
        elif delivery["expect"] == "conflict":
            self.test.assertEqual(409, answer.status, delivery["n"])
        if answer.status == 409:
            self.answers.append(f"{delivery['vendor']}|{delivery['id']}|{delivery['sha256']}")

    def end_state(self):
        s3 = self.emulator.client("s3")
        found = records(self.emulator)
        end = {"accepted": sorted(f"{r['vendorId']}|{r['externalEventId']}" for r in found), "conflicts": sorted(set(self.answers)),
               "quarantine": [], "orders": {}, "inventory": {}}
        for record in found:
            self.test.assertIn(record["status"], ("NORMALIZED", "IGNORED", "QUARANTINED"), record)
            if record["status"] == "QUARANTINED":
                note = json.loads(s3.get_object(Bucket=BUCKET, Key=record["quarantineKey"])["Body"].read())
                violations = [{k: v for k, v in violation.items() if k != "value"} for violation in note["violations"]]
                end["quarantine"].append({"vendor": record["vendorId"], "id": record["externalEventId"], "violations": violations})
        for item in scan(self.emulator, "VendorState"):
            if item["sk"] == "state":
                kind, *names = (part.replace("%23", "#").replace("%25", "%") for part in item["pk"].split("#"))
                state = json.loads(item["state"])
                wanted = state["order"] if kind == "ord" else {k: state[k] for k in ("quantity", "base", "effectiveAt")}
                end["orders" if kind == "ord" else "inventory"]["|".join(names)] = wanted
        return end


class Torture(unittest.TestCase):
    # V004 V006 V024 V026 V032 V064 V078
    def test_ends_in_the_oracle_s_state(self):
        for seed in SEEDS:
            with self.subTest(seed=seed), tempfile.TemporaryDirectory() as folder:
                deliveries = torture.build(CORPUS, folder, seed, SIZE)
                deadly = seed % 4 == 0
                # A seeded world that is started again draws the same ids again: those that die have none.
                options = ["--clock", "virtual:" + deliveries[0]["receivedAt"]] + ([] if deadly else ["--seed", seed, "--memory"])
                with Emulator(*options) as emulator:
                    play = Play(self, emulator, seed, deadly, deliveries[0]["receivedAt"])
                    play.run(deliveries)
                    differences = torture.differences(CORPUS, folder, play.end_state())
                    self.assertEqual("", differences, emulator.said(20) if differences else "")
                    self.assertEqual([], dead_letters(emulator))


def dead_letters(emulator):
    sqs = emulator.client("sqs")
    waiting = {}
    for name in ("normalize-dead-letters", "vendor-bus-dead-letters"):
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        waiting[name] = int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
                            ["ApproximateNumberOfMessages"])
    return [name for name, count in waiting.items() if count]


if __name__ == "__main__":
    if not CORPUS.is_dir():
        print(f"skipped: the conformance corpus is not here ({CORPUS.name})")
        sys.exit(77)
    if len(sys.argv) == 3:
        last, first = int(sys.argv.pop()), int(sys.argv.pop())
        SEEDS = range(first, last + 1)
    main()
