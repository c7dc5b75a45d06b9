#!/usr/bin/python3
"""LocalStack's AWS-validated tests of one service against the shipped binary: `aws_suite.py SERVICE [PYTEST ARGUMENT...]`.

What runs them and the list of those that count (aws-suites) and their sources, unpacked, lie outside of the repository:
`../shared/conformance/aws-suites` with its README, and `../aws-suites-src` or what AWS_SUITES_SRC names. Without them there is
nothing to run. Of those counted a share must pass; a share may rise, and then the number below follows. With pytest arguments
(`-k fifo`) a part is run, nothing is asserted, and each failure is shown with its reason.

`--keep DIR` leaves the results there: one line of JSON a test, with the text of its failure.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import BINARY, ENVIRONMENT, HOME, Emulator  # noqa: E402

SUITES = HOME.parent / "shared/conformance/aws-suites"
SOURCES = pathlib.Path(os.environ.get("AWS_SUITES_SRC") or HOME.parent / "aws-suites-src")
# Per cent of the tests that are counted, which must pass.
REACHED = {"sqs": 89, "events": 85}
SECONDS_A_TEST = 30
SECONDS_ALTOGETHER = 1500


def missing():
    """What is not there, or nothing."""
    for needed in (BINARY, SUITES / "localstack/run_localstack.sh", SOURCES / "localstack/tests"):
        if not needed.exists():
            return f"there is no {needed}"
    # Without pytest or what the suite imports, pytest itself would say so test by test.
    found = subprocess.run(["/usr/bin/python3", "-c", "import pytest, pytest_timeout, deepdiff, flask, werkzeug, requests"], capture_output=True)
    return "" if found.returncode == 0 else f"packages are missing: those of {SUITES / 'apt.txt'}"


def results_of(service, arguments, folder):
    # Nothing of ours is in the way: the tests make what they need.
    template = folder / "empty.yaml"
    template.write_text("AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n")
    with Emulator("--memory", "--template", template, parameters={}) as emulator:
        environment = {**ENVIRONMENT, "FID_SRC": str(SOURCES), "FID_RES": str(folder), "FID_NAME": "feedmill",
                       "FID_SELECT": str(SUITES / f"lists/localstack.{service}.public.txt"), "FID_TIMEOUT": str(SECONDS_A_TEST)}
        subprocess.run([SUITES / "localstack/run_localstack.sh", emulator.endpoint, service, *arguments], env=environment,
                       stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=SECONDS_ALTOGETHER, check=False)
        if emulator.process.poll() is not None:
            raise SystemExit(f"the emulator ended on the way\n{emulator.said()}")
    rows = folder / f"feedmill.localstack.{service}.jsonl"
    if not rows.exists():
        raise SystemExit((folder / f"feedmill.localstack.{service}.log").read_text(errors="replace")[-4000:])
    return [json.loads(line) for line in rows.read_text().splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("service", choices=sorted(REACHED))
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR")
    options, arguments = parser.parse_known_args()
    if why := missing():
        print(f"skipped: {why}")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        rows = results_of(options.service, arguments, folder)
    counts = collections.Counter(row["outcome"] for row in rows)
    for row in rows:
        if row["outcome"] in ("failed", "error"):
            print(f"{row['outcome']}: {row['id'].rpartition('::')[2]}: {row.get('reason', '')}")
    judged = counts["passed"] + counts["failed"] + counts["error"]
    share = 100 * counts["passed"] / max(judged, 1)
    print(f"{options.service}: {counts['passed']} of {judged} passed, {share:.1f} %; {counts['skipped']} skipped themselves")
    if arguments:
        return 0
    if share < REACHED[options.service]:
        print(f"{REACHED[options.service]} % are to pass")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
