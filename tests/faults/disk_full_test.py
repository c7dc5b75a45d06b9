"""The disk is full at one write site after another: clean errors, nothing hangs, nothing acknowledged is lost; with room again the
set ends with the golden figures."""
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import Emulator, main  # noqa: E402
from runs import RUNS, Ledger, SeededRuns, upload_until_taken  # noqa: E402

SITES = 100  # writes of one set, and of a client beside it


class DiskFull(SeededRuns):
    @classmethod
    def setUpClass(cls):
        [directory], cls.expected = orders.case("two_good_days")
        cls.files = orders.files_of(directory)

    def test_errors_are_clean_and_the_set_recovers(self):
        self.failed_writes = 0
        self.each_run(self.run_once)
        self.assertGreater(self.failed_writes, 0, "no client ever saw a full disk")

    def run_once(self, number, random):
        # With all runs each site has its turn.
        nth = 1 + number if RUNS >= SITES else 1 + number * SITES // RUNS + random.randrange(SITES // RUNS)
        fault = {"call": "write", "failure": random.choice(["full", "short"]), "nth": nth, "times": random.choice([1, 3, 20])}
        with Emulator("--clock", "virtual", "--seed", 1 + random.randrange(1 << 30), "--inject-faults") as emulator:
            self.check(emulator, lambda: self.fill_and_recover(emulator, fault))

    def fill_and_recover(self, emulator, fault):
        with self.subTest(fault=fault):
            ledger = Ledger(emulator)
            emulator.control("faults", {"disk": fault})
            left = upload_until_taken(emulator, self.files)
            for _ in range(5):  # people try again
                left = upload_until_taken(emulator, left) if left else {}
            emulator.settle()
            ledger.stop()
            self.assertIsNone(emulator.process.poll(), "it is still there")
            self.failed_writes += len(ledger.refused)
            for refused in ledger.refused:
                self.assertGreaterEqual(refused["ResponseMetadata"]["HTTPStatusCode"], 500, refused)
                self.assertTrue(refused["Error"]["Code"], refused)

            emulator.control("faults", {})
            self.assertFalse(upload_until_taken(emulator, left))
            emulator.settle()
            self.recover(emulator)
            self.assertEqual([], ledger.missing())
            # And it is all on the disk.
            emulator.kill()
            emulator.start()
            self.assertEqual([], ledger.missing())
            self.assert_golden(emulator)

    def recover(self, emulator):
        """What the notification of a technical failure tells a person to do."""
        if "SUCCEEDED" not in [one["status"] for one in orders.executions(emulator)]:
            emulator.client("stepfunctions").start_execution(
                stateMachineArn=orders.MACHINE, name=f"by-hand-{time.time_ns()}", input=json.dumps({"fileKey": "", "bucket": orders.DATA}))
            emulator.settle()
        self.assert_golden(emulator)

    def assert_golden(self, emulator):
        expected = {name: self.expected[name] for name in ("OrderKPIs", "CategoryKPIs")}
        self.assertIsNone(orders.first_difference(expected, orders.kpis(emulator)))
        self.assertTrue(orders.lock_is_free(emulator))


if __name__ == "__main__":
    main()
