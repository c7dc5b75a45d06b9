"""Under a virtual clock nothing runs by itself: what is due waits until somebody lets the world go on, and says so. Then all of it
happens."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import oracle  # noqa: E402
import orders  # noqa: E402
from feedmill import EmulatorTest, main  # noqa: E402


class VirtualClock(EmulatorTest):
    options = ("--memory", "--clock", "virtual", "--seed", "1")

    def setUp(self):
        self.emulator.settle()

    def health(self):
        return self.emulator.control("health")

    def test_up_says_that_things_wait(self):
        self.assertIn("the clock is virtual", self.emulator.said())
        self.assertIn("/_feedmill/settle", self.emulator.said())

    def test_two_sets_sent_one_after_another_wait_and_are_one_when_the_world_goes_on(self):
        first = orders.small_set("2026-03-01", first_order=1, name="first")
        second = orders.small_set("2026-03-02", first_order=100, name="second", products="products/second.csv")
        before = len(orders.executions(self.emulator))
        orders.upload(self.emulator, first)
        orders.upload(self.emulator, second)
        waiting = self.health()
        self.assertEqual((6, False), (waiting["deliveries"], waiting["quiescent"]))
        self.assertEqual(waiting, self.health(), "however long one looks")
        self.assertEqual(before, len(orders.executions(self.emulator)))

        self.emulator.settle()
        self.assertEqual(["SUCCEEDED"], [one["status"] for one in orders.executions(self.emulator)[before:]])
        rested = self.health()
        self.assertEqual((0, 0, True), (rested["deliveries"], rested["executions"], rested["quiescent"]))
        self.assertIsNone(orders.first_difference(oracle.kpis({**first, **second}), self.kpis_of("2026-03-01", "2026-03-02")))

    def test_two_sets_with_a_settle_between_them_are_two(self):
        before = len(orders.executions(self.emulator))
        for day, first in (("2026-04-01", 1000), ("2026-04-02", 2000)):
            orders.upload(self.emulator, orders.small_set(day, first_order=first, name=day))
            self.emulator.settle()
        self.assertEqual(["SUCCEEDED"] * 2, [one["status"] for one in orders.executions(self.emulator)[before:]])
        for day in ("2026-04-01", "2026-04-02"):
            self.assertEqual([orders.small_kpis(day)], self.kpis_of(day)["OrderKPIs"])

    def test_an_execution_that_was_started_waits_and_an_invoked_function_does_not(self):
        states = self.emulator.client("stepfunctions")
        arn = states.start_execution(stateMachineArn=orders.MACHINE, name="by-hand",
                                     input=json.dumps({"fileKey": "", "bucket": orders.DATA}))["executionArn"]
        answer = self.emulator.client("lambda").invoke(FunctionName="lock", Payload=b"{}")
        self.assertEqual("BadEvent", json.loads(answer["Payload"].read())["errorType"])
        self.assertEqual("RUNNING", states.describe_execution(executionArn=arn)["status"])
        self.emulator.settle()
        ended = states.describe_execution(executionArn=arn)
        self.assertEqual(("FAILED", "NothingToProcess"), (ended["status"], ended["error"]))

    def kpis_of(self, *days):
        return {table: [one for one in items if one["order_date"] in days] for table, items in orders.kpis(self.emulator).items()}


if __name__ == "__main__":
    main()
