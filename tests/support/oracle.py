"""The figures of good order exports in plain decimals, slow and literal: an independent second opinion."""
import csv
import datetime
import decimal
import io

decimal.getcontext().prec = 60


def rows(files, kind):
    for key in sorted(key for key in files if key.startswith(kind)):
        lines = csv.reader(io.StringIO(files[key].decode("utf-8-sig"), newline=""))
        header = [name.strip(" \t").lower() for name in next(lines)]
        yield from (dict(zip(header, (value.strip(" \t") for value in line))) for line in lines if line)


def day_of(text):
    """The calendar day in UTC; a time without a zone is taken as it is."""
    time = datetime.datetime.fromisoformat(text.replace(" UTC", "Z"))
    return (time.astimezone(datetime.timezone.utc) if time.tzinfo else time).date().isoformat()


def rounded(number, digits):
    return str(decimal.Decimal(number).quantize(decimal.Decimal(1).scaleb(-digits), decimal.ROUND_HALF_UP))


def kpis(files):
    """{"OrderKPIs", "CategoryKPIs"} of files without flaws."""
    orders = {row["order_id"]: row for row in rows(files, "orders/")}
    category_of = {row["product_id"]: row["category"] for row in rows(files, "products")}
    days, cells = {}, {}
    for order in orders.values():
        order["day"] = day_of(order["order_date"])
        order["returned"] = order["status"].lower() == "returned"
        day = days.setdefault(order["day"], {"orders": [], "revenue": decimal.Decimal(0), "items": 0})
        day["orders"].append(order)
    for item in rows(files, "order_items/"):
        order, revenue = orders[item["order_id"]], int(item["quantity"]) * decimal.Decimal(item["unit_price"])
        days[order["day"]]["revenue"] += revenue
        days[order["day"]]["items"] += int(item["quantity"])
        cell = cells.setdefault((category_of[item["product_id"]], order["day"]), {"revenue": decimal.Decimal(0), "orders": {}})
        cell["revenue"] += revenue
        cell["orders"][item["order_id"]] = order["returned"]
    return {
        "OrderKPIs": [
            {"order_date": day, "total_orders": len(one["orders"]), "total_revenue": rounded(one["revenue"], 2),
             "total_items_sold": one["items"], "unique_customers": len({order["user_id"] for order in one["orders"]}),
             "return_rate": rounded(decimal.Decimal(sum(order["returned"] for order in one["orders"])) / len(one["orders"]), 4)}
            for day, one in sorted(days.items())],
        "CategoryKPIs": [
            {"category": category, "order_date": day, "daily_revenue": rounded(cell["revenue"], 2),
             "avg_order_value": rounded(cell["revenue"] / len(cell["orders"]), 2),
             "avg_return_rate": rounded(decimal.Decimal(sum(cell["orders"].values())) / len(cell["orders"]), 4)}
            for (category, day), cell in sorted(cells.items(), key=lambda one: (one[0][0].encode(), one[0][1]))],
    }
