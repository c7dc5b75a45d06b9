"""Every call that changes a file, one after another: it fails for want of room or with an I/O error, or is cut short. A first run without
faults finds them all: a site is a kind of call on a kind of file, while the emulator boots or while it serves and stops. Then each has a
run of its own, at a seeded one of its calls; with `--full` one for each failure. Whatever fails: a sentence and an exit status, or clean errors to clients;
with room again the set ends with the golden figures, and everything that was acknowledged is there. A site that its run did not reach
fails the test."""
import collections
import io
import json
import pathlib
import random
import re
import sys
import unittest
import zipfile

import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402
from feedmill import ACCOUNT, BUILD, ENVIRONMENT, Emulator, Stopped, main  # noqa: E402
from runs import RUNS, SEED, Ledger, SeededRuns, upload_until_taken  # noqa: E402

CALLS = BUILD / "tests/disk_calls.so"
# What must be among the sites, or the first run has not seen what it should.
KNOWN = {
    "boot": {"mkdir data", "open data/lock", "open data/store.db", "write data/store.db", "open data/store.db-wal", "write data/store.db-wal",
             "sync data/store.db", "mkdir data/blobs", "open data/audit.log", "open ready.new", "write ready.new",
             "rename ready"},
    "serve": {"write data/store.db-wal", "sync data/store.db-wal", "mkdir data/blobs/*", "open data/blobs/*/*", "write data/blobs/*/*",
              "sync data/blobs/*/*", "unlink data/blobs/*/*", "write data/audit.log", "mkdir data/tmp/*", "mkdir data/code/*.new",
              "open data/code/*.new/bootstrap", "write data/code/*.new/bootstrap", "rename data/code/*", "write data/store.db",
              "sync data/store.db"},
}


def kind_of(path):
    """The path with names that differ from run to run taken out: it is a pattern of fnmatch too."""
    path = re.sub(r" \(deleted\)$", "", path)
    path = re.sub(r"^data/blobs/[0-9a-f]{2}(/|$)", r"data/blobs/*\1", path)
    path = re.sub(r"^data/blobs/\*/[0-9a-f]+$", "data/blobs/*/*", path)
    path = re.sub(r"^data/tmp/.+$", "data/tmp/*", path)
    return re.sub(r"[0-9a-f]{64}", "*", path)


class Disk:
    """What tests/faults/disk_calls.cpp is told and tells."""

    def __init__(self, emulator):
        self.plan, self.log = emulator.home / "disk.plan", emulator.home / "disk.log"
        emulator.environment = {**ENVIRONMENT, "LD_PRELOAD": str(CALLS), "FEEDMILL_DISK_ROOT": f"{emulator.home}/",
                                "FEEDMILL_DISK_LOG": str(self.log), "FEEDMILL_DISK_PLAN": str(self.plan)}

    def fail(self, site, failure, nth, times):
        call, _, path = site.partition(" ")
        new = self.plan.with_suffix(".new")
        new.write_text(f"{call} {path} {failure} {nth} {times}\n")
        new.rename(self.plan)

    def heal(self):
        self.plan.unlink(missing_ok=True)

    def calls(self):
        """{site: how often}, and how many calls were made to fail; since the last time."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        sites = collections.Counter()
        for line in lines:
            call, _, path = line.removesuffix(" failed").partition(" ")
            sites[f"{call} {kind_of(path)}"] += 1
        return sites, sum(line.endswith(" failed") for line in lines)


def code_zip(number):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        info = zipfile.ZipInfo("bootstrap")
        info.external_attr = 0o755 << 16
        file.writestr(info, f"#!/bin/sh\n# {number}\nexit 1\n")
    return packed.getvalue()


class DiskSites(SeededRuns):
    @classmethod
    def setUpClass(cls):
        if not CALLS.exists():
            raise unittest.SkipTest(f"skipped: there is no {CALLS} (a sanitizer's build has none)")
        [directory], cls.expected = orders.case("two_good_days")
        cls.files = orders.files_of(directory)

    def emulator(self):
        return Emulator("--clock", "virtual", "--seed", "1", "--sync-always")

    def test_each_site_fails_cleanly_and_recovers(self):
        sites = self.find_sites()
        print(f"{self.id()}: seed {SEED} (FEEDMILL_FAULT_SEED={SEED} repeats it)", flush=True)
        for phase, found in sites.items():
            self.assertLessEqual(KNOWN[phase], set(found), f"of {phase}, not seen: {sorted(KNOWN[phase] - set(found))}")
            runs = 0
            for site in sorted(found):
                chosen = random.Random(f"{SEED}:{phase}:{site}")
                failures = ("full", "io", "short") if site.startswith("write") else ("full", "io")
                for failure in failures if RUNS >= 100 else [chosen.choice(failures)]:
                    # Where there are many, the client beside the set makes some more or fewer of them in each run.
                    nth = 1 + chosen.randrange(found[site] if found[site] < 10 else found[site] // 3)
                    runs += 1
                    with self.subTest(seed=SEED, phase=phase, site=site, failure=failure, nth=nth):
                        emulator = self.emulator()
                        disk = Disk(emulator)
                        try:
                            self.check(emulator, lambda: getattr(self, f"fail_in_{phase}")(emulator, disk, site, failure, nth))
                        finally:
                            emulator.close()
            print(f"  {phase}: {len(found)} sites, {runs} runs: {', '.join(sorted(found))}", flush=True)

    def find_sites(self):
        emulator = self.emulator()
        disk = Disk(emulator)
        try:
            emulator.start()
            boot, _ = disk.calls()
            self.work(emulator, Ledger(emulator))
            self.assertEqual(0, emulator.stop())
            serve, _ = disk.calls()
        finally:
            emulator.close()
        return {"boot": boot, "serve": serve}

    def fail_in_boot(self, emulator, disk, site, failure, nth):
        disk.fail(site, failure, nth, 1000)
        try:
            emulator.start()
        except Stopped:
            self.assertGreater(emulator.process.returncode, 0, "it was not killed by a signal")
            self.assertRegex(emulator.said(), r"(?m)^feedmill: .{20,}", "it says why")
        else:
            self.assertIn(emulator.stop(), (0, 1))
        self.assertGreater(disk.calls()[1], 0, "the fault was reached")
        disk.heal()
        emulator.start()
        self.work(emulator, Ledger(emulator))
        self.assert_golden(emulator)

    def fail_in_serve(self, emulator, disk, site, failure, nth):
        emulator.start()
        ledger = Ledger(emulator)
        disk.fail(site, failure, nth, 1000)
        left = self.work(emulator, ledger)
        self.assertIsNone(emulator.process.poll(), "it is still there")
        for refused in ledger.refused:
            self.assertGreaterEqual(refused["ResponseMetadata"]["HTTPStatusCode"], 500, refused)
            self.assertTrue(refused["Error"]["Code"], refused)
        self.assertIn(emulator.stop(), (0, 1))
        self.assertGreater(disk.calls()[1], 0, "the fault was reached")
        disk.heal()
        emulator.start()
        self.assertFalse(upload_until_taken(emulator, left))
        emulator.settle()
        if "SUCCEEDED" not in [one["status"] for one in orders.executions(emulator)]:
            self.start_by_hand(emulator)
        self.assert_golden(emulator)
        self.assertEqual([], ledger.missing())
        self.assertTrue(self.make_function(emulator, "f2"), "what could not be unpacked can be now")
        self.assert_audit_is_whole(emulator)

    def work(self, emulator, ledger):
        """A set from end to end, a client beside it that writes, deletes and replaces what it wrote, a large object in parts, and a
        function's code; on, where something fails. The set's files that could not be sent come back."""
        left = upload_until_taken(emulator, self.files)
        self.make_function(emulator, "f1")
        self.upload_in_parts(emulator)
        left = upload_until_taken(emulator, left) if left else {}
        emulator.settle()
        ledger.stop()
        return left

    def start_by_hand(self, emulator):
        emulator.client("stepfunctions").start_execution(stateMachineArn=orders.MACHINE, name="by-hand",
                                                         input='{"fileKey": "", "bucket": "%s"}' % orders.DATA)
        emulator.settle()

    def make_function(self, emulator, name):
        try:
            emulator.client("lambda").create_function(FunctionName=name, Runtime="provided.al2023", Handler="h", Code={"ZipFile": code_zip(1)},
                                                      Role=f"arn:aws:iam::{ACCOUNT}:role/r")
        except botocore.exceptions.ClientError as error:
            self.assertGreaterEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 500, error)
            return False
        return True

    def upload_in_parts(self, emulator):
        s3, part = emulator.client("s3"), b"part" * 100_000
        try:
            upload = {"Bucket": orders.DATA, "Key": "in-parts"}
            upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
            tag = s3.upload_part(**upload, PartNumber=1, Body=part)["ETag"]
            s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
            s3.put_object(Bucket=orders.DATA, Key="in-parts", Body=b"")
        except botocore.exceptions.ClientError as error:
            self.assertGreaterEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 500, error)

    def assert_audit_is_whole(self, emulator):
        for line in (emulator.home / "data/audit.log").read_text().splitlines():
            json.loads(line)

    def assert_golden(self, emulator):
        expected = {name: self.expected[name] for name in ("OrderKPIs", "CategoryKPIs")}
        self.assertIsNone(orders.first_difference(expected, orders.kpis(emulator)))
        self.assertTrue(orders.lock_is_free(emulator))


if __name__ == "__main__":
    main()
