"""SQS as its users reach it: the AWS CLI, boto3 and the AWS SDK for JavaScript, FIFO queues and redrives among it."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import bootstraps  # noqa: E402
import node  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from feedmill import ACCOUNT, REGION, Emulator, EmulatorTest, main, wait_until  # noqa: E402

EMPTY = "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n"


class SqsClients(EmulatorTest):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(parameters={})
        cls.addClassCleanup(cls.emulator.close)
        template = cls.emulator.home / "empty.yaml"
        template.write_text(EMPTY)
        cls.emulator.options += ["--template", str(template)]
        cls.emulator.start()

    def arn(self, name):
        return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"

    def test_fifo_by_the_aws_cli(self):
        url = self.emulator.aws_json("sqs", "create-queue", "--queue-name", "cli.fifo", "--attributes",
                                     "FifoQueue=true,ContentBasedDeduplication=true")["QueueUrl"]
        sent = [self.emulator.aws_json("sqs", "send-message", "--queue-url", url, "--message-body", body, "--message-group-id", "g")
                for body in ("1", "2", "1")]
        self.assertEqual(sent[0]["MessageId"], sent[2]["MessageId"])
        self.assertLess(sent[0]["SequenceNumber"], sent[1]["SequenceNumber"])
        got = self.emulator.aws_json("sqs", "receive-message", "--queue-url", url, "--max-number-of-messages", 10,
                                     "--attribute-names", "All")["Messages"]
        self.assertEqual(["1", "2"], [message["Body"] for message in got])
        shown = self.emulator.aws_json("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")["Attributes"]
        self.assertEqual(("true", "queue", "perQueue"), (shown["FifoQueue"], shown["DeduplicationScope"], shown["FifoThroughputLimit"]))

    def test_fifo_and_permissions_by_boto3(self):
        sqs = self.emulator.client("sqs")
        url = sqs.create_queue(QueueName="boto.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        with self.assertRaises(ClientError) as refused:
            sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="g")
        self.assertIn("ContentBasedDeduplication enabled or MessageDeduplicationId", str(refused.exception))
        for body, group in (("a1", "a"), ("b1", "b"), ("a2", "a")):
            sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=body)
        first = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=2)["Messages"]
        self.assertEqual(["a1", "a2"], [message["Body"] for message in first])
        sqs.add_permission(QueueUrl=url, Label="other", AWSAccountIds=["123456789012"], Actions=["SendMessage"])
        policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"])
        self.assertEqual("SQS:SendMessage", policy["Statement"][0]["Action"])
        sqs.remove_permission(QueueUrl=url, Label="other")
        self.assertNotIn("Attributes", sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"]))

    def test_what_a_fifo_queue_holds_survives_the_end_of_the_process(self):
        sqs = self.emulator.client("sqs")
        url = sqs.create_queue(QueueName="durable.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        sent = [sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g", MessageDeduplicationId=body) for body in "12"]
        self.emulator.kill()
        self.emulator.start()
        again = sqs.send_message(QueueUrl=url, MessageBody="1", MessageGroupId="g", MessageDeduplicationId="1")
        self.assertEqual(sent[0]["MessageId"], again["MessageId"])
        got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        self.assertEqual(["1", "2"], [message["Body"] for message in got])

    def test_an_event_source_mapping_is_made_shown_and_polled_after_a_restart(self):
        sqs, functions = self.emulator.client("sqs"), self.emulator.client("lambda")
        url = sqs.create_queue(QueueName="mapped")["QueueUrl"]
        functions.create_function(FunctionName="mapped", Runtime="provided.al2023", Handler="bootstrap",
                                  Role=f"arn:aws:iam::{ACCOUNT}:role/any", Code={"ZipFile": bootstraps.package(bootstraps.OBEDIENT)})
        made = functions.create_event_source_mapping(EventSourceArn=self.arn("mapped"), FunctionName="mapped", BatchSize=5,
                                                     FunctionResponseTypes=["ReportBatchItemFailures"])
        self.assertEqual(("Creating", 5), (made["State"], made["BatchSize"]))
        with self.assertRaises(functions.exceptions.ResourceConflictException):
            functions.create_event_source_mapping(EventSourceArn=self.arn("mapped"), FunctionName="mapped")
        self.emulator.kill()
        self.emulator.start()
        uuid = functions.list_event_source_mappings(FunctionName="mapped")["EventSourceMappings"][0]["UUID"]
        self.assertEqual(made["UUID"], uuid)
        sqs.send_message(QueueUrl=url, MessageBody="x")

        def counts():
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            shown = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            return sum(map(int, shown.values()))
        wait_until(lambda: counts() == 0, "the message to be taken and deleted")
        self.assertEqual("Updating", functions.update_event_source_mapping(UUID=uuid, Enabled=False)["State"])
        self.assertEqual("Disabled", functions.get_event_source_mapping(UUID=uuid)["State"])
        self.assertEqual("Deleting", functions.delete_event_source_mapping(UUID=uuid)["State"])
        with self.assertRaises(functions.exceptions.ResourceNotFoundException):
            functions.get_event_source_mapping(UUID=uuid)

    def test_an_event_source_filter_is_made_shown_and_taken_away(self):
        sqs, functions = self.emulator.client("sqs"), self.emulator.client("lambda")
        url = sqs.create_queue(QueueName="filtered")["QueueUrl"]
        functions.create_function(FunctionName="filtered", Runtime="provided.al2023", Handler="bootstrap",
                                  Role=f"arn:aws:iam::{ACCOUNT}:role/any", Code={"ZipFile": bootstraps.package(bootstraps.OBEDIENT)})

        def criteria(pattern):
            return {"Filters": [{"Pattern": pattern}]}
        for wrong in ("no JSON", "{}", '{"body": "text"}', '{"body": [{"sounds-like": "x"}]}'):
            with self.subTest(wrong), self.assertRaises(functions.exceptions.InvalidParameterValueException) as refused:
                functions.create_event_source_mapping(EventSourceArn=self.arn("filtered"), FunctionName="filtered",
                                                      FilterCriteria=criteria(wrong))
            self.assertIn("Invalid filter pattern definition", str(refused.exception))
        none_for_it = criteria('{"body": {"never": ["sent"]}}')
        made = functions.create_event_source_mapping(EventSourceArn=self.arn("filtered"), FunctionName="filtered",
                                                     FilterCriteria=none_for_it)
        self.assertEqual(none_for_it, made["FilterCriteria"])
        self.emulator.kill()
        self.emulator.start()
        self.assertEqual(none_for_it, functions.get_event_source_mapping(UUID=made["UUID"])["FilterCriteria"])
        sqs.send_message(QueueUrl=url, MessageBody='{"kind": "other"}')
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        wait_until(lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"] == dict.fromkeys(names, "0"),
                   "the message to be deleted unseen")
        self.assertEqual([], self.emulator.control("handlers")["pids"])
        updated = functions.update_event_source_mapping(UUID=made["UUID"], FilterCriteria={})
        self.assertNotIn("FilterCriteria", updated)

    def test_fifo_and_redrive_by_the_sdk_for_javascript(self):
        if why := node.missing():
            self.skipTest(why)
        seen = json.loads(node.run("integration/sqs_client.mjs", self.emulator.endpoint))
        self.assertTrue(seen["sameMessage"])
        self.assertEqual([["a1", "a"], ["a2", "a"], ["b1", "b"]], seen["received"])
        self.assertIn("MessageGroupId", seen["refused"][1])
        self.assertEqual(["COMPLETED", 1], seen["task"])
        self.assertEqual(["again"], seen["back"])


if __name__ == "__main__":
    main()
