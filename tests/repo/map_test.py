"""README.md's map of the house has a row for each folder, and no row without one."""
import unittest

import house


def rooms(paths):
    """The folders that want a row: two levels deep, one more where two levels say nothing; tests/ mirrors the others."""
    top = {path.split("/")[0] for path in paths if "/" in path}
    found = set()
    for path in paths:
        parts = path.split("/")[:-1]
        depth = 3 if parts[:2] == ["functions", "shared"] else 2
        mirror = parts[:1] == ["tests"] and parts[1:2] and parts[1] in top
        for length in range(1, 2 if mirror else min(depth, len(parts)) + 1):
            if parts[:length]:
                found.add("/".join(parts[:length]) + "/")
    return found - {"functions/shared/"}


def rows(page):
    return [cells[0].strip("`") for cells in house.table(house.between(page, "map")[1])]


class Map(unittest.TestCase):
    def test_each_folder_has_its_row_and_each_row_its_folder(self):
        named, there = rows(house.read("README.md")), rooms(house.files())
        self.assertEqual([], sorted(there - set(named)), "folders without a row in README.md")
        self.assertEqual([], sorted(set(named) - there), "rows of README.md without a folder")
        self.assertEqual(len(set(named)), len(named), "a folder has two rows")

    def test_folders_are_found_where_a_reader_looks_for_them(self):
        paths = ["README.md", "emulator/s3/a.cpp", "functions/shared/ports/deep/b.h", "functions/lock/main.cpp", "tests/emulator/s3/c.cpp",
                 "tests/repo/d.py"]
        self.assertEqual(
            {"emulator/", "emulator/s3/", "functions/", "functions/lock/", "functions/shared/ports/", "tests/", "tests/repo/"},
            rooms(paths))


if __name__ == "__main__":
    unittest.main()
