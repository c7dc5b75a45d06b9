"""Where things lie: one source folder a function, the state machine beside the template."""
import json
import re
import sys
import unittest

import house

TEMPLATE = "infra/template.yaml"


class Layout(unittest.TestCase):
    # E103
    def test_each_function_of_the_template_has_its_folder_and_each_folder_its_function(self):
        named = set(re.findall(r"CodeUri:\s*\.\./functions/([\w-]+)", house.read(TEMPLATE)))
        there = {path.split("/")[1] for path in house.files("main.cpp", below="functions")}
        self.assertEqual(there, named)

    # E103
    def test_each_state_machine_of_the_template_is_a_json_file(self):
        machines = re.findall(r"DefinitionUri:\s*(\S+)", house.read(TEMPLATE))
        self.assertTrue(machines)
        for machine in machines:
            self.assertIn("StartAt", json.loads(house.read(f"infra/{machine}")), machine)


if __name__ == "__main__":
    if TEMPLATE not in house.files():
        print(f"skipped: there is no {TEMPLATE} yet")
        sys.exit(77)
    unittest.main()
