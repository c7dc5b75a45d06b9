"""A vendor, and those who look after its events: POSTs as `curl` sends them, and what is stored afterwards."""
import concurrent.futures
import hashlib
import http.client
import json
import re
import subprocess
import urllib.parse

from feedmill import EmulatorTest

BUCKET, RECORDS = "vendor-events-bucket", "IngestRecords"
CONTRACT = "shopify.order"
START = "2026-01-02T03:04:05Z"  # of the world, in tests that do not care
PROBLEM = "application/problem+json"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, {name.lower(): value for name, value in headers}, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def replayed(self):
        return self.headers.get("idempotent-replayed") == "true"


class Vendor:
    """Speaks to the HTTP API over one kept connection."""

    def __init__(self, emulator, name="acme"):
        self.emulator, self.name = emulator, name
        self.base = "/_api/" + api_id(emulator)
        self._connection = None

    def ask(self, method, path, body=None, headers=()):
        # Ids are UTF-8 in a header, as curl sends them; http.client would take Latin-1 alone.
        encoded = {name: value.encode() for name, value in dict(headers).items()}
        for _ in range(2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.emulator.port, timeout=60)
            try:
                self._connection.request(method, self.base + path, body, encoded)
                answer = self._connection.getresponse()
                return Answer(answer.status, answer.getheaders(), answer.read())
            except (http.client.RemoteDisconnected, ConnectionError):
                self._connection.close()
                self._connection = None
        raise ConnectionError("the emulator hangs up")

    def post(self, body, id=None, contract=CONTRACT, headers=(), vendor=None):
        if isinstance(body, str):
            body = body.encode()
        given = {"Content-Type": "application/json", **dict(headers)}
        if id is not None:
            given["Idempotency-Key"] = id
        query = "?contract=" + urllib.parse.quote(contract) if contract else ""
        return self.ask("POST", f"/v1/vendors/{vendor or self.name}/events{query}", body, given)

    def trail(self, **query):
        return self.ask("GET", f"/v1/vendors/{self.name}/events?{urllib.parse.urlencode(query)}")

    def life(self, id):
        return self.ask("GET", f"/v1/vendors/{self.name}/events/{urllib.parse.quote(id, safe='')}")


def at_once(emulator, posts, threads=32):
    """Runs `posts(vendor, number)` for each number of the range, from that many connections; their answers in order."""
    count, post = posts
    idle = [Vendor(emulator) for _ in range(threads)]

    def one(number):
        vendor = idle.pop()
        try:
            return post(vendor, number)
        finally:
            idle.append(vendor)

    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(count)))


def api_id(emulator):
    """Of the template's HTTP API: the last part of what the log group of its stage, and its output, call it."""
    listed = emulator.client("apigatewayv2").get_apis()["Items"]
    return next(api["ApiId"] for api in listed if api["Name"] == "vendor-events")


def curl(emulator, *arguments):
    """The standard output of curl, which fails where the status is an error unless told otherwise."""
    done = subprocess.run(["curl", "--silent", "--show-error", "--noproxy", "*", *map(str, arguments)], capture_output=True, text=True,
                          timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"curl: exit status {done.returncode}: {done.stderr}")
    return done.stdout


def records(emulator):
    """Every ingest record, plain values."""
    found, start = [], {}
    while True:
        page = emulator.client("dynamodb").scan(TableName=RECORDS, ConsistentRead=True, **start)
        found += [{name: plain(value) for name, value in item.items()} for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return sorted(found, key=lambda record: (record["vendorId"], record["externalEventId"]))
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def plain(value):
    [(kind, inner)] = value.items()
    if kind == "M":
        return {name: plain(member) for name, member in inner.items()}
    if kind == "L":
        return [plain(element) for element in inner]
    return int(inner) if kind == "N" else inner


def raw(emulator):
    """{key: bytes} of all that lies in raw/."""
    s3, found = emulator.client("s3"), {}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="raw/"):
        for entry in page.get("Contents", []):
            found[entry["Key"]] = s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
    return found


def invoke(emulator, function, event):
    """The function's answer. Raises where it fails."""
    answer = emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    payload = json.load(answer["Payload"])
    if "FunctionError" in answer:
        raise AssertionError(f"{function}: {payload}")
    return payload


class VendorTest(EmulatorTest):
    options = ("--clock", f"virtual:{START}", "--seed", "1", "--memory")

    @property
    def name(self):
        """A vendor of each test's own."""
        return re.sub("[^a-z0-9]+", "-", self.id().rpartition(".")[2].lower())[-60:].strip("-_")

    def setUp(self):
        self.vendor = Vendor(self.emulator, self.name)

    def mine(self):
        return [record for record in records(self.emulator) if record["vendorId"] == self.name]

    def my_raw(self):
        return {key: body for key, body in raw(self.emulator).items() if f"vendorId={self.name}/" in key}

    def assert_whole(self, bodies):
        """Each id has one record and one object, which holds its first body; no object is left over."""
        found = {record["externalEventId"]: record for record in self.mine()}
        self.assertEqual(sorted(bodies), sorted(found))
        objects = self.my_raw()
        self.assertEqual(sorted(record["key"] for record in found.values()), sorted(objects))
        for id, body in bodies.items():
            self.assertEqual(body, objects[found[id]["key"]])
            self.assertEqual(hashlib.sha256(body).hexdigest(), found[id]["fingerprint"])
