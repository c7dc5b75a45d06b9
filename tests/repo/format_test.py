"""Every C++ file is as clang-format and .clang-format want it."""
import shutil
import subprocess
import sys
import unittest

import house


class Format(unittest.TestCase):
    def test_every_source_is_formatted(self):
        sources = list(house.files(*house.CPP))
        self.assertGreater(len(sources), 20)
        run = subprocess.run(["clang-format", "--dry-run", "-Werror", *sources], cwd=house.HOME, stderr=subprocess.PIPE, text=True)
        wrong = sorted({line.split(":")[0] for line in run.stderr.splitlines() if "clang-format-violations" in line})
        self.assertEqual(0, run.returncode, f"clang-format -i {' '.join(wrong) or run.stderr}")


if __name__ == "__main__":
    if not shutil.which("clang-format"):
        print("skipped: clang-format is not installed")
        sys.exit(77)
    unittest.main()
