"""--fix and --diff over projects on a disk: what is changed, what is left, and what is said of it."""

import json
import os
import shutil
import signal
import stat
import subprocess
import time
import unittest

from scratch import QUIET, ProjectTest, clean_environment, padded

# By a way round that no reader of the code sees through, the size is relied on.
RELIES_ON_SIZE = """template <class T> constexpr unsigned long size_of() { return sizeof(T); }
template <unsigned long Size> struct Exactly;
template <> struct Exactly<24> {};
Exactly<size_of<A>()> relies;
"""


class FixTest(ProjectTest):
    def files(self):
        """Every file of the project with its bytes."""
        found = {}
        for where, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f != ".git"]
            for name in names:
                path = os.path.join(where, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, self.root)] = file.read()
        return found

    def assertFixed(self, result, said, status=0):
        self.assertEqual(result.status, status, result)
        self.assertIn(said + "\n", result.err)

    def assertLeft(self, name, *said, arguments=(), status=1):
        """The file is as it was after --fix, and the standard error says why."""
        before = self.read(name)
        result = self.run_memlint("--fix", ".", *arguments)
        self.assertEqual(result.status, status, result)
        self.assertEqual(self.read(name), before)
        for text in said:
            self.assertIn(text, result.err)
        return result


class Fix(FixTest):
    def setUp(self):
        super().setUp()
        self.write("src/a.h", "#pragma once\n" + padded("A"))
        self.write("src/a.cpp", '#include "a.h"\nA a;\n')
        self.write("src/b.cpp", '#include "a.h"\n' + padded("B") + "A b;\n")
        self.write_database("src/a.cpp", "src/b.cpp")

    def test_a_header_of_two_units(self):
        before = self.files()
        result = self.run_memlint("--fix", ".")
        self.assertFixed(result, "fixed 2 of 2 findings in 2 files")
        self.assertEqual(result.out, "")
        self.assertSummary(result, "analysed 2 of 2 units")
        after = self.files()
        self.assertEqual(
            sorted(n for n in after if after[n] != before.get(n)), ["src/a.h", "src/b.cpp"]
        )
        self.write(
            "check.cpp", '#include "src/b.cpp"\nstatic_assert(sizeof(A) + sizeof(B) == 32, "");\n'
        )
        self.assertEqual(self.run_memlint("check.cpp", "--").err.count("error"), 0)

    def test_the_second_run_has_nothing_to_do(self):
        self.run_memlint("--fix", ".")
        before = self.files()
        times = [os.stat(self.path(name)).st_mtime_ns for name in before]
        result = self.run_memlint("--fix", ".")
        self.assertFixed(result, "fixed 0 of 0 findings in 0 files")
        self.assertEqual(self.files(), before)
        self.assertEqual([os.stat(self.path(name)).st_mtime_ns for name in before], times)

    def test_what_remains_is_reported(self):
        unfixable = "int f() { std::vector<int> v; v.reserve(9); return v[0]; }\n"
        self.write("src/a.cpp", '#include "a.h"\n#include <vector>\n' + unfixable)
        result = self.run_memlint("--fix", ".", "--format=text", "--format=json:o.json")
        self.assertFixed(result, "fixed 2 of 3 findings in 2 files (1 without a fix)", status=1)
        self.assertIn("[memlint-reserve-then-index]", result.out)
        self.assertNotIn("[memlint-layout-padding]", result.out)
        (found,) = json.loads(self.read("o.json"))["findings"]
        self.assertEqual(found["check"], "memlint-reserve-then-index")
        self.assertEqual(self.run_memlint("--fix", ".", "--fail-on=never").status, 0)

    def test_settings_and_comments_hold(self):
        self.write("src/a.h", "// NOLINTNEXTLINE(memlint-layout-padding)\n" + padded("A"))
        before = self.read("src/a.h")
        result = self.run_memlint("--fix", ".")
        self.assertFixed(result, "fixed 1 of 1 finding in 1 file")
        self.assertEqual(self.read("src/a.h"), before)
        self.write("src/a.h", padded("A"))
        self.assertFixed(
            self.run_memlint("--fix", ".", "--checks=-layout-padding"),
            "fixed 0 of 0 findings in 0 files",
        )

    def test_line_ends_and_the_lack_of_one(self):
        text = "struct A {\r\n  char first;\r\n  void *second;\r\n  char third;\r\n} static many[400];"
        self.write("src/a.h", text)
        self.assertFixed(self.run_memlint("--fix", "."), "fixed 2 of 2 findings in 2 files")
        after = self.read("src/a.h").decode()
        self.assertNotEqual(after, text)
        self.assertEqual(sorted(after), sorted(text))
        self.assertEqual(after.replace("\r\n", "").count("\n"), 0)
        self.assertFalse(after.endswith("\n"))

    def test_modes_and_links(self):
        os.rename(self.path("src/a.h"), self.path("real.h"))
        os.symlink("../real.h", self.path("src/a.h"))
        os.chmod(self.path("real.h"), 0o664)
        self.assertFixed(self.run_memlint("--fix", "."), "fixed 2 of 2 findings in 2 files")
        self.assertTrue(os.path.islink(self.path("src/a.h")))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("real.h")).st_mode), 0o664)

    def test_jobs_do_not_show(self):
        for i in range(8):
            self.write(f"u{i}.cpp", '#include "src/a.h"\n' + padded(f"U{i}") + padded(f"V{i}"))
            self.write(f"v{i}.cpp", '#include "src/a.h"\n' + (RELIES_ON_SIZE if i == 5 else ""))
        self.write_database(*(f"{u}{i}.cpp" for u in "uv" for i in range(8)))
        before, seen = self.files(), []
        for jobs in "1", "2", "2", "7":
            result = self.run_memlint("--fix", ".", "-j", jobs)
            seen.append((result, self.files()))
            for name, text in before.items():
                self.write(name, text)
        self.assertEqual(seen[0], seen[1])
        self.assertEqual(seen[1:3], seen[2:4])

    def test_link_has_no_sources(self):
        self.run_memlint("facts", ".", "-o", "out")
        names = [os.path.join("out", n) for n in os.listdir(self.path("out"))]
        self.assertRefused(self.run_memlint("link", *names, "--fix"), "no sources to parse again")


class Left(FixTest):
    """What --fix does not touch."""

    def setUp(self):
        super().setUp()
        self.write("a.h", padded("A"))
        self.write("a.cpp", '#include "a.h"\nA a;\n')
        self.write_database("a.cpp")

    def test_an_assertion(self):
        self.write(".memlint", "options: {layout-padding.order-matters: true}\n")
        self.write("b.cpp", '#include "a.h"\nstatic_assert(sizeof(A) == 24, "wire format");\n')
        self.write_database("a.cpp", "b.cpp")
        self.assertLeft("a.h", "fixed 0 of 1 finding in 0 files (1 ")

    def test_code_that_no_longer_compiles(self):
        self.write("b.cpp", '#include "a.h"\n' + RELIES_ON_SIZE)
        self.write_database("a.cpp", "b.cpp")
        self.assertLeft(
            "a.h",
            "memlint: note: a.h:1: 'A' is left as it was: with it Clang says: ",
            "fixed 0 of 1 finding in 0 files (1 left as it was)",
        )

    def test_a_file_that_is_read_only(self):
        os.chmod(self.path("a.h"), 0o444)
        self.assertLeft("a.h", "'A' is left as it was: 'a.h' is read-only")

    def test_a_unit_with_errors(self):
        self.write("b.cpp", '#include "a.h"\nA b = undeclared;\n')
        self.write_database("a.cpp", "b.cpp")
        self.assertLeft("a.h", "'b.cpp' sees 'a.h' and has compile errors")

    def test_a_unit_that_fails(self):
        self.write_database("a.cpp", "gone.cpp")
        self.assertLeft("a.h", "'gone.cpp' was not analysed, and may include 'a.h'", status=3)

    def test_units_that_were_not_asked_for(self):
        self.write("b.cpp", '#include "a.h"\n' + padded("B"))
        self.write_database("a.cpp", "b.cpp")
        result = self.assertLeft(
            "a.h", "only some of the project's units were analysed", arguments=["b.cpp"]
        )
        self.assertIn("fixed 1 of 2 findings in 1 file (1 left as it was)\n", result.err)

    def test_a_file_outside_the_root(self):
        self.write("lib/l.h", padded("L"))
        self.write("own/a.cpp", '#include "../lib/l.h"\n')
        self.write_database("own/a.cpp")
        self.assertLeft("lib/l.h", "is outside the project's root", arguments=["--root=own"])

    def big(self):
        """Two files that are changed together, each longer than a kilobyte."""
        filling = "// a line of nothing in particular\n" * 60
        self.write("a.h", filling + padded("A"))
        self.write("b.h", padded("B") + filling)
        self.write("a.cpp", '#include "a.h"\n#include "b.h"\n')

    def test_a_disk_that_is_full(self):
        self.big()
        before = self.files()
        result = self.run_memlint(
            "-c", f"trap '' XFSZ; ulimit -f 1; exec {self.memlint} --fix .", binary="/bin/sh"
        )
        self.assertEqual((result.status, result.out), (2, ""), result)
        self.assertIn("nothing was changed", result.err)
        self.assertEqual(self.files(), before)

    def test_interrupted(self):
        self.big()
        before = self.files()
        started = time.monotonic()
        self.assertFixed(self.run_memlint("--fix", "."), "fixed 2 of 2 findings in 2 files")
        takes = time.monotonic() - started
        after = self.files()
        for part in range(1, 12):
            for name, text in before.items():
                self.write(name, text)
            run = subprocess.Popen(
                [self.memlint, "--fix", "."],
                cwd=self.root,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(takes * part / 10)
            run.send_signal(signal.SIGKILL if part % 2 else signal.SIGINT)
            run.wait()
            for name, text in self.files().items():
                if not name.endswith(".tmp"):  # nobody can clean up after a SIGKILL
                    self.assertIn(text, (before[name], after[name]), name)
                else:
                    self.assertTrue(part % 2, name)
                    os.remove(self.path(name))


class Diff(FixTest):
    def setUp(self):
        super().setUp()
        self.write("src/a.h", "\n" * 20 + padded("A") + "\n" * 20 + padded("Z"))
        self.write("src/b b.cpp", '#include "a.h"\n' + padded("B").rstrip())
        self.write_database("src/b b.cpp")

    def test_writes_nothing_and_applies(self):
        before = self.files()
        result = self.run_memlint("--diff", ".")
        self.assertEqual(self.files(), before)
        self.assertEqual(result.status, 1, "as without --diff")
        self.assertTrue(result.out.startswith("--- a/src/a.h\n+++ b/src/a.h\n@@ "), result.out)
        self.assertIn("would fix 3 of 3 findings in 2 files\n", result.err)
        self.run_memlint("--fix", ".")
        fixed = self.files()
        self.assertNotEqual(fixed, before)
        for tool in ["patch", "-p1", "--silent"], ["git", "apply", "-"]:
            if not shutil.which(tool[0]):
                continue
            for name, text in before.items():
                self.write(name, text)
            done = subprocess.run(
                tool,
                cwd=self.root,
                input=result.out.encode(),
                capture_output=True,
                env=clean_environment(GIT_DIR=self.path("no-repository")),
                check=False,
            )
            self.assertEqual(done.returncode, 0, (tool, done))
            self.assertEqual(self.files(), fixed, tool)

    def test_nothing_else_on_the_standard_output(self):
        result = self.run_memlint("--diff", ".", "--format=json:o.json")
        self.assertEqual(len(json.loads(self.read("o.json"))["findings"]), 3)
        self.assertEqual(result.out, self.run_memlint("--diff", ".").out)
        for line in result.out.splitlines():
            self.assertIn(line[:1], ("-", "+", " ", "@", "\\"))

    def test_nothing_to_do(self):
        self.write("quiet.cpp", QUIET)
        result = self.run_memlint("--diff", "quiet.cpp", "--")
        self.assertEqual((result.status, result.out), (0, ""))

    def test_colours(self):
        self.assertNotIn("\x1b[", self.run_memlint("--diff", ".").out)
        self.assertIn("\x1b[", self.run_memlint("--diff", ".", "--color=always").out)

    def test_left_ones_are_told_by_their_line_on_the_disk(self):
        self.write("src/a.h", padded("First") + "\n" + padded("A"))
        self.write("src/b b.cpp", '#include "a.h"\n' + RELIES_ON_SIZE)
        result = self.run_memlint("--diff", ".")
        self.assertIn("memlint: note: src/a.h:3: 'A' is left as it was: ", result.err)


class Outputs(FixTest):
    """Fixes in the formats for machines are the edits that --fix makes."""

    def test_json_and_sarif(self):
        self.write("a.h", "struct A {\n  char first;\n  void *second;\n  char third;\n};\n")
        self.write("a.cpp", '#include "a.h"\nA many[400];\n')
        self.write_database("a.cpp")
        self.run_memlint(".", "--format=json:o.json", "--format=sarif:o.sarif")
        lines = self.read("a.h").decode().splitlines(keepends=True)
        (finding,) = json.loads(self.read("o.json"))["findings"]
        edits = [
            (
                e["file"],
                (e["line"], e["column"], e["endLine"], e["endColumn"]),
                e["new"],
            )
            for e in finding["fixes"][0]["edits"]
        ]
        (result,) = json.loads(self.read("o.sarif"))["runs"][0]["results"]
        self.assertEqual(
            edits,
            [
                (
                    change["artifactLocation"]["uri"],
                    tuple(
                        r["deletedRegion"][key]
                        for key in ("startLine", "startColumn", "endLine", "endColumn")
                    ),
                    r.get("insertedContent", {"text": ""})["text"],
                )
                for change in result["fixes"][0]["artifactChanges"]
                for r in change["replacements"]
            ],
        )
        self.run_memlint("--fix", ".")
        for _, (line, column, end_line, end_column), new in reversed(edits):
            head, tail = (
                lines[line - 1][: column - 1],
                (lines + [""])[end_line - 1][end_column - 1 :],
            )
            lines[line - 1 : end_line] = [head + new + tail]
        self.assertEqual("".join(lines), self.read("a.h").decode())


if __name__ == "__main__":
    unittest.main()
