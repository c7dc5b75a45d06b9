"""Calls that fail on purpose: refused, carried out without an answer, or the end of the handler that makes them."""
import json
import pathlib
import sys

from botocore.exceptions import ClientError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import EmulatorTest, main  # noqa: E402


class CallFaults(EmulatorTest):
    options = ("--memory", "--inject-faults")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3, cls.functions = cls.emulator.client("s3"), cls.emulator.client("lambda")
        cls.s3.create_bucket(Bucket="box")

    def tearDown(self):
        self.emulator.control("faults", {})

    def put(self, key):
        self.s3.put_object(Bucket="box", Key=key, Body=b"body")

    def keys(self):
        return [found["Key"] for found in self.s3.list_objects_v2(Bucket="box").get("Contents", [])]

    def test_the_nth_call_is_refused_and_nothing_is_done(self):
        self.emulator.control("faults", {"call": {"action": "s3:PutObject", "nth": 2, "status": 400, "code": "Refused"}})
        self.put("refused/1")
        with self.assertRaises(ClientError) as raised:
            self.put("refused/2")
        self.assertEqual("Refused", raised.exception.response["Error"]["Code"])
        self.put("refused/3")
        self.assertEqual(["refused/1", "refused/3"], [key for key in self.keys() if key.startswith("refused/")])

    def test_a_call_is_carried_out_and_its_answer_lost(self):
        self.emulator.control("faults", {"call": {"action": "s3:PutObject", "when": "after", "status": 400}})
        with self.assertRaises(ClientError):
            self.put("lost")
        self.assertIn("lost", self.keys())

    def test_the_handler_that_calls_is_ended(self):
        self.emulator.control("faults", {"call": {"action": "dynamodb:UpdateItem", "caller": "/lock", "kill": True}})
        event = json.dumps({"operation": "acquire", "lockId": "ecommerce-pipeline-lock", "executionId": "one"})
        answer = self.functions.invoke(FunctionName="lock", Payload=event)
        self.assertEqual("Unhandled", answer.get("FunctionError"))
        self.assertEqual("Runtime.ExitError", json.loads(answer["Payload"].read())["errorType"])
        self.assertNotIn("FunctionError", self.functions.invoke(FunctionName="lock", Payload=event))

    def test_a_fault_of_no_call_is_refused(self):
        with self.assertRaisesRegex(AssertionError, "which call"):
            self.emulator.control("faults", {"call": {"nth": 1}})


if __name__ == "__main__":
    main()
