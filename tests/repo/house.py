"""The tree as the repository's own checks see it."""
import os
import pathlib

HOME = pathlib.Path(__file__).resolve().parents[2]
CPP = (".h", ".cpp")


def belongs(part):
    """False for what a build, a run or git leaves in the tree."""
    return part not in (".git", ".feedmill", "node_modules", "__pycache__") and not part.startswith("build")


def files(*suffixes, below=""):
    """{path from the root: path} of all files, or of those whose names end so."""
    found = {}
    for folder, folders, names in os.walk(HOME / below):
        folders[:] = sorted(name for name in folders if belongs(name))
        for name in sorted(filter(belongs, names)):
            if not suffixes or name.endswith(suffixes):
                path = pathlib.Path(folder, name)
                found[path.relative_to(HOME).as_posix()] = path
    return found


def texts():
    """{path from the root: text} of all files that are UTF-8."""
    found = {}
    for path, file in files().items():
        try:
            found[path] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # sample data in other encodings
    return found


def read(path):
    return (HOME / path).read_text(encoding="utf-8")


def between(text, mark):
    """What stands between `<!-- MARK: ... -->` and `<!-- end of MARK -->`, as (before, inside, after)."""
    before, start, rest = text.partition(f"<!-- {mark}:")
    head, close, rest = rest.partition("-->\n")
    inside, end, after = rest.partition(f"<!-- end of {mark} -->")
    if not (start and close and end):
        raise ValueError(f"no `<!-- {mark}: ... -->` with its `<!-- end of {mark} -->`")
    return before + start + head + close, inside, end + after


def table(lines):
    """The cells of a Markdown table's rows, without its head."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines.splitlines() if line.startswith("|")]
    return [row for row in rows[2:]]
