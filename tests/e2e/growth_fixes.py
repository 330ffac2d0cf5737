"""The fixes of reserve-missing against the programs they change: compiled before and after by
libstdc++ and libc++ under every warning of conversions, run with boundary inputs and a counted
operator new. Same output, no new exception, and as many allocations saved as memlint printed."""

import functools
import glob
import json
import os
import re
import subprocess
import unittest

from scratch import ProjectTest, clean_environment

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "growth")
COMPILER = "clang++-22"
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Werror"]
# An overflow in a count that the fix computes ends the program.
TRAPS = ["-fsanitize=signed-integer-overflow,integer-divide-by-zero", "-fsanitize-trap=all"]
FLAGS = ["-std=c++20", *WARNINGS]
LIBRARIES = {"libstdc++": [], "libc++": ["-stdlib=libc++"]}
FUNCTION = re.compile(r"^\S.* (\w+)\(.*\) \{$")


@functools.cache
def missing(library):
    """Why no program can be built with this library; None when one can."""
    done = subprocess.run(
        [COMPILER, *FLAGS, *LIBRARIES[library], "-fsyntax-only", "-x", "c++", "-"],
        input=b"#include <vector>\n",
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    return done.stderr.decode() if done.returncode else None


def functions(source):
    """The name of the function that each line, from 1, is in."""
    names, name = {}, None
    for number, line in enumerate(source.splitlines(), 1):
        if found := FUNCTION.match(line):
            name = found[1]
        names[number] = name
    return names


class GrowthFixes(ProjectTest):
    def built_and_run(self, name, flags):
        """The output, and {function: {elements: allocations}}."""
        program = self.path("program")
        build = subprocess.run(
            [COMPILER, *FLAGS, *TRAPS, "-O1", *flags, self.path(name), "-o", program],
            cwd=self.root,
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
        counts = {}
        for line in done.stderr.splitlines():
            function, elements, allocations = line.split()
            counts.setdefault(function, {})[int(elements)] = int(allocations)
        return done.stdout, counts

    def assertSaved(self, findings, names, before, after):
        """What each finding's properties promise, in a call that makes as many elements."""
        for finding in findings:
            function, told = names[finding["line"]], finding["properties"]
            with self.subTest(function=function):
                for elements, allocations in after[function].items():
                    self.assertLessEqual(allocations, before[function][elements])
                if "elementsAssumed" not in told:
                    continue  # what is there before the loop has a capacity nobody knows
                elements = told["elementsAssumed"]
                self.assertIn(elements, before[function], "no call makes so many elements")
                saved = before[function][elements] - after[function][elements]
                self.assertEqual(saved, told["allocationsAvoided"])

    def check_program(self, program, library):
        flags = LIBRARIES[library]
        for path in (program, os.path.join(PROGRAMS, "calls.h")):
            with open(path, "rb") as file:
                self.write(os.path.basename(path), file.read())
        name = os.path.basename(program)
        source = self.read(name).decode()
        names = functions(source)
        command = ["--checks=-*,reserve-missing", name]
        told = self.run_memlint("--format=json", *command, "--", *FLAGS, *flags)
        self.assertIn(told.status, (0, 1), told.err)
        findings = [f for f in json.loads(told.out)["findings"] if f["file"] == name]
        output, before = self.built_and_run(name, flags)
        loud = sorted(f for f in before if not f.startswith("quiet"))
        self.assertEqual(sorted(names[f["line"]] for f in findings), loud)

        fixed = self.run_memlint("--fix", *command, "--", *FLAGS, *flags)
        self.assertEqual(fixed.status, 0, f"{fixed.out}{fixed.err}")
        self.assertNotEqual(self.read(name).decode(), source)
        output_after, after = self.built_and_run(name, flags)
        self.assertEqual(output_after, output)
        self.assertSaved(findings, names, before, after)


def test_of(program, library):
    def test(self):
        if reason := missing(library):
            self.skipTest(f"{library} is not installed for {COMPILER}: {reason.splitlines()[0]}")
        self.check_program(program, library)

    return test


for path in sorted(glob.glob(os.path.join(PROGRAMS, "*.cpp"))):
    for library in LIBRARIES:
        stem = os.path.basename(path).removesuffix(".cpp")
        test_name = f"test_{stem}_{library.replace('+', 'x')}"
        setattr(GrowthFixes, test_name, test_of(path, library))

if __name__ == "__main__":
    unittest.main()
