"""What the emulator speaks, as emulator/README.md shows it: made from the lists in emulator/*/operations.h.

    python3 tests/repo/operations.py --write
"""
import re
import sys

import house

PAGE = "emulator/README.md"
LIST = re.compile(r"\bkOperations\w*\[\]\s*=\s*\{(.*?)\}", re.S)
# `send_message = operation<...>("sqs:SendMessage")`, or a REST operation's: some of the strings is AWS's name for it.
DEFINITION = r"\b{}\s*=\s*(?:\w+::)*\w*operation\s*<.*?>\s*\(((?:\s*,?\s*(?:\"[^\"]*\"|[\w:.]+))*)\s*\)\s*;"

# What people call the services, in the order in which a reader looks for them.
SERVICES = {"s3": "S3", "dynamodb": "DynamoDB", "sqs": "SQS", "sns": "SNS", "lambda": "Lambda", "states": "Step Functions",
            "logs": "CloudWatch Logs", "cloudwatch": "CloudWatch", "sts": "STS", "events": "EventBridge", "scheduler": "EventBridge Scheduler",
            "gateway": "API Gateway"}


def aws_name(variable, sources):
    """The name in AWS's spelling. It is the variable's own, so that an operation can be found by searching for either."""
    for text in sources:
        for match in re.finditer(DEFINITION.format(variable), text, re.S):
            names = [string.rpartition(":")[2] for string in re.findall(r'"([^"]*)"', match[1])]
            same = [name for name in names if name.lower() == variable.replace("_", "")]
            if same:
                return same[0]
    raise LookupError(f"{variable} is in a kOperations list, and no .cpp beside it defines it under AWS's name for it")


def operations(tree):
    """{service folder: [AWS names]} from {path: text} of the emulator."""
    found = {}
    for path, text in tree.items():
        if path.endswith("/operations.h"):
            folder = path.rpartition("/")[0]
            sources = [other for name, other in tree.items() if name.startswith(folder + "/") and name.endswith(".cpp")]
            variables = [name for made in LIST.findall(text) for name in re.findall(r"&\s*(\w+)", made)]
            found[folder.rpartition("/")[2]] = sorted(aws_name(variable, sources) for variable in variables)
    return found


def write_page(page, found):
    before, _, after = house.between(page, "operations")
    order = sorted(found, key=lambda name: (list(SERVICES).index(name) if name in SERVICES else len(SERVICES), name))
    rows = [f"| {SERVICES.get(name, name)} | {len(found[name])} | {', '.join(found[name])} |" for name in order]
    return before + "\n".join(["| service | | operations |", "| --- | --- | --- |", *rows, ""]) + after


def tree():
    return {path: file.read_text() for path, file in house.files(*house.CPP, below="emulator").items()}


if __name__ == "__main__":
    now = house.read(PAGE)
    after = write_page(now, operations(tree()))
    if "--write" in sys.argv:
        (house.HOME / PAGE).write_text(after)
    elif after != now:
        sys.exit("emulator/README.md is not what operations.h says; write it anew: python3 tests/repo/operations.py --write")
