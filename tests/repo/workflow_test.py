"""The workflow tests before it builds, builds before it deploys, and tells the end in any case."""
import os
import re
import sys
import unittest

import house

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)


class Workflow(unittest.TestCase):
    def setUp(self):
        self.text = house.read(".github/workflows/ci.yml")
        self.jobs = yaml.safe_load(self.text)["jobs"]

    def commands(self, job):
        return [step["run"] for step in self.jobs[job]["steps"] if "run" in step]

    # E010
    def test_each_job_has_a_machine_and_steps_that_do_one_thing(self):
        self.assertEqual(["test", "build", "deploy", "notify"], list(self.jobs))
        for name, job in self.jobs.items():
            self.assertIn("runs-on", job, name)
            for step in job["steps"]:
                self.assertEqual(1, len({"run", "uses"} & set(step)), (name, step))

    # E010: what the jobs call exists here and can be run.
    def test_the_files_that_it_runs_are_there(self):
        for job in self.jobs:
            for command in self.commands(job):
                for program in re.findall(r"(?:^|\s)(\./\w+|\.ci/\w+)", command):
                    self.assertTrue(os.access(house.HOME / program, os.X_OK), program)

    # E074
    def test_nothing_is_built_unless_the_tests_passed(self):
        self.assertEqual([".ci/run"], self.commands("test"))
        self.assertIn("./feedmill test", house.read(".ci/run"))
        self.assertEqual("test", self.jobs["build"]["needs"])

    # E075
    def test_the_zips_of_the_functions_are_built_and_kept(self):
        self.assertEqual(["./feedmill package"], self.commands("build"))
        kept = [step["with"]["path"] for step in self.jobs["build"]["steps"] if step.get("uses", "").startswith("actions/upload")]
        self.assertEqual(["build/packages/"], kept)

    # E076
    def test_the_template_is_validated_and_then_deployed(self):
        deploy = self.jobs["deploy"]
        self.assertEqual("build", deploy["needs"])
        self.assertIn("refs/heads/main", deploy["if"])
        order = [next(i for i, command in enumerate(self.commands("deploy")) if word in command) for word in ("feedmill validate", "sam deploy")]
        self.assertEqual(sorted(order), order)

    # E073
    def test_it_asks_for_exactly_the_three_documented_secrets(self):
        secrets = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ACCOUNT_ID"}
        self.assertEqual(secrets, set(re.findall(r"secrets\.(\w+)", self.text)))
        for secret in secrets:
            self.assertIn(secret, house.read("README.md"))

    # E077
    def test_the_end_is_told_whatever_it_was(self):
        notify = self.jobs["notify"]
        self.assertEqual(("always()", ["test", "build", "deploy"]), (notify["if"], notify["needs"]))
        self.assertIn("exit 1", self.commands("notify")[0])


if __name__ == "__main__":
    unittest.main()
