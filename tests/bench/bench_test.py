"""bench_test.py NAME: one bench, with a few hundred requests. Its own checks are what is tested; no time is asserted."""
import json
import os
import subprocess
import sys
import unittest

KEYS = ["bench", "case", "value", "unit", "peer", "peer_value", "ratio"]
HIGHER_IS_BETTER = {"items/s", "events/s"}


class Bench(unittest.TestCase):
    name = ""

    # E101: rows with a figure and its peer of the same run. E004: `transform` does so for the size of its input.
    def test_its_results_are_right_and_it_prints_rows(self):
        run = subprocess.run([sys.executable, "-B", "bench/run.py", self.name, "--tiny", "--json"], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        self.assertEqual(0, run.returncode, run.stderr)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(KEYS, list(row))
            self.assertEqual(self.name, row["bench"])
            if row["value"] and row["peer_value"]:  # CPU of a few requests may be less than the kernel's tick
                better = row["value"] / row["peer_value"]
                expected = better if row["unit"] in HIGHER_IS_BETTER else 1 / better
                self.assertAlmostEqual(1, row["ratio"] / expected, delta=0.01, msg=str(row))


if __name__ == "__main__":
    if not os.path.exists(os.path.join(os.environ["FEEDMILL_BUILD"], "emulator/feedmill")):
        print("skipped: there is no emulator/feedmill in the build tree")
        sys.exit(77)
    Bench.name = sys.argv.pop(1)
    unittest.main()
