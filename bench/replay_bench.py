"""Recorded cases, replayed: what a case costs, and what a day of waiting in it costs."""
import json
import time
import xml.etree.ElementTree

import ingest_bench
from servers import BUILD, FEEDMILL, HOME, Emulator, Wrong, run

CLOCK = "2026-03-02T06:00:00Z"
NOTHING_ELSE = {"recorded": {"at": CLOCK, "from": "made by the bench", "redactions": []}}
EVENTS = 2  # of a vendor, in a case
# One try, and then again after 1, 2, 4, 8 and 15 minutes, and each 15 minutes from there on.
RETRIES = 100


def write(folder, name, case):
    (folder / f"{name}.case.json").write_text(json.dumps(case))


def vendor_case(number):
    """Two counts of stock, ten seconds apart: ingest and normalize for each, so four invocations."""
    def event(second):
        return {"at": second * 10, "http": {
            "api": "vendor-events", "method": "POST", "path": "/v1/vendors/acme/events?contract=shopify.inventory",
            "headers": {"Content-Type": "application/json", "Idempotency-Key": f"evt-{number}-{second}"},
            "body": {"inventory_level": {"inventory_item_id": 7000 + number, "location_id": 44, "available": number % 90 + second,
                                         "updated_at": f"2026-03-02T05:00:0{second}Z"}}}}
    return {"description": "two counts of stock", **NOTHING_ELSE, "environment": {"clock": CLOCK, "seed": number + 1},
            "inputs": [event(second) for second in range(EVENTS)], "expect": {}}


def check_vendor_case(file):
    effects = json.loads(file.read_text())["expect"]
    ran = [(one["function"], one["outcome"]) for one in effects["invocations"]]
    states = [record["status"]["S"] for record in effects["dynamodb"]["IngestRecords"]]
    if ran != [("ingest", "ok"), ("normalize", "ok")] * EVENTS or states != ["NORMALIZED"] * EVENTS:
        raise Wrong(f"{file.name}: {ran}, {states}")


def retry_template():
    """A state machine whose one task is tried again for a day."""
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
        "Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}}]}
    call = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": {
        "Fn::GetAtt": ["Task", "Arn"]}}]}
    machine = {"StartAt": "Try", "States": {"Try": {"Type": "Task", "Resource": "${Task}", "End": True, "Retry": [{
        "ErrorEquals": ["Down"], "IntervalSeconds": 60, "BackoffRate": 2, "MaxDelaySeconds": 900, "MaxAttempts": RETRIES}]}}}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31", "Resources": {
        "TaskRole": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust}},
        "MachineRole": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": trust, "Policies": [{"PolicyName": "call", "PolicyDocument": call}]}},
        "Task": {"Type": "AWS::Serverless::Function", "Properties": {
            "FunctionName": "task", "Runtime": "provided.al2023", "Handler": "bootstrap", "CodeUri": "lock/",
            "MemorySize": 128, "Timeout": 10, "Role": {"Fn::GetAtt": ["TaskRole", "Arn"]}}},
        "Machine": {"Type": "AWS::Serverless::StateMachine", "Properties": {
            "Name": "patient", "Definition": machine, "DefinitionSubstitutions": {"Task": {"Fn::GetAtt": ["Task", "Arn"]}},
            "Role": {"Fn::GetAtt": ["MachineRole", "Arn"]}}}}}


def retry_case(retries):
    down = {"error": {"errorType": "Down", "errorMessage": "not yet"}}
    return {"description": f"tried again {retries} times", **NOTHING_ELSE, "environment": {"clock": CLOCK, "seed": 1},
            "mocks": {"task": [down] * retries + [{"result": {"done": True}}]},
            "inputs": [{"at": 0, "states": {"stateMachine": "patient", "input": {}, "name": "once"}}], "expect": {}}


def check_retry_case(file, retries):
    ran = [one["outcome"] for one in json.loads(file.read_text())["expect"]["invocations"]]
    if ran != ["Down"] * retries + ["ok"]:
        raise Wrong(f"{file.name}: the task came to {ran}")


def waited_hours(retries):
    return sum(min(60 * 2 ** number, 900) for number in range(retries)) / 3600


def replay_once(cases, junit, *options):
    """Seconds for all of them, and those of each case."""
    began = time.monotonic()
    run(FEEDMILL, "replay", cases, "--junit", junit, "--functions", BUILD / "functions", *options)
    seconds = time.monotonic() - began
    return seconds, {case.get("name"): float(case.get("time")) for case in xml.etree.ElementTree.parse(junit).iter("testcase")}


def replay(report, scale, folder):
    """The expectations are what came of a first run, which is looked at; every run that is measured is held to them."""
    template = ["--template", HOME / "infra/template.yaml"]
    cases, junit = folder / "cases" / "vendor", folder / "junit.xml"
    cases.mkdir(parents=True)
    for number in range(scale.cases):
        write(cases, f"{number:05}", vendor_case(number))
    replay_once(cases, junit, "--update", *template)
    for file in cases.iterdir():
        check_vendor_case(file)
    times = [replay_once(cases, junit, *template)[0] * 1e3 / scale.cases for _ in range(scale.runs)]
    with Emulator(folder / "replay") as emulator:  # not in memory, and under the system's clock
        vendors = ingest_bench.Vendors(emulator)
        vendors.send("--requests", 20)
        floor = [vendors.send("--requests", scale.cases)["settled_seconds"] * 1e3 * EVENTS / scale.cases for _ in times]
        vendors.check()
    report.add("replay", f"a case of {2 * EVENTS} invocations, {scale.cases:,} cases", times, "ms",
               "the same number of events in one running world", floor, goal=15)

    (folder / "retry.json").write_text(json.dumps(retry_template()))
    cases = folder / "cases" / "retry"
    cases.mkdir()
    files = {retries: [f"{retries:03}-{i}" for i in range(scale.runs + 1)] for retries in (0, RETRIES)}
    for retries, names in files.items():
        for name in names:
            write(cases, name, retry_case(retries))
    template = ["--template", folder / "retry.json"]
    replay_once(cases, junit, "--update", *template)
    for retries, names in files.items():
        for name in names:
            check_retry_case(cases / f"{name}.case.json", retries)
    seconds = replay_once(cases, junit, *template)[1]
    # Without the first of each: one of them has read the template.
    waited, at_once = ([seconds[name] * 1e3 for name in files[retries][1:]] for retries in (RETRIES, 0))
    report.add("replay", f"{waited_hours(RETRIES):.1f} virtual hours, {RETRIES} retries", waited, "ms", "the same case, done at once",
               at_once, goal=50)
