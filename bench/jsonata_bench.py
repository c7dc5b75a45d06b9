"""How fast a contract's mapping is evaluated, beside the npm package on the same mappings and inputs."""
import json
import subprocess

from servers import HOME, Wrong, program, run_json, say

MAPPINGS = HOME / "bench/jsonata_mappings.json"
PEER = "jsonata (npm) 2.0.6"


def install_peer():
    if not (HOME / "tests/node_modules/jsonata").exists():
        say("npm ci: the npm package jsonata, into tests/node_modules")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(HOME / "tests")], check=True,
                       stdout=subprocess.DEVNULL)


def jsonata(report, scale, folder):
    """Parsed once, evaluated many times: one mapping at a time, no HTTP, no function around it."""
    install_peer()
    cases = json.loads(MAPPINGS.read_text())
    ours, theirs = ([[] for _ in cases] for _ in range(2))
    for _ in range(scale.runs):
        for times, command in ((ours, [program("jsonata")]), (theirs, ["node", HOME / "bench/jsonata_peer.mjs"])):
            rows = run_json(*command, MAPPINGS, scale.seconds / 4)
            for case, own, row in zip(cases, times, rows, strict=True):
                case.setdefault("result", row["result"])
                if row["result"] != case["result"]:
                    raise Wrong(f"{case['name']}: {command[0]} gives {row['result']}, the other {case['result']}")
                own.append(row["us"])
    for case, own, peer in zip(cases, ours, theirs):
        report.add("jsonata", case["name"], own, "us", PEER, peer)
    report.add("jsonata", "all of them, one after the other", [sum(run) for run in zip(*ours)], "us", PEER,
               [sum(run) for run in zip(*theirs)])
