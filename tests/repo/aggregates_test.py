"""An aggregate inside of another names its type: `.inner = Inner{.a = …}, .b = …`, not `.inner = {.a = …}, .b = …`.

GCC 12 destroys the members of a braced inner aggregate twice when an initializer behind it throws, which is a double free
(`.b = get(item, "b")` of a damaged item); it does not when the type is named, or when nothing follows. Tests throw nothing there.
"""
import re
import unittest

import house

NAMELESS = re.compile(r"\.\w+ = (\{)(?=\s*\.)")


def end_of_braces(text, at):
    """Where the braces that open at `at` close; texts and characters inside do not count."""
    depth = 0
    for found in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|[{}]', text[at:]):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return at + found.start()
    return len(text)


def violations(sources):
    found = []
    for path, text in sources.items():
        for start in NAMELESS.finditer(text):
            rest = text[end_of_braces(text, start.start(1)) + 1:]
            if re.match(r",\s*(//.*\s*)*\.", rest):
                found.append(f"{path}:{text.count(chr(10), 0, start.start()) + 1}: name the type of {start[0]}…")
    return found


class Aggregates(unittest.TestCase):
    def test_an_inner_aggregate_with_something_behind_it_names_its_type(self):
        sources = {path: file.read_text() for path, file in house.files(*house.CPP).items() if not path.startswith("tests/")}
        self.assertFalse(violations(sources), "\n".join(["", *violations(sources)]))

    def test_a_nameless_one_is_found(self):
        texts = {"a.cpp": 'return {.x = {.s = "}", .c = \'{\'},\n  .y = f()};', "b.cpp": "return {.y = f(), .x = {.s = 1}};",
                 "c.cpp": "return {.x = X{.s = 1}, .y = f()};", "d.cpp": "a = {.x = {.s = g()},  // why\n  .y = 1};"}
        self.assertEqual(["a.cpp:1", "d.cpp:1"], [":".join(line.split(":")[:2]) for line in violations(texts)])


if __name__ == "__main__":
    unittest.main()
