"""The commands that count: how executions ended, how long they stay in each state, what went wrong where; and how a table's items
are spread over its partition keys."""
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import EmulatorTest, main, run  # noqa: E402
from vendor import invoke  # noqa: E402


class Figures(EmulatorTest):
    options = ("--memory", "--clock", "virtual", "--seed", "1")

    def command(self, *arguments):
        done = run(*arguments, "--endpoint-url", self.emulator.endpoint)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout.splitlines()

    def row(self, lines, name):
        return next(line.split()[1:] for line in lines if line.startswith(f"  {name} "))

    # E080 E081 E082
    def test_executions_are_counted_by_status_their_states_timed_and_their_errors_named(self):
        self.assertEqual(["order-analytics: 0 executions"], self.command("executions"))
        orders.upload(self.emulator, orders.small_set("2026-03-01", first_order=1, name="first"))
        self.emulator.settle()
        invoke(self.emulator, "lock", {"operation": "acquire", "lockId": "ecommerce-pipeline-lock", "executionId": "somebody"})
        orders.upload(self.emulator, orders.small_set("2026-03-02", first_order=100, name="second"))
        self.emulator.settle()
        bad = orders.small_set("2026-03-03", first_order=200, name="third")
        orders.upload(self.emulator, {key: body.replace(b"order_id", b"no_id", 1) if key.startswith("orders/") else body
                                      for key, body in bad.items()})
        self.emulator.settle()
        lines = self.command("executions", "order-analytics")
        self.assertEqual("order-analytics: 3 executions, 1 FAILED (33.3 %), 2 SUCCEEDED (66.7 %)", lines[0])
        for state, entered in (("AcquireLock", "3"), ("Validate", "9"), ("Done", "2"), ("BatchFailed", "1")):
            self.assertEqual(entered, self.row(lines, state)[0], lines)
        # Held for its lease of 300 seconds, and asked for every 5.
        mean, longest = map(float, self.row(lines, "AcquireLock")[1:])
        self.assertTrue(300 <= longest <= 310, longest)
        self.assertAlmostEqual(longest / 3, mean, delta=0.1)
        errors = lines[next(n for n, line in enumerate(lines) if "error in state" in line) + 1:]
        found = [re.fullmatch(r"  (\S+) +(\d+) (\S+)", line).groups() for line in errors]
        self.assertEqual([("AcquireLock", "LockBusy"), ("BatchFailed", "BatchFailed")], [(state, error) for state, _, error in found])
        self.assertTrue(60 <= int(found[0][1]) <= 62, found)

    # E096
    def test_the_fullest_partition_keys_come_first(self):
        dynamodb = self.emulator.client("dynamodb")
        attributes = [{"AttributeName": "p", "AttributeType": "N"}, {"AttributeName": "s", "AttributeType": "S"}]
        dynamodb.create_table(TableName="Spread", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=attributes,
                              KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}])
        for partition in range(12):
            for number in range(20 if partition == 7 else partition + 1):
                item = {"p": {"N": str(partition)}, "s": {"S": str(number)}, "text": {"S": "x" * 20_000}}  # more than a page of it
                dynamodb.put_item(TableName="Spread", Item=item)
        lines = self.command("keys", "Spread")
        self.assertEqual("Spread: 90 items under 12 values of p", lines[0])
        self.assertEqual(11, len(lines))
        first = [line.split() for line in lines[1:4]]
        self.assertEqual([["20", "22.2", "%", "7"], ["12", "13.3", "%", "11"], ["11", "12.2", "%", "10"]], first)

    def test_what_is_not_there_is_said(self):
        for arguments, said in ((("executions", "nobody"), "no such state machine: nobody"), (("keys", "Nothing"), "Nothing")):
            done = run(*arguments, "--endpoint-url", self.emulator.endpoint)
            self.assertEqual(1, done.returncode)
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    main()
