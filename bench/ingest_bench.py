"""A vendor's event: accepted, and on its way to its standard representation, with the real handler processes."""
import dataclasses
import json
import os
import pathlib
import statistics

from servers import Emulator, Wrong

CONNECTIONS = 16
RECORDS = "IngestRecords"
FLOOR = "the same four calls, a bare client"
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_us(pids):
    """User and system time of these processes; of one that has ended, none."""
    total = 0
    for pid in pids:
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total * 1e6 / TICKS


@dataclasses.dataclass
class Vendors:
    """Those who send events to one emulator."""
    emulator: Emulator
    api: str = ""
    sent: int = 0

    def __post_init__(self):
        apis = json.loads(self.emulator.send("apigateway", "GET", "/v2/apis"))["items"]
        self.api = "/_api/" + next(api["apiId"] for api in apis if api["name"] == "vendor-events")

    def send(self, *options):
        """Events, and then all that follows from them; with the CPU of the handlers an event."""
        before = cpu_us(self.handlers())
        done = self.emulator.load("vendor_event", "--api", self.api, "--settle", *options)
        done["handlers_cpu_us"] = (cpu_us(self.handlers()) - before) / done["requests"]
        self.sent += done["requests"]
        return done

    def handlers(self):
        return self.emulator.control("handlers")["pids"]

    def check(self):
        """Every event that was accepted is in its standard representation."""
        counted, page = 0, {}
        while True:
            page = self.emulator.call("DynamoDB_20120810.Scan", {
                "TableName": RECORDS, "Select": "COUNT", "FilterExpression": "#s = :normalized AND vendorId = :bench",
                "ExpressionAttributeNames": {"#s": "status"},
                "ExpressionAttributeValues": {":normalized": {"S": "NORMALIZED"}, ":bench": {"S": "bench"}},
                **({"ExclusiveStartKey": page["LastEvaluatedKey"]} if page else {})})
            counted += page["Count"]
            if "LastEvaluatedKey" not in page:
                break
        if counted != self.sent:
            raise Wrong(f"{self.sent} events were accepted, {counted} of them are normalized")


def per_second(done):
    return done["requests"] / done["seconds"]


def ingest(report, scale, folder):
    """Accepted means 202; standard state that normalize is through with the last event that was accepted."""
    options = ["--seconds", scale.seconds * 2, "--requests", scale.requests_at_most]
    many = ["--connections", CONNECTIONS, *options]
    rows = {name: ([], []) for name in ("one", "many", "through", "p99", "emulator", "handlers")}

    def add(name, own, floor):
        rows[name][0].append(own)
        rows[name][1].append(floor)

    for run in range(scale.runs):
        with Emulator(folder / f"ingest{run}") as emulator:
            vendors = Vendors(emulator)
            vendors.send("--connections", CONNECTIONS, "--requests", scale.requests // 20)  # their processes are warm then
            one, one_floor = vendors.send(*options), emulator.load("vendor_calls", *options)
            add("one", per_second(one), per_second(one_floor))
            own, floor = vendors.send(*many), emulator.load("vendor_calls", *many)
            add("many", per_second(own), per_second(floor))
            add("through", own["requests"] / own["settled_seconds"], per_second(floor))
            add("emulator", own["server_cpu_us"], floor["server_cpu_us"])
            add("handlers", own["handlers_cpu_us"], floor["own_cpu_us"])
            half = ["--rate", f"{statistics.median(rows['through'][0]) / 2:.1f}", *many]
            add("p99", vendors.send(*half)["p99_us"] / 1e3, emulator.load("vendor_calls", *half)["p99_us"] / 1e3)
            vendors.check()

    def show(case, unit, name, goal=None, peer=FLOOR):
        report.add("ingest", case, rows[name][0], unit, peer, rows[name][1], goal=goal)

    show(f"accepted, {CONNECTIONS} connections", "events/s", "many", 1500)
    show("accepted, 1 connection", "events/s", "one")
    show(f"to standard state, {CONNECTIONS} connections", "events/s", "through", 1000)
    show("accepted, p99 at half the rate to standard state", "ms", "p99", 20)
    show("CPU of the emulator, to standard state", "us", "emulator")
    show("CPU of the handlers, to standard state", "us", "handlers", peer="CPU of the bare client")
