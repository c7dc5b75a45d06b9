"""The same seed, the same input, a virtual clock: the same trace, byte for byte."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import Emulator, main  # noqa: E402


def trace(seed, sets):
    """(the trace of a whole run, the figures in the end)"""
    emulator = Emulator("--clock", "virtual", "--seed", seed)
    file = emulator.home / "trace"
    emulator.options += ["--trace", str(file)]
    try:
        emulator.start()
        for files in sets:
            for key, body in files.items():
                emulator.client("s3").put_object(Bucket=orders.DATA, Key=key, Body=body)
                emulator.settle()
        lines = file.read_text().splitlines()
        return lines, orders.kpis(emulator)
    finally:
        emulator.close()


class Determinism(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        [first], _ = orders.case("two_good_days")
        # A failed set and a late one between: more than the straight way is walked.
        cls.sets = [orders.files_of(first), {**orders.small_set("2026-04-01"), "orders/a.csv": b"order_id\n1\n"},
                    orders.small_set("2026-03-01", first_order=900, name="late")]
        cls.run_1 = trace(11, cls.sets)

    def test_the_same_seed_gives_the_same_trace(self):
        lines, _ = self.run_1
        again, _ = trace(11, self.sets)
        self.assertGreater(len(lines), 100)
        for number, (one, other) in enumerate(zip(lines, again), 1):
            self.assertEqual(one, other, f"line {number} of the trace")
        self.assertEqual(len(lines), len(again))

    def test_another_seed_gives_another_trace_and_the_same_figures(self):
        lines, kpis = trace(12, self.sets)
        self.assertNotEqual(self.run_1[0], lines)
        self.assertIsNone(orders.first_difference(self.run_1[1], kpis))


if __name__ == "__main__":
    main()
