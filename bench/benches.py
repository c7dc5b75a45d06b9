"""The benches of the emulator: how it starts, rests and answers. Each takes (report, scale, folder)."""
import json
import pathlib
import signal
import time

from servers import BUILD, Emulator, Wrong, bare_server, feedmill_command, program, run_json, say, start_times

HEALTH = "/_feedmill/health"
BARE = "bare epoll server"
SQLITE = "sqlite3 alone"
CONNECTIONS = 16


def bare_start_times(runs, folder):
    ready = folder / "bare.ready"
    return start_times(runs, ready, "/", [program("echo_floor"), ready])


def start(report, scale, folder):
    """exec to the first answer, with the whole template booted."""
    floor = bare_start_times(scale.runs, folder)
    ready = folder / "start.ready"
    fresh = [start_times(1, ready, HEALTH, feedmill_command(folder / f"start{i}", ready))[0] for i in range(scale.runs)]
    with Emulator(folder / "start0") as emulator:  # it did boot the template
        if "OrderKPIs" not in emulator.call("DynamoDB_20120810.ListTables", {})["TableNames"]:
            raise Wrong("the template's tables are not there")
    again = start_times(scale.runs, ready, HEALTH, feedmill_command(folder / "start0", ready))
    peer = f"{BARE}, linked statically"
    report.add("start", "exec to ready, template, new directory", fresh, "ms", peer, floor, goal=20)
    report.add("start", "exec to ready, template, same directory", again, "ms", peer, floor, goal=20)


def memory(report, scale, folder):
    """PSS of the emulator alone, a moment after its start: no handler runs yet."""
    def measure(server):
        time.sleep(scale.rest_seconds)
        return server.pss_mb()

    ours, floor = [], []
    for i in range(scale.runs):
        with Emulator(folder / f"memory{i}") as emulator:
            ours.append(measure(emulator))
            if emulator.control("handlers")["pids"]:
                raise Wrong("handlers run in an idle emulator")
        with bare_server(folder) as bare:
            floor.append(measure(bare))
    report.add("memory", "PSS, idle, template booted", ours, "MB", f"{BARE}, linked statically", floor, goal=12)


def check_items(emulator, table, items):
    for number in (0, items // 2, items - 1):
        item = emulator.call("DynamoDB_20120810.GetItem", {"TableName": table, "Key": {"pk": {"S": f"k{number}"}}}).get("Item", {})
        if len(item.get("data", {}).get("S", "")) != 1000:
            raise Wrong(f"item k{number} of {items} is not there after the restart")


def restart(report, scale, folder):
    """exec to ready on a directory that holds many items: after kill -9 in the middle of writing, and after a clean end."""
    say(f"restart: writing {scale.items} items of 1 KiB, twice")
    directory, ready = folder / "restart", folder / "restart.ready"
    emulator = Emulator(directory)
    emulator.load("dynamodb_fill", "--connections", 4, "--requests", scale.items // 25, "--label", "kept")
    killed = []
    for i in range(scale.runs):
        emulator.load("dynamodb_put", "--connections", CONNECTIONS, "--requests", scale.requests, "--label", f"last{i}")
        emulator.end(signal.SIGKILL)
        killed += start_times(1, ready, HEALTH, feedmill_command(directory, ready), kill=True)
        emulator = Emulator(directory)
        check_items(emulator, f"bench-last{i}", scale.requests)
    check_items(emulator, "bench-kept", scale.items // 25 * 25)
    emulator.end()
    clean = start_times(scale.runs, ready, HEALTH, feedmill_command(directory, ready))

    database = folder / "restart.db"
    run_json(program("store_floor"), database, "fill", scale.items)
    opened = [run_json(program("store_floor"), database, "open", scale.items)["us"] / 1e6 for _ in range(scale.runs)]
    floor = [ms / 1e3 + us for ms, us in zip(bare_start_times(scale.runs, folder), opened)]
    peer = f"{BARE} starts, {SQLITE} opens and reads one"
    case = f"exec to ready, {scale.items:,} items of 1 KiB, after "
    report.add("restart", case + "kill -9", [ms / 1e3 for ms in killed], "s", peer, floor, goal=0.1)
    report.add("restart", case + "a clean end", [ms / 1e3 for ms in clean], "s", peer, floor, goal=0.1)


def requests(report, scale, folder):
    """CPU that the server spends on a request, of 16 connections that send the next one when the last is answered."""
    workloads = {"s3_put": "S3 PutObject 1 KiB", "s3_get": "S3 GetObject 1 KiB", "dynamodb_put": "DynamoDB PutItem 1 KiB",
                 "dynamodb_get": "DynamoDB GetItem 1 KiB"}
    options = ["--connections", CONNECTIONS, "--seconds", scale.seconds, "--requests", scale.requests_at_most]
    with Emulator(folder / "requests") as emulator, bare_server(folder) as bare:
        for workload, name in workloads.items():
            ours, floor, sqlite = [], [], []
            for i in range(scale.runs):
                ours.append(emulator.load(workload, *options)["server_cpu_us"])
                floor.append(bare.load(workload, "--bare", *options)["server_cpu_us"])
                database = folder / f"{workload}{i}.db"
                put = run_json(program("store_floor"), database, "put", scale.requests)["cpu_us"]
                sqlite.append(put if workload.endswith("put")
                              else run_json(program("store_floor"), database, "get", scale.requests)["cpu_us"])
            case = f"{name}, server CPU, {CONNECTIONS} connections"
            report.add("requests", case, ours, "us", f"{BARE}, same bytes", floor, goal=40)
            report.add("requests", case, ours, "us", f"{SQLITE}, one a commit" if workload.endswith("put") else SQLITE, sqlite)


def invoke_template(functions):
    """One function that stays warm and one for each cold start, for each of the two bootstraps."""
    names = [(f"{code}-{kind}{i}", code) for code in ("raw", "shim") for kind, count in functions for i in range(count)]
    resources = {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}}}
    for name, code in names:
        resources[name.title().replace("-", "")] = {"Type": "AWS::Serverless::Function", "Properties": {
            "FunctionName": name, "Runtime": "provided.al2023", "Handler": "bootstrap", "CodeUri": f"{code}_bootstrap/",
            "MemorySize": 128, "Timeout": 10, "Role": {"Fn::GetAtt": ["Role", "Arn"]}}}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31", "Resources": resources}


def invoke(report, scale, folder):
    """A request to Invoke until its answer is back, seen by the caller; one at a time."""
    template = pathlib.Path(folder) / "invoke.json"
    template.write_text(json.dumps(invoke_template([("warm", 1), ("cold", scale.cold)])))
    times = {key: [] for key in ("raw cold", "raw warm", "shim cold", "shim warm")}
    floors = {key: [] for key in times}
    for run in range(scale.runs):
        with Emulator(folder / f"invoke{run}", "--template", template, "--functions", BUILD / "bench/functions") as emulator:
            for code in ("raw", "shim"):
                floor = run_json(program("invoke_floor"), BUILD / f"bench/functions/{code}_bootstrap/bootstrap", scale.cold,
                                 scale.requests)
                cold = emulator.load("invoke_each", "--function", f"{code}-cold", "--requests", scale.cold)
                warm = emulator.load("invoke", "--function", f"{code}-warm0", "--requests", scale.requests)
                times[f"{code} cold"].append(cold["p50_us"] / 1e3)
                times[f"{code} warm"].append(warm["p50_us"] / 1e3)
                floors[f"{code} cold"].append(floor["cold_ms"])
                floors[f"{code} warm"].append(floor["warm_us"] / 1e3)
    handlers = {"shim": "our runtime shim", "raw": "a raw socket"}
    for code, handler in handlers.items():
        for kind, goal in (("warm", 0.2), ("cold", 10)):
            report.add("invoke", f"{kind} p50, handler on {handler}", times[f"{code} {kind}"], "ms",
                       f"same handler, bare Runtime API{', fork and exec' if kind == 'cold' else ''}", floors[f"{code} {kind}"],
                       goal=goal)
