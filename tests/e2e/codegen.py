"""--codegen: what the optimiser leaves of the allocations that escape-stack speaks of."""

import json
import re
import unittest

from scratch import ProjectTest, padded

# A header, a unit that reads, and one whose first allocation goes when `x` is inlined; the second
# stays, for the other unit reads it.
POINT = """#pragma once
struct Point { int x, y; };
int sum(const Point *p);
inline int inHeader(int n) {
  Point *p = new Point{n, n};
  int x = p->x;
  delete p;
  return x;
}
"""
SUM = """#include "point.h"
int sum(const Point *p) { return p->x + p->y; }
"""
USE = """#include "point.h"
int removed(int n) {
  Point *p = new Point{n, n};
  int x = p->x;
  delete p;
  return x;
}
int survives(int n) {
  Point *p = new Point{n, n};
  int x = sum(p);
  delete p;
  return x;
}
inline int never(int n) {
  Point *p = new Point{n, n};
  int x = p->y;
  delete p;
  return x;
}
"""
CHECKS = "--checks=-*,escape-stack"
NO_LEVEL = "since the flags say nothing of optimisation"


class Codegen(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("src/point.h", POINT)
        self.write("src/sum.cpp", SUM)
        self.write("src/use.cpp", USE)

    def with_flags(self, *flags, more=()):
        self.write_database(
            self.entry("src/sum.cpp", *flags), self.entry("src/use.cpp", *flags), *more
        )

    def run_checks(self, *arguments, **options):
        return self.run_memlint(CHECKS, *arguments, ".", **options)

    def found(self, *arguments):
        """`file:line` to the property, in the order of the output."""
        result = self.run_checks("--format=json", "--codegen", *arguments)
        self.assertEqual(result.status, 1, result)
        return {
            f"{f['file']}:{f['line']}": f["properties"]["codegen"]
            for f in json.loads(result.out)["findings"]
        }

    def test_survivors_come_first(self):
        self.with_flags("-O2")
        result = self.run_checks("--codegen", "--quiet")
        self.assertEqual((result.status, result.err), (1, ""), result)
        lines = re.findall(r"^(\S+?:\d+):\d+: warning: .*?( \[[^\[]*\])? \[memlint-escape-stack\]$",
                           result.out, re.M)  # fmt: skip
        self.assertEqual(
            lines,
            [
                ("src/use.cpp:9", " [survives at -O2]"),
                ("src/point.h:5", ""),
                ("src/use.cpp:3", " [removed at -O2]"),
                ("src/use.cpp:15", ""),
            ],
        )
        self.assertEqual(
            list(self.found().items()),
            [
                ("src/use.cpp:9", "survives"),
                ("src/point.h:5", "unknown"),
                ("src/use.cpp:3", "removed"),
                ("src/use.cpp:15", "unknown"),
            ],
        )

    def test_the_rest_is_as_without(self):
        self.with_flags("-O2")
        self.write("src/use.cpp", USE + padded("Padded"))

        def findings(*arguments):
            result = self.run_memlint("--format=json", *arguments, ".")
            found = json.loads(result.out)["findings"]
            for f in found:
                f["properties"].pop("codegen", None)
                f["message"] = re.sub(r" \[\w+ at -O2\]$", "", f["message"])
            return result.status, sorted(found, key=lambda f: f["fingerprint"])

        self.assertEqual(findings(), findings("--codegen"))
        self.assertNotIn(" at -O2", self.run_memlint(".").out)

    def test_the_same_bytes_each_time(self):
        self.with_flags("-O2")
        outputs = {self.run_checks("--codegen", "--quiet", j).out for j in ("-j1", "-j2", "-j4")}
        self.assertEqual(len(outputs), 1)

    def test_sarif_ranks(self):
        self.with_flags("-O2")
        result = self.run_checks("--codegen", "--format=sarif")
        ranks = {
            r["locations"][0]["physicalLocation"]["region"]["startLine"]: r.get("rank")
            for r in json.loads(result.out)["runs"][0]["results"]
        }
        self.assertEqual(ranks, {9: 75.0, 5: None, 3: 25.0, 15: None})

    def test_a_unit_is_compiled_at_its_own_level(self):
        for flag, word in (("-O0", "survives"), ("-O1", "removed"), ("-Os", "removed")):
            self.with_flags(flag)
            result = self.run_checks("--codegen")
            self.assertIn(f"src/use.cpp:3:", result.out)
            self.assertRegex(result.out, rf"src/use.cpp:3:.* \[{word} at {flag}\]")
            self.assertNotIn(NO_LEVEL, result.err)

    def test_without_a_level(self):
        self.with_flags()
        result = self.run_checks("--codegen")
        self.assertRegex(result.out, r"src/use.cpp:3:.* \[removed at -O2\]")
        self.assertIn(f"memlint: note: --codegen compiled 2 units at -O2, {NO_LEVEL}\n", result.err)

    def test_units_that_share_a_header(self):
        self.write("src/a.cpp", '#include "point.h"\nint a(int n) { return inHeader(n); }\n')
        self.write("src/b.cpp", '#include "point.h"\nint b(int n) { return inHeader(n); }\n')
        a, b = self.entry("src/a.cpp", "-O2"), self.entry("src/b.cpp", "-O0")
        self.with_flags("-O2", more=(a,))
        self.assertEqual(self.found()["src/point.h:5"], "removed")
        self.with_flags("-O2", more=(a, b))
        result = self.run_checks("--codegen")
        self.assertRegex(result.out, r"src/point.h:5:.* \[survives at -O0\]")

    def test_paths_relative_to_a_build_directory(self):
        entries = []
        for name in ("sum", "use"):
            entry = self.entry(f"../src/{name}.cpp", "-O2", "-I../src")
            entries.append(entry | {"directory": self.path("build")})
        self.write("build/compile_commands.json", json.dumps(entries))
        result = self.run_memlint(CHECKS, "--codegen", "build")
        self.assertRegex(result.out, r"src/use.cpp:3:.* \[removed at -O2\]")
        self.assertRegex(result.out, r"src/use.cpp:9:.* \[survives at -O2\]")

    def test_a_unit_that_does_not_compile(self):
        self.with_flags("-O2")
        self.write("src/use.cpp", USE + "int wrong() { return nothing; }\n")
        plain, asked = self.run_checks(), self.run_checks("--codegen")
        self.assertEqual((asked.status, asked.out), (plain.status, plain.out))
        self.assertIn(
            "memlint: warning: --codegen could not compile src/use.cpp: "
            "src/use.cpp:20:22: use of undeclared identifier 'nothing'\n",
            asked.err,
        )

    def test_a_target_without_a_backend(self):
        self.with_flags("-O2", "--target=tce-none-none")
        result = self.run_checks("--codegen")
        self.assertEqual(result.status, 1, result)
        self.assertIn(
            "--codegen could not compile src/sum.cpp and 1 more: this LLVM has no backend for "
            "'tce-none-none'\n",
            result.err,
        )
        self.assertNotIn(" at -O2]", result.out)

    def test_nothing_to_ask(self):
        self.write("src/use.cpp", '#include "point.h"\nint f(Point p) { return p.x; }\n')
        self.write("src/point.h", "struct Point { int x, y; };\n")
        self.with_flags()
        result = self.run_checks("--codegen")
        self.assertEqual(result.status, 0, result)
        self.assertNotIn("--codegen", result.err)


if __name__ == "__main__":
    unittest.main()
