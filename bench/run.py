#!/usr/bin/python3
"""Feedmill's figures, each beside its floor of the same run: `./feedmill bench [NAME...] [--json]`.

Without a NAME all of them run, in about ten minutes. Standard output holds the rows (a Markdown table; with --json a line of
JSON each), standard error the rest. A bench checks its results before it prints a figure; exit status 1 says that one of
them was wrong, 2 that there was nothing to measure.
"""
import argparse
import dataclasses
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

import benches
import ingest_bench
import jsonata_bench
import replay_bench
import transform_bench
from report import Report
from servers import BUILD, FEEDMILL, HOME, Wrong, program, say

BENCHES = {"start": benches.start, "memory": benches.memory, "restart": benches.restart, "requests": benches.requests,
           "invoke": benches.invoke, "transform": transform_bench.transform, "jsonata": jsonata_bench.jsonata,
           "ingest": ingest_bench.ingest, "replay": replay_bench.replay}


@dataclasses.dataclass
class Scale:
    runs: int = 5
    items: int = 1_000_000  # that a restart finds
    requests: int = 20_000
    requests_at_most: int = 1_000_000  # in `seconds`
    seconds: float = 2
    cold: int = 20
    rest_seconds: float = 1
    transform_items: tuple = (1_000_000, 10_000_000)
    cases: int = 1_000  # of a replay


# Enough to check every result; its figures mean nothing.
TINY = Scale(runs=1, items=1_000, requests=200, requests_at_most=300, seconds=1, cold=2, rest_seconds=0, transform_items=(2_000, 5_000),
             cases=10)


def build_setting(name):
    found = re.search(rf"^{name}:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.M)
    return found[1] if found else ""


def why_not():
    """Why nothing can be measured in this build tree; empty when all is well."""
    if not (BUILD / "CMakeCache.txt").exists():
        return f"{BUILD} is no build tree"
    if build_setting("SANITIZE"):
        return f"{BUILD} is built with a sanitizer ({build_setting('SANITIZE')}); nobody would believe its figures"
    if build_setting("CMAKE_BUILD_TYPE") not in ("", "Release"):
        return f"{BUILD} is a {build_setting('CMAKE_BUILD_TYPE')} build; measure a Release build"
    wanted = [FEEDMILL, program("load"), BUILD / "tests/order_kpis", BUILD / "tests/feedmill-sample-data"]
    missing = [str(path) for path in wanted if not pathlib.Path(path).exists()]
    return f"not built yet: {', '.join(missing)}" if missing else ""


def commit():
    """What is measured, as git names it. Feedmill needs no git, so a machine may have none, and a copy of the tree no history."""
    try:
        said = subprocess.run(["git", "-C", str(HOME), "describe", "--always", "--dirty"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        said = ""
    return said.strip() or "an unknown commit"


def machine():
    """One line that a figure cannot do without."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return (f"{os.cpu_count()} x {model[1] if model else platform.machine()}, {platform.system()} {platform.release()}, "
            f"Release build of {commit()}, load {os.getloadavg()[0]:.1f} before")


def main():
    parser = argparse.ArgumentParser(prog="./feedmill bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="a line of JSON for each row")
    parser.add_argument("--runs", type=int, help=f"behind each median (default: {Scale.runs})")
    parser.add_argument("--tiny", action="store_true", help="a few hundred requests: tests the benches, measures nothing")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHES]
    if unknown:
        say(f"there is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    reason = why_not()
    if reason:
        say(reason)
        return 2
    scale = dataclasses.replace(TINY if asked.tiny else Scale())
    if asked.runs:
        scale.runs = asked.runs
    say(machine())
    report, status = Report(asked.json), 0
    for name in asked.names or BENCHES:
        # On the disk of the build, not in a /tmp that may be memory.
        with tempfile.TemporaryDirectory(prefix="bench-", dir=BUILD) as folder:
            try:
                BENCHES[name](report, scale, pathlib.Path(folder))
            except Wrong as wrong:
                say(f"{name}: {wrong}")
                status = 1
    say(f"load {os.getloadavg()[0]:.1f} after")
    return status


if __name__ == "__main__":
    sys.exit(main())
