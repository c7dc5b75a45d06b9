#!/usr/bin/python3
"""Packs functions for Lambda's provided.al2023: `./feedmill package [FUNCTION...]`.

One zip a function in build/packages, its path on standard output: `bootstrap` (launcher.cpp), `bin/function`, in `lib/` the
loader and every library that the binary is linked with, and the contracts where they lie beside it. The same build gives the
same bytes: names are sorted and all times are the zip format's first. Beside the zips `template.yaml`: infra/template.yaml
with them in the functions' places, for `sam deploy --template-file build/packages/template.yaml`.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HOME = pathlib.Path(__file__).resolve().parents[2]
BESIDE = ("contracts", "schemas")  # folders of JSON that lie beside a binary which reads them


def fail(text):
    print(f"feedmill package: {text}", file=sys.stderr)
    sys.exit(1)


def libraries(binary):
    """({name in lib/: file}, the loader) as the dynamic linker of this machine resolves them."""
    listed = subprocess.run(["ldd", str(binary)], stdout=subprocess.PIPE, text=True, check=True).stdout
    missing = re.findall(r"^\s*(\S+) => not found", listed, re.M)
    if missing:
        raise LookupError(f"{binary} wants {', '.join(missing)}, which this machine does not have")
    loader = re.search(r"^\s*(/\S*/ld-linux\S*) \(", listed, re.M)
    if not loader:
        raise LookupError(f"{binary} is not dynamically linked: ldd names no loader")
    return dict(re.findall(r"^\s*(\S+) => (/\S+) \(", listed, re.M)), loader[1]


def stripped(path):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "stripped")
        subprocess.run(["strip", "--strip-debug", "-o", str(out), str(path)], check=True)
        return out.read_bytes()


def pack(binary, launcher, archive):
    """Writes the zip whole or not at all."""
    libs, loader = libraries(binary)
    entries = {"bootstrap": stripped(launcher), "bin/function": stripped(binary), "lib/loader": pathlib.Path(loader).read_bytes()}
    entries.update({f"lib/{name}": pathlib.Path(path).read_bytes() for name, path in libs.items()})
    for file in (file for folder in BESIDE for file in (binary.parent / folder).glob("*.json")):
        entries[f"{file.parent.name}/{file.name}"] = file.read_bytes()
    unfinished = archive.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w") as out:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix: the mode is in the upper half
            info.external_attr = (0o100000 | 0o755) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, entries[name], compresslevel=9)
    os.replace(unfinished, archive)


def deployable(template, names):
    """The template's text with a zip where a function's folder stood."""
    text = re.sub(r"(\bDefinitionUri:\s*)(?!s3:|\.\.|/)(\S+)", r"\1../../infra/\2", template)
    for name in names:
        text, found = re.subn(rf"(\bCodeUri:\s*)\S*functions/{re.escape(name)}/?(?=\s|$)", rf"\g<1>{name}.zip", text)
        if not found:
            fail(f"infra/template.yaml has no function whose CodeUri is functions/{name}/")
    return text


def main():
    known = sorted(path.parent.name for path in HOME.glob("functions/*/main.cpp"))
    parser = argparse.ArgumentParser(prog="./feedmill package", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("functions", nargs="*", metavar="FUNCTION", help=f"one of {', '.join(known)}; all when none is named")
    asked = parser.parse_args().functions or known
    unknown = [name for name in asked if name not in known]
    if unknown or not known:
        fail(f"no such function: {', '.join(unknown)}; there are: {', '.join(known) or 'none yet'}")
    build = HOME / "build"
    packages = build / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    for name in asked:
        archive = packages / f"{name}.zip"
        try:
            pack(build / "functions" / name / "bootstrap", build / "functions/package/launcher", archive)
        except (LookupError, OSError, subprocess.CalledProcessError) as error:
            fail(f"{name}: {error}")
        print(archive)
    template = HOME / "infra/template.yaml"
    if template.exists() and asked == known:
        (packages / "template.yaml").write_text(deployable(template.read_text(), known))


if __name__ == "__main__":
    main()
