"""HTTP APIs of API Gateway as a client sees them: curl at routes that a SAM template describes."""
import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from bootstraps import HTTP  # noqa: E402
from feedmill import ACCOUNT, EmulatorTest, main  # noqa: E402

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  ShopApi:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageVariables: {table: orders}
      CorsConfiguration:
        AllowOrigins: ["https://shop.example"]
        AllowMethods: [GET, POST]
        AllowHeaders: [content-type]
        MaxAge: 600
  Shop:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop
      CodeUri: echo/
      Handler: bootstrap
      Runtime: provided.al2023
      MemorySize: 512
      Timeout: 10
      Events:
        Take:
          Type: HttpApi
          Properties: {ApiId: !Ref ShopApi, Path: "/v1/shops/{shopId}/orders", Method: POST}
        Static:
          Type: HttpApi
          Properties: {ApiId: !Ref ShopApi, Path: /v1/shops/first/orders, Method: ANY}
        Old:
          Type: HttpApi
          Properties: {ApiId: !Ref ShopApi, Path: /old, Method: GET, PayloadFormatVersion: "1.0"}
        Files:
          Type: HttpApi
          Properties: {ApiId: !Ref ShopApi, Path: "/files/{proxy+}", Method: GET}
        Seldom:
          Type: HttpApi
          Properties:
            ApiId: !Ref ShopApi
            Path: /seldom
            Method: GET
            RouteSettings: {ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001}
        Hasty:
          Type: HttpApi
          Properties: {ApiId: !Ref ShopApi, Path: /hasty, Method: GET, TimeoutInMillis: 300}
  Alone:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: alone
      CodeUri: echo/
      Handler: bootstrap
      Runtime: provided.al2023
      MemorySize: 512
      Events:
        All: {Type: HttpApi}
Outputs:
  ShopUrl: {Value: !GetAtt ShopApi.ApiEndpoint}
"""


class HttpApis(EmulatorTest):
    more_options = ()

    @classmethod
    def setUpClass(cls):
        if cls is HttpApis:
            raise unittest.SkipTest("the classes below are the tests")
        cls.place = tempfile.TemporaryDirectory(prefix="feedmill-http-")
        place = pathlib.Path(cls.place.name)
        cls.addClassCleanup(cls.place.cleanup)
        (place / "echo").mkdir()
        (place / "echo/bootstrap").write_text(HTTP)
        (place / "echo/bootstrap").chmod(0o755)
        (place / "template.yaml").write_text(TEMPLATE)
        cls.options = (*cls.more_options, "--memory", "--template", place / "template.yaml", "--functions", place)
        cls.parameters = {}
        super().setUpClass()
        cls.apis = cls.emulator.client("apigatewayv2").get_apis()["Items"]
        cls.shop = next(one["ApiId"] for one in cls.apis if "CorsConfiguration" in one)

    def curl(self, path, *options, api=None):
        """Status, headers, body."""
        done = subprocess.run(["curl", "-sS", "--max-time", "60", "-i", f"{self.emulator.endpoint}/_api/{api or self.shop}{path}", *options],
                              capture_output=True, check=True)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        return int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:]), body

class VirtualTime(HttpApis):
    more_options = ("--clock", "virtual:2026-01-01T00:00:00Z", "--seed", "7")

    def test_a_request_is_answered_at_once_and_throttled_by_the_worlds_time(self):
        status, _, body = self.curl("/v1/shops/1/orders", "-d", "x")
        self.assertEqual((200, "01/Jan/2026:00:00:00 +0000"), (status, json.loads(body)["requestContext"]["time"]))
        self.assertEqual([200, 200, 429], [self.curl("/seldom")[0] for _ in range(3)])
        self.emulator.advance(1000)
        self.assertEqual([200, 429], [self.curl("/seldom")[0] for _ in range(2)])


class HttpApi(HttpApis):
    def event(self, path, *options, api=None):
        """What the function saw of a request."""
        status, _, body = self.curl(path, *options, api=api)
        self.assertEqual(200, status, body)
        return json.loads(body)

    def replying(self, reply, path="/files/x"):
        return self.curl(f"{path}?reply={urllib.parse.quote(json.dumps(reply))}")

    # V010
    def test_a_request_becomes_an_event_of_format_2(self):
        event = self.event("/v1/shops/a%20b/orders?x=1&y=%20z&x=2", "-d", '{"n": "\u00e9"}', "-H", "Content-Type: application/json",
                           "-H", "Cookie: a=b; c=d", "-H", "X-Twice: 1", "-H", "X-Twice: 2")
        self.assertEqual(["2.0", "POST /v1/shops/{shopId}/orders", "/v1/shops/a b/orders", "x=1&y=%20z&x=2"],
                         [event[name] for name in ("version", "routeKey", "rawPath", "rawQueryString")])
        self.assertEqual((["a=b", "c=d"], {"x": "1,2", "y": " z"}, {"shopId": "a b"}, {"table": "orders"}),
                         (event["cookies"], event["queryStringParameters"], event["pathParameters"], event["stageVariables"]))
        self.assertEqual(("1,2", "application/json", "127.0.0.1"),
                         (event["headers"]["x-twice"], event["headers"]["content-type"], event["headers"]["x-forwarded-for"]))
        self.assertNotIn("cookie", event["headers"])
        self.assertEqual(('{"n": "\u00e9"}', False), (event["body"], event["isBase64Encoded"]))
        context = event["requestContext"]
        self.assertEqual((ACCOUNT, self.shop, "$default", "POST", "/v1/shops/a b/orders", "127.0.0.1"),
                         (context["accountId"], context["apiId"], context["stage"], context["http"]["method"], context["http"]["path"],
                          context["http"]["sourceIp"]))
        self.assertRegex(context["time"], r"^\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000$")

    def test_a_body_that_is_no_text_is_base64(self):
        for content_type, body in (("application/octet-stream", b"\x00\xff"), ("application/x-www-form-urlencoded", b"a=b"),
                                   ("application/json", b"\xff")):
            with self.subTest(content_type):
                event = self.event("/v1/shops/1/orders", "-H", f"Content-Type: {content_type}", "--data-binary", "@" + self.file(body))
                self.assertEqual((True, body), (event["isBase64Encoded"], base64.b64decode(event["body"])))

    def file(self, content):
        path = pathlib.Path(self.place.name) / "body"
        path.write_bytes(content)
        return str(path)

    def test_a_request_becomes_an_event_of_format_1(self):
        event = self.event("/old?x=1&x=2")
        self.assertEqual(["1.0", "/old", "/old", "GET", {"x": "2"}, {"x": ["1", "2"]}, None, None],
                         [event[name] for name in ("version", "resource", "path", "httpMethod", "queryStringParameters",
                                                   "multiValueQueryStringParameters", "pathParameters", "body")])

    def test_the_most_particular_route_is_taken(self):
        for method, path, key in (("POST", "/v1/shops/first/orders", "ANY /v1/shops/first/orders"),
                                  ("POST", "/v1/shops/second/orders", "POST /v1/shops/{shopId}/orders"),
                                  ("GET", "/files/a/b/c", "GET /files/{proxy+}")):
            with self.subTest(path):
                self.assertEqual(key, self.event(path, "-X", method)["routeKey"])
        self.assertEqual("a/b/c", self.event("/files/a/b/c")["pathParameters"]["proxy"])

    def test_what_no_route_is_for_is_not_found(self):
        for options in (("/nowhere",), ("/v1/shops/1/orders", "-X", "DELETE"), ("/files/",)):
            status, headers, body = self.curl(*options)
            self.assertEqual((404, b'{"message":"Not Found"}', "application/json"), (status, body, headers["content-type"]))
        self.assertEqual(404, self.curl("/", api="nothing")[0])

    def test_a_function_without_a_path_takes_everything(self):
        other = next(one["ApiId"] for one in self.apis if one["ApiId"] != self.shop)
        event = self.event("/what/ever?x", "-X", "PATCH", api=other)
        self.assertEqual(("$default", "/what/ever"), (event["routeKey"], event["rawPath"]))
        port = self.emulator.port
        said = subprocess.run(["curl", "-sS", "--noproxy", "*", f"http://{other}.execute-api.localhost:{port}/by/host"], capture_output=True,
                              check=True).stdout
        self.assertEqual("/by/host", json.loads(said)["rawPath"])
        self.assertEqual(f"{other}.execute-api.localhost", json.loads(said)["requestContext"]["domainName"])

    def test_replies_become_responses(self):
        self.assertEqual((200, b"[1, 2]"), self.replying([1, 2])[::2])
        self.assertEqual((200, b"text"), self.replying("text")[::2])
        status, headers, body = self.replying({"statusCode": 201, "headers": {"X-A": "b"}, "body": "aGk=", "isBase64Encoded": True})
        self.assertEqual((201, "b", b"hi"), (status, headers["X-A"], body))
        status, headers, body = self.replying({"statusCode": 204, "cookies": ["a=b"]})
        self.assertEqual((204, "a=b"), (status, headers["set-cookie"]))

    def test_what_a_function_does_wrong_is_an_internal_server_error(self):
        wrong = (500, b'{"message":"Internal Server Error"}')
        self.assertEqual(wrong, self.curl("/files/x?reply=fail")[::2])
        self.assertEqual(wrong, self.replying({"statusCode": "many"})[::2])
        self.assertEqual(wrong, self.replying([1], path="/old")[::2])  # format 1.0 wants a status

    def test_a_slow_function_is_not_waited_for(self):
        self.assertEqual((503, b'{"message":"Service Unavailable"}'), self.curl("/hasty?sleep=2")[::2])

    def test_a_function_that_may_not_run_is_unavailable(self):
        functions = self.emulator.client("lambda")
        functions.put_function_concurrency(FunctionName="alone", ReservedConcurrentExecutions=0)
        other = next(one["ApiId"] for one in self.apis if one["ApiId"] != self.shop)
        self.assertEqual((503, b'{"message":"Service Unavailable"}'), self.curl("/", api=other)[::2])
        functions.delete_function_concurrency(FunctionName="alone")
        self.assertEqual(200, self.curl("/", api=other)[0])

    def test_a_route_is_throttled(self):
        self.assertEqual([200, 200, 429], [self.curl("/seldom")[0] for _ in range(3)])
        self.assertEqual(b'{"message":"Too Many Requests"}', self.curl("/seldom")[2])

    def test_what_is_too_large_is_refused(self):
        too_large = (413, b'{"message":"Request Entity Too Large"}')
        for size in ((10 << 20) + 1, 5 << 20):  # more than the gateway takes; more than an event holds, in base64
            options = ("-H", "Content-Type: image/png", "-H", "Expect:", "--data-binary", "@" + self.file(b"x" * size))
            self.assertEqual(too_large, self.curl("/v1/shops/1/orders", *options)[::2])
        options = ("-H", "Content-Type: text/plain", "-H", "Expect:", "--data-binary", "@" + self.file(b"x" * (3 << 19)))
        self.assertEqual(3 << 19, len(self.event("/v1/shops/1/orders", *options)["body"]))
        self.assertEqual(431, self.curl("/old", "-H", "X-Long: " + "x" * 10_240)[0])

    def test_the_gateway_answers_for_cors(self):
        ask = ("-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST", "-H", "Access-Control-Request-Headers: content-type")
        status, headers, _ = self.curl("/v1/shops/1/orders", *ask, "-H", "Origin: https://shop.example")
        self.assertEqual((204, "https://shop.example", "GET,POST", "content-type", "600"),
                         (status, *(headers[f"access-control-{name}"] for name in ("allow-origin", "allow-methods", "allow-headers", "max-age"))))
        _, headers, _ = self.curl("/v1/shops/1/orders", *ask, "-H", "Origin: https://other.example")
        self.assertNotIn("access-control-allow-origin", headers)
        _, headers, _ = self.curl("/old", "-H", "Origin: https://shop.example")
        self.assertEqual("https://shop.example", headers["access-control-allow-origin"])

    def test_a_person_can_look_at_it(self):
        gateway = self.emulator.client("apigatewayv2")
        self.assertEqual(f"{self.emulator.endpoint}/_api/{self.shop}", gateway.get_api(ApiId=self.shop)["ApiEndpoint"])
        routes = {one["RouteKey"]: one["Target"] for one in gateway.get_routes(ApiId=self.shop)["Items"]}
        integrations = {one["IntegrationId"]: one for one in gateway.get_integrations(ApiId=self.shop)["Items"]}
        old = integrations[routes["GET /old"].removeprefix("integrations/")]
        self.assertEqual(("1.0", f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:shop"), (old["PayloadFormatVersion"], old["IntegrationUri"]))
        stage = gateway.get_stages(ApiId=self.shop)["Items"][0]
        self.assertEqual(("$default", 2), (stage["StageName"], stage["RouteSettings"]["GET /seldom"]["ThrottlingBurstLimit"]))
        with self.assertRaises(gateway.exceptions.NotFoundException):
            gateway.get_api(ApiId="nothing")
        self.assertIn(self.shop, self.emulator.aws("apigatewayv2", "get-apis"))

    def test_a_function_whose_policy_does_not_let_it_is_not_invoked(self):
        functions = self.emulator.client("lambda")
        policy = json.loads(functions.get_policy(FunctionName="shop")["Policy"])
        statement = next(one for one in policy["Statement"] if one["Sid"].endswith("ShopFilesPermission"))
        self.assertEqual(f"arn:aws:execute-api:us-east-1:{ACCOUNT}:{self.shop}/*/GET/files/*", statement["Condition"]["ArnLike"]["AWS:SourceArn"])
        functions.remove_permission(FunctionName="shop", StatementId=statement["Sid"])
        self.assertEqual(500, self.curl("/files/x")[0])
        functions.add_permission(FunctionName="shop", StatementId=statement["Sid"], Action="lambda:InvokeFunction",
                                 Principal="apigateway.amazonaws.com", SourceArn=statement["Condition"]["ArnLike"]["AWS:SourceArn"])
        self.assertEqual(200, self.curl("/files/x")[0])


if __name__ == "__main__":
    main()
