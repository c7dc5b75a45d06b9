"""EventBridge as its clients use it: a bus, a rule and a dead-letter queue of a template, rules by boto3 and by the AWS CLI."""
import json
import pathlib
import sys
import tempfile

import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import node  # noqa: E402
from bootstraps import OBEDIENT, package  # noqa: E402
from feedmill import ACCOUNT, REGION, EmulatorTest, main  # noqa: E402

TEMPLATE = """
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: vendor-events, Description: of the vendors}}
  Normalize: {Type: AWS::SQS::Queue, Properties: {QueueName: normalize}}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
  ToNormalize:
    Type: AWS::Events::Rule
    Properties:
      Name: to-normalize
      EventBusName: !Ref Bus
      EventPattern: {source: [feedmill.ingest], detail-type: [vendor.event.accepted]}
      Targets:
        - Id: queue
          Arn: !GetAtt Normalize.Arn
          RetryPolicy: {MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600}
          DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
  Files:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: files-of-vendors
      NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}
  OfFiles:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.s3], detail-type: [Object Created], detail: {object: {key: [{prefix: in/}]}}}
      Targets: [{Id: queue, Arn: !GetAtt Normalize.Arn}]
  Lost:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !GetAtt Bus.Arn
      EventPattern: {source: [nobody]}
      Targets:
        - {Id: gone, Arn: !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:gone', DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}
Outputs:
  Rule: {Value: !GetAtt ToNormalize.Arn}
"""
ACCEPTED = {"Source": "feedmill.ingest", "DetailType": "vendor.event.accepted", "EventBusName": "vendor-events"}
DETAIL = {"vendorId": "acme", "price": 19.90}


class Events(EmulatorTest):
    @classmethod
    def setUpClass(cls):
        file = tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False)
        cls.addClassCleanup(pathlib.Path(file.name).unlink)
        with file:
            file.write(TEMPLATE)
        cls.options, cls.parameters = ("--template", file.name, "--clock", "virtual:2026-11-21T08:00:00Z"), {}
        super().setUpClass()
        cls.events, cls.sqs = cls.emulator.client("events"), cls.emulator.client("sqs")

    def put(self, *entries):
        answer = self.events.put_events(Entries=list(entries))
        self.assertEqual(0, answer["FailedEntryCount"], answer)
        return [entry["EventId"] for entry in answer["Entries"]]

    def take(self, queue, **more):
        """All that lies in a queue, deleted."""
        self.emulator.settle()
        url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        found = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages"):
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found += messages
        return found

    def test_a_file_in_a_bucket_comes_as_an_event_to_the_rule_that_matches(self):
        s3 = self.emulator.client("s3")
        for key in ("in/a b.json", "out/c.json"):
            s3.put_object(Bucket="files-of-vendors", Key=key, Body=b"{}")
        [message] = self.take("normalize")
        event = json.loads(message["Body"])
        self.assertEqual(("Object Created", ["arn:aws:s3:::files-of-vendors"]), (event["detail-type"], event["resources"]))
        self.assertEqual(("in/a b.json", 2), (event["detail"]["object"]["key"], event["detail"]["object"]["size"]))
        shown = s3.get_bucket_notification_configuration(Bucket="files-of-vendors")
        self.assertEqual({}, shown["EventBridgeConfiguration"])
        s3.put_bucket_notification_configuration(Bucket="files-of-vendors", NotificationConfiguration={})
        s3.put_object(Bucket="files-of-vendors", Key="in/later.json", Body=b"{}")
        self.assertEqual([], self.take("normalize"))

    def test_an_event_comes_to_the_queue_of_the_rule_that_matches(self):
        [id_] = self.put({**ACCEPTED, "Detail": json.dumps(DETAIL, indent=2), "Resources": ["arn:x"]})
        self.put({**ACCEPTED, "DetailType": "another", "Detail": "{}"})
        [message] = self.take("normalize")
        self.assertEqual({"version": "0", "id": id_, "detail-type": "vendor.event.accepted", "source": "feedmill.ingest",
                          "account": ACCOUNT, "time": "2026-11-21T08:00:00Z", "region": REGION, "resources": ["arn:x"],
                          "detail": DETAIL}, json.loads(message["Body"]))

    # V038
    def test_what_no_target_takes_goes_to_the_dead_letter_queue_and_says_why(self):
        self.put({"Source": "nobody", "DetailType": "x", "Detail": "{}", "EventBusName": "vendor-events"})
        [message] = self.take("dead")
        said = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
        self.assertEqual("NO_RESOURCE", said["ERROR_CODE"])
        self.assertIn("function:gone", said["TARGET_ARN"])
        self.assertIn(":rule/vendor-events/", said["RULE_ARN"])
        self.assertEqual("nobody", json.loads(message["Body"])["source"])

    def test_an_event_reaches_a_function(self):
        functions = self.emulator.client("lambda")
        arn = functions.create_function(FunctionName="told", Role=f"arn:aws:iam::{ACCOUNT}:role/tests", Runtime="provided.al2023",
                                        Handler="bootstrap", Code={"ZipFile": package(OBEDIENT)}, Timeout=30)["FunctionArn"]
        self.events.put_rule(Name="tell", EventPattern=json.dumps({"source": ["test.tell"]}))
        self.events.put_targets(Rule="tell", Targets=[{"Id": "1", "Arn": arn, "InputTransformer": {
            "InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '{"n": <n>, "rule": "<aws.events.rule-name>"}'}}])
        self.put({"Source": "test.tell", "DetailType": "x", "Detail": '{"n": 7}'})
        self.emulator.settle()
        logs = self.emulator.client("logs").filter_log_events(logGroupName="/aws/lambda/told")["events"]
        self.assertTrue(any("REPORT" in event["message"] for event in logs), logs)

    def test_entries_fail_alone_and_are_answered_in_their_order(self):
        answer = self.events.put_events(Entries=[{**ACCEPTED, "Detail": "[]"}, {**ACCEPTED, "Detail": "{}"},
                                                 {"DetailType": "x", "Detail": "{}"}])
        self.assertEqual(2, answer["FailedEntryCount"])
        self.assertEqual(["MalformedDetail", None, "InvalidArgument"], [entry.get("ErrorCode") for entry in answer["Entries"]])
        self.assertEqual(1, len(self.take("normalize")))

    def test_an_accepted_event_survives_the_emulators_death(self):
        self.put({**ACCEPTED, "Detail": '{"n": 1}'})
        self.emulator.kill()
        self.emulator.start()
        self.assertEqual([{"n": 1}], [json.loads(message["Body"])["detail"] for message in self.take("normalize")])

    def test_the_command_line_puts_events_and_lists_rules(self):
        entries = json.dumps([{**ACCEPTED, "Detail": json.dumps(DETAIL)}])
        self.assertEqual(0, self.emulator.aws_json("events", "put-events", "--entries", entries)["FailedEntryCount"])
        self.assertEqual(1, len(self.take("normalize")))
        rules = self.emulator.aws_json("events", "list-rules", "--event-bus-name", "vendor-events")["Rules"]
        self.assertEqual(f"arn:aws:events:{REGION}:{ACCOUNT}:rule/vendor-events/to-normalize",
                         next(rule["Arn"] for rule in rules if rule["Name"] == "to-normalize"))

    def test_the_command_line_archives_a_bus_and_replays_a_period(self):
        bus = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/vendor-events"
        archive = self.emulator.aws_json("events", "create-archive", "--archive-name", "vendors", "--event-source-arn", bus,
                                         "--retention-days", "7")["ArchiveArn"]
        [id_] = self.put({**ACCEPTED, "Detail": '{"n": 1.50}'})
        self.assertEqual(1, len(self.take("normalize")))
        self.emulator.advance(3600)
        self.emulator.aws("events", "start-replay", "--replay-name", "again", "--event-source-arn", archive,
                          "--event-start-time", "2026-11-21T07:00:00Z", "--event-end-time", "2026-11-21T12:00:00Z",
                          "--destination", json.dumps({"Arn": bus}))
        [message] = self.take("normalize")
        event = json.loads(message["Body"])
        self.assertEqual(("again", id_), (event["replay-name"], event["id"]))
        self.assertIn('"n":1.50', message["Body"])
        self.assertEqual("COMPLETED", self.emulator.aws_json("events", "describe-replay", "--replay-name", "again")["State"])

    def test_the_sdk_for_javascript_makes_rules_and_replays_an_archive(self):
        if why := node.missing():
            self.skipTest(why)
        url = self.sqs.create_queue(QueueName="js")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.assertEqual({"failedTargets": 0, "rules": [["to-queue", "ENABLED"]], "put": [1, ["string", "string", "MalformedDetail"]],
                          "matches": True, "replay": "STARTING", "refused": ["InvalidEventPatternException", 400]},
                         json.loads(node.run("integration/events_client.mjs", self.emulator.endpoint, arn)))
        # Once when it came, once from the archive; the one of n = 1 never.
        self.assertEqual([{"number": 2}] * 2, [json.loads(message["Body"]) for message in self.take("js")])

    def test_a_pattern_that_is_none_is_refused_by_name(self):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.events.put_rule(Name="bad", EventPattern='{"source": "x"}')
        self.assertEqual({"Code": "InvalidEventPatternException",
                          "Message": 'Event pattern is not valid. Reason: "source" must be an object or an array'},
                         caught.exception.response["Error"])


if __name__ == "__main__":
    main()
