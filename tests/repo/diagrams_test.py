"""The drawings of infra/README.md show what the template and the state machine have: each function, table, queue, bus and rule of
the vendors' events, each event that crosses from one stage to another, each state of the order flow."""
import json
import re
import unittest

import house
import yaml

PAGE, TEMPLATE, MACHINE = "infra/README.md", "infra/template.yaml", "infra/state-machines/order-analytics.asl.json"
# What a drawing calls by the name that it has in the cloud, and by its name in the template.
BY_PROPERTY = {"AWS::Serverless::Function": "FunctionName", "AWS::DynamoDB::Table": "TableName", "AWS::SQS::Queue": "QueueName",
               "AWS::Events::Rule": "Name"}
BY_LOGICAL_ID = ("AWS::Events::EventBus", "AWS::Events::Archive", "AWS::Serverless::HttpApi")


class Loader(yaml.SafeLoader):
    """`!Ref X` and its like are left out: no name is made of one here."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def drawing(heading):
    """The first drawing below a heading."""
    section = house.read(PAGE).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return section.split("```")[1]


def resources():
    """(name in a drawing, whether it is the vendors' part) of each resource that is drawn; the template has their part last."""
    vendors = False
    for logical_id, resource in yaml.load(house.read(TEMPLATE), Loader)["Resources"].items():
        vendors = vendors or logical_id == "VendorBucket"
        if resource["Type"] in BY_PROPERTY:
            yield resource["Properties"][BY_PROPERTY[resource["Type"]]], vendors
        elif resource["Type"] in BY_LOGICAL_ID:
            yield logical_id, vendors


def drawn(name, where):
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", where)


class Diagrams(unittest.TestCase):
    # V022
    def test_the_vendors_flow_is_drawn_with_all_that_the_template_has_of_it(self):
        names = [name for name, vendors in resources() if vendors]
        self.assertGreater(len(names), 10)
        self.assertEqual([], [name for name in names if not drawn(name, drawing("The flow `vendor-events`"))])

    # V022
    def test_every_event_that_crosses_is_drawn(self):
        code = "".join(file.read_text() for file in house.files(".cpp", ".h", below="functions").values())
        events = set(re.findall(r'"(vendor\.event\.\w+)"', code))
        self.assertEqual(events, set(re.findall(r"vendor\.event\.\w+", drawing("The flow `vendor-events`"))))

    # V022
    def test_the_order_flow_is_drawn_with_every_state(self):
        picture = drawing("The flow `order-analytics`")
        states = json.loads(house.read(MACHINE))["States"]
        # `<state>Failed` stands for those that note where it was; SettleBroke is theirs, as the text below says.
        noting = {name for name, state in states.items() if state["Type"] == "Pass" and name.endswith(("Failed", "Broke"))}
        self.assertTrue(drawn("<state>Failed", picture))
        self.assertEqual([], [name for name in states if name not in noting and not drawn(name, picture)])


if __name__ == "__main__":
    unittest.main()
