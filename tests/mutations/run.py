"""Breaks a rule of a handler on purpose, one line at a time, and looks whether a recorded case of events/ sees it.

mutations.yaml has the list. Each line is changed in a copy of the tree (build/mutations/tree), the handlers are built there, and
`feedmill replay` of the case that shows the rule must fail with a diff in which the rule's own words stand. Slow, so only with
FEEDMILL_FULL=1 (`./feedmill test --full`); that the list still fits the tree is looked at always.

    FEEDMILL_FULL=1 python3 tests/mutations/run.py [WORD...]     those whose name has such a word
"""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import BINARY, BUILD, ENVIRONMENT, HOME, main  # noqa: E402

FULL = os.environ.get("FEEDMILL_FULL") == "1"
LIST = pathlib.Path(__file__).with_name("mutations.yaml")
TREE = BUILD / "mutations/tree"
SOURCES = ("runtime-shim", "functions", "emulator", "infra", "tests", "bench")
ONLY = []  # words of the command line


def mutations():
    return yaml.safe_load(LIST.read_text())


def case_of(mutation):
    return HOME / "events" / f"{mutation['case']}.case.json"


def copy_tree():
    """What differs, and no more, so that a second run builds little."""
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    for source in SOURCES:
        shutil.copytree(HOME / source, TREE / source, copy_function=copy_changed, dirs_exist_ok=True, ignore=ignored)
        for path in (TREE / source).rglob("*"):
            if path.is_file() and not (HOME / path.relative_to(TREE)).exists():
                path.unlink()
    copy_changed(HOME / "CMakeLists.txt", TREE / "CMakeLists.txt")


def copy_changed(source, target):
    source, target = pathlib.Path(source), pathlib.Path(target)
    if not target.exists() or source.read_bytes() != target.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def build():
    """Without optimisation and each file by itself: one changed line is one small file to compile. What a mutation leaves unused is
    no error."""
    there = TREE / "build"
    commands = [["ninja", "-C", there, "handlers"]]
    if not (there / "build.ninja").exists():
        commands.insert(0, ["cmake", "-S", TREE, "-B", there, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0",
                            "-DCMAKE_CXX_FLAGS=-w", "-DUNITY=OFF"])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise AssertionError(f"{command[0]} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def replay(*paths):
    """(exit status, the report) of the cases, run by the handlers and the template of the copy."""
    run = subprocess.run([BINARY, "replay", *paths, "--functions", TREE / "build/functions", "--template", TREE / "infra/template.yaml"],
                         env=ENVIRONMENT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600)
    return run.returncode, run.stdout if run.returncode < 2 else run.stdout + run.stderr


class TheList(unittest.TestCase):
    def test_each_line_is_in_the_tree_once_and_each_case_is_there(self):
        names = [mutation["breaks"] for mutation in mutations()]
        self.assertEqual(sorted(set(names)), sorted(names))
        for mutation in mutations():
            with self.subTest(mutation["breaks"]):
                self.assertEqual({"breaks", "file", "from", "to", "case", "says"}, set(mutation))
                self.assertEqual(1, (HOME / mutation["file"]).read_text().count(mutation["from"]), mutation["file"])
                self.assertTrue(case_of(mutation).exists(), mutation["case"])


@unittest.skipUnless(FULL, "only in a full run: FEEDMILL_FULL=1")
class Mutations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        copy_tree()
        build()

    def test_the_copy_itself_passes(self):
        build()
        status, said = replay(*sorted({case_of(mutation) for mutation in mutations()}))
        self.assertEqual(0, status, said)

    def test_each_broken_rule_is_named_by_the_case_that_shows_it(self):
        for mutation in mutations():
            if ONLY and not any(word in mutation["breaks"] for word in ONLY):
                continue
            with self.subTest(mutation["breaks"]):
                file = TREE / mutation["file"]
                whole = file.read_text()
                file.write_text(whole.replace(mutation["from"], mutation["to"]))
                try:
                    build()
                    status, said = replay(case_of(mutation))
                finally:
                    file.write_text(whole)
                print(mutation["breaks"], *said.splitlines()[:4], sep="\n    ", flush=True)
                self.assertEqual(1, status, said)
                for words in mutation["says"]:
                    self.assertIn(words, said)


if __name__ == "__main__":
    ONLY = sys.argv[1:]
    del sys.argv[1:]
    main()
