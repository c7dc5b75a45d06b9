"""Every `#include` of the tree goes in a direction that tests/repo/includes.txt allows."""
import fnmatch
import re
import unittest

import house

# Where a quoted name is looked for, after the folder of the file that includes it: the compiler's own -I list.
ROOTS = ("", "runtime-shim/", "functions/shared/", "tests/")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


class Rules:
    def __init__(self, text):
        self.libraries, self.rooms, service = {}, {}, []
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if words[:1] == ["library"]:
                self.libraries[words[1]] = words[2:]
            elif words[:1] == ["service"]:
                service = words[1:]
            elif words[:1] == ["room"]:
                self.rooms[words[1]] = [w for word in words[2:] for w in (service if word == "service" else [word])]
            elif words:
                raise ValueError(f"includes.txt: this line is no library, service or room: {line}")

    def row(self, room):
        """What a room's row names; its own row wins over a pattern."""
        if room in self.rooms:
            return self.rooms[room]
        return next((row for pattern, row in self.rooms.items() if fnmatch.fnmatchcase(room, pattern)), None)

    def allowed(self, room):
        """Its row, and the rooms (never the libraries) that those rooms may include in their turn."""
        found, todo = set(self.row(room)), list(self.row(room))
        while todo:
            further = {word for word in self.rooms.get(todo.pop(), []) if word in self.rooms} - found
            found |= further
            todo += further
        return found

    def library(self, name):
        if "/" not in name and "." not in name:
            return "std"
        return next((library for library, names in self.libraries.items()
                     if any(name == n or (n.endswith("/") and name.startswith(n)) for n in names)), None)


def room_of(path):
    return path.rpartition("/")[0]


def resolve(path, name, known):
    """The file of the tree that is meant, or None."""
    for root in (room_of(path) + "/", *ROOTS):
        if root + name in known:
            return root + name
    return None


def violations(sources, rules):
    """One sentence each. `sources` is {path: text}."""
    found = []
    for path, text in sources.items():
        room = room_of(path)
        if rules.row(room) is None:
            found.append(f"{path}: the folder {room or '.'} has no row in tests/repo/includes.txt")
            continue
        allowed = rules.allowed(room)
        for match in INCLUDE.finditer(text):
            quoted, name = match[1] == '"', match[2]
            where = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
            target = resolve(path, name, sources) if quoted else None
            if target:
                to = room_of(target)
                if to != room and not any(target == a or fnmatch.fnmatchcase(to, a) for a in allowed):
                    found.append(f"{where}: {room} may not include {to} ({name}); see tests/repo/includes.txt")
            elif quoted:
                found.append(f"{where}: no file of the tree is called {name}")
            else:
                library = rules.library(name)
                if library is None:
                    found.append(f"{where}: <{name}> belongs to no library of tests/repo/includes.txt")
                elif library not in ("std", "posix", "fmt", *allowed):
                    found.append(f"{where}: {room} may not use {library} (<{name}>); see tests/repo/includes.txt")
                elif library == "nlohmann" and path.endswith(".h"):
                    found.append(f"{where}: nlohmann stays in .cpp files, headers show base/json.h")
    return found


class Includes(unittest.TestCase):
    def setUp(self):
        self.rules = Rules(house.read("tests/repo/includes.txt"))

    def test_every_include_of_the_tree_is_allowed(self):
        sources = {path: file.read_text() for path, file in house.files(*house.CPP).items()}
        self.assertGreater(len(sources), 20)
        found = violations(sources, self.rules)
        self.assertFalse(found, "\n".join(["", *found]))

    def test_functions_and_emulator_never_meet_whatever_the_table_says(self):
        for room, allowed in self.rules.rooms.items():
            side, other = ("functions", "emulator") if room.startswith("functions") else ("emulator", "functions")
            if room.startswith(side):
                self.assertFalse([a for a in allowed if a.startswith(other)], room)

    def test_a_wrong_direction_is_found(self):
        tree = {
            "emulator/loop/loop.h": '#include <string>\n#include "emulator/store/store.h"\n',
            "emulator/store/store.h": '#include "base/json.h"\n#include <sqlite3.h>\n#include "emulator/loop/loop.h"\n',
            "runtime-shim/base/json.h": "#include <nlohmann/json.hpp>\n",
            "functions/lock/main.cpp": '#include "emulator/store/store.h"\n#include <unknown/thing.h>\n#include "gone.h"\n',
            "somewhere/else.cpp": "",
        }
        self.assertEqual(
            ["emulator/loop/loop.h:2", "runtime-shim/base/json.h:1", "functions/lock/main.cpp:1", "functions/lock/main.cpp:2",
             "functions/lock/main.cpp:3", "somewhere/else.cpp"],
            [re.match(r"[^:]+(:\d+)?", sentence)[0] for sentence in violations(tree, self.rules)])


if __name__ == "__main__":
    unittest.main()
