"""Seeded runs: ten, or a hundred with `./feedmill test --full`. The seed is printed; FEEDMILL_FAULT_SEED repeats it, and
FEEDMILL_FAULT_RUN=N only its N-th run."""
import os
import pathlib
import random
import sys
import threading
import unittest

import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import orders  # noqa: E402

RUNS = 100 if os.environ.get("FEEDMILL_FULL") == "1" else 10
SEED = int(os.environ.get("FEEDMILL_FAULT_SEED") or random.SystemRandom().randrange(1 << 32))
ONLY = os.environ.get("FEEDMILL_FAULT_RUN")


class SeededRuns(unittest.TestCase):
    def each_run(self, run):
        """`run(number, random)` again and again, each with random numbers of its own."""
        print(f"{self.id()}: seed {SEED}, {RUNS} runs (FEEDMILL_FAULT_SEED={SEED} repeats them)", flush=True)
        for number in [int(ONLY)] if ONLY else range(RUNS):
            with self.subTest(seed=SEED, run=number):
                run(number, random.Random(f"{SEED}:{number}"))

    def check(self, emulator, what):
        """Runs a check; what the emulator said is shown where it fails."""
        try:
            what()
        except BaseException:
            print(f"--- what the emulator said:\n{emulator.said()}---", file=sys.stderr)
            raise


class Ledger:
    """Writes items and objects for as long as it is let, and remembers which of them were acknowledged."""

    def __init__(self, emulator):
        self.emulator, self.items, self.objects, self.refused = emulator, [], [], []
        emulator.client("dynamodb").create_table(TableName="Ledger", BillingMode="PAY_PER_REQUEST",
                                                 AttributeDefinitions=[{"AttributeName": "n", "AttributeType": "N"}],
                                                 KeySchema=[{"AttributeName": "n", "KeyType": "HASH"}])
        emulator.client("s3").create_bucket(Bucket="ledger")
        self._clients = emulator.client("dynamodb"), emulator.client("s3")
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self):
        dynamodb, s3 = self._clients
        n = 0
        while not self._enough.is_set():
            n += 1
            try:
                dynamodb.put_item(TableName="Ledger", Item={"n": {"N": str(n)}, "text": {"S": "x" * 100}})
                self.items.append(str(n))
                # Every eighth is large enough to be a file of its own.
                s3.put_object(Bucket="ledger", Key=str(n), Body=body(n))
                self.objects.append(str(n))
            except botocore.exceptions.ClientError as error:
                self.refused.append(error.response)
            except (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError):
                return  # it is gone

    def stop(self):
        self._enough.set()
        self._thread.join()

    def missing(self):
        """What was acknowledged and is not there."""
        there = {item["n"]["N"] for item in orders.scan(self.emulator, "Ledger")}
        stored = set(orders.keys(self.emulator, "ledger"))
        wrong = [key for key in self.objects if key in stored and orders.get(self.emulator, key, "ledger") != body(int(key))]
        return sorted(set(self.items) - there) + sorted(set(self.objects) - stored) + [f"other bytes: {key}" for key in wrong]


def body(n):
    return b"%d\n" % n * (20_000 if n % 8 == 0 else 10)


def upload_until_taken(emulator, files):
    """Sends files one after another; those that could not be sent come back, in their order."""
    left = dict(files)
    for key, content in files.items():
        try:
            emulator.client("s3").put_object(Bucket=orders.DATA, Key=key, Body=content)
        except (botocore.exceptions.ClientError, botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError):
            return left  # in this order products.csv stays the last, so that there is one set
        del left[key]
    return left
