"""Files that are replaced under a set that has claimed them: every set's products.csv has the same key, and the next one may come at
any moment."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import oracle  # noqa: E402
import orders  # noqa: E402
from feedmill import EmulatorTest, main  # noqa: E402

LOCK = "ecommerce-pipeline-lock"


class ReplacedFiles(EmulatorTest):
    options = ("--memory", "--clock", "virtual", "--seed", "1")
    day = 0

    def setUp(self):
        self.emulator.settle()
        self.before = len(orders.executions(self.emulator))
        type(self).day += 1
        self.day = f"2026-05-{self.day:02}"

    def set_of(self, name, category):
        number = 10 * int(self.day[-2:])
        files = orders.small_set(self.day, first_order=number if name == "first" else number + 5, name=f"{self.day}-{name}")
        files["products.csv"] = files["products.csv"].replace(b"Tools", category.encode())
        return files

    def start(self, files):
        """Sends a set; its execution, which waits for the lock."""
        known = {one["executionArn"] for one in orders.executions(self.emulator)}
        orders.upload(self.emulator, files)
        self.emulator.advance(1)
        [started] = [one["executionArn"] for one in orders.executions(self.emulator) if one["executionArn"] not in known]
        return started

    def lock(self, operation):
        asked = {"operation": operation, "lockId": LOCK, "executionId": "somebody else"}
        answer = self.emulator.client("lambda").invoke(FunctionName="lock", Payload=json.dumps(asked).encode())
        self.assertNotIn("FunctionError", answer)

    def start_by_hand(self, name):
        arn = self.emulator.client("stepfunctions").start_execution(
            stateMachineArn=orders.MACHINE, name=name, input=json.dumps({"fileKey": "", "bucket": orders.DATA}))["executionArn"]
        self.emulator.settle()
        return self.describe(arn)

    def describe(self, arn):
        return self.emulator.client("stepfunctions").describe_execution(executionArn=arn)

    def assert_figures_of(self, *sets):
        """The days' figures are those of all sets, each with the categories of its own products.csv."""
        found = {table: [one for one in items if one["order_date"] == self.day] for table, items in orders.kpis(self.emulator).items()}
        together = {key: body for one in sets for key, body in one.items()}
        categories = sorted((one for files in sets for one in oracle.kpis(files)["CategoryKPIs"]), key=lambda one: one["category"])
        self.assertIsNone(orders.first_difference({"OrderKPIs": oracle.kpis(together)["OrderKPIs"], "CategoryKPIs": categories}, found))

    def assert_archived(self, arn, files):
        set_id = orders.set_of(self.emulator, arn)["setId"]
        found = {key.partition(f"/{set_id}/")[2]: key for key in orders.keys(self.emulator, orders.ARCHIVE) if set_id in key}
        self.assertEqual(sorted(files), sorted(found))
        for key, body in files.items():
            self.assertEqual(body, orders.get(self.emulator, found[key], orders.ARCHIVE), key)

    def incoming(self):
        return [key for prefix in ("orders/", "order_items/", "products") for key in orders.keys(self.emulator, prefix=prefix)]

    def test_the_next_products_csv_comes_while_a_set_waits_for_the_lock(self):
        first, second = self.set_of("first", "Garden"), self.set_of("second", "Toys")
        self.lock("acquire")
        arns = [self.start(first), self.start(second)]
        self.lock("release")
        self.emulator.settle()
        self.assertEqual(["SUCCEEDED"] * 2, [self.describe(arn)["status"] for arn in arns])
        self.assert_figures_of(first, second)
        for arn, files in zip(arns, (first, second)):
            self.assert_archived(arn, files)
        self.assertEqual([], self.incoming())

    def test_a_set_that_was_stopped_is_started_again_after_the_next_ones_products_csv_was_archived(self):
        first, second = self.set_of("first", "Garden"), self.set_of("second", "Toys")
        self.lock("acquire")
        stopped = self.start(first)
        self.emulator.client("stepfunctions").stop_execution(executionArn=stopped)
        self.start(second)
        self.lock("release")
        self.emulator.settle()
        self.assert_figures_of(second)
        self.assertNotIn("products.csv", self.incoming())

        ended = self.start_by_hand(f"again-{self.day}")
        self.assertEqual("SUCCEEDED", ended["status"], ended)
        self.assert_figures_of(first, second)
        self.assertEqual([], self.incoming())
        again = self.start_by_hand(f"once-more-{self.day}")
        self.assertEqual(("FAILED", "NothingToProcess"), (again["status"], again["error"]))
        self.assert_figures_of(first, second)

    def test_a_bad_products_csv_that_was_replaced_is_in_quarantine_all_the_same(self):
        first, second = self.set_of("first", "Garden"), self.set_of("second", "Toys")
        first["products.csv"] = b""
        self.lock("acquire")
        arn = self.start(first)
        self.start(second)
        self.lock("release")
        self.emulator.settle()
        set_id = orders.set_of(self.emulator, arn)["setId"]
        self.assertEqual(("FAILED", "BatchFailed"), (self.describe(arn)["status"], self.describe(arn)["error"]))
        self.assertIn(f"quarantine/products/{set_id}/products.csv", orders.keys(self.emulator))
        self.assert_figures_of(second)
        self.assertEqual([], self.incoming())

    def test_another_file_that_was_replaced_fails_the_set_which_keeps_its_input_and_says_what_to_do(self):
        first = self.set_of("first", "Garden")
        [changed] = [key for key in first if key.startswith("orders/")]
        self.lock("acquire")
        arn = self.start(first)
        newer = {**first, changed: first[changed].replace(b",70,", b",99,")}
        self.emulator.client("s3").put_object(Bucket=orders.DATA, Key=changed, Body=newer[changed])
        self.emulator.advance(1)
        self.lock("release")
        self.emulator.settle()
        ended = self.describe(arn)
        self.assertEqual(("FAILED", "InputChanged"), (ended["status"], ended["error"]))
        for part in (changed, "by hand", "fileKey"):
            self.assertIn(part, ended["cause"])
        self.assertEqual(sorted(first), sorted(self.incoming()))
        self.assertTrue(orders.lock_is_free(self.emulator))

        ended = self.start_by_hand(f"again-{self.day}")
        self.assertEqual("SUCCEEDED", ended["status"], ended)
        self.assert_figures_of(newer)
        self.assertEqual([], self.incoming())


if __name__ == "__main__":
    main()
