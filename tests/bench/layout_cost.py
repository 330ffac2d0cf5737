#!/usr/bin/env python3
"""layout_cost.py MEMLINT DATABASE [EVERY]: what memlint spends on layouts against the parse.

Both are user-mode instructions as Valgrind's callgrind counts them, so that neither the machine nor
what else runs on it shows. The parse is `clang -fsyntax-only` over each file with the flags that
`memlint doctor` says memlint reads it with. Layout is all that `extractFacts` does in one run of
memlint -j1 over the same files, without suppressions and growths, which other checks read; the
scope that all walks share is told apart. EVERY=5 takes every fifth file: what a worker remembers
from unit to unit is worth less then, so the share is rather too high."""

import glob
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from parse_time import clang_command, files_of  # noqa: E402

ALL = "memlint::extractFacts("
NOT_LAYOUT = [
    "memlint::suppressionFacts(",
    "memlint::(anonymous namespace)::FactVisitor::readBody(",
    "memlint::(anonymous namespace)::FactVisitor::readInstance(",
]
SCOPE = "memlint::UserScope::UserScope("


def instructions(command, directory, output):
    """Counts a command and those it forks; callgrind's files begin with `output`."""
    said = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}.%p", *command],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    return sum(int(n) for n in re.findall(r"Collected : (\d+)", said.stderr))


def inclusive(profile):
    """By the start of a function's name, its instructions with those of all that it calls."""
    said = subprocess.run(
        ["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile],
        capture_output=True,
        text=True,
        errors="replace",
    )
    costs = {}
    for line in said.stdout.splitlines():
        row = re.match(r"\s*([\d,]+) \([^)]*\)\s+[^:]*:(\S.*)", line)
        for name in [ALL, SCOPE, *NOT_LAYOUT]:
            if row and row[2].startswith((name, f"void {name}", f"std::vector<{name}")):
                costs[name] = max(costs.get(name, 0), int(row[1].replace(",", "")))
    return costs


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    memlint, database = sys.argv[1:3]
    parse, parsed = 0, []
    with tempfile.TemporaryDirectory() as scratch:
        for file in files_of(database)[:: int(sys.argv[3]) if len(sys.argv) == 4 else 1]:
            command = clang_command(memlint, database, file)
            if command:
                parse += instructions(*command, os.path.join(scratch, "clang"))
                parsed.append(file)
        if not parsed:
            sys.exit(f"{database}: no unit")
        output = os.path.join(scratch, "memlint")
        instructions([memlint, "-j1", "--no-cache", "--quiet", database, *parsed], None, output)
        costs = {}
        for profile in glob.glob(output + ".*"):
            for name, cost in inclusive(profile).items():
                costs[name] = costs.get(name, 0) + cost
    if ALL not in costs:
        sys.exit(f"{memlint}: no symbols to tell its parts by")
    scope = costs.get(SCOPE, 0)
    layout = costs[ALL] - sum(costs.get(name, 0) for name in NOT_LAYOUT) - scope
    print(f"{len(parsed)} files")
    print(f"clang -fsyntax-only  {parse / 1e6:10.0f} M instructions")
    print(f"layout               {layout / 1e6:10.0f} M  {100 * layout / parse:5.2f} %")
    print(f"scope of all walks   {scope / 1e6:10.0f} M  {100 * scope / parse:5.2f} %")


if __name__ == "__main__":
    main()
