"""kill -9 of random handler processes while a set runs: it ends with exactly the golden figures."""
import os
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import Emulator, main  # noqa: E402
from runs import SeededRuns  # noqa: E402

# Virtual, as a retry may come minutes later. Handlers then run one at a time.
OPTIONS = ("--clock", "virtual", "--memory")


class KillHandler(SeededRuns):
    @classmethod
    def setUpClass(cls):
        [directory], cls.expected = orders.case("two_good_days")
        cls.files = orders.files_of(directory)
        with Emulator(*OPTIONS, "--seed", 1) as emulator:
            started = time.monotonic()
            orders.upload(emulator, cls.files)
            emulator.settle()
            cls.takes = time.monotonic() - started

    def test_a_set_ends_as_if_nothing_had_happened(self):
        self.killed = 0
        self.each_run(self.run_once)
        self.assertGreater(self.killed, 0)

    def run_once(self, number, random):
        with Emulator(*OPTIONS, "--seed", 1 + random.randrange(1 << 30)) as emulator:
            self.check(emulator, lambda: self.kill_and_settle(emulator, random))

    def kill_and_settle(self, emulator, random):
        # At most four deaths: a state tries again five times.
        moments = sorted(random.uniform(0, self.takes) for _ in range(random.randint(1, 4)))
        done = threading.Event()

        def kill_some():
            started = time.monotonic()
            for moment in moments:
                if done.wait(max(0, started + moment - time.monotonic())):
                    return
                pids = emulator.control("handlers")["pids"]
                if pids:
                    try:
                        os.kill(random.choice(sorted(pids)), signal.SIGKILL)
                        self.killed += 1
                    except ProcessLookupError:
                        pass

        killer = threading.Thread(target=kill_some)
        killer.start()
        orders.upload(emulator, self.files)
        emulator.settle()
        done.set()
        killer.join()
        emulator.settle()
        found = orders.executions(emulator)
        self.assertEqual(["SUCCEEDED"], [one["status"] for one in found])
        self.assertIsNone(orders.first_difference(self.expected, orders.document(emulator, found[0]["executionArn"])))
        self.assertTrue(orders.lock_is_free(emulator))


if __name__ == "__main__":
    main()
