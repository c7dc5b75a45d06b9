"""How fast `transform` computes, and in how much memory: as a handler in the emulator, and its logic alone in a process."""
import decimal
import json
import pathlib
import re
import shutil
import time

from servers import BUILD, Emulator, Wrong, program, run, run_json, say

MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:order-analytics"
FINISHED_WITHIN_SECONDS = 600
COLUMNS = ("total_orders", "total_revenue", "total_items_sold", "return_rate", "unique_customers")


class Export:
    """A made-up order export without flaws, the same each time, and what the floor counts in it."""

    def __init__(self, folder, items):
        self.directory = pathlib.Path(folder) / f"export{items}"
        self.counts = run_json(BUILD / "tests/feedmill-sample-data", self.directory, items, "--seed", 1)
        # The kind that has one file completes the set, so it goes last.
        self.files = sorted(self.directory.rglob("*.csv"), key=lambda path: (path.name == "products.csv", path))
        self.items = self.counts["items"]

    def floor(self):
        """Seconds that reading and counting take. Rows with a line break in a quoted field make more lines than rows."""
        counted = run_json(program("scan_floor"), *self.files)
        rows = sum(self.counts.values()) + len(self.files)  # a header each
        if not rows <= counted["lines"] <= rows + self.counts["products"]:
            raise Wrong(f"the floor counts {counted['lines']} lines, the generator wrote {rows}")
        return counted["seconds"]

    def in_one_process(self):
        """(KPIs, transform's seconds, peak RSS in MB) of the same logic without the cloud around it."""
        done = run(BUILD / "tests/order_kpis", self.directory, "--time")
        seconds, kib = re.search(r"transform ([\d.]+) s, (\d+) KiB", done.stderr).groups()
        document = json.loads(done.stdout)
        validation = document["validation"]
        if validation["valid_orders"] != self.counts["orders"] or validation["rejected_total"]:
            raise Wrong(f"{self.counts['orders']} orders went in: {json.dumps(validation)[:600]}")
        return document["OrderKPIs"], float(seconds), int(kib) / 1024


def comparable(kpis):
    return {row["order_date"]: [decimal.Decimal(str(row[name])) for name in COLUMNS] for row in kpis}


def stored_kpis(emulator):
    page = emulator.call("DynamoDB_20120810.Scan", {"TableName": "OrderKPIs", "ConsistentRead": True})
    if "LastEvaluatedKey" in page:
        raise Wrong("more OrderKPIs than one page of Scan")
    return [{name: value.get("S", value.get("N")) for name, value in item.items() if "S" in value or "N" in value}
            for item in page["Items"]]


def wait_for_execution(emulator):
    deadline = time.monotonic() + FINISHED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        executions = emulator.call("AWSStepFunctions.ListExecutions", {"stateMachineArn": MACHINE})["executions"]
        if executions and executions[0]["status"] != "RUNNING":
            if executions[0]["status"] != "SUCCEEDED":
                raise Wrong(f"the execution ended as {executions[0]['status']}")
            return executions[0]["executionArn"]
        time.sleep(0.05)
    raise Wrong("the execution has not ended")


def seconds_in_state(emulator, execution, state):
    times = {}
    request = {"executionArn": execution, "maxResults": 1000}
    while True:
        page = emulator.call("AWSStepFunctions.GetExecutionHistory", request)
        for event in page["events"]:
            for kind in ("stateEnteredEventDetails", "stateExitedEventDetails"):
                if event.get(kind, {}).get("name") == state:
                    times[kind] = event["timestamp"]
        if "nextToken" not in page:
            return times["stateExitedEventDetails"] - times["stateEnteredEventDetails"]
        request["nextToken"] = page["nextToken"]


def peak_rss_mb(emulator, function):
    """Of the function's process, which the emulator keeps warm."""
    for pid in emulator.control("handlers")["pids"]:
        if pathlib.Path(f"/proc/{pid}/exe").resolve().parent.name == function:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
    raise Wrong(f"no process of {function} is there any more")


def in_emulator(export, directory):
    """(KPIs as stored, seconds of the state Transform, its handler's peak RSS in MB)."""
    with Emulator(directory, "--parameter", "SettleSeconds=0") as emulator:
        for file in export.files:
            key = file.relative_to(export.directory).as_posix()
            with open(file, "rb") as body:
                emulator.send("s3", "PUT", f"/ecommerce-data-bucket/{key}", body, {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"})
        execution = wait_for_execution(emulator)
        return stored_kpis(emulator), seconds_in_state(emulator, execution, "Transform"), peak_rss_mb(emulator, "transform")


def transform(report, scale, folder):
    """The first size through the emulator (demo-like), both sizes in one process; KPIs are compared before a row is printed."""
    for items in scale.transform_items:
        say(f"transform: making {items:,} order items")
        export = Export(folder, items)
        floor = [export.items / export.floor() for _ in range(scale.runs)]
        runs = {"in one process": [export.in_one_process() for _ in range(scale.runs)]}
        if items == scale.transform_items[0]:
            runs["state Transform in the emulator"] = [in_emulator(export, folder / f"transform{i}") for i in range(scale.runs)]
        first = comparable(runs["in one process"][0][0])
        for where, measured in runs.items():
            for kpis, _, _ in measured:
                if comparable(kpis) != first:
                    raise Wrong(f"transform, {where}: the KPIs differ from those of one process")
            case = f"{items:,} order items, {where}"
            report.add("transform", f"{case}: rate", [export.items / seconds for _, seconds, _ in measured], "items/s",
                       "reads the same files and counts fields", floor)
            size = sum(file.stat().st_size for file in export.files) / 2**20
            report.add("transform", f"{case}: peak RSS", [rss for _, _, rss in measured], "MB", "size of the files", [size],
                       goal=256)
        shutil.rmtree(export.directory)
