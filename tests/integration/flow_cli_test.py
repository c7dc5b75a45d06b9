"""The whole flow by hand with the AWS CLI, as a person does it who has read the README: put files, watch the execution, read its
history, the KPIs, the quarantine and the logs."""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import ACCOUNT, ENVIRONMENT, Emulator, EmulatorTest, main, wait_until  # noqa: E402

ARN = f"--state-machine-arn={orders.MACHINE}"
EMPTY_TEMPLATE = "Resources:\n  Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: other}}\n"


def shell(emulator, lines):
    """Runs lines as they stand in a manual; `aws` is Debian's, and it is told where the emulator is."""
    script = f"set -euo pipefail\nshopt -s expand_aliases\nalias aws='/usr/bin/aws --endpoint-url {emulator.endpoint}'\n{lines}"
    done = subprocess.run(["bash", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{lines}\nexit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class FlowByCli(EmulatorTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        aws, aws_json = cls.emulator.aws, cls.emulator.aws_json
        [good], cls.expected = orders.case("two_good_days")
        cls.bad = b"order_id,user_id,total_amount,status\n1,2,3.00,completed\n"
        cls.queue = aws_json("sqs", "create-queue", "--queue-name", "told")["QueueUrl"]
        aws("sns", "subscribe", "--topic-arn", orders.TOPIC, "--protocol", "sqs", "--notification-endpoint",
            f"arn:aws:sqs:us-east-1:{ACCOUNT}:told")
        aws("s3", "cp", "--recursive", good / "orders", f"s3://{orders.DATA}/orders/")
        aws("s3", "cp", "-", f"s3://{orders.DATA}/orders/bad.csv", stdin=cls.bad.decode())
        aws("s3", "cp", "--recursive", good / "order_items", f"s3://{orders.DATA}/order_items/")
        aws("s3", "cp", good / "products.csv", f"s3://{orders.DATA}/products.csv")

        def ended():
            found = aws_json("stepfunctions", "list-executions", ARN)["executions"]
            return found and found[0]["status"] != "RUNNING" and found

        [cls.execution] = wait_until(ended, "the execution's end")
        cls.arn = cls.execution["executionArn"]
        described = aws_json("stepfunctions", "describe-execution", "--execution-arn", cls.arn)
        cls.set_id = json.loads(described["input"])["set"]["setId"]

    # E001 E099 E108
    def test_the_execution_is_listed_and_described_with_its_times(self):
        self.assertEqual("SUCCEEDED", self.execution["status"])
        described = self.emulator.aws_json("stepfunctions", "describe-execution", "--execution-arn", self.arn)
        self.assertEqual(("SUCCEEDED", orders.MACHINE), (described["status"], described["stateMachineArn"]))
        self.assertLessEqual(described["startDate"], described["stopDate"])
        self.assertEqual(self.arn.rpartition(":")[2], described["name"])

    # E007 E018
    def test_the_history_tells_each_state_in_its_order(self):
        events = self.emulator.aws_json("stepfunctions", "get-execution-history", "--execution-arn", self.arn)["events"]
        entered = [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]
        stages = [name for name in entered if name != "Validate"]
        self.assertEqual(["Claimed?", "AcquireLock", "ValidateFiles", "Transform", "Usable?", "Settle", "ReleaseLock", "Notify", "Done"], stages)
        self.assertEqual(4, entered.count("Validate"))
        self.assertEqual(("ExecutionStarted", "ExecutionSucceeded"), (events[0]["type"], events[-1]["type"]))

    # E005 E008 E026
    def test_the_figures_of_a_day_are_an_item(self):
        item = self.emulator.aws_json("dynamodb", "get-item", "--table-name", "OrderKPIs", "--key", '{"order_date": {"S": "2026-03-01"}}')["Item"]
        day = self.expected["OrderKPIs"][0]
        self.assertEqual(str(day["total_orders"]), item["total_orders"]["N"])
        self.assertEqual(float(day["total_revenue"]), float(item["total_revenue"]["N"]))

    def test_a_category_is_queried_over_its_days(self):
        found = self.emulator.aws_json(
            "dynamodb", "query", "--table-name", "CategoryKPIs", "--key-condition-expression", "category = :c AND order_date >= :d",
            "--expression-attribute-values", '{":c": {"S": "Café"}, ":d": {"S": "2026-03-01"}}')
        self.assertEqual([{"N": "0.15"}], [item["daily_revenue"] for item in found["Items"]])

    def test_a_scan_shows_every_day(self):
        found = self.emulator.aws_json("dynamodb", "scan", "--table-name", "OrderKPIs")
        self.assertEqual(["2026-03-01", "2026-03-02"], sorted(item["order_date"]["S"] for item in found["Items"]))

    # E022 E048 E090
    def test_a_bad_file_lies_in_quarantine_beside_its_reason(self):
        place = f"s3://{orders.DATA}/quarantine/orders/{self.set_id}/bad.csv"
        self.assertEqual(self.bad.decode(), self.emulator.aws("s3", "cp", place, "-"))
        reason = json.loads(self.emulator.aws("s3", "cp", place + ".reason.json", "-"))
        self.assertIn("missing_columns:order_date", json.dumps(reason))
        self.assertIn("bad.csv", self.emulator.aws("s3", "ls", "--recursive", f"s3://{orders.DATA}/quarantine/"))

    # E023
    def test_the_report_says_which_rows_and_files_were_not_used(self):
        report = json.loads(self.emulator.aws("s3", "cp", f"s3://{orders.DATA}/reports/{self.set_id}/validation.json", "-"))
        self.assertEqual("PARTIAL", report["status"])
        self.assertEqual({"orders/bad.csv": "missing_columns:order_date"}, report["quarantined_files"])

    # E006 E049
    def test_good_files_are_archived_and_gone_from_incoming(self):
        listed = self.emulator.aws("s3", "ls", "--recursive", f"s3://{orders.ARCHIVE}/")
        for key in ("orders/a.csv", "order_items/a.csv", "products.csv"):
            self.assertIn(f"{self.set_id}/{key}", listed)
        self.assertNotIn("bad.csv", listed)
        for prefix in ("orders/", "order_items/", "products"):
            self.assertNotIn("Contents", self.emulator.aws_json("s3api", "list-objects-v2", "--bucket", orders.DATA, "--prefix", prefix) or {})

    def tail(self, group):
        return self.emulator.aws("logs", "tail", group, "--since", "1h", "--format", "short")

    # E083
    def test_logs_of_validate_are_where_they_are_documented(self):
        self.assertIn(self.set_id, self.tail("/aws/ecs/validation-task"))

    # E084
    def test_logs_of_transform_are_where_they_are_documented(self):
        self.assertIn("set transformed", self.tail("/aws/ecs/transformation-task"))

    # E085
    def test_logs_of_aggregate_are_where_they_are_documented(self):
        said = self.tail("/aws/lambda/file-aggregator")
        self.assertIn("the set is settled", said)

    # E009 E020
    def test_the_topic_told_that_the_set_is_applied_and_the_lock_is_free(self):
        got = self.emulator.aws_json("sqs", "receive-message", "--queue-url", self.queue, "--wait-time-seconds", "10")["Messages"]
        told = json.loads(got[0]["Body"])
        self.assertEqual(("Notification", orders.TOPIC, "order-analytics: a set is applied"), (told["Type"], told["TopicArn"], told["Subject"]))
        self.assertEqual((self.set_id, "PARTIAL", 3), tuple(json.loads(told["Message"])[name] for name in ("setId", "status", "archived")))
        self.assertTrue(orders.lock_is_free(self.emulator))

    def test_what_the_template_names_can_be_looked_up(self):
        aws = self.emulator.aws
        self.assertIn(orders.TOPIC, aws("sns", "list-topics"))
        self.assertIn("order-analytics-settle", aws("sqs", "list-queues"))
        url = self.emulator.aws_json("sqs", "get-queue-url", "--queue-name", "order-analytics-settle")["QueueUrl"]
        attributes = self.emulator.aws_json("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")["Attributes"]
        self.assertEqual(("300", "0"), (attributes["VisibilityTimeout"], attributes["ApproximateNumberOfMessages"]))
        self.assertIn(orders.MACHINE, aws("stepfunctions", "list-state-machines"))
        functions = self.emulator.aws_json("lambda", "list-functions")["Functions"]
        self.assertLessEqual({"aggregate", "lock", "transform", "validate"}, {one["FunctionName"] for one in functions})
        self.assertEqual(ACCOUNT, self.emulator.aws_json("sts", "get-caller-identity")["Account"])
        self.assertIn("/aws/ecs/validation-task", aws("logs", "describe-log-groups"))

    def test_a_function_is_invoked_by_hand(self):
        with tempfile.NamedTemporaryFile() as answer:
            meta = self.emulator.aws_json("lambda", "invoke", "--function-name", "lock", "--cli-binary-format", "raw-in-base64-out", "--payload",
                                          '{"operation": "release", "lockId": "ecommerce-pipeline-lock", "executionId": "nobody"}', answer.name)
            self.assertEqual(200, meta["StatusCode"])
            self.assertEqual({"released": False}, json.loads(pathlib.Path(answer.name).read_text()))


class CommandsOfTheManual(EmulatorTest):
    """The command lines of the requirement, verbatim, where nothing has been made yet."""
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        template = pathlib.Path(folder.name, "template.yaml")
        template.write_text(EMPTY_TEMPLATE)
        cls.emulator = Emulator("--template", template, "--memory", parameters={})
        cls.addClassCleanup(cls.emulator.close)
        cls.emulator.start()

    # E065 E066 E072
    def test_both_buckets_are_made(self):
        shell(self.emulator, """
# Data bucket
aws s3 mb s3://ecommerce-data-bucket --region us-east-1

# Archive bucket
aws s3 mb s3://ecommerce-archive-bucket --region us-east-1
""")
        self.assertEqual(2, len(self.emulator.aws("s3", "ls").splitlines()))
        shell(self.emulator, "aws s3 mb s3://ecommerce-data-bucket --region us-east-1")  # one's own, again: us-east-1 says yes

    def table(self, name):
        described = self.emulator.aws_json("dynamodb", "describe-table", "--table-name", name)["Table"]
        self.assertEqual(("ACTIVE", "PAY_PER_REQUEST"), (described["TableStatus"], described["BillingModeSummary"]["BillingMode"]))
        self.assertIn(":us-east-1:", described["TableArn"])
        return [(key["AttributeName"], key["KeyType"]) for key in described["KeySchema"]]

    # E028 E068 E071
    def test_the_lock_table_is_made(self):
        shell(self.emulator, r"""
# Lock table
aws dynamodb create-table \
  --table-name ProcessingLockTable \
  --attribute-definitions AttributeName=LockId,AttributeType=S \
  --key-schema AttributeName=LockId,KeyType=HASH \
  --billing-mode PAY_PER_REQUEST
""")
        self.assertEqual([("LockId", "HASH")], self.table("ProcessingLockTable"))

    # E050 E069 E071
    def test_the_table_of_the_categories_is_made(self):
        shell(self.emulator, r"""
# Category metrics table
aws dynamodb create-table \
  --table-name CategoryKPIs \
  --attribute-definitions \
    AttributeName=category,AttributeType=S \
    AttributeName=order_date,AttributeType=S \
  --key-schema \
    AttributeName=category,KeyType=HASH \
    AttributeName=order_date,KeyType=RANGE \
  --billing-mode PAY_PER_REQUEST
""")
        self.assertEqual([("category", "HASH"), ("order_date", "RANGE")], self.table("CategoryKPIs"))

    # E054 E070 E071
    def test_the_table_of_the_orders_is_made(self):
        shell(self.emulator, r"""
# Order metrics table
aws dynamodb create-table \
  --table-name OrderKPIs \
  --attribute-definitions AttributeName=order_date,AttributeType=S \
  --key-schema AttributeName=order_date,KeyType=HASH \
  --billing-mode PAY_PER_REQUEST
""")
        self.assertEqual([("order_date", "HASH")], self.table("OrderKPIs"))


class StartByHand(EmulatorTest):
    # Nothing starts by itself: aggregate waits a quarter of an hour for further files.
    parameters = {"SettleSeconds": 900}

    # The manual's lines, but for our own ARN.
    START = f"""
aws stepfunctions start-execution \\
  --state-machine-arn {orders.MACHINE} \\
  --name manual-execution-$(date +%s) \\
  --input '{{"fileKey": "", "bucket": "ecommerce-data-bucket"}}'
"""

    def start(self):
        started = json.loads(shell(self.emulator, self.START))
        self.assertIn("startDate", started)
        states = self.emulator.client("stepfunctions")
        wait_until(lambda: states.describe_execution(executionArn=started["executionArn"])["status"] != "RUNNING", "the execution's end")
        return states.describe_execution(executionArn=started["executionArn"])

    # E079 E107 E108
    def test_it_processes_whatever_is_complete_and_says_so_where_nothing_is(self):
        nothing = self.start()
        self.assertEqual(("FAILED", "NothingToProcess"), (nothing["status"], nothing["error"]))
        [good], expected = orders.case("two_good_days")
        orders.upload(self.emulator, orders.files_of(good))
        second = int(time.time())
        wait_until(lambda: int(time.time()) > second, "the next second: the manual names an execution by it")
        done = self.start()
        self.assertEqual("SUCCEEDED", done["status"], done)
        found = orders.kpis(self.emulator)
        self.assertIsNone(orders.first_difference(expected["OrderKPIs"], found["OrderKPIs"]))
        self.assertIsNone(orders.first_difference(expected["CategoryKPIs"], found["CategoryKPIs"]))


if __name__ == "__main__":
    main()
