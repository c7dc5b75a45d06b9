"""A lock holder that is stopped past its lease and wakes up when another execution has had the lock: it writes nothing."""
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import oracle  # noqa: E402
import orders  # noqa: E402
from feedmill import HOME, Emulator, main, wait_until  # noqa: E402
from runs import SeededRuns  # noqa: E402

DAY = "2026-03-01"


def impatient_infra(folder):
    """Our own template with a lease of one second, asked for every second."""
    infra = pathlib.Path(folder, "infra")
    shutil.copytree(HOME / "infra", infra)
    template = infra / "template.yaml"
    text, leases = re.subn(r"LOCK_LEASE_SECONDS: '300'", "LOCK_LEASE_SECONDS: '1'", template.read_text())
    template.write_text(text)
    machine = infra / "state-machines/order-analytics.asl.json"
    text, waits = re.subn(r'"IntervalSeconds": 5\b', '"IntervalSeconds": 1', machine.read_text())
    machine.write_text(text)
    if not leases or not waits:
        raise AssertionError("the template's lease, or the state machine's wait for the lock, is not where it was")
    return template


def transform_pids(emulator):
    found = []
    for pid in emulator.control("handlers")["pids"]:
        try:
            if "/transform/" in os.readlink(f"/proc/{pid}/exe"):
                found.append(pid)
        except OSError:
            pass  # gone
    return found


class StoppedHolder(SeededRuns):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.template = impatient_infra(folder.name)
        cls.slow = orders.small_set(DAY, first_order=1000, orders=20_000, name="slow")
        cls.quick = orders.small_set(DAY, first_order=1, orders=3, name="quick", products="products/quick.csv")

    def test_it_writes_nothing(self):
        self.each_run(self.run_once)

    def run_once(self, number, random):
        # Too late when it had published before it was stopped: then it is tried again, a little earlier.
        for patience in (0.03, 0.01, 0.003, 0, 0, 0):
            with Emulator("--template", self.template) as emulator:
                caught = []
                self.check(emulator, lambda: caught.append(self.stop_and_wake(emulator, random.uniform(0, patience))))
                if caught[0]:
                    return
        self.fail("transform could not be stopped before it published")

    def stop_and_wake(self, emulator, delay):
        orders.upload(emulator, self.slow)
        holder = wait_until(lambda: transform_pids(emulator), "the start of transform")[0]
        time.sleep(delay)
        os.kill(holder, signal.SIGSTOP)
        if orders.kpis(emulator)["OrderKPIs"] or not orders.executions(emulator, "RUNNING"):
            os.kill(holder, signal.SIGCONT)
            return False

        orders.upload(emulator, self.quick)
        states = emulator.client("stepfunctions")
        first = orders.executions(emulator)[0]["executionArn"]
        second = wait_until(lambda: [one["executionArn"] for one in orders.executions(emulator, "SUCCEEDED")], "the second set's end")[0]
        self.assertNotEqual(first, second)
        self.assertEqual([orders.small_kpis(DAY)], orders.kpis(emulator)["OrderKPIs"])
        before = self.everything(emulator)

        os.kill(holder, signal.SIGCONT)
        wait_until(lambda: states.describe_execution(executionArn=first)["status"] != "RUNNING", "the first set's end")
        emulator.settle()
        ended = states.describe_execution(executionArn=first)
        self.assertEqual(("FAILED", "LockLost"), (ended["status"], ended["error"]))
        self.assertEqual(before, self.everything(emulator))
        self.assertTrue(orders.lock_is_free(emulator))

        # Its input is where it was: a start by hand brings it in, as any late rows.
        states.start_execution(stateMachineArn=orders.MACHINE, name="again", input=json.dumps({"fileKey": "", "bucket": orders.DATA}))
        emulator.settle()
        both = {**self.slow, **self.quick}
        self.assertIsNone(orders.first_difference(oracle.kpis(both)["OrderKPIs"], orders.kpis(emulator)["OrderKPIs"]))
        return True

    def everything(self, emulator):
        """What a set publishes, all of it."""
        tables = {table: sorted(map(json.dumps, orders.scan(emulator, table))) for table in ("OrderKPIs", "CategoryKPIs")}
        objects = {key: orders.get(emulator, key) for prefix in ("state/", "reports/") for key in orders.keys(emulator, prefix=prefix)}
        return tables, objects


if __name__ == "__main__":
    main()
