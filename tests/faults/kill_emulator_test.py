"""kill -9 of the emulator at a random moment of a running set: after the restart it ends with exactly the golden figures, and every
write that was acknowledged is there."""
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import Emulator, main  # noqa: E402
from runs import Ledger, SeededRuns, upload_until_taken  # noqa: E402


class KillEmulator(SeededRuns):
    @classmethod
    def setUpClass(cls):
        [directory], cls.expected = orders.case("two_good_days")
        cls.files = orders.files_of(directory)
        # How long a set takes here: a kill comes within that time.
        with Emulator() as emulator:
            started = time.monotonic()
            orders.upload(emulator, cls.files)
            emulator.settle()
            cls.takes = time.monotonic() - started

    def test_a_set_ends_as_if_nothing_had_happened(self):
        self.each_run(self.run_once)

    def run_once(self, number, random):
        # Real and virtual clocks in turn; a virtual one stands still unless it is asked to move.
        with Emulator(*(("--clock", "virtual", "--seed", 1 + random.randrange(1 << 30)) if number % 2 else ())) as emulator:
            self.check(emulator, lambda: self.kill_and_recover(emulator, random))

    def kill_and_recover(self, emulator, random):
        ledger = Ledger(emulator)
        left = dict(self.files)
        for kill in range(random.choice([1, 1, 1, 2])):
            killer = threading.Timer(random.uniform(0, self.takes), emulator.kill)
            killer.start()
            left = upload_until_taken(emulator, left)
            try:
                emulator.settle()
            except (OSError, AssertionError, ValueError):
                pass  # it was killed meanwhile
            killer.join()
            ledger.stop()
            emulator.start()
        self.assertFalse(upload_until_taken(emulator, left))
        emulator.settle()
        self.assertEqual([], ledger.missing())
        found = orders.executions(emulator)
        self.assertEqual(["SUCCEEDED"], [one["status"] for one in found])
        self.assertIsNone(orders.first_difference(self.expected, orders.document(emulator, found[0]["executionArn"])))
        self.assertTrue(orders.lock_is_free(emulator))


if __name__ == "__main__":
    main()
