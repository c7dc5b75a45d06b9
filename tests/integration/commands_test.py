"""The binary's own commands, and the one sentence that each mistake gets."""
import http.server
import json
import pathlib
import shutil
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import Emulator, EmulatorTest, main, run  # noqa: E402


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def assert_says(self, done, status, *parts, lines=1):
        """It left with that status, having said what is wrong: one sentence, no more."""
        self.assertEqual(status, done.returncode, done.stderr)
        for part in parts:
            self.assertIn(str(part), done.stderr)
        self.assertLessEqual(len(done.stderr.splitlines()), lines, done.stderr)


class Up(Folder):
    def up(self, *options):
        return run("up", "--dir", self.folder / "data", *(options or ("--port", "0")))

    def test_a_port_in_use_is_said(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other:
            port = other.server_address[1]
            self.assert_says(self.up("--port", port), 2, f"port {port} of 127.0.0.1 is in use", "--port")

    def test_a_missing_bootstrap_is_said(self):
        self.assert_says(self.up("--port", "0", "--functions", self.folder), 1, "function aggregate", self.folder / "aggregate/bootstrap")

    def test_a_template_mistake_is_said_with_its_line(self):
        template = self.folder / "template.yaml"
        template.write_text("Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueNme: x\n")
        self.assert_says(self.up("--port", "0", "--template", template), 1, f"{template}:5", "QueueNme", lines=2)

    def test_a_template_that_is_not_there_is_said(self):
        self.assert_says(self.up("--port", "0", "--template", self.folder / "none.yaml"), 1, "none.yaml", lines=2)

    def test_a_parameter_that_nobody_has_is_said(self):
        self.assert_says(self.up("--port", "0", "--parameter", "Nobody=1"), 1, "Nobody", lines=2)

    def test_a_clock_of_no_kind_is_said(self):
        self.assert_says(self.up("--port", "0", "--clock", "sundial"), 1, "sundial", "virtual")

    def test_of_two_on_one_directory_the_second_says_so_and_leaves(self):
        with Emulator() as first:
            self.assert_says(run("up", "--port", "0", "--dir", first.home / "data"), 3, first.home / "data")
            self.assertEqual("ok", first.control("health")["status"])

    def test_a_damaged_store_is_refused(self):
        data = self.folder / "data"
        with Emulator() as emulator:
            emulator.stop()
            shutil.copytree(emulator.home / "data", data)
        (data / "store.db").write_bytes(b"no database at all" * 500)
        self.assert_says(self.up(), 3, data)
        self.assertEqual(3, run("doctor", "--dir", data).returncode)

    def test_it_stops_when_it_is_told_to(self):
        with Emulator() as emulator:
            self.assertEqual(0, emulator.stop())


class Validate(Folder):
    def test_our_own_template_is_right(self):
        done = run("validate")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn("nothing wrong", done.stdout)

    def test_every_mistake_is_shown_at_once_with_its_line(self):
        template = self.folder / "template.yaml"
        template.write_text("""Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueNme: x
  Cluster:
    Type: AWS::ECS::Cluster
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Ref Nobody
""")
        done = run("validate", template)
        self.assertEqual(1, done.returncode)
        for line, part in ((5, "QueueNme"), (6, "AWS::ECS::Cluster"), (11, "Nobody")):
            self.assertRegex(done.stderr, f"{template}:{line}.*{part}")


class Doctor(Folder):
    # E064
    def test_it_says_that_all_is_here(self):
        with Emulator() as emulator:
            emulator.stop()
            done = run("doctor", "--dir", emulator.home / "data")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertNotIn("FAIL", done.stdout)
        for part in ("template", "function aggregate", "function transform", "store in"):
            self.assertIn(part, done.stdout)


class Client(EmulatorTest):
    options = ("--memory",)

    def command(self, *arguments):
        return run(*arguments, "--endpoint-url", self.emulator.endpoint)

    def ask(self, operation, execution="e1"):
        event = {"operation": operation, "lockId": "ecommerce-pipeline-lock", "executionId": execution}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(event, file)
            file.flush()
            return self.command("invoke", "lock", file.name)

    # E030 E031 E036 E039 E086 E089
    def test_a_stuck_lock_is_seen_and_freed(self):
        held = self.ask("acquire")
        self.assertEqual(0, held.returncode, held.stderr)
        item = orders.lock_item(self.emulator)
        self.assertEqual(("1", "e1"), (item["currentlockcount"]["N"], item["execution_metadata"]["M"]["execution_id"]["S"]))
        self.assertIn("acquired_at", item["execution_metadata"]["M"])
        other = self.ask("acquire", "e2")
        self.assertEqual((1, "LockBusy"), (other.returncode, json.loads(other.stdout)["errorType"]))
        freed = self.command("unlock")
        self.assertEqual((0, "ecommerce-pipeline-lock is free; it was held by e1\n"), (freed.returncode, freed.stdout))
        self.assertEqual("ecommerce-pipeline-lock is not held\n", self.command("unlock").stdout)
        after = self.ask("acquire", "e2")
        self.assertGreater(json.loads(after.stdout)["token"], json.loads(held.stdout)["token"])
        # The first one wakes up late and frees nothing.
        self.assertEqual({"released": False}, json.loads(self.ask("release").stdout))
        self.assertEqual({"released": True}, json.loads(self.ask("release", "e2").stdout))

    def test_invoke_shows_the_answer_and_on_standard_error_the_log(self):
        done = self.ask("release", "nobody")
        self.assertEqual({"released": False}, json.loads(done.stdout))
        self.assertIn("REPORT RequestId", done.stderr)
        self.assertIn("REPORT RequestId", self.command("logs", "lock").stdout)

    def test_what_is_not_there_is_said(self):
        for arguments in (("invoke", "nobody"), ("logs", "nobody"), ("invoke", "lock", "no-such-file.json")):
            done = self.command(*arguments)
            self.assertEqual(1, done.returncode, arguments)
            self.assertRegex(done.stderr, "nobody|no-such-file", arguments)

    def test_a_feedmill_that_does_not_run_is_said(self):
        done = run("unlock", "--endpoint-url", "http://127.0.0.1:1")
        self.assertEqual(1, done.returncode)
        self.assertIn("Is `feedmill up` running there?", done.stderr)


if __name__ == "__main__":
    main()
