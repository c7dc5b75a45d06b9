"""Schedules of the conformance corpus's delivery torture, and its comparison of end states."""
import json
import pathlib
import subprocess
import sys

# Its prediction "more than 24 hours in the future" is true of one receivedAt, which the schedule moves on from; so neither
# the schedule nor what is expected has it here.
CUT = "adversarial/payloads/time-24h-limit-plus.json"
LONGEST_ID = 255  # characters; ingest refuses a longer one, and a reissue of an event with the longest id has one


def run(corpus, *arguments):
    return subprocess.run([sys.executable, "-B", corpus / "torture.py", *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def build(corpus, folder, seed, size):
    """Writes schedule.jsonl and expected.json; the deliveries in their order."""
    run(corpus, "--seed", seed, "--size", size, "--out", folder).check_returncode()
    schedule, expected = pathlib.Path(folder, "schedule.jsonl"), pathlib.Path(folder, "expected.json")
    shorten_ids(schedule, expected)
    lines = [json.loads(line) for line in schedule.read_text().splitlines()]
    cut = {(line["vendor"], line["id"]) for line in lines if "n" in line and line["body"].get("file") == CUT}
    lines = [line for line in lines if "n" not in line or (line["vendor"], line["id"]) not in cut]
    end = json.loads(expected.read_text())
    end["quarantine"] = [note for note in end["quarantine"] if (note["vendor"], note["id"]) not in cut]
    end["accepted"] = [name for name in end["accepted"] if tuple(name.split("|", 1)) not in cut]
    schedule.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    expected.write_text(json.dumps(end))
    return [line for line in lines if "n" in line]


def shorten_ids(schedule, expected):
    """An id that is too long loses what it has too many in the middle, wherever it is named."""
    before = schedule.read_text()
    ids = {line.get("id") or "" for line in map(json.loads, before.splitlines())}
    for file, text in ((schedule, before), (expected, expected.read_text())):
        for id in ids:
            if len(id) > LONGEST_ID:
                text = text.replace(id, id[:LONGEST_ID - 9] + id[-9:])
        file.write_text(text)


def differences(corpus, folder, actual):
    """"" where `actual` is the state expected, else what differs."""
    file = pathlib.Path(folder, "actual.json")
    file.write_text(json.dumps(actual))
    compared = run(corpus, "--compare", pathlib.Path(folder, "expected.json"), file)
    return "" if compared.returncode == 0 and compared.stdout == "ok\n" else compared.stdout[:2000]
