"""Tests can be run all together or by category: `ctest -L unit`, `./feedmill test integration`."""
import os
import re
import subprocess
import unittest

import house  # noqa: F401  (the tree's own helpers set the path)


class Areas(unittest.TestCase):
    # E102
    def test_every_category_has_tests_of_its_own(self):
        for label in ("unit", "integration", "performance", "faults", "repo"):
            listed = subprocess.run(["ctest", "--test-dir", os.environ["FEEDMILL_BUILD"], "-N", "-L", f"^{label}$"],
                                    capture_output=True, text=True, check=True).stdout
            self.assertGreater(int(re.search(r"Total Tests: (\d+)", listed)[1]), 0, label)


if __name__ == "__main__":
    unittest.main()
