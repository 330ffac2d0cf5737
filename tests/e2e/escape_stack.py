"""escape-stack against programs that run: of each function a comment says how many allocations a call
saves when what it makes is a local variable instead (macro AFTER); counted, with the same output.
escape-stack reports just those functions, and one that says 0 has no finding."""

import glob
import json
import os
import re
import subprocess
import unittest

from scratch import ProjectTest, clean_environment

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stack")
COMPILER = "clang++-22"
FLAGS = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror"]
COUNTED = ["-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"]
FUNCTION = re.compile(r"(?m)^(?!struct|class)\S.*?\b(\w+)\(.*\) \{(.*)$")
SAVES = re.compile(r"// saves (\d+)$")


class Function:
    def __init__(self, name, first, last, text):
        self.name, self.first, self.last, self.text = name, first, last, text
        said = SAVES.search(text.partition("\n")[0])
        self.saves = int(said[1]) if said else None


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


class EscapeStack(ProjectTest):
    def counted(self, name, *flags):
        """The output, and the allocations of each call."""
        program = self.path("program")
        build = subprocess.run(
            [COMPILER, *FLAGS, *COUNTED, *flags, self.path(name), "-o", program],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(build.returncode, 0, build.stderr)
        done = subprocess.run(
            [program], env=clean_environment(), capture_output=True, text=True, timeout=60
        )
        self.assertEqual(done.returncode, 0, done)
        calls = [line.split() for line in done.stderr.splitlines()]
        return done.stdout, {function: int(made) for function, made in calls}

    def lines_found(self, name, *flags):
        told = self.run_memlint(
            "--format=json", "--checks=-*,escape-stack", name, "--", *FLAGS, *flags
        )
        self.assertIn(told.status, (0, 1), told.err)
        return [f["line"] for f in json.loads(told.out)["findings"] if f["file"] == name]

    def check_program(self, program):
        for path in (program, os.path.join(PROGRAMS, "counted.h")):
            with open(path, "rb") as file:
                self.write(os.path.basename(path), file.read())
        name = os.path.basename(program)
        all_of_it = functions(self.read(name).decode())
        promised = {f.name: f.saves for f in all_of_it if f.saves is not None}
        output, before = self.counted(name)
        output_after, after = self.counted(name, "-DAFTER")
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

if __name__ == "__main__":
    unittest.main()
