"""Rows: one figure each, beside its peer of the same run."""
import dataclasses
import json
import statistics
import sys


@dataclasses.dataclass
class Row:
    bench: str
    case: str
    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float  # above 1: we are better than the peer
    spread: str = ""  # of the runs behind `value`; for people
    goal: str = ""


HIGHER_IS_BETTER = {"items/s", "events/s"}


def digits(value):
    """Four of them: more would claim a precision that no run has."""
    return float(f"{value:.4g}")


class Report:
    """Prints each row as soon as it is there: a line of JSON, or a line of a table."""

    def __init__(self, as_json, out=sys.stdout):
        self.as_json, self.out, self.rows = as_json, out, []

    def add(self, bench, case, values, unit, peer, peer_values, goal=None):
        """The medians of both. `goal` is in the unit: a highest value, or a lowest one where more is better."""
        value, peer_value = statistics.median(values), statistics.median(peer_values)
        more, less = (value, peer_value) if unit in HIGHER_IS_BETTER else (peer_value, value)
        row = Row(bench, case, digits(value), unit, peer, digits(peer_value), digits(more / less) if less else 0.0)
        row.spread = f"{digits(min(values)):g}..{digits(max(values)):g}" if len(values) > 1 else "one run"
        if goal is not None:
            row.goal = f"{'met' if (value >= goal if unit in HIGHER_IS_BETTER else value <= goal) else 'MISSED'}: {goal:g}"
        self.rows.append(row)
        self.show(row)

    def show(self, row):
        if self.as_json:
            shown = dataclasses.asdict(row)
            del shown["spread"], shown["goal"]
            print(json.dumps(shown), file=self.out, flush=True)
            return
        if len(self.rows) == 1:
            print("| bench | case | value | runs | goal | peer of the same run | its value | ratio |", file=self.out)
            print("| --- | --- | --- | --- | --- | --- | --- | --- |", file=self.out)
        print(f"| {row.bench} | {row.case} | {row.value:g} {row.unit} | {row.spread} | {row.goal} | {row.peer} "
              f"| {row.peer_value:g} {row.unit} | {row.ratio:g} |", file=self.out, flush=True)
