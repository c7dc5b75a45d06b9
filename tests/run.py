#!/usr/bin/python3
"""Runs the house's tests: `./feedmill test [AREA...] [--full]`.

Every suite is a ctest test; this script builds the trees, asks ctest, and counts the cases inside. The tiers:

  always   release build and all its tests, fault runs a tenth of them; then AddressSanitizer's tree: the unit tests
  AREA     the release build of what that area needs, and its tests (a ctest label, a test's name)
  --full   all fault runs, the mutations; both sanitizers' trees (AddressSanitizer, ThreadSanitizer), unit and integration

Standard output carries what the tests say and, as its last line, `N passed, N failed`. The exit status is 0 when none failed.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

HOME = pathlib.Path(__file__).resolve().parent.parent
SANITIZED_LABELS = {"unit"}
SANITIZED_LABELS_IN_FULL = {"unit", "integration"}
TEST_TIMEOUT_SECONDS = 900
TEST_TIMEOUT_SECONDS_IN_FULL = 3600


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.failures, self.skipped = [], []

    def fail(self, what, count=1):
        self.failed += count
        self.failures.append(what)


def say(text):
    print(f"feedmill test: {text}", file=sys.stderr, flush=True)


def run_shown(command, log):
    """On a terminal a person sees it run; elsewhere the log is kept and its end shown when it fails."""
    if sys.stderr.isatty():
        return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=sys.stderr) == 0
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as out:
        ok = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT) == 0
    if not ok:
        sys.stderr.write("".join(log.read_text(errors="replace").splitlines(keepends=True)[-80:]))
    return ok


def configured(tree, sanitize):
    """Also reads the folders again, so that a new test is known before anything is built."""
    if not (tree / "build.ninja").exists():
        command = ["cmake", "-S", str(HOME), "-B", str(tree), "-G", "Ninja", f"-DSANITIZE={sanitize}"]
    else:
        command = ["ninja", "-C", str(tree), "build.ninja"]
    return run_shown(command, tree / "cmake.log")


def list_tests(tree):
    answer = subprocess.run(["ctest", "--test-dir", str(tree), "--show-only=json-v1"], stdout=subprocess.PIPE, check=True)
    tests = []
    for test in json.loads(answer.stdout)["tests"]:
        labels = [p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"]
        tests.append({"name": test["name"], "labels": set(sum(labels, [])), "command": test.get("command", [""])[0]})
    return tests


def targets_of(tests):
    """A suite X is the binary X_test; a script may run anything, but for the checks of the tree itself, which run nothing."""
    scripts = [test for test in tests if test["command"].endswith("python3")]
    if any(test["labels"] != {"repo"} for test in scripts):
        return ["all"]
    return sorted(f"{test['name']}_test" for test in tests if test not in scripts)


def cases(output):
    """(passed, failed) as the suite itself counts them: GoogleTest's closing lines, unittest's; else one case."""
    google = [re.findall(rf"^\[  {word}  \] (\d+) test", output, re.M) for word in ("PASSED", "FAILED")]
    if any(google):
        return tuple(sum(map(int, found)) for found in google)
    ran = re.findall(r"^Ran (\d+) tests? in", output, re.M)
    if ran:
        failed = sum(map(int, re.findall(r"\b(?:failures|errors)=(\d+)", output)))
        skipped = sum(map(int, re.findall(r"\bskipped=(\d+)", output)))
        return max(0, sum(map(int, ran)) - failed - skipped), failed
    return 1, 0


def count(report, tree, tally):
    for case in xml.parse(report).getroot().iter("testcase"):
        name = f"{case.get('name')} ({tree.name})"
        output = case.findtext("system-out") or ""
        passed, failed = cases(output)
        if case.get("status") == "fail":
            tally.fail(name, max(failed, 1))
            tally.passed += passed if failed else 0
        elif case.get("status") == "run":
            tally.passed += passed
            # A case that was skipped inside a suite is worth a line too.
            if re.search(r"\[  SKIPPED \]|\bskipped=\d", output):
                tally.skipped.append(f"{name}, in part")
        elif "SKIP" not in str(getattr(case.find("skipped"), "attrib", "")):
            tally.fail(f"{name}: not run")
        else:
            said = [line for line in output.splitlines() if "skipped" in line]
            tally.skipped.append(f"{name}: {said[-1].strip() if said else 'not run'}")


def run_tier(tree, sanitize, wanted, everything, tally):
    """Builds a tree and runs those of its tests that `wanted` picks. False when there was nothing to run them in."""
    started = time.monotonic()
    if not configured(tree, sanitize):
        tally.fail(f"cmake ({tree.name})")
        return False
    chosen = [test for test in list_tests(tree) if wanted(test)]
    targets = ["all"] if everything else targets_of(chosen)
    if targets:
        say(f"building {tree.name}" + (f" with the {sanitize} sanitizer" if sanitize else ""))
        if not run_shown(["ninja", "-C", str(tree), *targets], tree / "build.log"):
            tally.fail(f"build ({tree.name})")
            return False
        say(f"built in {time.monotonic() - started:.0f} s")
    if not chosen:
        return True
    report = tree / "tests.xml"
    report.unlink(missing_ok=True)
    names = "|".join(re.escape(test["name"]) for test in chosen)
    timeout = TEST_TIMEOUT_SECONDS_IN_FULL if os.environ["FEEDMILL_FULL"] else TEST_TIMEOUT_SECONDS
    subprocess.call(
        ["ctest", "--test-dir", str(tree), "-j", str(os.cpu_count() or 2), "-R", f"^({names})$", "--output-on-failure",
         "--timeout", str(timeout), "--test-output-size-passed", "1000000", "--test-output-size-failed", "1000000",
         "--output-junit", str(report)], stdin=subprocess.DEVNULL)
    if report.exists():
        count(report, tree, tally)
    else:
        tally.fail(f"ctest ({tree.name}) wrote no report")
    return True


def install_node_packages():
    """`npm ci` when the lock file is newer than what it installed."""
    lock, installed = HOME / "tests/package-lock.json", HOME / "tests/node_modules/.package-lock.json"
    if not lock.exists() or (installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime):
        return True
    say("npm ci: the Node packages that tests use, into tests/node_modules")
    return run_shown(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(HOME / "tests")], HOME / "build/npm.log")


def main():
    parser = argparse.ArgumentParser(prog="./feedmill test", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("areas", nargs="*", metavar="AREA")
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    os.environ["FEEDMILL_FULL"] = "1" if asked.full else ""
    tally, build, areas = Tally(), HOME / "build", set(asked.areas)

    def wanted(test):
        return not areas or test["name"] in areas or test["name"].removeprefix("repo_") in areas or bool(test["labels"] & areas)

    def sanitized(test):
        return wanted(test) and bool(test["labels"] & (SANITIZED_LABELS_IN_FULL if asked.full else SANITIZED_LABELS))

    if areas:
        if not configured(build, ""):
            return 1
        tests = list_tests(build)
        known = set().union({t["name"] for t in tests}, *(t["labels"] for t in tests))
        unknown = {area for area in areas if area not in known and f"repo_{area}" not in known}
        if unknown:
            say(f"no such area: {', '.join(sorted(unknown))}. There are: {', '.join(sorted(known))}")
            return 2
    if not install_node_packages():
        tally.fail("npm ci (tests/package-lock.json)")
    built = run_tier(build, "", wanted, not areas, tally)
    if built and (asked.full or not areas):
        run_tier(HOME / "build-asan", "address", sanitized, False, tally)
    if built and asked.full:
        run_tier(HOME / "build-tsan", "thread", sanitized, False, tally)

    for skipped in tally.skipped:
        print(f"skipped: {skipped}")
    for failure in tally.failures:
        print(f"FAILED: {failure}")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
