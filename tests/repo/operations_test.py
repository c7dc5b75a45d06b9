"""emulator/README.md's table names exactly the operations that the emulator speaks."""
import unittest

import house
import operations


class Operations(unittest.TestCase):
    def test_the_page_lists_what_the_services_speak(self):
        page = house.read(operations.PAGE)
        expected = operations.write_page(page, operations.operations(operations.tree()))
        changed = [line for line in expected.splitlines() if line not in page.splitlines()]
        self.assertTrue(expected == page, "\n".join(["python3 tests/repo/operations.py --write", *changed]))

    def test_names_are_read_from_both_kinds_of_operation(self):
        tree = {
            "emulator/x/operations.h": "inline constexpr const Operation<Xs>* kOperations[] = {&send_message,\n   &list_objects_v2};",
            "emulator/x/send.cpp": 'constinit const Operation<Xs> send_message =\n  operation<&run, &arn>(\n"x:SendMessage");',
            "emulator/x/list.cpp": 'list_objects_v2 = protocol::rest_operation<&run>("x:ListBucket", "GET", "/{B}", "ListObjectsV2");',
        }
        self.assertEqual({"x": ["ListObjectsV2", "SendMessage"]}, operations.operations(tree))
        del tree["emulator/x/send.cpp"]
        with self.assertRaisesRegex(LookupError, "send_message"):
            operations.operations(tree)


if __name__ == "__main__":
    unittest.main()
