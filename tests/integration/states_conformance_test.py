"""Step Functions against what was recorded from AWS: definitions and executions of the tier that needs no other service.

The recordings and their runner lie outside of the repository; without them there is nothing to compare with. A count may
rise, and then the numbers below follow; it may not fall.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import DEADLINE_SECONDS, ENVIRONMENT, HOME, EmulatorTest, main  # noqa: E402

RUNNER = HOME.parent / "shared/conformance/asl/run_cases.py"
# Passed at least, of those that the runner runs. What is left is JSONata, distributed Maps, EXPRESS, activities, versions,
# TestState: refused by name (emulator/asl/README.md).
REACHED = {"execution": 145, "script": 31}


class StatesConformance(EmulatorTest):
    options = ("--memory",)

    def passed(self, kind):
        ended = subprocess.run([sys.executable, "-B", RUNNER, "--endpoint", self.emulator.endpoint, "--tier", "0", "--kind", kind,
                                "--level", "strict", "--lambda", "none"],
                               env=ENVIRONMENT, capture_output=True, text=True, timeout=2 * DEADLINE_SECONDS)
        counts = re.search(r"^(\d+) passed, (\d+) failed", ended.stdout, re.MULTILINE)
        self.assertTrue(counts, ended.stdout[-2000:] + ended.stderr[-2000:])
        print(f"{kind}: {counts[0]}; {REACHED[kind]} are to pass", flush=True)
        return int(counts[1])

    def test_executions_go_as_they_went_on_aws(self):
        self.assertGreaterEqual(self.passed("execution"), REACHED["execution"])

    def test_operations_answer_as_they_did_on_aws(self):
        self.assertGreaterEqual(self.passed("script"), REACHED["script"])


if __name__ == "__main__":
    if not RUNNER.exists():
        print(f"skipped: there are no recordings at {RUNNER}")
        sys.exit(77)
    main()
