"""URLs of functions: who may, what the function sees, and responses that come piece by piece."""
import http.client
import io
import json
import pathlib
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
import zipfile

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.eventstream

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from bootstraps import HTTP, STREAMING, package  # noqa: E402
from feedmill import ACCOUNT, BUILD, EmulatorTest, main  # noqa: E402

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Handler: bootstrap, Runtime: provided.al2023, MemorySize: 512, Timeout: 20}
Resources:
  Open:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: open
      CodeUri: echo/
      FunctionUrlConfig:
        AuthType: NONE
        Cors: {AllowOrigins: ["*"], AllowMethods: [GET]}
  Closed:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: closed
      CodeUri: echo/
      FunctionUrlConfig: {AuthType: AWS_IAM}
  Live:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: live
      CodeUri: streaming/
      FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}
  Shim:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shim
      CodeUri: shim/
      FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}
  Shown:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shown
      CodeUri: echo/
      Environment: {Variables: {OPEN_URL: !GetAtt OpenUrl.FunctionUrl}}
"""


class FunctionUrls(EmulatorTest):
    parameters = {}

    @classmethod
    def setUpClass(cls):
        place = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="feedmill-url-")))
        for name, bootstrap in (("echo", HTTP), ("streaming", STREAMING)):
            (place / name).mkdir()
            (place / name / "bootstrap").write_text(bootstrap)
            (place / name / "bootstrap").chmod(0o755)
        (place / "shim").symlink_to(BUILD / "tests/streaming")
        (place / "template.yaml").write_text(TEMPLATE)
        cls.options = ("--memory", "--template", place / "template.yaml", "--functions", place)
        super().setUpClass()
        cls.functions = cls.emulator.client("lambda")

    def url(self, name):
        return self.functions.get_function_url_config(FunctionName=name)["FunctionUrl"]

    def ask(self, url, data=None, method=None, **headers):
        """Status, headers, body."""
        request = urllib.request.Request(url, data, {name.replace("_", "-"): value for name, value in headers.items()}, method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def open_stream(self, query):
        """An HTTP connection whose response has begun."""
        parts = urllib.parse.urlsplit(self.url("live"))
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        connection.request("GET", f"{parts.path}?{query}")
        return connection, connection.getresponse()

    def test_a_request_becomes_an_event_of_format_2(self):
        status, _, body = self.ask(self.url("open") + "a%20b?x=1", b"text", content_type="text/plain")
        event = json.loads(body)
        self.assertEqual((200, "$default", "/a%20b", "x=1", "text"),
                         (status, event["routeKey"], event["rawPath"], event["rawQueryString"], event["body"]))
        self.assertEqual(("anonymous", "$default"), (event["requestContext"]["accountId"], event["requestContext"]["stage"]))
        self.assertNotIn("authorizer", event["requestContext"])

    def test_its_address_is_known_to_the_template(self):
        shown = self.functions.get_function_configuration(FunctionName="shown")["Environment"]["Variables"]
        self.assertEqual(self.url("open"), shown["OPEN_URL"])

    def test_what_a_function_does_wrong_is_a_bad_gateway(self):
        self.assertEqual((502, b"Internal Server Error"), self.ask(self.url("open") + "?reply=fail")[::2])

    def test_it_answers_for_cors(self):
        status, headers, _ = self.ask(self.url("open"), method="OPTIONS", origin="https://a.example", access_control_request_method="GET")
        self.assertEqual((200, "*", "GET"), (status, headers["access-control-allow-origin"], headers["access-control-allow-methods"]))

    def test_with_iam_a_signature_is_wanted(self):
        url = self.url("closed")
        self.assertEqual(403, self.ask(url)[0])
        request = botocore.awsrequest.AWSRequest("GET", url)
        botocore.auth.SigV4Auth(botocore.credentials.Credentials("test", "test"), "lambda", "us-east-1").add_auth(request)
        status, _, body = self.ask(url, **{name.replace("-", "_"): value for name, value in request.headers.items()})
        self.assertEqual((200, f"arn:aws:iam::{ACCOUNT}:root"), (status, json.loads(body)["requestContext"]["authorizer"]["iam"]["userArn"]))

    def test_without_a_permission_nobody_may(self):
        sid = json.loads(self.functions.get_policy(FunctionName="open")["Policy"])["Statement"][0]["Sid"]
        self.functions.remove_permission(FunctionName="open", StatementId=sid)
        self.assertEqual(403, self.ask(self.url("open"))[0])
        self.functions.add_permission(FunctionName="open", StatementId=sid, Action="lambda:InvokeFunctionUrl", Principal="*",
                                      FunctionUrlAuthType="NONE")
        self.assertEqual(200, self.ask(self.url("open"))[0])

    def test_the_api_makes_changes_and_removes_one(self):
        made = self.functions.create_function_url_config(FunctionName="shown", AuthType="AWS_IAM")
        with self.assertRaises(self.functions.exceptions.ResourceConflictException):
            self.functions.create_function_url_config(FunctionName="shown", AuthType="NONE")
        self.assertEqual(403, self.ask(made["FunctionUrl"])[0])
        changed = self.functions.update_function_url_config(FunctionName="shown", AuthType="NONE", Cors={"AllowOrigins": ["*"]})
        self.assertEqual(("NONE", ["*"]), (changed["AuthType"], changed["Cors"]["AllowOrigins"]))
        self.functions.add_permission(FunctionName="shown", StatementId="all", Action="lambda:InvokeFunctionUrl", Principal="*",
                                      FunctionUrlAuthType="NONE")
        self.assertEqual(200, self.ask(made["FunctionUrl"])[0])
        self.assertEqual(1, len(self.functions.list_function_url_configs(FunctionName="shown")["FunctionUrlConfigs"]))
        self.functions.delete_function_url_config(FunctionName="shown")
        with self.assertRaises(self.functions.exceptions.ResourceNotFoundException):
            self.functions.get_function_url_config(FunctionName="shown")

    def test_a_response_comes_piece_by_piece(self):
        connection, answer = self.open_stream("do=lockstep")
        self.assertEqual((201, "text/event-stream", "a=b"), (answer.status, answer.headers["content-type"], answer.headers["set-cookie"]))
        # The handler goes on only after each piece has been read here and released there.
        for n in range(3):
            self.assertEqual(b"piece %d\n" % n, answer.read1())
            (pathlib.Path(answer.headers["x-directory"]) / f"go{n}").touch()
        self.assertEqual(b"", answer.read())
        connection.close()

    def test_a_slow_client_slows_the_handler_down(self):
        connection, answer = self.open_stream("do=flood&megabytes=64")
        counter = pathlib.Path(answer.headers["x-directory"]) / "written"
        answer.read(1)
        # Another request to another instance passes meanwhile: the loop does not wait for this client.
        self.assertEqual(200, self.ask(self.url("live") + "?do=short")[0])
        self.assertLess(int(counter.read_text() or 0), 48, "megabytes that the handler was rid of before anybody read them")
        self.assertEqual(64 << 20, 1 + len(answer.read()))
        connection.close()

    def test_a_client_that_leaves_does_not_stop_the_handler(self):
        connection, answer = self.open_stream("do=flood&megabytes=32")
        directory = pathlib.Path(answer.headers["x-directory"])
        answer.read(1)
        connection.close()
        self.ask(self.url("live") + "?do=short")
        done = threading.Event()
        while not (directory / "done").exists():
            self.assertFalse(done.wait(0.01))

    def test_an_error_in_the_middle_breaks_the_response_off(self):
        connection, answer = self.open_stream("do=break")
        with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
            answer.read()
        connection.close()

    def test_an_error_before_the_beginning_is_a_bad_gateway(self):
        self.assertEqual(502, self.ask(self.url("live") + "?do=fail")[0])
        self.assertEqual(502, self.ask(self.url("live") + "?do=die")[0])

    def test_a_handler_that_does_not_stream_answers_all_the_same(self):
        self.assertEqual((200, b'{"plain": true}'), self.ask(self.url("live") + "?do=plain")[::2])

    def test_a_function_on_the_shim_streams(self):
        status, headers, body = self.ask(self.url("shim"))
        self.assertEqual((202, "text/event-stream", "a=b", b"piece 0\npiece 1\n"),
                         (status, headers["content-type"], headers["set-cookie"], body))
        self.assertEqual(b"".join(bytes([97 + n % 26]) * 100_000 for n in range(100)), self.ask(self.url("shim") + "?do=many")[2])
        self.assertEqual(502, self.ask(self.url("shim") + "?do=fail")[0])
        with self.assertRaises((http.client.IncompleteRead, ConnectionError)):
            self.ask(self.url("shim") + "?do=break")
        self.assertEqual(202, self.ask(self.url("shim"))[0])

    def test_invoke_with_response_stream_tells_pieces_and_end(self):
        def told(do):
            # Debian's boto3 is older than the operation, but reads event streams.
            _, _, body = self.ask(f"{self.emulator.endpoint}/2021-11-15/functions/live/response-streaming-invocations",
                                  json.dumps({"queryStringParameters": {"do": do}}).encode())
            stream = botocore.eventstream.EventStreamBuffer()
            stream.add_data(body)
            events = list(stream)
            self.assertEqual(["PayloadChunk"] * (len(events) - 1) + ["InvokeComplete"], [one.headers[":event-type"] for one in events])
            return b"".join(one.payload for one in events[:-1]), json.loads(events[-1].payload)
        payload, end = told("short")
        self.assertTrue(payload.endswith(bytes(8) + b"some bytes\n"))
        self.assertEqual({}, end)
        payload, end = told("break")
        self.assertEqual(("Bad", "on the way"), (end["ErrorCode"], json.loads(end["ErrorDetails"])["errorMessage"]))
        self.assertEqual("Bad", told("fail")[1]["ErrorCode"])

    def test_new_code_comes_from_s3(self):
        zipped = package(HTTP.replace("json.dumps(event)", '"new code"'))
        s3 = self.emulator.client("s3")
        s3.create_bucket(Bucket="packages")
        s3.put_object(Bucket="packages", Key="shown.zip", Body=zipped)
        self.functions.create_function(FunctionName="renewed", Role=f"arn:aws:iam::{ACCOUNT}:role/tests", Runtime="provided.al2023",
                                       Handler="bootstrap", Code={"ZipFile": package(HTTP)}, MemorySize=512)
        invoke = lambda: json.loads(self.functions.invoke(FunctionName="renewed", Payload=b"{}")["Payload"].read())["body"]  # noqa: E731
        self.assertEqual("{}", invoke())
        before = self.functions.get_function(FunctionName="renewed")["Configuration"]["CodeSha256"]
        self.functions.update_function_code(FunctionName="renewed", S3Bucket="packages", S3Key="shown.zip")
        self.assertEqual("new code", invoke())
        self.assertNotEqual(before, self.functions.get_function(FunctionName="renewed")["Configuration"]["CodeSha256"])
        with self.assertRaises(self.functions.exceptions.InvalidParameterValueException):
            self.functions.update_function_code(FunctionName="renewed", S3Bucket="packages", S3Key="nothing.zip")
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(zipped)))


if __name__ == "__main__":
    main()
