"""Fixes against the programs they change: compiled before and after by libstdc++ and libc++ under
every warning of conversions, run with boundary inputs and a counted operator new. Same output, no
new exception, no more allocations, and as many saved as memlint printed. A program of growth/ says
in its first line which checks it is for; every one of its functions has one finding with a fix,
those named quiet* have none."""

import glob
import json
import os
import re
import unittest

from programs import COMPILER, ProgramTest, missing

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "growth")
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Werror"]
# An overflow in a count that the fix computes ends the program.
TRAPS = ["-fsanitize=signed-integer-overflow,integer-divide-by-zero", "-fsanitize-trap=all"]
FLAGS = ["-std=c++20", *WARNINGS]
LIBRARIES = {"libstdc++": [], "libc++": ["-stdlib=libc++"]}
FUNCTION = re.compile(r"^(?!static_assert)\S.*?\b(\w+)\(.*\) (const )?\{$")


def functions(source):
    """The name of the function that each line, from 1, is in."""
    names, name = {}, None
    for number, line in enumerate(source.splitlines(), 1):
        if found := FUNCTION.match(line):
            name = found[1]
        names[number] = name
    return names


def checks_of(source):
    first = source.partition("\n")[0]
    return first.removeprefix("// checks: ").replace(" ", "") if "checks:" in first else ""


class GrowthFixes(ProgramTest):
    def built_and_run(self, name, flags):
        """The output, and (function, elements, allocations) of each call."""
        output, calls = self.counted(name, *FLAGS, *TRAPS, *flags)
        return output, [(name, int(made), int(news)) for name, made, news in calls]

    def assertSaved(self, findings, names, before, after):
        """No call allocates more, and what a finding's properties promise holds in every call that
        makes as many elements. Copied elements may allocate as well, which is saved besides."""
        calls = {}
        for (function, elements, allocations), (*_, left) in zip(before, after):
            calls.setdefault(function, {}).setdefault(elements, []).append(allocations - left)
        for finding in findings:
            function, told = names[finding["line"]], finding["properties"]
            saved = calls[function]
            with self.subTest(function=function, saved=saved):
                self.assertNotWorse(finding, saved)
                if "elementsAssumed" not in told:
                    continue  # what is there before the loop has a capacity nobody knows
                promised, seen = told["allocationsAvoided"], saved.get(told["elementsAssumed"])
                self.assertTrue(seen, "no call makes so many elements")
                if told["relocation"] != "copy":
                    self.assertEqual(set(seen), {promised})
                self.assertGreaterEqual(min(seen), promised)

    def assertNotWorse(self, finding, saved):
        if finding["check"].endswith("reserve-in-loop"):  # geometric growth wins in the end
            self.assertGreater(min(saved[max(saved)]), 0)
            return
        if "bucket arrays" in json.dumps(finding):  # libstdc++ makes one for reserve(0), too
            saved = {elements: each for elements, each in saved.items() if elements}
        self.assertGreaterEqual(min(map(min, saved.values())), 0)

    def findings_in(self, name, *arguments):
        told = self.run_memlint("--format=json", *arguments)
        self.assertIn(told.status, (0, 1), told.err)
        return [f for f in json.loads(told.out)["findings"] if f["file"] == name]

    def check_program(self, program, library):
        flags = LIBRARIES[library]
        name = self.copied(program, os.path.join(PROGRAMS, "calls.h"))
        source = self.read(name).decode()
        names = functions(source)
        command = [f"--checks=-*,{checks_of(source)}", name, "--", *FLAGS, *flags]
        findings = self.findings_in(name, *command)
        output, before = self.built_and_run(name, flags)
        loud = {function for function, *_ in before if not function.startswith("quiet")}
        self.assertEqual(sorted(names[f["line"]] for f in findings), sorted(loud))
        self.assertEqual([names[f["line"]] for f in findings if not f["fixes"]], [])

        fixed = self.run_memlint("--fix", *command)
        self.assertEqual(fixed.status, 0, f"{fixed.out}{fixed.err}")
        output_after, after = self.built_and_run(name, flags)
        self.assertEqual(output_after, output)
        self.assertSaved(findings, names, before, after)
        self.assertEqual(self.findings_in(name, *command), [])


def test_of(program, library):
    def test(self):
        if reason := missing(*FLAGS, *LIBRARIES[library]):
            self.skipTest(f"{library} is not installed for {COMPILER}: {reason}")
        self.check_program(program, library)

    return test


for path in sorted(glob.glob(os.path.join(PROGRAMS, "*.cpp"))):
    for library in LIBRARIES:
        stem = os.path.basename(path).removesuffix(".cpp")
        test_name = f"test_{stem}_{library.replace('+', 'x')}"
        setattr(GrowthFixes, test_name, test_of(path, library))

if __name__ == "__main__":
    unittest.main()
