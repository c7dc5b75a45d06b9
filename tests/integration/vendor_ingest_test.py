"""A vendor's events over HTTP: accepted once, kept byte for byte, shown; and what is no event is refused."""
import hashlib
import json
import os
import pathlib
import sys
import tempfile
import urllib.parse

import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import main  # noqa: E402
from vendor import BUCKET, PROBLEM, VendorTest, at_once, curl  # noqa: E402

FULL = os.environ.get("FEEDMILL_FULL") == "1"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
ODD_IDS = ["a#b", "a/b", "A", "a", "ünïcödé", "x" * 255, "-1", "null", "%2F", "o'brien", "+ +", "?x=1&y", "\U0001f600"]


class Accepting(VendorTest):
    # V001 V010 V012 V048 V051 V052 V053 V054 V055 V056 V066 V067 V070 V073
    def test_curl_delivers_an_event_and_its_record_says_all_of_it(self):
        with tempfile.NamedTemporaryFile() as body:
            body.write(b'{ "id": 1,\r\n  "b":\t[] }\n')
            body.flush()
            said = curl(self.emulator, "-i", "-X", "POST", f"{self.emulator.endpoint}{self.vendor.base}/v1/vendors/{self.name}/events?contract=shopify.order",
                        "-H", "Idempotency-Key: order-1", "-H", "Content-Type: application/json", "-H", "X-Shopify-Topic: orders/paid",
                        "--data-binary", f"@{body.name}")
        head, _, text = said.partition("\n\n")
        self.assertIn(" 202 ", head.splitlines()[0])
        answer = json.loads(text)
        [record] = self.mine()
        self.assertRegex(answer["ingestId"], f"^{UUID}$")
        for name in ("ingestId", "vendorId", "externalEventId", "receivedAt", "contract", "schemaType"):
            self.assertEqual(answer[name], record[name])
        self.assertEqual(("order-1", self.name, "shopify.order", "order.v1"),
                         (record["externalEventId"], record["vendorId"], record["contract"], record["schemaType"]))
        self.assertRegex(record["receivedAt"], r"^2026-01-02T\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(f"raw/vendorId={self.name}/receivedAt={record['receivedAt']}/ingestId={record['ingestId']}.json", record["key"])
        self.assertEqual(BUCKET, record["bucket"])
        self.assertEqual(("POST", f"/v1/vendors/{self.name}/events", "contract=shopify.order"),
                         tuple(record["request"][name] for name in ("method", "path", "query")))
        self.assertEqual("orders/paid", record["request"]["headers"]["x-shopify-topic"])
        stored = self.emulator.client("s3").get_object(Bucket=record["bucket"], Key=record["key"])
        self.assertEqual(b'{ "id": 1,\r\n  "b":\t[] }\n', stored["Body"].read())
        self.assertEqual("AES256", stored["ServerSideEncryption"])  # V075

    # V007 V025 V078
    def test_equal_bytes_again_get_the_first_answer_again(self):
        first = self.vendor.post('{"a":1}', "e")
        self.assertEqual((202, False), (first.status, first.replayed))
        self.emulator.advance(7200)
        again = self.vendor.post('{"a":1}', "e")
        self.assertEqual((202, True, first.body), (again.status, again.replayed, again.body))
        self.assert_whole({"e": b'{"a":1}'})

    def test_other_bytes_under_an_id_are_refused_and_change_nothing(self):
        first = self.vendor.post('{"a":1}', "e")
        before = self.mine()
        answer = self.vendor.post('{"a": 1}', "e")
        self.assertEqual((409, PROBLEM), (answer.status, answer.headers["content-type"]))
        self.assertEqual(first.json["ingestId"], answer.json["ingestId"])
        self.assertEqual(before, self.mine())
        self.assert_whole({"e": b'{"a":1}'})
        self.assertTrue(self.vendor.post('{"a":1}', "e").replayed)

    # V030 V049: whatever the bytes are.
    def test_bodies_are_kept_as_they_came(self):
        bodies = {"bom": b'\xef\xbb\xbf{"a":1}', "latin": b'{"a":"\xe4"}', "zero": b"\0\1\2", "empty": b"", "text": b"not json",
                  "huge": b"[" + b"1," * 400_000 + b"1]", "escapes": b'{"b":"\\u00e4","b":1e400}'}
        for id, body in bodies.items():
            answer = self.vendor.post(body, id)
            self.assertEqual(202, answer.status, (id, answer.body))
        self.assert_whole(bodies)

    # V052
    def test_ids_are_opaque_text(self):
        bodies = {}
        for id in ODD_IDS:
            bodies[id] = json.dumps({"id": id}).encode()
            answer = self.vendor.post(bodies[id], id)
            self.assertEqual((202, id), (answer.status, answer.json.get("externalEventId")))
        self.assert_whole(bodies)
        for id in ODD_IDS:
            life = self.vendor.life(id)
            self.assertEqual((200, id), (life.status, life.json.get("externalEventId")), life.body)

    # V023
    def test_without_a_key_the_contract_says_where_the_id_is(self):
        self.assertEqual("w-1", self.vendor.post("{}", headers={"X-Shopify-Webhook-Id": "w-1"}).json["externalEventId"])
        self.assertEqual(hashlib.sha256(b"{}").hexdigest(), self.vendor.post("{}").json["externalEventId"])
        self.assertEqual("evt_1", self.vendor.post('{"id":"evt_1"}', contract="stripe.checkout").json["externalEventId"])


class Racing(VendorTest):
    """By the real clock: handlers run side by side."""
    options = ("--memory",)

    # V024 V077
    def test_of_a_hundred_equal_posts_at_once_one_is_accepted(self):
        answers = at_once(self.emulator, (100, lambda vendor, _: vendor.post('{"race":1}', "r", vendor=self.name)))
        self.assertEqual({202}, {answer.status for answer in answers})
        self.assertEqual(1, len({answer.body for answer in answers}))
        self.assertEqual(1, sum(not answer.replayed for answer in answers))
        self.assert_whole({"r": b'{"race":1}'})

    def test_of_two_bodies_at_once_under_one_id_one_is_accepted(self):
        bodies = [b'{"body":0}', b'{"body":1}']
        answers = at_once(self.emulator, (40, lambda vendor, number: vendor.post(bodies[number % 2], f"r{number // 8}", vendor=self.name)))
        for race in range(5):
            statuses = [answers[number].status for number in range(race * 8, race * 8 + 8)]
            winner = 0 if statuses[0] == 202 else 1
            self.assertEqual([202 if number % 2 == winner else 409 for number in range(8)], statuses)
        self.assertEqual(5, len(self.mine()))
        self.assertEqual(5, len(self.my_raw()))

    # V004 V026 V029 V077
    def test_a_storm_of_retries_leaves_one_record_an_id(self):
        clients, retries = (50, 200) if FULL else (20, 25)
        bodies = {f"s{number}": json.dumps({"s": number}).encode() for number in range(10)}

        def post(vendor, number):
            id = f"s{number * 7 % 10}"
            return vendor.post(bodies[id], id, vendor=self.name)

        answers = at_once(self.emulator, (clients * retries, post), threads=clients)
        self.assertEqual({202}, {answer.status for answer in answers})
        self.assertEqual(10, len({answer.json["ingestId"] for answer in answers}))
        self.assert_whole(bodies)


class Refusing(VendorTest):
    def refused(self, status, answer):
        self.assertEqual((status, PROBLEM), (answer.status, answer.headers.get("content-type")), answer.body)
        problem = answer.json
        self.assertEqual(status, problem["status"])
        for member in ("type", "title", "detail"):
            self.assertTrue(problem[member])
        return problem

    def tearDown(self):
        self.assertEqual([], self.mine())
        self.assertEqual({}, self.my_raw())

    # V023 V046
    def test_an_envelope_that_is_not_right_lists_each_field(self):
        problem = self.refused(400, self.vendor.post("{}", "a\tb", contract=None, vendor="Not-A-Name"))
        self.assertEqual(["vendorId", "contract", "externalEventId"], [error["field"] for error in problem["errors"]])
        self.refused(400, self.vendor.post("{}", "x" * 256))
        self.refused(400, self.vendor.post("no json", contract="stripe.checkout"))

    # V069
    def test_an_unknown_contract_is_answered_with_the_known_ones(self):
        self.assertIn("shopify.order", self.refused(422, self.vendor.post("{}", "e", contract="nobody.order"))["known"])

    def test_what_is_no_json_by_its_own_word_is_not_taken(self):
        self.refused(415, self.vendor.post("a=1", "e", headers={"Content-Type": "application/x-www-form-urlencoded"}))
        self.refused(415, self.vendor.post("{}", "e", headers={"Content-Encoding": "gzip"}))

    def test_a_body_that_fits_no_lambda_event_is_too_large(self):
        self.assertEqual(413, self.vendor.post(b'"' + b"x" * (6 << 20) + b'"', "e").status)
        self.assertEqual(413, self.vendor.post(b"\xff" * (5 << 20), "e", headers={"Content-Type": "application/problem+json"}).status)

    def test_there_is_no_other_way_in(self):
        self.assertEqual(404, self.vendor.ask("PUT", f"/v1/vendors/{self.name}/events", b"{}").status)


class Showing(VendorTest):
    # V071
    def test_the_audit_trail_pages_newest_first(self):
        for number in range(25):
            self.vendor.post(f"[{number}]", f"e{number:02}")
            if number % 3:  # some have the same time
                self.emulator.advance(60)
        seen, query = [], {"limit": 4}
        while True:
            page = self.vendor.trail(**query).json
            seen += page["events"]
            if "next" not in page:
                break
            self.assertEqual(4, len(page["events"]))
            query["next"] = page["next"]
        self.assertEqual(25, len({event["externalEventId"] for event in seen}))
        times = [event["receivedAt"] for event in seen]
        self.assertEqual(sorted(times, reverse=True), times)
        some = self.vendor.trail(**{"from": times[10], "to": times[5]}).json["events"]
        self.assertEqual([event for event in seen if times[10] <= event["receivedAt"] <= times[5]], some)
        self.assertEqual([], self.vendor.trail(status="FAILED").json["events"])
        self.assertEqual(25, len(self.vendor.trail(limit=1000).json["events"]))

    def test_what_cannot_be_read_is_said(self):
        bad = self.vendor.trail(limit=0, status="x")
        self.assertEqual((400, ["limit", "status"]), (bad.status, [error["field"] for error in bad.json["errors"]]))
        self.assertEqual((404, PROBLEM), (self.vendor.life("nothing").status, self.vendor.life("nothing").headers["content-type"]))

    # V068
    def test_the_whole_life_of_an_event(self):
        self.vendor.post("[]", "e")
        life = self.vendor.life("e").json
        self.assertEqual("ACCEPTED", life["history"][0]["status"])
        self.assertEqual(life["receivedAt"], life["history"][0]["at"])
        self.assertEqual(self.mine()[0]["key"], life["raw"]["key"])
        self.assertEqual("POST", life["request"]["method"])

    # V031 V074
    def test_a_raw_payload_is_not_overwritten(self):
        self.vendor.post("[]", "e")
        [(key, _)] = self.my_raw().items()
        status, said = self.emulator.send("PUT", f"/{BUCKET}/{urllib.parse.quote(key)}", b"x",
                                           {"If-None-Match": "*", "x-amz-server-side-encryption": "AES256"})
        self.assertEqual(412, status)
        self.assertIn(b"<Code>PreconditionFailed</Code>", said)

    # V085
    def test_a_put_that_is_not_encrypted_is_denied_by_the_buckets_policy(self):
        s3 = self.emulator.client("s3")
        with self.assertRaises(botocore.exceptions.ClientError) as denied:
            s3.put_object(Bucket=BUCKET, Key="notes/a.txt", Body=b"x")
        self.assertEqual("AccessDenied", denied.exception.response["Error"]["Code"])
        self.assertIn("explicit deny in a resource-based policy", str(denied.exception))
        s3.put_object(Bucket=BUCKET, Key="notes/a.txt", Body=b"x", ServerSideEncryption="AES256")
        shown = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
        self.assertEqual(["OnlyEncrypted", "OnlyOverTls"], [statement["Sid"] for statement in shown["Statement"]])


if __name__ == "__main__":
    main()
