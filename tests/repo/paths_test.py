"""The tree names no machine that it was written on: what it needs, it holds or installs."""
import re
import unittest

import house

# Written so that this file does not find itself.
WORKPLACE = re.compile(r"(?<![\w.$}])/wor[k]/")
NEIGHBOUR = re.compile(r"\.\./share[d]\b")


def violations(sources):
    found = []
    for path, text in sources.items():
        for number, line in enumerate(text.splitlines(), 1):
            if WORKPLACE.search(line):
                found.append(f"{path}:{number}: names a path of one machine: {line.strip()}")
            # Tests may look at what stands beside the project, where it does, and say `skipped` where it does not.
            if NEIGHBOUR.search(line) and not path.startswith("tests/"):
                found.append(f"{path}:{number}: leans on what stands beside the project: {line.strip()}")
    return found


class Paths(unittest.TestCase):
    def test_no_file_names_a_path_of_one_machine(self):
        sources = house.texts()
        found = violations(sources)
        self.assertFalse(found, "\n".join(["", *found]))

    def test_such_a_path_is_found(self):
        named = {"a.md": "see /wor" "k/main", "b/c.cpp": "open(\"../share" "d/x\")", "tests/d.cpp": "../share" "d/x", "e": "net/wor" "k/x"}
        self.assertEqual(["a.md:1", "b/c.cpp:1"], [":".join(line.split(":")[:2]) for line in violations(named)])


if __name__ == "__main__":
    unittest.main()
