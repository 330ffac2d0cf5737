"""escape-stack against programs that run: of each function a comment says how many allocations a call
saves when what it makes is a local variable instead (macro AFTER); counted, with the same output.
escape-stack reports just those functions, and one that says 0 has no finding. The programs of
stack/fixes are rewritten by --fix instead, and say where that is left to the reader."""

import glob
import json
import os
import re
import unittest

from programs import ProgramTest

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stack")
FLAGS = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror"]
COUNTED = ["-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"]
FUNCTION = re.compile(r"(?m)^(?!struct|class)\S.*?\b(\w+)\(.*\) \{(.*)$")
SAVES = re.compile(r"// saves (\d+)$")
BY_HAND = "// by hand"


class Function:
    def __init__(self, name, first, last, text):
        self.name, self.first, self.last, self.text = name, first, last, text
        said = SAVES.search(text.partition("\n")[0])
        self.saves = int(said[1]) if said else None
        self.by_hand = text.partition("\n")[0].endswith(BY_HAND)


def functions(source):
    """Those that begin in the first column."""
    lines = source.splitlines()
    found = []
    for number, line in enumerate(lines, 1):
        if match := FUNCTION.match(line):
            last = number
            if not line.split("//")[0].rstrip().endswith("}"):
                last = next(n for n in range(number, len(lines) + 1) if lines[n - 1] == "}")
            text = "\n".join(lines[number - 1 : last])
            found.append(Function(match[1], number, last, text))
    return found


class EscapeStack(ProgramTest):
    def allocations(self, name, *flags):
        """The output, and the allocations of each call."""
        output, calls = self.counted(name, *FLAGS, *COUNTED, *flags)
        return output, {function: int(made) for function, made in calls}

    def findings(self, name, *flags):
        told = self.run_memlint(
            "--format=json", "--checks=-*,escape-stack", name, "--", *FLAGS, *flags
        )
        self.assertIn(told.status, (0, 1), told.err)
        return [f for f in json.loads(told.out)["findings"] if f["file"] == name]

    def lines_found(self, name, *flags):
        return [f["line"] for f in self.findings(name, *flags)]

    def program(self, path):
        """Its name in this project, and its functions."""
        name = self.copied(path, os.path.join(PROGRAMS, "counted.h"))
        return name, functions(self.read(name).decode())

    def check_fixes(self, program):
        name, all_of_it = self.program(program)
        output, before = self.allocations(name)
        inside = lambda f, finding: f.first <= finding["line"] <= f.last
        for finding in self.findings(name):
            function = next(f for f in all_of_it if inside(f, finding))
            with self.subTest(function=function.name):
                self.assertEqual(bool(finding["fixes"]), not function.by_hand)
        fixed = self.run_memlint("--fix", "--checks=-*,escape-stack", name, "--", *FLAGS)
        self.assertIn(fixed.status, (0, 1), fixed.err)
        output_after, after = self.allocations(name)
        self.assertEqual(output_after, output)
        saved = {f: before[f] - after[f] for f in before}
        self.assertEqual(saved, {f.name: f.saves or 0 for f in all_of_it if f.name in before})
        left = functions(self.read(name).decode())
        self.assertEqual(
            sorted({f.name for f in left for finding in self.findings(name) if inside(f, finding)}),
            sorted(f.name for f in all_of_it if f.by_hand),
        )

    def check_program(self, program):
        name, all_of_it = self.program(program)
        promised = {f.name: f.saves for f in all_of_it if f.saves is not None}
        output, before = self.allocations(name)
        output_after, after = self.allocations(name, "-DAFTER")
        self.assertEqual(output_after, output)
        self.assertEqual({f: before[f] - after[f] for f in before}, promised)
        self.assertEqual(self.functions_found(name, all_of_it), self.functions_loud(all_of_it))
        self.assertEqual(self.lines_found(name, "-DAFTER"), [])

    def functions_found(self, name, all_of_it):
        lines = self.lines_found(name)
        return sorted(f.name for f in all_of_it for n in lines if f.first <= n <= f.last)

    def functions_loud(self, all_of_it):
        """A function that calls another one may save what that one allocates."""
        loud = []
        for f in all_of_it:
            if f.saves:
                maker = [g for g in all_of_it if g.saves is None and f"{g.name}(" in f.text]
                maker = [g for g in maker if "AFTER" in g.text]
                loud.append(maker[0].name if maker and "AFTER" not in f.text else f.name)
        return sorted(loud)


def test_of(program):
    return lambda self: self.check_program(program)


for source in sorted(glob.glob(os.path.join(PROGRAMS, "*.cpp"))):
    stem = os.path.basename(source).removesuffix(".cpp")
    setattr(EscapeStack, f"test_{stem}", test_of(source))
for source in sorted(glob.glob(os.path.join(PROGRAMS, "fixes", "*.cpp"))):
    stem = os.path.basename(source).removesuffix(".cpp")
    setattr(EscapeStack, f"test_fixes_{stem}", lambda self, path=source: self.check_fixes(path))

if __name__ == "__main__":
    unittest.main()
