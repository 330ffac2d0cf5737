"""A project in a directory of its own, and memlint run on it from outside.

The binary's path comes from the environment variable MEMLINT. A run gets no input, and none of the
variables by which a terminal, a compiler or memlint itself would be told something."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from typing import NamedTuple

# A record with one finding of layout-padding, a warning since there are many of it, and a function
# with one of reserve-missing.
PADDED = (
    "struct {name} {{ char first; void *second; char third; }}; "
    "static struct {name} {name}_all[400];\n"
)
GROWING = """#include <vector>
std::vector<int> {name}(const std::vector<int> &from) {{
  std::vector<int> to;
  for (int x : from)
    to.push_back(x);
  return to;
}}
"""

# Of an empty file; has no finding.
QUIET = "int quiet;\n"


class Result(NamedTuple):
    status: int
    out: str
    err: str


def padded(name):
    return PADDED.format(name=name)


def growing(name):
    return GROWING.format(name=name)


def clean_environment(**changes):
    """The environment without what would change a program's output; `changes` of None unset."""
    left_out = re.compile(
        r"NO_COLOR|CLICOLOR|FORCE_COLOR|TERM|COLUMNS|LC_|LANG|MEMLINT|CC|CXX|"
        r"CFLAGS|CXXFLAGS|CPATH|CPLUS_INCLUDE_PATH|C_INCLUDE_PATH"
    )
    result = {k: v for k, v in os.environ.items() if not left_out.match(k)}
    result["LC_ALL"] = "C.UTF-8"
    result.update({k: v for k, v in changes.items() if v is not None})
    return result


class ProjectTest(unittest.TestCase):
    """Each test has an empty directory, `self.root`, marked as a checkout."""

    maxDiff = None
    memlint = os.environ.get("MEMLINT", "memlint")

    def setUp(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="memlint-test-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        os.mkdir(self.path(".git"))

    def path(self, name=""):
        return os.path.join(self.root, name)

    def write(self, name, text):
        """Writes str or bytes; returns the absolute path."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write_database(self, *entries, name="compile_commands.json"):
        """Entries are file names, compiled with clang or clang++ in the root, or whole objects."""
        return self.write(
            name, json.dumps([self.entry(e) if isinstance(e, str) else e for e in entries])
        )

    def entry(self, file, *flags, compiler=None, **fields):
        compiler = compiler or ("clang-22" if file.endswith(".c") else "clang++-22")
        return {
            "directory": self.root,
            "file": file,
            "arguments": [compiler, *flags, "-c", file],
        } | fields

    def run_memlint(self, *arguments, cwd=None, binary=None, **environment):
        done = subprocess.run(
            [binary or self.memlint, *arguments],
            cwd=cwd or self.root,
            env=clean_environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        return Result(
            done.returncode,
            done.stdout.decode(errors="surrogateescape"),
            done.stderr.decode(errors="surrogateescape"),
        )

    def findings(self, *arguments, expect=(0, 1), **options):
        """`file:line: check` of each finding; the run must end with one of the statuses."""
        result = self.run_memlint("--format=json", *arguments, **options)
        self.assertIn(result.status, expect, result.err)
        return [
            f"{f['file']}:{f['line']}: {f['check'].removeprefix('memlint-')}"
            for f in json.loads(result.out)["findings"]
        ]

    def found_structs(self, *arguments, **options):
        """The names of the records that layout-padding reports."""
        result = self.run_memlint("--checks=-*,layout-padding", *arguments, **options)
        self.assertIn(result.status, (0, 1), result.err)
        return re.findall(r"(?:struct|class) '(\w+)' is", result.out)

    def assertRefused(self, result, *said):
        """A usage error: status 2, nothing on the standard output, one line that says so."""
        self.assertEqual((result.status, result.out), (2, ""), result)
        self.assertEqual(len(result.err.splitlines()), 1, result.err)
        self.assertRegex(result.err, r"^memlint: error: |: error: ")
        for text in said:
            self.assertIn(text, result.err)

    def assertSummary(self, result, text):
        """The last line of the standard error ends in this."""
        last = result.err.splitlines()[-1] if result.err else ""
        self.assertTrue(
            last.endswith("; " + text), f"{last!r} does not end in {text!r}\n{result.err}"
        )
