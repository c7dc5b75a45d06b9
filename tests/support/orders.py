"""Order exports in tests: the cases of our own, how they are sent, and what is found afterwards, read back as a user would."""
import json
import pathlib

from feedmill import ACCOUNT, HOME, REGION

CASES = HOME / "tests/functions/transform/cases"
DATA, ARCHIVE = "ecommerce-data-bucket", "ecommerce-archive-bucket"
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:order-analytics"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:order-analytics-events"
LOCK_KEY = {"LockId": {"S": "ecommerce-pipeline-lock"}}


def case(name):
    """(the sets' directories, the expected document) of one of our cases."""
    directory = CASES / name
    sets = json.loads((directory / "case.json").read_text())["sets"]
    return [directory / one for one in sets], json.loads((directory / "expected.json").read_text())


def files_of(directory):
    """{key: bytes}, products.csv last: with SettleSeconds=0 a set starts as soon as it is complete."""
    directory = pathlib.Path(directory)
    found = {path.relative_to(directory).as_posix(): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}
    return dict(sorted(found.items(), key=lambda file: (file[0].startswith("products"), file[0] == "products.csv", file[0])))


def small_set(day="2026-03-01", first_order=1, orders=3, name="a", products="products.csv"):
    """A good set of one day; its figures follow from its arguments (see small_kpis)."""
    lines = [f"{first_order + i},{70 + i % 2},{day},{10 + i}.50,{'returned' if i == 0 else 'completed'}" for i in range(orders)]
    items = [f"{first_order + i},11,1,{10 + i}.50" for i in range(orders)]
    return {
        f"orders/{name}.csv": ("order_id,user_id,order_date,total_amount,status\n" + "\n".join(lines) + "\n").encode(),
        f"order_items/{name}.csv": ("order_id,product_id,quantity,unit_price\n" + "\n".join(items) + "\n").encode(),
        products: f"product_id,category,name,price\n11,Tools,Hammer {name},12.50\n".encode(),
    }


def small_kpis(day="2026-03-01", orders=3):
    cents = sum(1050 + 100 * i for i in range(orders))
    return {"order_date": day, "total_orders": orders, "total_revenue": f"{cents // 100}.{cents % 100:02}", "total_items_sold": orders,
            "return_rate": f"{round(10000 / orders) / 10000:.4f}", "unique_customers": min(orders, 2)}


def upload(emulator, files, retries=0):
    """One after another, in the given order."""
    s3 = emulator.client("s3", retries)
    for key, body in files.items():
        s3.put_object(Bucket=DATA, Key=key, Body=body)


def executions(emulator, status=None):
    """Oldest first."""
    asked = {"stateMachineArn": MACHINE, **({"statusFilter": status} if status else {})}
    pages = emulator.client("stepfunctions").get_paginator("list_executions").paginate(**asked)
    return [one for page in pages for one in page["executions"]][::-1]


def history(emulator, arn):
    pages = emulator.client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=arn)
    return [event for page in pages for event in page["events"]]


def states_entered(events):
    return [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]


def set_of(emulator, arn):
    """The set that an execution was started with: {"setId", "attempt", ...}."""
    return json.loads(emulator.client("stepfunctions").describe_execution(executionArn=arn)["input"])["set"]


def keys(emulator, bucket=DATA, prefix=""):
    pages = emulator.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def get(emulator, key, bucket=DATA):
    return emulator.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def lock_item(emulator):
    return emulator.client("dynamodb").get_item(TableName="ProcessingLockTable", Key=LOCK_KEY, ConsistentRead=True).get("Item", {})


def lock_is_free(emulator):
    return lock_item(emulator).get("currentlockcount", {"N": "0"})["N"] == "0"


def scan(emulator, table):
    pages = emulator.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def with_digits(decimal, digits):
    """DynamoDB keeps 5.00 as 5: whoever shows money gives it its digits back."""
    whole, _, part = decimal.partition(".")
    return f"{whole}.{part.ljust(digits, '0')}"


def kpis(emulator):
    """Both KPI tables in the form of the cases' expected documents."""
    days, versions = [], {}
    for item in sorted(scan(emulator, "OrderKPIs"), key=lambda item: item["order_date"]["S"]):
        versions[item["order_date"]["S"]] = item["version"]["N"]
        days.append({"order_date": item["order_date"]["S"], "total_revenue": with_digits(item["total_revenue"]["N"], 2),
                     "return_rate": with_digits(item["return_rate"]["N"], 4),
                     **{name: int(item[name]["N"]) for name in ("total_orders", "total_items_sold", "unique_customers")}})
    categories = []
    for item in sorted(scan(emulator, "CategoryKPIs"), key=lambda item: (item["category"]["S"].encode(), item["order_date"]["S"])):
        # A category counts only in the version that its day has.
        if versions.get(item["order_date"]["S"]) == item["version"]["N"]:
            categories.append({"category": item["category"]["S"], "order_date": item["order_date"]["S"],
                               **{name: with_digits(item[name]["N"], digits)
                                  for name, digits in (("daily_revenue", 2), ("avg_order_value", 2), ("avg_return_rate", 4))}})
    return {"OrderKPIs": days, "CategoryKPIs": categories}


def document(emulator, arn):
    """What a run of one set came to: {"OrderKPIs", "CategoryKPIs", "validation"}."""
    report = f"reports/{set_of(emulator, arn)['setId']}/validation.json"
    return {**kpis(emulator), "validation": json.loads(get(emulator, report))}


def first_difference(expected, actual, path="$"):
    """Where two documents differ first, as one sentence; None where they are the same."""
    if type(expected) is not type(actual):
        return f"{path}: expected {expected!r:.120}, got {actual!r:.120}"
    if isinstance(expected, dict):
        for key in expected:
            found = first_difference(expected[key], actual[key], f"{path}.{key}") if key in actual else f"{path}.{key}: missing"
            if found:
                return found
        extra = sorted(set(actual) - set(expected))
        return f"{path}: unexpected {extra}" if extra else None
    if isinstance(expected, list):
        for i, (one, other) in enumerate(zip(expected, actual)):
            found = first_difference(one, other, f"{path}[{i}]")
            if found:
                return found
        return None if len(expected) == len(actual) else f"{path}: expected {len(expected)} elements, got {len(actual)}"
    return None if expected == actual else f"{path}: expected {expected!r:.120}, got {actual!r:.120}"
