"""What a handler can do wrong, and what Lambda says of it: the error by name, and the next invoke works."""
import base64
import concurrent.futures
import json
import pathlib
import sys

import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from bootstraps import INIT_ERROR, NEVER_STARTS, OBEDIENT, package  # noqa: E402
from feedmill import ACCOUNT, Emulator, EmulatorTest, main, wait_until  # noqa: E402

ROLE = f"arn:aws:iam::{ACCOUNT}:role/tests"


class Handlers(EmulatorTest):
    options = ("--memory",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.functions = cls.emulator.client("lambda")
        cls.create("obedient", OBEDIENT)

    @classmethod
    def create(cls, name, bootstrap, **configuration):
        return cls.functions.create_function(FunctionName=name, Role=ROLE, Runtime="provided.al2023", Handler="bootstrap",
                                             Code={"ZipFile": package(bootstrap)}, **{"MemorySize": 512, "Timeout": 30, **configuration})

    def invoke(self, event, name="obedient", **more):
        answer = self.functions.invoke(FunctionName=name, Payload=json.dumps(event), **more)
        return answer, json.loads(answer["Payload"].read() or "null")

    def assert_fails(self, event, error_type, message, name="obedient"):
        answer, said = self.invoke(event, name)
        self.assertEqual((200, "Unhandled"), (answer["StatusCode"], answer.get("FunctionError")), said)
        self.assertEqual(error_type, said["errorType"])
        self.assertRegex(said["errorMessage"], message)

    def assert_next_works(self, name="obedient"):
        answer, said = self.invoke({"n": 1}, name)
        self.assertNotIn("FunctionError", answer)
        self.assertEqual({"n": 1}, said["event"])

    def assert_refused(self, code, status, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        response = caught.exception.response
        self.assertEqual((code, status), (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]))

    def test_it_exits(self):
        self.assert_fails({"do": "exit", "status": 3}, "Runtime.ExitError", "exit status 3")
        self.assert_next_works()

    def test_it_exits_with_status_0_without_an_answer(self):
        self.assert_fails({"do": "exit", "status": 0}, "Runtime.ExitError", "exit status 0")
        self.assert_next_works()

    def test_it_is_killed(self):
        self.assert_fails({"do": "die"}, "Runtime.ExitError", "signal: killed")
        self.assert_next_works()

    def test_it_hangs(self):
        self.create("slow", OBEDIENT, Timeout=1)
        self.assert_fails({"do": "hang"}, "Sandbox.Timedout", "Task timed out after 1.00 seconds", "slow")
        self.assert_next_works("slow")

    # E094
    def test_it_wants_more_memory_than_it_may_have(self):
        self.create("small", OBEDIENT, MemorySize=256)
        self.assert_fails({"do": "allocate"}, "Runtime.ExitError", "Runtime exited", "small")
        self.assert_next_works("small")

    def test_it_prints_garbage(self):
        answer, said = self.invoke({"do": "garbage"}, LogType="Tail")
        self.assertNotIn("FunctionError", answer)
        self.assertTrue(base64.b64decode(answer["LogResult"]))
        self.assert_next_works()
        self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/obedient")  # readable all the same

    def test_it_fails_with_a_name_of_its_own(self):
        self.assert_fails({"do": "fail"}, "Bad", "on request")
        self.assert_next_works()

    def test_it_answers_twice(self):
        answer, said = self.invoke({"do": "answer twice"})
        self.assertEqual({"do": "answer twice"}, said["event"])
        self.assert_next_works()
        self.assert_next_works()

    def test_it_answers_another_invocation(self):
        self.assertEqual({"refused": 400}, self.invoke({"do": "answer another"})[1])

    def test_its_answer_is_too_large(self):
        self.assert_fails({"do": "large", "bytes": 6_291_557}, "Function.ResponseSizeTooLarge", "exceeded maximum allowed payload size")
        self.assert_next_works()
        self.assertEqual(6_291_000, len(self.invoke({"do": "large", "bytes": 6_291_000})[1]))

    def test_its_init_phase_reports_an_error(self):
        self.create("wrong-settings", INIT_ERROR)
        for _ in range(2):
            self.assert_fails({}, "Settings.Missing", "TABLE is not set", "wrong-settings")

    def test_it_ends_before_it_asks_for_an_event(self):
        self.create("never-starts", NEVER_STARTS)
        for _ in range(2):
            self.assert_fails({}, "Runtime.ExitError", "exit status 7", "never-starts")

    def test_a_mended_function_works_again(self):
        self.create("mended", NEVER_STARTS)
        self.assert_fails({}, "Runtime.ExitError", "exit status 7", "mended")
        self.functions.update_function_code(FunctionName="mended", ZipFile=package(OBEDIENT))
        self.assert_next_works("mended")

    def test_a_package_without_a_bootstrap_is_said_by_name(self):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.functions.create_function(FunctionName="empty", Role=ROLE, Runtime="provided.al2023", Handler="bootstrap",
                                           Code={"ZipFile": package("x", "readme.txt")})
            self.functions.invoke(FunctionName="empty", Payload="{}")
        self.assertIn("bootstrap", str(caught.exception))

    def test_what_it_may_know_is_in_its_environment(self):
        self.create("knows", OBEDIENT, Environment={"Variables": {"TABLE": "one"}}, MemorySize=256)
        environment = self.invoke({}, "knows")[1]["environment"]
        expected = {"AWS_LAMBDA_FUNCTION_NAME": "knows", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "AWS_REGION": "us-east-1", "TABLE": "one",
                    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "_HANDLER": "bootstrap"}
        self.assertEqual(expected, {name: environment.get(name) for name in expected})
        self.assertLessEqual({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "LAMBDA_TASK_ROOT"}, set(environment))

    def test_an_instance_is_kept_warm(self):
        self.create("warm", OBEDIENT)
        self.assertEqual([1, 2, 3], [self.invoke({}, "warm")[1]["times"] for _ in range(3)])

    def test_dry_run_runs_nothing(self):
        self.create("dry", OBEDIENT)
        answer, _ = self.invoke({}, "dry", InvocationType="DryRun")
        self.assertEqual(204, answer["StatusCode"])
        self.assertEqual(1, self.invoke({}, "dry")[1]["times"])

    def test_an_event_is_taken_in_at_once_and_runs_afterwards(self):
        self.assert_next_works()  # the log group is there from the first line on
        answer, _ = self.invoke({"do": "say", "text": "heard of it"}, InvocationType="Event")
        self.assertEqual(202, answer["StatusCode"])
        wait_until(lambda: self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/obedient", filterPattern='"heard of it"')[
            "events"], "the log line of an asynchronous invocation")

    def test_the_tail_of_the_log_comes_with_the_answer(self):
        self.create("talks", OBEDIENT)
        answer, _ = self.invoke({"do": "say", "text": "said just now"}, "talks", LogType="Tail")
        tail = base64.b64decode(answer["LogResult"]).decode()
        for part in ("START RequestId: ", "said just now", "END RequestId: ", "REPORT RequestId: "):
            self.assertIn(part, tail)

    def test_more_calls_at_once_get_more_instances_up_to_the_limit(self):
        self.create("limited", OBEDIENT)
        self.functions.put_function_concurrency(FunctionName="limited", ReservedConcurrentExecutions=0)
        self.assert_refused("TooManyRequestsException", 429, self.functions.invoke, FunctionName="limited")
        self.functions.delete_function_concurrency(FunctionName="limited")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual([None] * 8, list(pool.map(lambda _: self.invoke({}, "limited")[0].get("FunctionError"), range(8))))

    def test_requests_that_are_wrong_get_lambdas_own_errors(self):
        invoke = self.functions.invoke
        self.assert_refused("ResourceNotFoundException", 404, invoke, FunctionName="nobody")
        self.assert_refused("InvalidRequestContentException", 400, invoke, FunctionName="obedient", Payload=b"{not json")
        self.assert_refused("RequestTooLargeException", 413, invoke, FunctionName="obedient", Payload=b'"' + b"x" * 6_291_456 + b'"')
        self.assert_refused("ResourceConflictException", 409, self.create, name="obedient", bootstrap=OBEDIENT)
        self.assert_refused("InvalidParameterValueException", 400, self.functions.create_function, FunctionName="no-zip", Role=ROLE,
                            Runtime="provided.al2023", Handler="bootstrap", Code={"ZipFile": b"no zip"})


class AsynchronousRetries(EmulatorTest):
    options = ("--memory", "--clock", "virtual", "--seed", "1")

    def test_an_event_that_fails_is_tried_three_times_and_then_set_aside(self):
        functions, sqs = self.emulator.client("lambda"), self.emulator.client("sqs")
        url = sqs.create_queue(QueueName="dead")["QueueUrl"]
        functions.create_function(FunctionName="obedient", Role=ROLE, Runtime="provided.al2023", Handler="bootstrap", MemorySize=512,
                                  Code={"ZipFile": package(OBEDIENT)}, DeadLetterConfig={"TargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"})
        functions.invoke(FunctionName="obedient", InvocationType="Event", Payload='{"do": "fail"}')
        self.emulator.settle()
        events = self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/obedient", filterPattern='"START RequestId"')["events"]
        self.assertEqual(3, len(events))
        [dead] = sqs.receive_message(QueueUrl=url)["Messages"]
        self.assertEqual({"do": "fail"}, json.loads(dead["Body"]))


if __name__ == "__main__":
    main()
