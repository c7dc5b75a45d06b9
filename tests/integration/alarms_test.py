"""CloudWatch: the metrics that functions write into their logs, and the alarms on them, through the AWS CLI and boto3."""
import datetime
import json
import pathlib
import sys

from botocore.exceptions import ClientError

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import EmulatorTest, main  # noqa: E402

LOCK = {"operation": "acquire", "lockId": "ecommerce-pipeline-lock", "executionId": "one"}


class AuthFailures(EmulatorTest):
    options = ("--clock", "virtual", "--seed", "1", "--memory", "--inject-faults")

    def setUp(self):
        self.cloudwatch, self.sqs = self.emulator.client("cloudwatch"), self.emulator.client("sqs")
        self.functions = self.emulator.client("lambda")
        self.addCleanup(self.emulator.control, "faults", {})

    def queue(self, name):
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        return url, self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def received(self, url):
        messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    def refuse(self, times):
        """So many invocations whose call of DynamoDB is denied."""
        self.emulator.control("faults", {"call": {"action": "dynamodb:UpdateItem", "caller": "/lock", "times": 0, "status": 403,
                                                  "code": "AccessDeniedException"}})
        for _ in range(times):
            answer = self.functions.invoke(FunctionName="lock", Payload=json.dumps(LOCK))
            self.assertEqual("AccessDeniedException", json.loads(answer["Payload"].read())["errorType"])
        self.emulator.control("faults", {})

    def minutes_pass(self, minutes):
        self.emulator.control("advance", {"seconds": 60 * minutes})
        self.emulator.control("settle", {})

    def state(self):
        [alarm] = self.cloudwatch.describe_alarms(AlarmNames=["feedmill-auth-failures"])["MetricAlarms"]
        return alarm["StateValue"]

    # E120
    def test_more_refusals_in_a_minute_than_allowed_are_an_alarm_until_they_end(self):
        topics = self.emulator.client("sns")
        [topic] = [found["TopicArn"] for found in topics.list_topics()["Topics"] if found["TopicArn"].endswith(":feedmill-security")]
        told, told_arn = self.queue("told")
        topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=told_arn)
        bus, bus_arn = self.queue("bus")
        events = self.emulator.client("events")
        events.put_rule(Name="alarms", EventPattern=json.dumps({"source": ["aws.cloudwatch"], "detail": {"state": {"value": ["ALARM"]}}}))
        events.put_targets(Rule="alarms", Targets=[{"Id": "bus", "Arn": bus_arn}])

        self.minutes_pass(1)
        self.assertEqual("OK", self.state())
        self.received(told)
        self.refuse(10)
        self.minutes_pass(1)
        self.assertEqual("OK", self.state(), "ten are allowed")
        self.refuse(11)
        self.minutes_pass(1)
        self.assertEqual("ALARM", self.state())

        [message] = self.received(told)
        self.assertEqual('ALARM: "feedmill-auth-failures" in us-east-1', message["Subject"])
        said = json.loads(message["Message"])
        self.assertEqual(("OK", "ALARM", "AuthFailures"),
                         (said["OldStateValue"], said["NewStateValue"], said["Trigger"]["MetricName"]))
        self.assertIn("[11.0 (", said["NewStateReason"])
        [event] = self.received(bus)
        self.assertEqual(("CloudWatch Alarm State Change", "feedmill-auth-failures"),
                         (event["detail-type"], event["detail"]["alarmName"]))

        self.minutes_pass(10)
        self.assertEqual("OK", self.state())
        [message] = self.received(told)
        self.assertEqual("OK", json.loads(message["Message"])["NewStateValue"])


class Metrics(EmulatorTest):
    options = ("--memory",)

    def aws(self, *words):
        return json.loads(self.emulator.aws("cloudwatch", *words) or "null")

    def test_what_is_put_is_there_by_the_minute(self):
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        data = [{"MetricName": "Depth", "Dimensions": [{"Name": "Queue", "Value": "orders"}], "Timestamp": now.isoformat(),
                 "Unit": "Count", **values}
                for values in ({"Value": 4}, {"Values": [1, 7.5], "Counts": [2, 1]},
                               {"StatisticValues": {"SampleCount": 1, "Sum": 3, "Minimum": 3, "Maximum": 3}})]
        self.aws("put-metric-data", "--namespace", "Shop", "--metric-data", json.dumps(data))
        found = self.aws("get-metric-statistics", "--namespace", "Shop", "--metric-name", "Depth", "--dimensions",
                         "Name=Queue,Value=orders", "--start-time", (now - datetime.timedelta(minutes=10)).isoformat(),
                         "--end-time", (now + datetime.timedelta(minutes=10)).isoformat(), "--period", "60",
                         "--statistics", "Sum", "SampleCount", "Minimum", "Maximum", "Average")
        [point] = found["Datapoints"]
        self.assertEqual(("Depth", 16.5, 5, 1, 7.5, 3.3, "Count"),
                         (found["Label"], *(point[name] for name in ("Sum", "SampleCount", "Minimum", "Maximum", "Average", "Unit"))))
        self.assertEqual([{"Namespace": "Shop", "MetricName": "Depth", "Dimensions": [{"Name": "Queue", "Value": "orders"}]}],
                         self.aws("list-metrics", "--namespace", "Shop")["Metrics"])

    def test_the_metrics_of_functions_come_from_their_logs(self):
        event = {"version": "2.0", "routeKey": "POST /v1/vendors/{vendorId}/events", "rawPath": "/v1/vendors/a/events",
                 "headers": {}, "requestContext": {"http": {"method": "POST", "path": "/v1/vendors/a/events"}}, "isBase64Encoded": False}
        self.emulator.client("lambda").invoke(FunctionName="ingest", Payload=json.dumps(event))
        names = [(found["MetricName"], found["Dimensions"]) for found in self.aws("list-metrics", "--namespace", "Feedmill")["Metrics"]]
        self.assertIn(("EventsRefused", [{"Name": "FunctionName", "Value": "ingest"}]), names)

    def test_an_alarm_is_made_shown_set_and_removed(self):
        self.aws("put-metric-alarm", "--alarm-name", "deep", "--namespace", "Shop", "--metric-name", "Depth", "--dimensions",
                 "Name=Queue,Value=orders", "--statistic", "Maximum", "--period", "300", "--evaluation-periods", "3",
                 "--datapoints-to-alarm", "2", "--threshold", "100.5", "--comparison-operator", "GreaterThanOrEqualToThreshold",
                 "--alarm-description", "too deep")
        [alarm] = self.aws("describe-alarms", "--alarm-name-prefix", "dee")["MetricAlarms"]
        shown = {name: alarm[name] for name in ("AlarmName", "AlarmDescription", "Statistic", "Period", "EvaluationPeriods",
                                                "DatapointsToAlarm", "Threshold", "TreatMissingData", "StateValue", "Dimensions")}
        self.assertEqual({"AlarmName": "deep", "AlarmDescription": "too deep", "Statistic": "Maximum", "Period": 300,
                          "EvaluationPeriods": 3, "DatapointsToAlarm": 2, "Threshold": 100.5, "TreatMissingData": "missing",
                          "StateValue": "INSUFFICIENT_DATA", "Dimensions": [{"Name": "Queue", "Value": "orders"}]}, shown)
        self.aws("set-alarm-state", "--alarm-name", "deep", "--state-value", "ALARM", "--state-reason", "a drill")
        alarms = self.aws("describe-alarms", "--state-value", "ALARM")["MetricAlarms"]
        self.assertEqual([("deep", "a drill")], [(found["AlarmName"], found["StateReason"]) for found in alarms])
        self.aws("delete-alarms", "--alarm-names", "deep")
        self.assertEqual([], self.aws("describe-alarms", "--alarm-names", "deep")["MetricAlarms"])

    def test_what_is_not_there_is_refused_by_its_name(self):
        cloudwatch = self.emulator.client("cloudwatch")
        with self.assertRaises(cloudwatch.exceptions.ResourceNotFound):
            cloudwatch.delete_alarms(AlarmNames=["none"])
        with self.assertRaisesRegex(ClientError, "ExtendedStatistic is not supported by this emulator"):
            cloudwatch.put_metric_alarm(AlarmName="a", Namespace="N", MetricName="M", ExtendedStatistic="p99", Period=60,
                                        EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold")


if __name__ == "__main__":
    main()
