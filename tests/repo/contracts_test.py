"""Contracts and schemas are enforced in one place, functions/shared/contracts: whoever reads a vendor's payload does it there."""
import re
import unittest

import house

PLACE = "functions/shared/contracts/"
# What a schema or a mapping is read and checked with; the rest of the place is for all.
ITS_OWN = re.compile(r'#include\s+"(?:functions/shared/)?contracts/(json_schema|schema_\w+|standard_schemas|ecma_pattern|mapping|raw_json)\.h"'
                     r'|#include\s+"jsonata/')
FILES = re.compile(r"\.schema\.json|\binfra/schemas\b|\bschemas/")


def sources():
    return {path: file.read_text() for path, file in house.files(".cpp", ".h", below="functions").items()}


class Contracts(unittest.TestCase):
    # V042
    def test_nobody_else_checks_a_schema_or_runs_a_mapping(self):
        self.assertEqual([], [path for path, text in sources().items() if not path.startswith(PLACE) and ITS_OWN.search(text)])

    # V042
    def test_nobody_else_opens_the_files(self):
        self.assertEqual([], [path for path, text in sources().items() if not path.startswith(PLACE) and FILES.search(text)])

    # V042
    def test_the_stages_that_meet_a_payload_use_it(self):
        for stage in ("ingest", "normalize"):
            self.assertIn("Contracts::load(", house.read(f"functions/{stage}/main.cpp"))


if __name__ == "__main__":
    unittest.main()
