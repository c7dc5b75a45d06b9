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

    # E067: in place of the container repositories.
    def test_each_function_is_a_zip_with_a_bootstrap_and_the_readme_says_so(self):
        template = house.read(TEMPLATE)
        self.assertNotIn("ImageUri", template)
        self.assertIn("Runtime: provided.al2023", template)
        self.assertIn("zips take the place of images", " ".join(house.read("README.md").split()))


if __name__ == "__main__":
    if TEMPLATE not in house.files():
        print(f"skipped: there is no {TEMPLATE} yet")
        sys.exit(77)
    unittest.main()
