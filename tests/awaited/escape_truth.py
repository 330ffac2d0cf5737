"""The escape family's truth from outside, with no memlint in it: programs of truth/ built with
AddressSanitizer. Of stack_*.cpp each function says how many allocations its rewrite (macro AFTER)
saves: counted, and with the same output. Of dangling_*.cpp each case that dangles is reported, and
each look-alike runs clean."""

import functools
import glob
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
from scratch import ProjectTest, clean_environment  # noqa: E402

PROGRAMS = os.path.join(HERE, "truth")
COMPILER = "clang++-22"
FLAGS = [
    "-std=c++20",
    "-O0",
    "-pthread",
    "-fsanitize=address",
    "-fsanitize-address-use-after-return=always",
    "-fsanitize-address-use-after-scope",
]
STACK_FLAGS = ["-Wall", "-Wextra", "-Werror", "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"]
DANGLING_FLAGS = ["-w"]  # the compiler knows some of them itself
SAVES = re.compile(r"(?m)^int (\w+)\(\) \{.*// saves (\d+)$")
# Leaks are another family's; a report ends the program with this status.
OPTIONS = "detect_leaks=0:exitcode=99"
REPORT = re.compile(
    r"ERROR: AddressSanitizer: (?:stack-use-after-(?:return|scope)|heap-use-after-free)"
)


@functools.cache
def missing():
    """Why no such program can be built and run; None when one can."""
    done = subprocess.run(
        [COMPILER, *FLAGS, "-x", "c++", "-", "-o", os.devnull],
        input=b"int main() {}\n",
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    return done.stderr.decode() if done.returncode else None


class EscapeTruth(ProjectTest):
    def setUp(self):
        super().setUp()
        if reason := missing():
            self.skipTest(f"{COMPILER} has no AddressSanitizer: {reason.splitlines()[0]}")

    def built(self, source, name, *flags):
        program = self.path(name)
        done = subprocess.run(
            [COMPILER, *FLAGS, *flags, source, "-o", program],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return program

    def run_program(self, *command):
        return subprocess.run(
            command,
            env=clean_environment(ASAN_OPTIONS=OPTIONS),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def counted(self, source, name, *flags):
        """The output, and the allocations of each function."""
        done = self.run_program(self.built(source, name, *STACK_FLAGS, *flags))
        self.assertEqual(done.returncode, 0, done.stderr)
        calls = [line.split() for line in done.stderr.splitlines()]
        return done.stdout, {function: int(made) for function, made in calls}

    def check_stack(self, source):
        with open(source, encoding="utf-8") as file:
            promised = {name: int(saved) for name, saved in SAVES.findall(file.read())}
        output, before = self.counted(source, "before")
        output_after, after = self.counted(source, "after", "-DAFTER")
        self.assertEqual(output_after, output)
        self.assertEqual({name: before[name] - after[name] for name in before}, promised)
        for name, saved in promised.items():
            self.assertEqual(saved == 0, name.startswith("quiet"), name)

    def check_dangling(self, source):
        program = self.built(source, "program", *DANGLING_FLAGS)
        cases = [line.split() for line in self.run_program(program).stdout.splitlines()]
        self.assertTrue(cases)
        self.assertEqual({kind for _, kind in cases}, {"dangles", "fine"})
        for number, (name, kind) in enumerate(cases):
            with self.subTest(name=name, kind=kind):
                done = self.run_program(program, str(number))
                if kind == "dangles":
                    self.assertRegex(done.stderr, REPORT)
                    self.assertEqual(done.returncode, 99)
                else:
                    self.assertEqual((done.returncode, done.stderr), (0, ""))


def test_of(check, program):
    return lambda self: getattr(self, check)(program)


for prefix, check in ("stack", "check_stack"), ("dangling", "check_dangling"):
    for path in sorted(glob.glob(os.path.join(PROGRAMS, f"{prefix}_*.cpp"))):
        stem = os.path.basename(path).removesuffix(".cpp")
        setattr(EscapeTruth, f"test_{stem}", test_of(check, path))

if __name__ == "__main__":
    unittest.main()
