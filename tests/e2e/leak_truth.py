"""The labels of the resource fixtures against what happens: the calls that a fixture lists behind
`// run:` are made, each in a process of its own under LeakSanitizer. A function that has a `want`
or `fn: want` loses a heap block or a descriptor in at least one of its calls, every other in none.
Calls behind `// unsaid:` lose something that is not told on purpose.

Environment: MEMLINT_FIXTURES."""

import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from typing import NamedTuple

from fixture_projects import read_fixtures
from programs import COMPILER, ProgramTest, ran
from scratch import clean_environment

FIXTURES = os.environ["MEMLINT_FIXTURES"]
DRIVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "leaks", "driver.c")
FLAGS = ["-g", "-fsanitize=address"]
UNIT_FLAGS = ["-w", "-Dmain=mainOfTheFixture"]
# lld leaves functions without a body to the loader, which names the one that is called.
LINK_FLAGS = [*FLAGS, "-fuse-ld=lld-22", "-Wl,--unresolved-symbols=ignore-all"]
OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:leak_check_at_exit=0:exitcode=99:symbolize=0:"
    "malloc_fill_byte=0:max_malloc_fill_size=1000000",
    "LSAN_OPTIONS": "",
}
# What a call finds in its working directory, beside the empty folder `dir`.
FILES = {"text": "text\n", "hash": "#\n", "empty": ""}

PROBE = """#include <sanitizer/lsan_interface.h>
#include <stdlib.h>
int main(void) {
  for (int i = 0; i < 100; ++i)
    malloc(8);
  return !__lsan_do_recoverable_leak_check();
}
"""

FUNCTION = re.compile(r"(?![\s#}/])(?:[^<(]|<[^>]*>)*\b(\w+)\(.*\{")
CASE = re.compile(r"// (?:Loud|Silent|run|unsaid):")
RUN = re.compile(r"(?m)^// (run|unsaid): (.*)$")
RUN_WITH = re.compile(r"(?m)^// run-with: ?(.*)$")
WANT = re.compile(r"//\s*(?:fn:\s*)?want(?:-[a-z]+)?([+-]\d+)?\s")
FAILING = re.compile(r"(.*) failing (\w+)(?: (\d+))?")
CAN_FAIL = re.compile(r"(?m)^FAILS\(.*?, (\w+),")
TOKEN = re.compile(r"""'(?:\\.|[^'])*'|"(?:\\.|[^"])*"|.""")

# How the process of a call ends that lost something (leaks/driver.c). What ends the program loses
# nothing; the sanitizer's errors, functions without a body and signals are mistakes.
LOST = {101: "heap", 102: "descriptors", 103: "heap and descriptors"}
NOTHING = "nothing"
MISTAKES = (99, 127)
SKIPPED = 77  # what ctest takes for "skipped"


class Call(NamedTuple):
    where: str
    line: int
    unsaid: bool
    statements: str
    failing: str  # the function that is made to fail, or ""
    nth: int  # which of its calls does


class Function(NamedTuple):
    part: str
    name: str
    loses: bool  # as its labels say
    is_case: bool
    calls: list


def split_at_commas(text):
    """At those outside of brackets and literals."""
    pieces, depth = [""], 0
    for token in TOKEN.findall(text):
        depth += (token in "([{") - (token in ")]}")
        if token == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += token
    return [piece.strip() for piece in pieces]


def calls_in(part, line, comment):
    for key, run in RUN.findall(comment):
        for text in split_at_commas(run):
            failing = FAILING.fullmatch(text)
            statements, name, nth = failing.groups() if failing else (text, "", None)
            where, unsaid = f"{part}:{line}: {text}", key == "unsaid"
            yield Call(where, line, unsaid, statements, name, int(nth or 1))


def functions(part, text):
    """Those that begin in the first column, with the calls in the comment above them."""
    lines = text.splitlines()
    wants = {n + int(want[1] or 0) for n, line in enumerate(lines, 1)
             if (want := WANT.search(line))}  # fmt: skip
    above, last = [], 0
    for number, line in enumerate(lines, 1):
        if number <= last:
            continue
        if line.startswith("//"):
            above.append((number, line))
            continue
        if match := FUNCTION.match(line):
            last = number
            if not line.split("//")[0].rstrip().endswith("}"):
                last = next(n for n in range(number, len(lines) + 1) if lines[n - 1] == "}")
            loses = any(number <= n <= last for n in wants)
            is_case = loses or any(CASE.match(comment) for _, comment in above)
            calls = [call for n, comment in above for call in calls_in(part, n, comment)]
            yield Function(part, match[1], loses, is_case, calls)
        above = []


def can_fail():
    with open(DRIVER, encoding="utf-8") as file:
        return CAN_FAIL.findall(file.read())


def with_calls(name, text, calls):
    """The unit, the bodies that it is run with, and a function for each call, named by its number.
    What is wrong with a call the compiler says at its line in the fixture."""
    in_c = name.endswith(".c")
    lines = [text, *RUN_WITH.findall(text), "" if in_c else 'extern "C" {']
    lines += ["void willFail(const char *, int);", "void callEnded(void);"]
    for number, call in calls:
        fail = f'willFail("{call.failing}", {call.nth}); ' if call.failing else ""
        lines.append(f'#line {call.line} "{name}"')
        lines.append(f"void call{number}(void) {{ {fail}{call.statements}; callEnded(); }}")
    return "\n".join([*lines, "" if in_c else "}", ""])


def list_of_calls(count):
    names = [f"call{number}" for number in range(count)]
    declared = "".join(f"void {name}(void);\n" for name in names)
    return f"{declared}void (*const calls[])(void) = {{{', '.join(names)}}};\n"


class LeakTruth(ProgramTest):
    executed = 0
    unsaid = 0
    not_executable = 0

    @classmethod
    def tearDownClass(cls):
        print(
            f"functions run: {cls.executed} ({cls.unsaid} lose what is not told on purpose); "
            f"not executable: {cls.not_executable}"
        )

    def setUp(self):
        super().setUp()
        os.makedirs(self.path("here/dir"))
        for name, text in FILES.items():
            self.write(os.path.join("here", name), text)

    def compiled(self, source, *flags):
        made = os.path.join(self.root, os.path.basename(source) + ".o")
        language = "c" if source.endswith(".c") else "c++"
        done = ran(COMPILER, *FLAGS, *flags, "-x", language, "-c", source, "-o", made)
        self.assertEqual(done.returncode, 0, done.stderr)
        return made

    def link(self, fixture, calls):
        """Builds the program; `calls` are those of the part, the function and the call."""
        for name, text in fixture.parts:
            own = [(number, call) for number, (f, call) in enumerate(calls) if f.part == name]
            self.write(name, with_calls(name, text, own) if name in fixture.units() else text)
        flags = [*UNIT_FLAGS, *fixture.flags]
        objects = [self.compiled(self.path(unit), *flags) for unit in fixture.units()]
        objects.append(self.compiled(self.write("calls.c", list_of_calls(len(calls)))))
        objects.append(self.compiled(DRIVER))
        wrapped = [f"-Wl,--wrap={name}" for name in can_fail()]
        done = ran(COMPILER, *LINK_FLAGS, *wrapped, *objects, "-o", self.path("program"))
        self.assertEqual(done.returncode, 0, done.stderr)

    def lost(self, number, call):
        """What the call of this number lost."""
        done = subprocess.run(
            [self.path("program"), str(number)],
            cwd=self.path("here"),
            env=clean_environment(**OPTIONS),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        status, said = done.returncode, done.stderr.decode(errors="replace")
        wrong = status in MISTAKES or (status < 0 and status != -signal.SIGABRT)
        self.assertFalse(wrong, f"{call.where}: status {status}\n{said}")
        return LOST.get(status, NOTHING)

    def check_fixture(self, fixture):
        all_of_it = [f for name, text in fixture.parts for f in functions(name, text)]
        calls = [(function, call) for function in all_of_it for call in function.calls]
        lines = sum(len(RUN.findall(text)) for _, text in fixture.parts)
        self.assertEqual(len({(f.part, c.line) for f, c in calls}), lines, "a run: of no function")
        self.assertLessEqual({c.failing for _, c in calls}, {"", *can_fail()})
        if calls:
            self.link(fixture, calls)
        numbers = itertools.count()
        for function in all_of_it:
            numbered = [(next(numbers), call) for call in function.calls]
            with self.subTest(function=function.name):
                self.check_function(function, numbered)

    def check_function(self, function, calls):
        lost = {call.where: self.lost(number, call) for number, call in calls}
        kept = [call.where for _, call in calls if call.unsaid and lost[call.where] == NOTHING]
        self.assertEqual(kept, [], "these lose nothing")
        told = {call.where: lost[call.where] for _, call in calls if not call.unsaid}
        if told:
            loses = set(told.values()) != {NOTHING}
            self.assertEqual(loses, function.loses, f"its label is wrong; its calls lose: {told}")
        LeakTruth.executed += bool(lost)
        LeakTruth.unsaid += len(told) < len(lost)
        LeakTruth.not_executable += function.is_case and not lost


def test_of(fixture):
    return lambda self: self.check_fixture(fixture)


for resources in read_fixtures(FIXTURES):
    if resources.check.startswith("resource-"):
        test_name = re.sub(r"\W", "_", resources.name)
        setattr(LeakTruth, f"test_{test_name}", test_of(resources))


def obstacle():
    """Why no leak can be found here, as where no process may trace another; None when one can."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "probe.c"), os.path.join(folder, "probe")
        with open(source, "w", encoding="utf-8") as file:
            file.write(PROBE)
        for command in ([COMPILER, "-x", "c", *LINK_FLAGS, source, "-o", program], [program]):
            done = ran(*command, **OPTIONS)
            if done.returncode:
                return done.stderr.partition("\n")[0] or "no leak is found"
    return None


if __name__ == "__main__":
    if reason := obstacle():
        print(f"LeakSanitizer cannot run: {reason}")
        sys.exit(SKIPPED)
    unittest.main()
