"""A lock holder that is stopped past its lease and wakes up when another execution has had the lock: it writes nothing.

Three kinds of run in turn. "Patient" is the template as it is, with its lease of five minutes, whose end the test writes into the
lock's item: the holder wakes up sure that it has minutes left, and only the token stops it. The others wait for a lease of one second
to pass. The second set's products.csv takes the place of the first's, as every day's does, or has a name of its own."""
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


def garden(files):
    """The same set, its product in a category of its own: "Garden", which comes before "Tools"."""
    return {key: body.replace(b"Tools", b"Garden") for key, body in files.items()}


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
        cls.quick = {products: garden(orders.small_set(DAY, first_order=1, orders=3, name="quick", products=products))
                     for products in ("products.csv", "products/quick.csv")}

    def test_it_writes_nothing(self):
        self.each_run(self.run_once)

    def run_once(self, number, random):
        patient, products = number % 3 == 0, "products/quick.csv" if number % 3 == 1 else "products.csv"
        # Too late when it had published before it was stopped: then it is tried again, a little earlier.
        for patience in (0.03, 0.01, 0.003, 0, 0, 0):
            with Emulator(*(() if patient else ("--template", self.template))) as emulator:
                caught = []
                self.check(emulator, lambda: caught.append(
                    self.stop_and_wake(emulator, random.uniform(0, patience), self.quick[products], patient)))
                if caught[0]:
                    return
        self.fail("transform could not be stopped before it published")

    def stop_and_wake(self, emulator, delay, quick, patient):
        orders.upload(emulator, self.slow)
        holder = wait_until(lambda: transform_pids(emulator), "the start of transform")[0]
        time.sleep(delay)
        os.kill(holder, signal.SIGSTOP)
        if orders.kpis(emulator)["OrderKPIs"] or not orders.executions(emulator, "RUNNING"):
            os.kill(holder, signal.SIGCONT)
            return False

        if patient:
            emulator.client("dynamodb").update_item(TableName="ProcessingLockTable", Key=orders.LOCK_KEY, UpdateExpression="SET leaseUntil = :past",
                                                    ExpressionAttributeValues={":past": {"N": "1"}})
        orders.upload(emulator, quick)
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
        # Each set counts with the categories of its own products, though their key may be the same.
        categories = oracle.kpis(quick)["CategoryKPIs"] + oracle.kpis(self.slow)["CategoryKPIs"]
        expected = {"OrderKPIs": oracle.kpis({**self.slow, **quick})["OrderKPIs"], "CategoryKPIs": categories}
        self.assertIsNone(orders.first_difference(expected, orders.kpis(emulator)))
        return True

    def everything(self, emulator):
        """What a set publishes, all of it."""
        tables = {table: sorted(map(json.dumps, orders.scan(emulator, table))) for table in ("OrderKPIs", "CategoryKPIs")}
        objects = {key: orders.get(emulator, key) for prefix in ("state/", "reports/") for key in orders.keys(emulator, prefix=prefix)}
        return tables, objects


if __name__ == "__main__":
    main()
