"""The plugin in the real clang-tidy, as people run it.

Environment: MEMLINT, MEMLINT_PLUGIN, MEMLINT_CLANG_TIDY, MEMLINT_RUN_CLANG_TIDY."""

import json
import os
import re
import shutil
import subprocess
import unittest

from scratch import ProjectTest, Result, clean_environment, growing, padded

PLUGIN = os.environ["MEMLINT_PLUGIN"]
CLANG_TIDY = os.environ.get("MEMLINT_CLANG_TIDY", "clang-tidy-22")
RUN_CLANG_TIDY = os.environ.get("MEMLINT_RUN_CLANG_TIDY", "run-clang-tidy-22")
FOUND = re.compile(r"(?m)^(\S+?):(\d+):\d+: warning: .* \[memlint-([\w-]+)[^\]]*\]$")


class TidyTest(ProjectTest):
    def run_tool(self, *command, **options):
        done = subprocess.run(
            command,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=clean_environment(),
            check=False,
            **options,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def tidy(self, *arguments):
        return self.run_tool(CLANG_TIDY, "-load=" + PLUGIN, "--quiet", *arguments)

    def found(self, result):
        """`file:line: check` in the order of the output."""
        self.assertEqual(result.status, 0, result)
        return [
            f"{os.path.basename(file)}:{line}: {check}"
            for file, line, check in FOUND.findall(result.out)
        ]


class Plugin(TidyTest):
    def setUp(self):
        super().setUp()
        self.write("a.cpp", growing("grow") + padded("A"))
        self.both = ["a.cpp:4: reserve-missing", "a.cpp:8: layout-padding"]

    def test_checks_are_listed(self):
        listed = self.tidy("--list-checks", "--checks=-*,memlint-*")
        own = [line.split()[0] for line in self.run_memlint("checks").out.splitlines()]
        self.assertEqual(
            [line.strip() for line in listed.out.splitlines() if "memlint-" in line],
            sorted("memlint-" + name for name in own),
        )

    def test_findings_and_notes(self):
        result = self.tidy("--checks=-*,memlint-layout-*,memlint-reserve-*", "a.cpp", "--")
        self.assertCountEqual(self.found(result), self.both)
        self.assertRegex(result.out, r"a\.cpp:8:\d+: note: 16 bytes in this order, by Clang's")
        self.assertRegex(result.out, r"(?m)^ +1 +7 -- padding +\|")
        self.assertIn("write before the loop: to.reserve(from.size());", result.out)

    def test_options(self):
        def with_options(**options):
            options = {
                "memlint-layout-padding." + name.replace("_", "-"): value
                for name, value in options.items()
            }
            config = json.dumps({"Checks": "-*,memlint-layout-padding", "CheckOptions": options})
            return self.tidy("--config=" + config, "a.cpp", "--")

        self.assertEqual(self.found(with_options()), self.both[1:])
        self.assertEqual(self.found(with_options(min_saved_bytes="8")), self.both[1:])
        self.assertEqual(self.found(with_options(min_saved_bytes="9")), [])
        self.assertEqual(self.found(with_options(min_saved_percent="34")), [])
        wrong = with_options(min_saved_bytes="many")
        self.assertIn("min-saved-bytes", wrong.out)
        self.assertNotIn("24 bytes", wrong.out)

    def test_options_are_dumped_and_verified(self):
        dumped = self.tidy("--dump-config", "--checks=-*,memlint-*").out
        self.assertIn("memlint-layout-padding.min-saved-bytes: '8'", dumped)
        self.write(
            ".clang-tidy",
            "Checks: '-*,memlint-*'\n"
            "CheckOptions:\n  memlint-layout-padding.min-saved-bites: 1\n",
        )
        self.assertIn("min-saved-bytes", self.tidy("--verify-config", "a.cpp", "--").err)

    def test_nolint(self):
        self.write("a.cpp", padded("A")[:-1] + " // NOLINT(memlint-layout-padding)\n" + padded("B"))
        self.assertEqual(
            self.found(self.tidy("--checks=-*,memlint-layout-*", "a.cpp", "--")),
            ["a.cpp:2: layout-padding"],
        )

    def test_warnings_as_errors(self):
        result = self.tidy("--checks=-*,memlint-*", "--warnings-as-errors=memlint-*", "a.cpp", "--")
        self.assertNotEqual(result.status, 0)

    def test_headers(self):
        self.write("h.h", padded("H"))
        self.write("a.cpp", '#include "h.h"\n')
        self.assertEqual(
            self.found(self.tidy("--checks=-*,memlint-*", "--header-filter=.*", "a.cpp", "--")),
            ["h.h:1: layout-padding"],
        )
        self.assertEqual(
            self.found(
                self.tidy(
                    "--checks=-*,memlint-*", "--header-filter=^no-such-header$", "a.cpp", "--"
                )
            ),
            [],
        )

    def test_fix(self):
        """Only what this unit alone can know: records of the main file."""
        self.write("h.h", padded("H"))
        self.write("a.cpp", '#include "h.h"\n' + padded("A") + "A a;\n")
        header, checks = self.read("h.h"), ["--checks=-*,memlint-*", "--header-filter=.*"]
        offered = self.tidy(*checks, "a.cpp", "--")
        self.assertCountEqual(
            self.found(offered), ["h.h:1: layout-padding", "a.cpp:2: layout-padding"]
        )
        self.assertEqual(self.tidy(*checks, "--fix", "a.cpp", "--").status, 0)
        self.assertEqual(self.read("h.h"), header)
        self.assertEqual(self.found(self.tidy(*checks, "a.cpp", "--")), ["h.h:1: layout-padding"])

    def test_fix_of_a_layout(self):
        """The definition and all that goes by its order, in one fix that clang-tidy applies."""
        self.write("h.h", "struct H {\n  char a;\n  long b;\n  char c;\n};\n")
        self.write(
            "a.cpp",
            '#include "h.h"\n'
            "namespace {\n"
            "struct Local {\n"
            "  char a; // first\n"
            "  long b;\n"
            "  char c;\n"
            "};\n"
            "Local table[] = {{1, 2, 3}, {4, 5, 6}};\n"
            "H other{1, 2, 3}, others[400];\n"
            "Local locals[400];\n"
            "} // namespace\n"
            "long sum(Local l) {\n"
            "  auto [a, b, c] = l;\n"
            "  return a + b + c + table[0].b + other.b;\n"
            "}\n",
        )
        header = self.read("h.h")
        checks = ["--checks=-*,memlint-layout-padding", "--header-filter=.*"]
        result = self.tidy(*checks, "--fix", "a.cpp", "--", "-std=c++17")
        self.assertCountEqual(
            self.found(result), ["h.h:1: layout-padding", "a.cpp:3: layout-padding"]
        )
        self.assertEqual(
            self.read("a.cpp").decode(),
            '#include "h.h"\n'
            "namespace {\n"
            "struct Local {\n"
            "  long b;\n"
            "  char a; // first\n"
            "  char c;\n"
            "};\n"
            "Local table[] = {{2, 1, 3}, {5, 4, 6}};\n"
            "H other{1, 2, 3}, others[400];\n"
            "Local locals[400];\n"
            "} // namespace\n"
            "long sum(Local l) {\n"
            "  auto [b, a, c] = l;\n"
            "  return a + b + c + table[0].b + other.b;\n"
            "}\n",
        )
        self.assertEqual(self.read("h.h"), header)
        again = self.tidy(*checks, "a.cpp", "--", "-std=c++17")
        self.assertEqual(self.found(again), ["h.h:1: layout-padding"])

    def test_a_header_by_itself_is_not_fixed(self):
        self.write("h.h", padded("H"))
        header = self.read("h.h")
        result = self.tidy("--checks=-*,memlint-*", "--fix", "h.h", "--", "-xc++-header")
        self.assertEqual(self.found(result), ["h.h:1: layout-padding"])
        self.assertEqual(self.read("h.h"), header)

    def test_each_unit_starts_anew(self):
        """Several files in one process: none says what another holds, in any order."""
        self.write("one.cpp", padded("Same") + growing("one"))
        self.write("two.cpp", "\n\n" + padded("Same"))
        self.write("none.cpp", "struct Same { char c; };\n")
        self.write("three.c", "\n" + padded("same"))
        expected = {
            "one.cpp": ["one.cpp:1: layout-padding", "one.cpp:5: reserve-missing"],
            "two.cpp": ["two.cpp:3: layout-padding"],
            "none.cpp": [],
            "three.c": ["three.c:2: layout-padding"],
        }
        for order in (
            ["one.cpp", "two.cpp", "none.cpp", "three.c"],
            ["three.c", "none.cpp", "two.cpp", "one.cpp"],
            ["none.cpp", "one.cpp", "three.c", "two.cpp"],
        ):
            checks = "--checks=-*,memlint-*,-memlint-escape-explain"
            found = self.found(self.tidy(checks, *order, "--"))
            self.assertCountEqual(
                found, [finding for name in order for finding in expected[name]], order
            )

    def test_errors_in_the_source(self):
        self.write("a.cpp", padded("A") + "undeclared x;\n")
        result = self.tidy("--checks=-*,memlint-*", "a.cpp", "--")
        self.assertIn("[memlint-layout-padding]", result.out)
        self.assertIn("[clang-diagnostic-error]", result.out)


class Builds(TidyTest):
    def setUp(self):
        super().setUp()
        self.write("inc/h.h", padded("H"))
        self.write("a.cpp", '#include "h.h"\n' + growing("grow") + "int main() {}\n")
        self.write("b.c", '#include "h.h"\n' + padded("b"))

    def test_run_clang_tidy(self):
        self.write_database(self.entry("a.cpp", "-Iinc"), self.entry("b.c", "-Iinc"))
        result = self.run_tool(
            RUN_CLANG_TIDY,
            "-load",
            PLUGIN,
            "-clang-tidy-binary",
            shutil.which(CLANG_TIDY),
            "-p",
            self.root,
            "-quiet",
            "-checks=-*,memlint-*,-memlint-escape-explain",
            "-header-filter=.*",
        )
        self.assertEqual(
            sorted(set(self.found(result))),
            ["a.cpp:5: reserve-missing", "b.c:2: layout-padding", "h.h:1: layout-padding"],
        )

    def test_cmake(self):
        self.write(
            "CMakeLists.txt",
            "cmake_minimum_required(VERSION 3.16)\nproject(p C CXX)\n"
            "add_executable(p a.cpp b.c)\ntarget_include_directories(p PRIVATE inc)\n",
        )
        checks = "-*,memlint-*,-memlint-escape-explain"
        tidy = f"{CLANG_TIDY};-load={PLUGIN};-checks={checks};-header-filter=.*"
        configured = self.run_tool(
            "cmake",
            "-S",
            ".",
            "-B",
            "build",
            "-G",
            "Ninja",
            "-DCMAKE_CXX_COMPILER=clang++-22",
            "-DCMAKE_C_COMPILER=clang-22",
            "-DCMAKE_CXX_CLANG_TIDY=" + tidy,
            "-DCMAKE_C_CLANG_TIDY=" + tidy,
        )
        self.assertEqual(configured.status, 0, configured)
        built = self.run_tool("cmake", "--build", "build")
        self.assertEqual(
            sorted(set(self.found(built))),
            ["a.cpp:5: reserve-missing", "b.c:2: layout-padding", "h.h:1: layout-padding"],
        )


if __name__ == "__main__":
    unittest.main()
