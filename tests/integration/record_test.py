"""feedmill up --record: what comes in becomes cases, without what nobody may see, and they replay."""
import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from bootstraps import HTTP  # noqa: E402
from feedmill import ACCOUNT, ENVIRONMENT, HOME, REGION, Emulator, main, run, wait_until  # noqa: E402
from vendor import Vendor  # noqa: E402

ORDER = json.dumps({"id": 450789469, "email": "jane.doe@real-shop.io", "phone": "+49 30 901820", "note": "call jane.doe@real-shop.io",
                    "customer": {"id": "cust-7711"}})
REDACTIONS = {"redact": [{"pointer": "/customer/id", "replacement": "customer-{n}"}, {"header": "X-Shop-Signature"}]}


class Record(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="feedmill-record-test-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.cases_directory = self.home / "recorded"
        self.redactions = self.home / "redactions.json"
        self.redactions.write_text(json.dumps(REDACTIONS))

    def emulator(self, *options, **keywords):
        made = Emulator("--memory", "--clock", "virtual:2026-03-02T06:00:00Z", "--seed", "7", "--record", self.cases_directory, *options,
                        **keywords)
        self.addCleanup(made.close)
        made.start()
        return made

    def files(self):
        return sorted(self.cases_directory.glob("*.case.json"))

    def cases(self):
        return [json.loads(file.read_text()) for file in self.files()]

    def replay(self, status, *arguments):
        done = run("replay", self.cases_directory, *arguments)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def inputs(self, index=0):
        return self.cases()[index]["inputs"]

    # --- the whole way ---

    def test_what_a_vendor_and_a_user_sent_replays_and_what_is_redacted_is_nowhere(self):
        emulator = self.emulator("--redact", self.redactions)
        vendor = Vendor(emulator)
        secret = {"Authorization": "Bearer very-secret", "Cookie": "session=very-secret", "X-Api-Key": "very-secret-key",
                  "X-Shop-Signature": "very-secret-mac"}
        first = vendor.post(ORDER, id="evt-1", headers=secret)
        again = vendor.post(ORDER, id="evt-1", headers=secret)
        emulator.settle()
        emulator.advance(50)
        subprocess.run(["curl", "-sS", "-o", "/dev/null", "-X", "PUT", "--data-binary", "a,b\nmary@real-shop.io,1\nmary@real-shop.io,2\n",
                        f"{emulator.endpoint}/{orders.DATA}/notes/people.csv"], check=True, env=ENVIRONMENT)
        emulator.settle()
        emulator.stop()

        self.assertEqual(["20260302T060000Z-post-v1-vendors-acme-events.case.json",
                          "20260302T060050Z-s3-notes-people-csv.case.json"], [file.name for file in self.files()])
        text = "".join(file.read_text() for file in self.files())
        for gone in ("very-secret", "real-shop.io", "901820", "cust-7711", "\"test\""):
            self.assertNotIn(gone, text)
        vendors, users = self.cases()
        self.assertEqual([first.status, again.status], vendors["recorded"]["answers"])
        self.assertEqual(("2026-03-02T06:00:00.000Z", 7), (vendors["environment"]["clock"], vendors["environment"]["seed"]))
        self.assertEqual("vendor-events", vendors["inputs"][0]["http"]["api"])
        self.assertEqual(vendors["inputs"][0], vendors["inputs"][1], "a duplicate stays one")
        body = json.loads(vendors["inputs"][0]["http"]["body"])
        self.assertEqual(("person-1@example.com", "call person-1@example.com", "customer-1"),
                         (body["email"], body["note"], body["customer"]["id"]))
        self.assertIn({"path": "/inputs/*/http/headers/Authorization", "rule": "header authorization", "places": 2},
                      vendors["recorded"]["redactions"])
        self.assertIn({"path": "/inputs/*/http/body/customer/id", "rule": "pointer /customer/id", "places": 2},
                      vendors["recorded"]["redactions"])
        self.assertEqual("a,b\nperson-1@example.com,1\nperson-1@example.com,2\n", users["inputs"][0]["s3"]["body"])

        self.assertIn("it expects nothing yet", self.replay(1))
        updated = self.replay(0, "--update")
        self.assertNotIn("was answered", updated)
        self.assertEqual([first.status, again.status], [one["status"] for one in self.cases()[0]["expect"]["responses"]])
        self.replay(0, "--repeat", 2)
        self.replay(0)

    def test_an_order_export_is_one_case_with_the_parameters_of_its_template(self):
        emulator = self.emulator()
        files = orders.small_set()
        orders.upload(emulator, files)
        emulator.settle()
        emulator.stop()
        [case] = self.cases()
        self.assertEqual(files, {one["s3"]["key"]: one["s3"]["body"].encode() for one in case["inputs"]})
        self.assertEqual({"SettleSeconds": "0"}, case["environment"]["parameters"])
        self.replay(0, "--update")
        [updated] = self.cases()
        self.assertIn("CategoryKPIs", updated["expect"]["dynamodb"])
        self.replay(0, "--repeat", 2)

    def test_every_kind_of_call_is_an_input_and_reading_and_control_is_none(self):
        emulator = self.emulator()
        sqs, queue = emulator.client("sqs"), f"{emulator.endpoint}/{ACCOUNT}/order-analytics-settle-dead-letters"
        sqs.send_message(QueueUrl=queue, MessageBody="plain")
        sqs.send_message(QueueUrl=queue, MessageBody="rich", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}})
        emulator.client("sns").publish(TopicArn=orders.TOPIC, Message="{\"a\": 1}")
        emulator.client("sns").publish(TopicArn=orders.TOPIC, Message="m", Subject="s")
        emulator.client("events").put_events(Entries=[{"Source": "s", "DetailType": "t", "Detail": "{\"a\":1}"}])
        emulator.client("lambda").invoke(FunctionName="aggregate", Payload=b"{\"Records\":[]}")
        emulator.client("lambda").invoke(FunctionName="aggregate", Payload=b"{\"Records\":[]}", InvocationType="Event")
        emulator.client("stepfunctions").start_execution(stateMachineArn=orders.MACHINE, name="by-hand", input="{\"files\":[]}")
        emulator.client("dynamodb").put_item(TableName="OrderKPIs", Item={"order_date": {"S": "2026-03-02"}})
        s3 = emulator.client("s3")
        s3.put_object(Bucket=orders.DATA, Key="a b/ü.txt", Body=b"\xff\x00", ContentType="text/plain", Metadata={"who": "me"})
        s3.delete_object(Bucket=orders.DATA, Key="a b/ü.txt")
        # Nothing of this is one.
        s3.list_objects_v2(Bucket=orders.DATA)
        emulator.client("dynamodb").scan(TableName="OrderKPIs")
        with self.assertRaises(Exception):
            sqs.send_message(QueueUrl=queue + "-that-is-not-there", MessageBody="x")
        emulator.control("health")
        emulator.settle()
        emulator.stop()

        [case] = self.cases()
        kinds = [next(kind for kind in one if kind != "at") for one in case["inputs"]]
        self.assertEqual(["sqs", "http", "sns", "http", "events", "invoke", "invoke", "states", "call", "s3", "http"], kinds)
        self.assertEqual({"bucket": orders.DATA, "key": "a b/ü.txt", "body": {"base64": "/wA="},
                          "headers": {"Content-Type": "text/plain", "x-amz-meta-who": "me"}}, case["inputs"][9]["s3"])
        self.assertNotIn(str(emulator.port), json.dumps(case["inputs"]))
        self.replay(0, "--update")
        [updated] = self.cases()
        statuses = [one["status"] for one in updated["expect"]["responses"]]
        self.assertEqual([200, 200, 200, 200, 200, 200, 202, 200, 200, 200, 204], statuses)
        self.replay(0, "--repeat", 2)

    def test_a_functions_url_is_named_by_its_function(self):
        (self.home / "echo").mkdir()
        (self.home / "echo/bootstrap").write_text(HTTP)
        (self.home / "echo/bootstrap").chmod(0o755)
        template = self.home / "template.yaml"
        template.write_text("""
Transform: AWS::Serverless-2016-10-31
Resources:
  Open:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: open, CodeUri: echo/, Handler: bootstrap, Runtime: provided.al2023, FunctionUrlConfig: {AuthType: NONE}}
  Closed:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: closed, CodeUri: echo/, Handler: bootstrap, Runtime: provided.al2023, FunctionUrlConfig: {AuthType: AWS_IAM}}
""")
        emulator = self.emulator("--template", template, "--functions", self.home, parameters={})
        url = emulator.client("lambda").get_function_url_config(FunctionName="open")["FunctionUrl"]
        path = "/" + url.split("/", 3)[3] + "orders/7?api_key=very-secret&n=1"
        status, _ = emulator.send("POST", path, b"text", {"Content-Type": "text/plain"})
        emulator.stop()
        self.assertEqual(200, status)
        sent = self.inputs()[0]["http"]
        self.assertEqual(("open", "/orders/7?api_key=redacted-1&n=1", "text"), (sent["function"], sent["path"], sent["body"]))
        self.replay(0, "--update", "--template", template, "--functions", self.home)
        [response] = self.cases()[0]["expect"]["responses"]
        self.assertEqual((200, "/orders/7"), (response["status"], response["body"]["rawPath"]))
        self.replay(2)

    # --- what is one case, and what is none ---

    def test_what_comes_after_a_quiet_time_is_a_case_of_its_own(self):
        emulator = self.emulator("--record-quiet", "20")
        s3 = emulator.client("s3")
        for seconds in (0, 19, 21):
            emulator.advance(seconds)
            s3.put_object(Bucket=orders.DATA, Key=f"notes/after-{seconds}", Body=b"x")
            emulator.settle()
        emulator.stop()
        self.assertEqual([[0, 19], [0]], [[one["at"] for one in case["inputs"]] for case in self.cases()])

    def test_what_comes_at_once_after_a_quiet_time_is_in_the_same_case(self):
        emulator = self.emulator("--record-quiet", "20")
        emulator.client("s3").put_object(Bucket=orders.DATA, Key="notes/first", Body=b"x")
        emulator.advance(50)
        with concurrent.futures.ThreadPoolExecutor(16) as threads:
            list(threads.map(lambda number: emulator.send("PUT", f"/{orders.DATA}/notes/{number}", b"x"), range(16)))
        emulator.stop()
        self.assertEqual([1, 16], [len(case["inputs"]) for case in self.cases()])

    def test_while_something_is_due_it_is_not_quiet(self):
        emulator = self.emulator("--record-quiet", "1", parameters={"SettleSeconds": 60})
        orders.upload(emulator, orders.small_set())
        emulator.advance(20)
        emulator.client("s3").put_object(Bucket=orders.DATA, Key="notes/b", Body=b"x")
        emulator.stop()
        [case] = self.cases()
        self.assertEqual([0, 0, 0, 20], [one["at"] for one in case["inputs"]])

    def test_an_upload_in_parts_is_one_object_and_what_is_too_large_is_said(self):
        emulator = self.emulator()
        s3 = emulator.client("s3")
        upload = s3.create_multipart_upload(Bucket=orders.DATA, Key="notes/parts")["UploadId"]
        tags = [s3.upload_part(Bucket=orders.DATA, Key="notes/parts", UploadId=upload, PartNumber=number, Body=body)["ETag"]
                for number, body in ((1, b"a" * (5 << 20)), (2, b"end"))]
        s3.complete_multipart_upload(Bucket=orders.DATA, Key="notes/parts", UploadId=upload, MultipartUpload={
            "Parts": [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]})
        s3.put_object(Bucket=orders.DATA, Key="notes/large", Body=b"a" * ((16 << 20) + 1))
        emulator.stop()
        [case] = self.cases()
        self.assertEqual(["a" * (5 << 20) + "end"], [one["s3"]["body"] for one in case["inputs"]])
        [left_out] = case["recorded"]["leftOut"]
        self.assertIn("notes/large: it has more than 16 MiB", left_out)
        self.assertIn("not recorded: " + left_out, emulator.said())

    def test_a_consumers_handles_are_left_out_and_said(self):
        emulator = self.emulator()
        sqs, queue = emulator.client("sqs"), f"{emulator.endpoint}/{ACCOUNT}/order-analytics-settle-dead-letters"
        sqs.send_message(QueueUrl=queue, MessageBody="m")
        [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        emulator.stop()
        [case] = self.cases()
        self.assertEqual(["sqs:DeleteMessage", "sqs:ReceiveMessage"], [one.split(" ")[0] for one in case["recorded"]["leftOut"]])

    def test_who_was_there_before_the_recording_is_told_by_another_answer(self):
        emulator = self.emulator("--record-quiet", "30")
        vendor = Vendor(emulator)
        vendor.post("{\"id\": 1}", id="evt-1")
        emulator.settle()
        emulator.advance(50)
        other = vendor.post("{\"id\": 2}", id="evt-1")
        emulator.stop()
        self.assertEqual(409, other.status)
        self.assertIn("/inputs/0 was answered 409 when it was recorded, and 202 now", self.replay(0, "--update"))

    def test_what_no_redaction_gets_at_is_left_out_and_said(self):
        emulator = self.emulator()
        emulator.client("s3").put_object(Bucket=orders.DATA, Key="notes/b", Body=b"{}")
        emulator.client("s3").put_object(Bucket=orders.DATA, Key="notes/a", Body=b"{\"jane.doe@real-shop.io\":1}")
        emulator.stop()
        self.assertEqual(["notes/b"], [one["s3"]["key"] for one in self.inputs()])
        [left_out] = self.cases()[0]["recorded"]["leftOut"]
        self.assertIn("/s3/body looks like somebody's e-mail address; redact it", left_out)
        self.assertIn("not recorded: " + left_out, emulator.said())
        self.assertNotIn("real-shop", self.files()[0].read_text())

    # --- files ---

    def test_who_is_killed_leaves_whole_cases(self):
        emulator = self.emulator("--record-quiet", "30")
        s3 = emulator.client("s3")
        s3.put_object(Bucket=orders.DATA, Key="notes/first", Body=b"x")
        wait_until(self.files, "the first case")
        emulator.advance(50)
        for number in range(200):
            s3.put_object(Bucket=orders.DATA, Key=f"notes/{number}", Body=b"x" * 20_000)
        wait_until(lambda: len(self.files()) == 2, "the second case")
        emulator.kill()
        first, second = self.cases()  # both are JSON
        self.assertEqual(1, len(first["inputs"]))
        self.assertEqual([f"notes/{number}" for number in range(len(second["inputs"]))], [one["s3"]["key"] for one in second["inputs"]])
        self.replay(0, "--update")
        self.replay(0)

    def test_another_recording_in_the_same_directory_adds_to_it(self):
        for _ in range(2):
            emulator = self.emulator()
            emulator.client("s3").put_object(Bucket=orders.DATA, Key="notes/a", Body=b"x")
            emulator.stop()
        self.assertEqual(["20260302T060000Z-s3-notes-a-2.case.json", "20260302T060000Z-s3-notes-a.case.json"],
                         [file.name for file in self.files()])

    def test_redactions_that_are_wrong_start_nothing(self):
        self.redactions.write_text("{\"redact\": [{\"heeder\": \"X\"}]}")
        done = run("up", "--memory", "--port", "0", "--dir", self.home / "data", "--record", self.cases_directory, "--redact", self.redactions)
        self.assertEqual(1, done.returncode)
        self.assertIn("redactions.json: /redact/0/heeder: is not known here", done.stderr)

    def test_under_a_real_clock_with_handlers_that_answer_later(self):
        emulator = Emulator("--memory", "--record", self.cases_directory)
        self.addCleanup(emulator.close)
        emulator.start()
        Vendor(emulator).post("{\"id\": 1}", id="evt-1")
        emulator.settle()
        emulator.stop()
        self.assertEqual([1], [len(case["inputs"]) for case in self.cases()])
        self.replay(0, "--update")
        self.replay(0, "--repeat", 2)


class FromEvent(unittest.TestCase):
    SAMPLES = {
        "S3 notification": {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": REGION, "eventTime": "2026-03-02T06:00:00.000Z",
                                         "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": orders.DATA}, "object": {"key": "orders/a.csv", "size": 3}}}]},
        "scheduled event": {"version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event", "source": "aws.events",
                            "account": ACCOUNT, "time": "2026-03-02T06:00:00Z", "region": REGION, "resources": [], "detail": {}},
    }

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="feedmill-sample-test-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.sample = self.home / "sample.json"

    def made(self, event, *arguments):
        self.sample.write_text(event if isinstance(event, str) else json.dumps(event))
        return run("replay", "--from-event", self.sample, *arguments)

    def test_a_sample_becomes_a_case_that_replays(self):
        for kind, event in self.SAMPLES.items():
            out = self.home / "samples" / f"{kind.replace(' ', '-')}.case.json"
            out.parent.mkdir(exist_ok=True)
            done = self.made(event, "--function", "aggregate", "--out", out)
            self.assertEqual(0, done.returncode, done.stderr)
            case = json.loads(out.read_text())
            self.assertEqual({"function": "aggregate", "event": event}, case["inputs"][0]["invoke"])
            self.assertEqual("2026-03-02T06:00:00.000Z", case["environment"]["clock"])
            self.assertEqual(f"a sample: {kind}, sample.json", case["recorded"]["from"])
            self.assertEqual(1, run("replay", out).returncode, "it expects nothing yet")
            self.assertEqual(0, run("replay", out, "--update").returncode)
            again = run("replay", out, "--repeat", 2)
            self.assertEqual(0, again.returncode, again.stdout)

    def test_without_out_it_is_printed(self):
        done = self.made(self.SAMPLES["scheduled event"], "--function", "reconcile")
        self.assertEqual("recorded: invoke reconcile", json.loads(done.stdout)["description"])

    def test_what_is_no_sample_says_what_would_be(self):
        for event, said in (({"Records": [{"eventSource": "aws:kinesis"}]}, "known are: S3 notification, SQS messages, SNS notification"),
                            ("{", "is not JSON")):
            done = self.made(event, "--function", "aggregate")
            self.assertEqual((2, ""), (done.returncode, done.stdout))
            self.assertIn(said, done.stderr)

    def test_nothing_is_run_besides(self):
        done = self.made(self.SAMPLES["scheduled event"], "--function", "aggregate", "--update")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("--update excludes --from-event", done.stderr)

    def test_a_function_that_is_not_there(self):
        done = self.made(self.SAMPLES["scheduled event"], "--function", "agregate")
        self.assertEqual(2, done.returncode)
        self.assertIn("'agregate' is no function of the template; there are: aggregate", done.stderr)


if __name__ == "__main__":
    main()
