"""Accepted events are sent out again: by vendor, by day, by contract, by a newer version; and a backfill that dies goes on."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feedmill import main  # noqa: E402
from vendor import BUCKET, Vendor, VendorTest, invoke  # noqa: E402


class Backfilling(VendorTest):
    options = VendorTest.options + ("--inject-faults",)

    def backfill(self, **request):
        return invoke(self.emulator, "reconcile", {"operation": "backfill", "vendorId": self.name, **request})

    # V076
    def test_a_dry_run_counts_what_the_filter_takes(self):
        first_day = self.emulator.control("health")["time"][:10]
        for number in range(5):
            self.vendor.post(f"[{number}]", f"a{number}", contract="shopify.order" if number % 2 else "shopify.inventory")
        self.emulator.advance(86400)
        second_day = self.emulator.control("health")["time"][:10]
        for number in range(3):
            self.vendor.post(f"[{number}]", f"b{number}")

        def counts(**request):
            done = self.backfill(dryRun=True, **request)
            self.assertEqual("COMPLETED", done["state"])
            self.assertEqual(0, done["emitted"])
            return done["listed"], done["matched"]

        both = {"from": first_day, "to": second_day}
        self.assertEqual((5, 5), counts(**{"from": first_day, "to": first_day}))
        self.assertEqual((3, 3), counts(**{"from": second_day, "to": second_day}))
        self.assertEqual((8, 5), counts(**both, contract="shopify.order"))
        self.assertEqual((8, 3), counts(**both, schemaType="inventory.v1"))
        self.assertEqual((8, 0), counts(**both, status="FAILED"))
        self.assertEqual((0, 0), counts(**{"from": "2025-01-01", "to": "2025-12-31"}))

    # V033: what a vendor sent on one day comes out again, and nothing else; twice is no harm.
    def test_a_backfill_sends_a_vendors_day_out_again(self):
        day = self.emulator.control("health")["time"][:10]
        for number in range(5):
            self.vendor.post(f"[{number}]", f"e{number}")
        Vendor(self.emulator).post("[]", self.name, vendor="somebody-else")
        self.emulator.settle()
        before = {record["externalEventId"]: len(record["history"]) for record in self.mine()}
        for version in ("stored", "newest"):
            done = self.backfill(**{"from": day, "to": day, "contractVersion": version})
            self.assertEqual(("COMPLETED", "raw", 5, 5), (done["state"], done["through"], done["matched"], done["emitted"]))
            self.emulator.settle()
        after = self.mine()
        self.assertEqual(sorted(before), [record["externalEventId"] for record in after])
        self.assertEqual({"QUARANTINED"}, {record["status"] for record in after})
        life = self.vendor.life("e0").json
        self.assertTrue(life["outcome"]["violations"], life)  # V079

    # V045: the second page is cut in the middle; the next tick goes on behind the first.
    def test_a_backfill_that_dies_goes_on_where_its_place_was_saved(self):
        day = self.emulator.control("health")["time"][:10]
        for number in range(230):
            self.vendor.post(f"[{number}]", f"e{number}")
        self.emulator.settle()
        self.emulator.control("faults", {"call": {"action": "events:PutEvents", "caller": "/reconcile", "nth": 22, "kill": True}})
        with self.assertRaises(AssertionError):
            self.backfill(**{"from": day, "to": day, "id": "dies"})
        self.emulator.control("faults", {})
        status = {"operation": "backfill-status", "id": "dies"}
        half = invoke(self.emulator, "reconcile", status)
        self.assertEqual(("RUNNING", 200), (half["state"], half["listed"]))
        invoke(self.emulator, "reconcile", {})
        whole = invoke(self.emulator, "reconcile", status)
        self.assertEqual(("COMPLETED", 230, 230, 230), tuple(whole[name] for name in ("state", "listed", "matched", "emitted")))

    # Where time alone is asked for, EventBridge's archive has it.
    def test_a_whole_span_of_time_is_replayed_from_the_archive(self):
        self.emulator.advance(60)
        begin = self.emulator.control("health")["time"]
        self.vendor.post("[1]", "e")
        self.emulator.advance(700)
        end = self.emulator.control("health")["time"]
        asked = {"operation": "backfill", "from": begin, "to": end, "id": self.name}
        self.assertEqual("archive", invoke(self.emulator, "reconcile", asked)["through"])
        self.emulator.advance(300)
        invoke(self.emulator, "reconcile", {})
        self.assertEqual("COMPLETED", invoke(self.emulator, "reconcile", {"operation": "backfill-status", "id": self.name})["state"])
        self.assertEqual(1, [change["status"] for change in self.mine()[0]["history"]].count("QUARANTINED"))

    def test_a_payload_that_no_record_names_is_reported(self):
        self.vendor.post("[]", "e")
        day = self.emulator.control("health")["time"][:10]
        self.emulator.client("s3").put_object(
            Bucket=BUCKET, Key=f"raw/vendorId={self.name}/receivedAt={day}T00:00:00.000Z/ingestId=nobody.json", Body=b"{}",
            ServerSideEncryption="AES256")
        done = self.backfill(**{"from": day, "to": day, "dryRun": True})
        self.assertEqual((2, 1, 1), (done["listed"], done["matched"], done["withoutRecord"]))

    def test_the_same_id_is_the_same_backfill(self):
        request = {"from": "2026-01-01", "to": "2026-01-01", "dryRun": True, "id": self.name}
        first = self.backfill(**request)
        self.emulator.advance(60)
        self.assertEqual(first, self.backfill(**request))
        self.assertEqual(first, invoke(self.emulator, "reconcile", {"operation": "backfill-status", "id": self.name}))
        with self.assertRaises(AssertionError) as caught:
            invoke(self.emulator, "reconcile", {"operation": "backfill-status", "id": "nobody"})
        self.assertIn("NoSuchBackfill", str(caught.exception))


if __name__ == "__main__":
    main()
