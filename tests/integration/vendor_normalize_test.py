"""normalize through the whole pipeline: what it writes, when it tries again, what a backfill changes."""
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import BUILD, HOME, Emulator, EmulatorTest, main  # noqa: E402
from vendor import BUCKET, Vendor, invoke, records  # noqa: E402

START = "2026-03-15T00:00:00Z"
OPTIONS = ("--clock", f"virtual:{START}", "--seed", "1")
CONTRACT = "shopify.inventory"


def example(contract, name="plain"):
    folder = HOME / "infra/contract-examples" / contract
    return (folder / f"{name}.json").read_bytes(), json.loads((folder / f"{name}.expected.json").read_text())


def objects(emulator, prefix):
    s3, found = emulator.client("s3"), {}
    for entry in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", []):
        found[entry["Key"]] = s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
    return found


def states(emulator):
    items = emulator.client("dynamodb").scan(TableName="VendorState", ConsistentRead=True)["Items"]
    return {item["pk"]["S"]: json.loads(item["state"]["S"]) for item in items if item["sk"]["S"] == "state" and "state" in item}


def hear(emulator):
    """A queue that a rule of the test's own feeds with what normalize tells; and a look into it."""
    sqs, events = emulator.client("sqs"), emulator.client("events")
    url = sqs.create_queue(QueueName="heard")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = events.put_rule(Name="hear", EventBusName="vendor-events", EventPattern=json.dumps({"source": ["feedmill.normalize"]}))
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                                                      "Action": "sqs:SendMessage", "Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    events.put_targets(EventBusName="vendor-events", Rule="hear", Targets=[{"Id": "heard", "Arn": arn}])
    assert rule["RuleArn"]

    def heard():
        found = []
        while True:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            if not messages:
                return found
            found += [json.loads(message["Body"]) for message in messages]
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    return heard


class NormalizeTest(EmulatorTest):
    options = (*OPTIONS, "--memory")

    def setUp(self):
        self.name = self.id().rpartition(".")[2].replace("_", "-")[-60:].strip("-")
        self.vendor = Vendor(self.emulator, self.name)

    def record(self, id):
        return next(r for r in records(self.emulator) if (r["vendorId"], r["externalEventId"]) == (self.name, id))

    def waiting(self, queue):
        sqs = self.emulator.client("sqs")
        url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]), int(attributes["ApproximateNumberOfMessagesNotVisible"])

    def message(self, record, id, **more):
        """The bus event of a record, as the queue hands it out."""
        names = ("vendorId", "externalEventId", "ingestId", "receivedAt", "contract", "schemaType", "bucket", "key")
        detail = {name: record[name] for name in names} | {"sha256": record["fingerprint"], **more}
        event = {"source": "feedmill.ingest", "detail-type": "vendor.event.accepted", "detail": detail}
        return {"messageId": id, "receiptHandle": "r", "body": json.dumps(event), "attributes": {"ApproximateReceiveCount": "1"}}

    def deliver_again(self, record, **more):
        """Once more, as a batch of one message."""
        return invoke(self.emulator, "normalize", {"Records": [self.message(record, "m", **more)]})


class Normalizing(NormalizeTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heard = staticmethod(hear(cls.emulator))

    def setUp(self):
        super().setUp()
        self.heard()

    # V001 V008 V014 V015 V017 V039 V041 V072
    def test_an_accepted_event_ends_as_envelope_state_and_event(self):
        body, golden = example(f"{CONTRACT}@1")
        self.vendor.post(body, "e 1", contract=CONTRACT)
        self.emulator.settle()
        record = self.record("e 1")
        self.assertEqual("NORMALIZED", record["status"])
        self.assertEqual(["ACCEPTED", "EMITTED", "NORMALIZED"], [change["status"] for change in record["history"]])
        key = f"canonical/inventory.v1/vendorId={self.name}/{record['ingestId']}.json"
        [(found, text)] = objects(self.emulator, f"canonical/inventory.v1/vendorId={self.name}/").items()
        self.assertEqual(key, found)
        envelope = json.loads(text)
        self.assertEqual(golden["records"], envelope["records"])
        self.assertEqual(golden["contract"], envelope["contract"])
        self.assertEqual(hashlib.sha256(body).hexdigest(), envelope["rawSha256"])
        for said in golden["records"]:
            name = "#".join(["inv", self.name, said["sku"], said["location"], said["bucket"]])
            self.assertEqual(said["quantity"], states(self.emulator)[name]["quantity"])
        [event] = self.heard()
        self.assertEqual("vendor.event.normalized", event["detail-type"])
        self.assertEqual((key, "NORMALIZED", len(golden["records"])),
                         tuple(event["detail"][name] for name in ("canonicalKey", "outcome", "records")))
        self.assertLess(len(json.dumps(event)), 2048)

    # V016 V059 V079
    def test_a_payload_that_breaks_its_contract_is_set_aside_and_never_tried_again(self):
        body, golden = example(f"{CONTRACT}@1", "incomplete")
        self.vendor.post(body, "bad", contract=CONTRACT)
        self.emulator.settle()
        record = self.record("bad")
        self.assertEqual("QUARANTINED", record["status"])
        note = json.loads(objects(self.emulator, record["quarantineKey"])[record["quarantineKey"]])
        self.assertEqual(golden["violations"], [{name: v[name] for name in ("path", "rule", "stage")} for v in note["violations"]])
        self.assertEqual(record["key"], note["raw"]["key"])
        self.assertEqual({}, objects(self.emulator, f"canonical/inventory.v1/vendorId={self.name}/"))
        self.assertEqual([], [name for name in states(self.emulator) if f"#{self.name}#" in name])
        [event] = self.heard()
        self.assertEqual("vendor.event.quarantined", event["detail-type"])
        self.assertEqual((0, 0), self.waiting("normalize"))
        self.assertEqual((0, 0), self.waiting("normalize-dead-letters"))

    # V033 V045 V061 V062
    def test_the_same_event_again_changes_and_tells_nothing(self):
        body, _ = example(f"{CONTRACT}@1")
        self.vendor.post(body, "e", contract=CONTRACT)
        self.emulator.settle()
        before = objects(self.emulator, "canonical/"), states(self.emulator), self.record("e")
        self.heard()
        for _ in range(3):
            self.assertEqual({"batchItemFailures": []}, self.deliver_again(self.record("e")))
        self.assertEqual(before, (objects(self.emulator, "canonical/"), states(self.emulator), self.record("e")))
        self.emulator.settle()
        self.assertEqual([], self.heard())
        # A backfill reads it again, by the version of then: the same bytes, and another word to whoever listens.
        self.deliver_again(self.record("e"), backfill={"id": "b", "contractVersion": "stored"})
        self.emulator.settle()
        self.assertEqual(before[:2], (objects(self.emulator, "canonical/"), states(self.emulator)))
        self.assertEqual(1, len(self.heard()))

    # V057
    def test_a_batch_reports_each_message_that_failed(self):
        body, _ = example(f"{CONTRACT}@1")
        self.vendor.post(body, "e", contract=CONTRACT)
        self.emulator.settle()
        good = {"messageId": "good", "receiptHandle": "r", "attributes": {"ApproximateReceiveCount": "1"}, "body": "{}"}
        answer = invoke(self.emulator, "normalize", {"Records": [good, good | {"messageId": "bad", "body": "no json"}]})
        self.assertEqual({"batchItemFailures": [{"itemIdentifier": "good"}, {"itemIdentifier": "bad"}]}, answer)

    # V006 V057
    def test_a_batch_brings_all_its_state_in_at_once_but_for_the_event_that_fails(self):
        counts = {"new": (1, 5, "03"), "old": (1, 7, "02"), "other": (2, 9, "02"), "damaged": (3, 4, "02")}
        for id, (item, available, hour) in counts.items():
            level = {"inventory_item_id": item, "location_id": 1, "available": available, "updated_at": f"2026-03-14T{hour}:00:00Z"}
            self.vendor.post(json.dumps({"inventory_level": level}), id, contract=CONTRACT)
        batch = [self.message(self.record(id), id, **({"sha256": "0" * 64} if id == "damaged" else {})) for id in counts]
        self.assertEqual({"batchItemFailures": [{"itemIdentifier": "damaged"}]}, invoke(self.emulator, "normalize", {"Records": batch}))
        self.assertEqual(["NORMALIZED", "NORMALIZED", "NORMALIZED", "EMITTED"], [self.record(id)["status"] for id in counts])
        items = [item for item in self.emulator.client("dynamodb").scan(TableName="VendorState", ConsistentRead=True)["Items"]
                 if item["sk"]["S"] == "state" and item["vendorId"]["S"] == self.name]
        # Two events of one figure, one change.
        self.assertEqual([("5", "1"), ("9", "1")],
                         sorted((json.loads(item["state"]["S"])["quantity"], item["revision"]["N"]) for item in items))
        self.emulator.settle()
        self.assertEqual("NORMALIZED", self.record("damaged")["status"])

    # V063
    def test_an_invocation_leaves_a_line_of_metrics_and_no_payload(self):
        self.vendor.post(b'{"secret": "do not log me"}', "e", contract=CONTRACT)
        self.emulator.settle()
        logs = self.emulator.client("logs")
        lines = [event["message"] for event in logs.filter_log_events(logGroupName="/aws/lambda/normalize")["events"]]
        metrics = [json.loads(line) for line in lines if '"_aws"' in line]
        self.assertTrue(any(line.get("EventsQuarantined") == 1 for line in metrics), metrics)
        self.assertNotIn("do not log me", "".join(lines))


class TryingAgain(NormalizeTest):
    def attempts(self):
        """(attempt, seconds after the first) of each time that the event could not be finished, as the log has it."""
        logs = self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/normalize")["events"]
        lines = [json.loads(event["message"]) for event in logs if "could not be finished" in event["message"]]
        times = [datetime.datetime.fromisoformat(line["timestamp"].replace("Z", "+00:00")) for line in lines]
        return [(line["attempt"], round((time - times[0]).total_seconds())) for line, time in zip(lines, times)]

    # V058 V080: 5, 25 and 125 seconds, then the dead letters; redriven, it is finished.
    def test_a_raw_object_that_is_missing_is_tried_four_times_then_set_aside_and_redriven(self):
        body, _ = example(f"{CONTRACT}@1")
        normalize = self.emulator.client("lambda")
        normalize.put_function_concurrency(FunctionName="normalize", ReservedConcurrentExecutions=0)
        self.vendor.post(body, "e", contract=CONTRACT)
        record = self.record("e")
        s3 = self.emulator.client("s3")
        s3.delete_object(Bucket=BUCKET, Key=record["key"])
        normalize.delete_function_concurrency(FunctionName="normalize")
        self.emulator.settle()  # goes through the pauses, as nothing else is to be done
        self.assertEqual([(1, 0), (2, 5), (3, 30), (4, 155)], self.attempts())
        self.assertEqual(((0, 0), (1, 0)), (self.waiting("normalize"), self.waiting("normalize-dead-letters")))
        failed = self.record("e")
        self.assertEqual("FAILED", failed["status"])
        self.assertIn("RawMissing", failed["failureReason"])
        s3.put_object(Bucket=BUCKET, Key=record["key"], Body=body, ServerSideEncryption="AES256")
        sqs = self.emulator.client("sqs")
        url = sqs.get_queue_url(QueueName="normalize-dead-letters")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        status, said = self.emulator.send("POST", "/", json.dumps({"SourceArn": arn}).encode(), {
            "X-Amz-Target": "AmazonSQS.StartMessageMoveTask", "Content-Type": "application/x-amz-json-1.0"})
        self.assertEqual(200, status, said)
        self.emulator.advance(60)
        self.emulator.settle()
        self.assertEqual("NORMALIZED", self.record("e")["status"])
        self.assertNotIn("failureReason", self.record("e"))


class Upgrading(unittest.TestCase):
    # V033 V040: a new version of a contract, and a day of one vendor read again with it.
    def test_a_backfill_with_a_newer_contract_replaces_what_the_older_one_said(self):
        body, golden = example("walmart.inventory@1")
        [said] = golden["records"]
        with tempfile.TemporaryDirectory() as folder:
            functions = pathlib.Path(folder, "functions")
            shutil.copytree(BUILD / "functions", functions, copy_function=os.link,
                            ignore=lambda path, names: [n for n in names if n == "CMakeFiles" or n.endswith((".a", ".o", ".cmake"))])
            newer = json.loads((HOME / "infra/contracts/walmart.inventory@1.json").read_text())
            newer["version"] = 9
            newer["mapping"] = newer["mapping"].replace('"available"', '"on_hand"')
            with Emulator(*OPTIONS, "--functions", functions) as emulator:
                vendor, other = Vendor(emulator, "one"), Vendor(emulator, "two")
                vendor.post(body, "e", contract="walmart.inventory")
                other.post(body, "e", contract="walmart.inventory")
                emulator.settle()
                self.assertEqual({f"inv#{name}#{said['sku']}#default#available" for name in ("one", "two")}, set(states(emulator)))
                emulator.stop()
                (functions / "normalize/contracts/walmart.inventory@9.json").write_text(json.dumps(newer))
                emulator.start()
                invoke(emulator, "reconcile", {"operation": "backfill", "vendorId": "one", "from": START[:10], "to": START[:10],
                                               "contractVersion": "newest", "id": "b"})
                emulator.settle()
                found = states(emulator)
                self.assertEqual({f"inv#one#{said['sku']}#default#on_hand", f"inv#two#{said['sku']}#default#available"}, set(found))
                versions = {r["vendorId"]: r["contractVersion"] for r in records(emulator)}
                self.assertEqual({"one": 9, "two": 1}, versions)
                envelopes = {key.split("=")[1][:3]: json.loads(text) for key, text in objects(emulator, "canonical/").items()}
                self.assertEqual({"one": 9, "two": 1}, {name: e["contract"]["version"] for name, e in envelopes.items()})


if __name__ == "__main__":
    main()
