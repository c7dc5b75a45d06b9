"""infra/template.yaml, expanded as SAM does it, holds nothing that AWS's own description of its types does not have.

The check itself is check_template.mjs; here it gets the template, and then the same with one mistake each, so that it is
known to find them.
"""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("FEEDMILL_BUILD", HOME / "build"))
SKIPPED = 77

node = shutil.which("node")
if not node or not (HERE.parent / "node_modules/@aws-cdk/aws-service-spec").exists():
    print("skipped: needs node, and `npm ci` in tests/ (./feedmill test does both)")
    sys.exit(SKIPPED)


def expanded(template):
    run = subprocess.run([BUILD / "tests/expand_template", template], stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def mistakes(templates):
    """For each name of `templates` what the check finds in that template."""
    with tempfile.TemporaryDirectory() as folder:
        files = {name: pathlib.Path(folder) / f"{name}.json" for name in templates}
        for name, file in files.items():
            file.write_text(json.dumps(templates[name]))
        command = [node, HERE / "check_template.mjs", *files.values()]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        return {name: found[str(file)] for name, file in files.items()}


def spoiled(change):
    template = copy.deepcopy(TEMPLATE)
    change(template["Resources"])
    return template


def unknown_property(resources):
    resources["DataBucket"]["Properties"]["Colour"] = "blue"


def unknown_nested_property(resources):
    resources["Validate"]["Properties"]["EphemeralStorage"]["Sise"] = 1


def wrong_kind(resources):
    resources["Transform"]["Properties"]["MemorySize"] = "much"


def missing_property(resources):
    del resources["AggregateRole"]["Properties"]["AssumeRolePolicyDocument"]


def unknown_type(resources):
    resources["Lock"]["Type"] = "AWS::Lambda::Fonction"


def unknown_attribute(resources):
    resources["Lock"]["Properties"]["Role"] = {"Fn::GetAtt": ["LockRole", "Color"]}


def unknown_reference(resources):
    resources["Lock"]["Properties"]["Role"] = {"Fn::Sub": "arn:${Nobody}"}


# The circle that AWS refuses: the bucket notifies the function, whose role names the bucket.
def circle(resources):
    resources["AggregateRole"]["Properties"]["Description"] = {"Ref": "DataBucket"}


SPOILED = {
    unknown_property: "Resources.DataBucket.Properties.Colour: AWS has no such property",
    unknown_nested_property: "Resources.Validate.Properties.EphemeralStorage.Sise: AWS has no such property",
    wrong_kind: "Resources.Transform.Properties.MemorySize: must be a integer",
    missing_property: "Resources.AggregateRole.Properties: AWS requires AssumeRolePolicyDocument",
    unknown_type: "Resources.Lock: AWS has no type AWS::Lambda::Fonction",
    unknown_attribute: "Resources.Lock.Properties.Role: AWS gives no Color of an AWS::IAM::Role",
    unknown_reference: "Resources.Lock.Properties.Role: there is no parameter and no resource Nobody",
    circle: "waits for itself",
}

TEMPLATE = expanded(HOME / "infra/template.yaml")
FOUND = mistakes({"template": TEMPLATE, **{change.__name__: spoiled(change) for change in SPOILED}})
failures = [f"infra/template.yaml: {line}" for line in FOUND["template"]]
for change, expected in SPOILED.items():
    found = FOUND[change.__name__]
    if len(found) != 1 or expected not in found[0]:
        failures.append(f"{change.__name__}: expected '{expected}', found {found}")
print("\n".join(failures) or f"{len(TEMPLATE['Resources'])} resources and {len(SPOILED)} mistakes judged as expected")
sys.exit(1 if failures else 0)
