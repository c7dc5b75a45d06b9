"""The delivery torture through the pure parts of the vendor flow: whatever the order, the oracle's end state."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import torture  # noqa: E402

BUILD = pathlib.Path(os.environ["FEEDMILL_BUILD"])
HOME = pathlib.Path(os.environ["FEEDMILL_HOME"])
CORPUS = HOME.parent / "shared" / "conformance" / "vendor-events"
SEEDS = 200 if os.environ.get("FEEDMILL_FULL") == "1" else 10
SIZE = 20


class EndState(unittest.TestCase):
    # V004 V006 V045
    def test_is_the_oracle_s_whatever_the_order(self):
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(1, SEEDS + 1):
                torture.build(CORPUS, folder, seed, SIZE)
                for order in range(3):
                    with self.subTest(seed=seed, order=order):
                        done = subprocess.run([BUILD / "tests/vendor_state", HOME / "infra/contracts", CORPUS,
                                               f"{folder}/schedule.jsonl", str(1000 * seed + order)],
                                              stdout=subprocess.PIPE, check=True)
                        actual = json.loads(done.stdout)
                        self.assertGreater(len(actual["orders"]), SIZE)
                        self.assertEqual("", torture.differences(CORPUS, folder, actual))


if __name__ == "__main__":
    if not CORPUS.is_dir():
        print(f"skipped: the conformance corpus is not here ({CORPUS.name})")
        sys.exit(77)
    unittest.main()
