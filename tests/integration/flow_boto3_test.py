"""The flow through boto3, promise by promise, under a virtual clock: an hour of waiting takes no time."""
import concurrent.futures
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import oracle  # noqa: E402
import orders  # noqa: E402
import vendor  # noqa: E402
from feedmill import ACCOUNT, BUILD, Emulator, EmulatorTest, main, wait_until  # noqa: E402

VIRTUAL = ("--clock", "virtual", "--seed", "1", "--memory")


class FreshEmulator(EmulatorTest):
    """An emulator of its own for each test."""
    settle_seconds = 0

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        self.emulator = Emulator(*VIRTUAL, parameters={"SettleSeconds": self.settle_seconds})
        self.addCleanup(self.emulator.close)
        self.emulator.start()

    def send(self, files):
        orders.upload(self.emulator, files)
        self.emulator.settle()

    def logged(self, group, what):
        events = self.emulator.client("logs").filter_log_events(logGroupName=group)["events"]
        return [event["message"] for event in events if what in event["message"]]

    def assert_same(self, expected, actual):
        self.assertIsNone(orders.first_difference(expected, actual))


class Sets(FreshEmulator):
    # E001 E002 E005 E012 E013 E014 E025 E063 E078
    def test_three_kinds_of_file_become_the_figures_of_their_days(self):
        [good], expected = orders.case("two_good_days")
        self.send(orders.files_of(good))
        [execution] = orders.executions(self.emulator)
        self.assertEqual("SUCCEEDED", execution["status"])
        self.assert_same(expected, orders.document(self.emulator, execution["executionArn"]))
        # One invocation a notification, and the state machine's own.
        self.assertGreaterEqual(len(self.logged("/aws/lambda/file-aggregator", "START RequestId")), 4)

    # E110
    def test_the_figures_are_shown_over_http_and_in_one_version_only(self):
        [good], _ = orders.case("two_good_days")
        self.send(orders.files_of(good))
        stored, client = orders.kpis(self.emulator), vendor.Vendor(self.emulator)

        def shown(what):
            answer = client.ask("GET", "/v1/kpis/" + what)
            self.assertEqual(200, answer.status, answer.body)
            return answer.json
        days = [item["order_date"] for item in stored["OrderKPIs"]]
        every = f"from={days[0]}&to={days[-1]}"
        self.assert_same({"orders": stored["OrderKPIs"]}, shown("orders?" + every))
        self.assert_same({"orders": stored["OrderKPIs"][:1]}, shown("orders?date=" + days[0]))
        categories = sorted(stored["CategoryKPIs"], key=lambda item: item["order_date"])
        self.assert_same({"categories": categories}, shown("categories?" + every))
        name = categories[0]["category"]
        self.assert_same({"categories": [item for item in categories if item["category"] == name]},
                         shown(f"categories?{every}&category={urllib.parse.quote(name)}"))
        self.assertEqual(400, client.ask("GET", "/v1/kpis/orders?date=yesterday").status)
        # E109: the same figures as BI tools load them.
        for what, expected in (("orders", stored["OrderKPIs"]), ("categories", categories)):
            answer = client.ask("GET", f"/v1/kpis/{what}?{every}&format=csv")
            self.assertEqual("text/csv; charset=utf-8; header=present", answer.headers["content-type"])
            self.assertIn(f"{what}-{days[0]}-{days[-1]}.csv", answer.headers["content-disposition"])
            rows = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
            self.assertEqual([{name: str(value) for name, value in item.items()} for item in expected], rows)
        # What a next version has published already is not shown before the day's own item has that version.
        dynamodb = self.emulator.client("dynamodb")
        item = next(item for item in orders.scan(self.emulator, "CategoryKPIs")
                    if (item["category"]["S"], item["order_date"]["S"]) == (name, days[0]))
        dynamodb.put_item(TableName="CategoryKPIs", Item={**item, "version": {"N": str(int(item["version"]["N"]) + 1)}})
        self.assertNotIn(name, [item["category"] for item in shown("categories?date=" + days[0])["categories"]])

    # E117
    def test_every_change_is_in_the_audit_log_with_its_actor(self):
        [good], _ = orders.case("two_good_days")
        self.send(orders.files_of(good))
        lines = [json.loads(line) for line in (self.emulator.home / "data" / "audit.log").read_text().splitlines()]
        actors = {(line["action"], line["actor"].split(":")[-1]) for line in lines}
        self.assertIn(("s3:PutObject", "root"), actors)
        self.assertTrue([a for a in actors if a[0] == "dynamodb:UpdateItem" and a[1].endswith("/lock")], actors)
        self.assertTrue([a for a in actors if a[0] == "dynamodb:TransactWriteItems" and a[1].endswith("/transform")], actors)
        self.assertFalse([a for a in actors if a[0] in ("s3:GetObject", "dynamodb:GetItem", "dynamodb:Scan")], actors)

    # E015
    def test_orders_alone_start_nothing_and_the_log_says_so(self):
        self.send({"orders/a.csv": orders.small_set()["orders/a.csv"]})
        self.assertEqual([], orders.executions(self.emulator))
        self.assertTrue(self.logged("/aws/lambda/file-aggregator", "order_items"))
        self.assertEqual(["orders/a.csv"], orders.keys(self.emulator))

    # E012 E013 E014 E046
    def test_what_is_no_input_is_left_where_it_is(self):
        others = {"orders/notes.txt": b"x", "orders.csv": b"x", "elsewhere/orders/a.csv": b"x", "order_items/a.csv.part": b"x"}
        self.send(others)
        self.assertEqual([], orders.executions(self.emulator))
        files = orders.small_set()
        renamed = {"orders/A.CSV": files["orders/a.csv"], "order_items/deep.Csv": files["order_items/a.csv"],
                   "products/p.csv": files["products.csv"]}
        self.send(renamed)
        [execution] = orders.executions(self.emulator)
        self.assertEqual([orders.small_kpis()], orders.document(self.emulator, execution["executionArn"])["OrderKPIs"])
        self.assertEqual(sorted(others), [key for key in orders.keys(self.emulator) if key in others])
        archived = orders.keys(self.emulator, orders.ARCHIVE)
        self.assertEqual(sorted(renamed), sorted(key.split("/", 4)[4] for key in archived))

    # E006 E049
    def test_good_files_are_archived_byte_for_byte_and_gone_from_incoming(self):
        [good], _ = orders.case("two_good_days")
        files = orders.files_of(good)
        self.send(files)
        archived = {key.split("/", 4)[4]: orders.get(self.emulator, key, orders.ARCHIVE) for key in orders.keys(self.emulator, orders.ARCHIVE)}
        self.assertEqual(files, archived)
        self.assertFalse([key for key in orders.keys(self.emulator) if key in files])

    # E047 E023
    def test_the_manifest_names_the_claimed_objects_and_results_lie_beside_it(self):
        files = orders.small_set()
        etags = {}
        for key, body in files.items():
            etags[key] = self.emulator.client("s3").put_object(Bucket=orders.DATA, Key=key, Body=body)["ETag"].strip('"')
        self.emulator.settle()
        [execution] = orders.executions(self.emulator)
        started_with = orders.set_of(self.emulator, execution["executionArn"])
        manifest = json.loads(orders.get(self.emulator, started_with["manifest"]))
        self.assertEqual(etags, {file["key"]: file["etag"].strip('"') for file in manifest["files"]})
        folder = started_with["manifest"].rpartition("/")[0]
        results = [json.loads(orders.get(self.emulator, f"{folder}/{i}.json")) for i in range(3)]
        self.assertEqual(["products", "orders", "order_items"], [result["kind"] for result in results])

    # E060
    def test_the_same_set_again_changes_nothing(self):
        files = orders.small_set()
        self.send(files)
        before = [sorted(map(json.dumps, orders.scan(self.emulator, table))) for table in ("OrderKPIs", "CategoryKPIs")]
        self.send(files)
        self.assertEqual(before, [sorted(map(json.dumps, orders.scan(self.emulator, table))) for table in ("OrderKPIs", "CategoryKPIs")])
        self.assertEqual(1, len(orders.executions(self.emulator)))
        self.assertFalse([key for key in orders.keys(self.emulator) if key in files])

    # E051 E052 E053 E055 E056 E057 E058 E059 E061 E098
    def test_figures_equal_those_of_a_plain_calculation_in_decimals(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([BUILD / "tests/feedmill-sample-data", folder, "600", "--seed", "7"], check=True, stdout=subprocess.PIPE)
            files = orders.files_of(folder)
        # With several files of each kind the set would be complete before all have come: claim by hand, afterwards.
        self.emulator.close()
        self.emulator = Emulator(*VIRTUAL, parameters={"SettleSeconds": 60})
        self.addCleanup(self.emulator.close)
        self.emulator.start()
        self.send(files)
        self.assert_same(oracle.kpis(files), orders.kpis(self.emulator))


class BadInput(FreshEmulator):
    # E022 E048 E090
    def test_every_bad_file_is_set_aside_with_its_reason(self):
        self.emulator.close()
        self.emulator = Emulator(*VIRTUAL, parameters={"SettleSeconds": 60})
        self.addCleanup(self.emulator.close)
        self.emulator.start()
        [directory], expected = orders.case("every_bad_file")
        files = orders.files_of(directory)
        self.send(files)
        [execution] = orders.executions(self.emulator)
        self.assert_same(expected, orders.document(self.emulator, execution["executionArn"]))
        set_id = orders.set_of(self.emulator, execution["executionArn"])["setId"]
        for key, reason in expected["validation"]["quarantined_files"].items():
            kind, name = key.split("/", 1) if "/" in key else ("products", key)
            place = f"quarantine/{kind}/{set_id}/{name}"
            self.assertEqual(files[key], orders.get(self.emulator, place), key)
            self.assertIn(reason, orders.get(self.emulator, place + ".reason.json").decode(), key)
            self.assertNotIn(key, orders.keys(self.emulator))

    # E020 E091
    def test_a_batch_without_a_usable_file_fails_loudly_and_frees_the_lock(self):
        sns, sqs = self.emulator.client("sns"), self.emulator.client("sqs")
        url = sqs.create_queue(QueueName="told")["QueueUrl"]
        sns.subscribe(TopicArn=orders.TOPIC, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:told")
        self.send({**orders.small_set(), "orders/a.csv": b"order_id\n1\n"})
        [execution] = orders.executions(self.emulator)
        described = self.emulator.client("stepfunctions").describe_execution(executionArn=execution["executionArn"])
        self.assertEqual(("FAILED", "BatchFailed"), (described["status"], described["error"]))
        self.assertTrue(orders.lock_is_free(self.emulator))
        self.assertEqual({"OrderKPIs": [], "CategoryKPIs": []}, orders.kpis(self.emulator))
        [told] = [json.loads(one["Body"]) for one in sqs.receive_message(QueueUrl=url)["Messages"]]
        self.assertEqual("order-analytics: a set FAILED", told["Subject"])
        self.assertIn("Correct the files", told["Message"])


class Concurrency(FreshEmulator):
    settle_seconds = 60

    # E011
    def test_a_hundred_parallel_puts_start_exactly_one_execution(self):
        files = {"products.csv": orders.small_set()["products.csv"]}
        for i in range(50):
            made = orders.small_set(first_order=1 + 3 * i, name=f"{i:02}")
            files.update({key: body for key, body in made.items() if key != "products.csv"})
        del files["orders/49.csv"]  # items without their order are said in the report, and no reason to stop
        self.assertEqual(100, len(files))
        s3 = self.emulator.client("s3")
        with concurrent.futures.ThreadPoolExecutor(100) as pool:
            list(pool.map(lambda file: s3.put_object(Bucket=orders.DATA, Key=file[0], Body=file[1]), files.items()))
        self.emulator.settle()
        [execution] = orders.executions(self.emulator)
        self.assertEqual("SUCCEEDED", execution["status"])
        manifest = json.loads(orders.get(self.emulator, orders.set_of(self.emulator, execution["executionArn"])["manifest"]))
        self.assertEqual(sorted(files), sorted(file["key"] for file in manifest["files"]))

    # E017
    def test_files_are_validated_side_by_side(self):
        self.send(orders.small_set())
        [execution] = orders.executions(self.emulator)
        types = [event["type"] for event in orders.history(self.emulator, execution["executionArn"])]
        self.assertEqual(3, types.count("MapIterationStarted"))
        last_start = max(i for i, name in enumerate(types) if name == "MapIterationStarted")
        self.assertLess(last_start, types.index("MapIterationSucceeded"))

    # E003 E033 E037
    def test_of_two_sets_one_waits_until_the_other_is_done(self):
        self.emulator.close()
        self.emulator = Emulator("--memory")  # real time: a virtual clock runs one handler at a time
        self.addCleanup(self.emulator.close)
        self.emulator.start()
        for day, name in (("2026-03-01", "a"), ("2026-03-02", "b")):
            orders.upload(self.emulator, orders.small_set(day, name=name, products=f"products/{name}.csv"))
            wait_until(lambda: len(orders.executions(self.emulator)) == (1 if name == "a" else 2), "its start")
        self.emulator.settle()
        held = []
        for execution in orders.executions(self.emulator):
            self.assertEqual("SUCCEEDED", execution["status"])
            events = orders.history(self.emulator, execution["executionArn"])
            entered = orders.states_entered(events)
            self.assertEqual(sorted(entered, key=["Claimed?", "AcquireLock", "ValidateFiles", "Validate", "Transform", "Usable?", "Settle",
                                                  "ReleaseLock", "Notify", "Done"].index), entered)
            held.append(holding(events, "AcquireLock", "ReleaseLock"))
        self.assertEqual(2, len(held))
        self.assertLessEqual(min(end for _, end in held), max(start for start, _ in held))
        self.assertEqual([orders.small_kpis("2026-03-01"), orders.small_kpis("2026-03-02")], orders.kpis(self.emulator)["OrderKPIs"])

    # E016 E032 E035 E100
    def test_twenty_executions_started_together_hold_the_lock_one_at_a_time(self):
        lock = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:lock"

        def ask(operation, follows, **more):
            return {"Type": "Task", "Resource": lock, "ResultPath": "$.lock", **more, **follows,
                    "Parameters": {"operation": operation, "lockId": "shared", "executionId.$": "$$.Execution.Id"}}

        definition = {"StartAt": "Acquire", "States": {
            "Acquire": ask("acquire", {"Next": "Work"},
                           Retry=[{"ErrorEquals": ["LockBusy"], "IntervalSeconds": 5, "BackoffRate": 1, "MaxAttempts": 2000}]),
            "Work": {"Type": "Wait", "Seconds": 7, "Next": "Release"},
            "Release": ask("release", {"End": True})}}
        states = self.emulator.client("stepfunctions")
        machine = states.create_state_machine(name="holders", definition=json.dumps(definition),
                                              roleArn=f"arn:aws:iam::{ACCOUNT}:role/holders")["stateMachineArn"]
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            started = list(pool.map(lambda i: states.start_execution(stateMachineArn=machine, name=f"e{i}", input="{}"), range(20)))
        self.emulator.settle()
        held = []
        for one in started:
            self.assertEqual("SUCCEEDED", states.describe_execution(executionArn=one["executionArn"])["status"])
            held.append(holding(orders.history(self.emulator, one["executionArn"]), "Acquire", "Release"))
        held.sort()
        for (_, end), (start, _) in zip(held, held[1:]):
            self.assertLessEqual(end, start)

    # E079 E035
    def test_of_twenty_starts_by_hand_one_gets_the_set_and_the_others_say_why_not(self):
        orders.upload(self.emulator, orders.small_set())
        states, given = self.emulator.client("stepfunctions"), json.dumps({"fileKey": "", "bucket": orders.DATA})
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            started = list(pool.map(lambda i: states.start_execution(stateMachineArn=orders.MACHINE, name=f"m{i}", input=given), range(20)))
        self.emulator.settle()
        ended = [states.describe_execution(executionArn=one["executionArn"]) for one in started]
        self.assertEqual(1, [one["status"] for one in ended].count("SUCCEEDED"))
        self.assertLessEqual({one["error"] for one in ended if one["status"] != "SUCCEEDED"}, {"NothingToProcess", "SetRunsElsewhere"})
        self.assertEqual([orders.small_kpis()], orders.kpis(self.emulator)["OrderKPIs"])


def holding(events, acquire, release):
    """(from, to): when an execution held the lock, by its history."""
    left = [event["timestamp"] for event in events if event.get("stateExitedEventDetails", {}).get("name") == acquire]
    entered = [event["timestamp"] for event in events if event.get("stateEnteredEventDetails", {}).get("name") == release]
    return left[0], entered[0]


if __name__ == "__main__":
    main()
