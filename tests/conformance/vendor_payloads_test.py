"""Every payload of the conformance corpus gives its golden, by the function's own binary: `normalize contract --cases`."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["FEEDMILL_BUILD"])
HOME = pathlib.Path(os.environ["FEEDMILL_HOME"])
CORPUS = HOME.parent / "shared" / "conformance" / "vendor-events"
INDEXES = ("index.json", "adversarial/index.json", "heldout/index.json")


def payloads():
    for index in INDEXES:
        if (CORPUS / index).exists():
            yield from json.loads((CORPUS / index).read_text())["payloads"]


def run(cases):
    """The golden form of each case, in their order."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for case in cases:
            file.write(json.dumps(case) + "\n")
        file.flush()
        binary = BUILD / "functions/normalize/bootstrap"
        done = subprocess.run([binary, "contract", "--cases", file.name], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Payloads(unittest.TestCase):
    # V002 V005 V016 V033 V040 V043 V044 V059 V060
    def test_each_gives_its_golden(self):
        items = list(payloads())
        self.assertGreater(len(items), 200)
        found = run([{"contract": item["contract"], "payload": str(CORPUS / item["file"]), "receivedAt": item["receivedAt"]}
                     for item in items])
        for item, golden in zip(items, found, strict=True):
            with self.subTest(item["file"]):
                self.assertEqual(json.loads((CORPUS / item["golden"]).read_text()), golden)
                if item.get("values"):
                    for pointer, wanted in item["values"].items():
                        value = golden["records"]
                        for step in pointer.split("/")[1:]:
                            value = value[int(step) if isinstance(value, list) else step]
                        self.assertEqual(wanted, value, pointer)

    # V044
    def test_the_same_bytes_come_out_again(self):
        items = [item for item in payloads() if item["bytes"] < 100_000]
        cases = [{"contract": item["contract"], "payload": str(CORPUS / item["file"]), "receivedAt": item["receivedAt"]}
                 for item in items]
        self.assertEqual(run(cases), list(reversed(run(list(reversed(cases))))))


if __name__ == "__main__":
    if not CORPUS.is_dir():
        print(f"skipped: the conformance corpus is not here ({CORPUS.name})")
        sys.exit(77)
    unittest.main()
