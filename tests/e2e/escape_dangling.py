"""The truth of escape-dangling, from outside: programs of escape/ whose cases dangle or only look
like it. AddressSanitizer reports each that dangles and no other; memlint finds those in the same
texts, but for the ones it is known to miss, and nothing else. What --fix changes dangles no
more."""

import glob
import json
import os
import re
import unittest

from programs import COMPILER, ProgramTest, missing, ran

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "escape")
FLAGS = [
    "-std=c++20",
    "-O0",
    "-w",  # the compiler knows some of them itself
    "-pthread",
    "-fsanitize=address",
    "-fsanitize-address-use-after-return=always",
    "-fsanitize-address-use-after-scope",
]
# Leaks are another family's; a report ends the program with this status.
OPTIONS = "detect_stack_use_after_return=1:detect_leaks=0:exitcode=99"
REPORT = re.compile(
    r"ERROR: AddressSanitizer: (?:stack-use-after-(?:return|scope)|heap-use-after-free)"
)
# Why each is missed stands with the fixture of its name.
MISSED = {
    "dangling_buffers": set(),
    "dangling_closures": {"intoAPool", "postedByATemplate"},
    "dangling_kept": set(),
    "dangling_results": {"closureOfABinding", "spanOfALocal"},
    "fixed_captures": set(),
}
BODY = re.compile(r"^(?!.*(?:DANGLES|FINE)\().*\) (?:const )?\{")


class EscapeDangling(ProgramTest):
    def setUp(self):
        super().setUp()
        if reason := missing(*FLAGS):
            self.skipTest(f"{COMPILER} has no AddressSanitizer: {reason}")

    def run_program(self, *command):
        return ran(*command, ASAN_OPTIONS=OPTIONS)

    def cases(self, source):
        """Name to whether it dangles in some case, as AddressSanitizer sees it, too."""
        program = self.built(source, *FLAGS)
        cases = [line.split() for line in self.run_program(program).stdout.splitlines()]
        self.assertEqual({kind for _, kind in cases}, {"dangles", "fine"})
        for number, (name, kind) in enumerate(cases):
            with self.subTest(name=name, kind=kind):
                done = self.run_program(program, str(number))
                if kind == "dangles":
                    self.assertRegex(done.stderr, REPORT)
                    self.assertEqual(done.returncode, 99)
                else:
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
        dangling = {name for name, kind in cases if kind == "dangles"}
        return dangling, {name for name, _ in cases}

    def found(self, source, names):
        """The functions that memlint finds something in."""
        result = self.run_memlint(
            "--checks=-*,escape-dangling", "--format=json", "--quiet", source, "--", "-std=c++20"
        )
        self.assertIn(result.status, (0, 1), result)
        named = {name.split("::")[-1]: name for name in names}
        starts = []
        with open(source, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                for name in re.findall(r"[\s*&](\w+)\(", line if BODY.search(line) else ""):
                    if name in named:
                        starts.append((number, named[name]))
        found = set()
        for finding in json.loads(result.out)["findings"]:
            before = [name for number, name in starts if number <= finding["line"]]
            found.add(before[-1])
        return found

    def check_fixes(self, source):
        self.check(source)
        name = self.copied(source, os.path.join(PROGRAMS, "cases.h"))
        fixed = self.run_memlint("--fix", "--checks=-*,escape-dangling", name, "--", "-std=c++20")
        self.assertEqual(fixed.status, 1, fixed.err)  # some are left
        program = self.built(self.path(name), *FLAGS)
        names = [line.split()[0] for line in self.run_program(program).stdout.splitlines()]
        for number, name in enumerate(names):
            with self.subTest(name=name):
                done = self.run_program(program, str(number))
                if name.startswith("left"):
                    self.assertRegex(done.stderr, REPORT)
                else:
                    self.assertEqual((done.stdout, done.stderr), ("1\n", ""))

    def check(self, source):
        dangling, names = self.cases(source)
        stem = os.path.basename(source).removesuffix(".cpp")
        self.assertEqual(self.found(source, names), dangling - MISSED[stem])


for path in sorted(glob.glob(os.path.join(PROGRAMS, "dangling_*.cpp"))):
    stem = os.path.basename(path).removesuffix(".cpp")
    setattr(EscapeDangling, f"test_{stem}", lambda self, path=path: self.check(path))

for path in sorted(glob.glob(os.path.join(PROGRAMS, "fixed_*.cpp"))):
    stem = os.path.basename(path).removesuffix(".cpp")
    setattr(EscapeDangling, f"test_{stem}", lambda self, path=path: self.check_fixes(path))

if __name__ == "__main__":
    unittest.main()
