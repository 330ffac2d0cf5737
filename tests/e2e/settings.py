"""What is looked for: .memlint files, flags, comments in the source."""

import os
import unittest

from scratch import ProjectTest, growing, padded


class MemlintFiles(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("src/a.cpp", '#include "../lib/l.h"\n' + padded("A") + growing("grow"))
        self.write("lib/l.h", padded("L"))
        self.write_database("src/a.cpp", name="build/compile_commands.json")
        self.all = [
            "lib/l.h:1: layout-padding",
            "src/a.cpp:2: layout-padding",
            "src/a.cpp:6: reserve-missing",
        ]

    def test_found_upward_from_each_file(self):
        self.assertEqual(self.findings("build"), self.all)
        self.write("lib/.memlint", "checks: '-*'\n")
        self.assertEqual(self.findings("build"), self.all[1:])
        self.write("src/.memlint", "checks: '-layout-*'\n")
        self.assertEqual(self.findings("build"), self.all[2:])
        self.write(".memlint", "checks: '-reserve-*'\n")
        self.assertEqual(self.findings("build"), [])

    def test_inner_beats_outer(self):
        self.write(".memlint", "checks: '-*'\n")
        self.write("src/.memlint", "checks: 'reserve-*'\n")
        self.assertEqual(self.findings("build"), self.all[2:])

    def test_inherit_false(self):
        self.write(".memlint", "checks: '-*'\n")
        self.write("src/.memlint", "inherit: false\n")
        self.assertEqual(self.findings("build"), self.all[1:])

    def test_above_the_project(self):
        self.write(".memlint", "checks: '-*'\n")
        os.makedirs(self.path("inner/.git"))
        self.write("inner/a.cpp", padded("A"))
        self.assertEqual(self.run_memlint("a.cpp", "--", cwd=self.path("inner")).out, "")

    def test_paths(self):
        self.write(
            ".memlint",
            "paths:\n  - glob: [lib/, 'none/**']\n    checks: '-*'\n"
            "  - glob: 'src/*.cpp'\n    checks: ['-layout-*']\n",
        )
        self.assertEqual(self.findings("build"), self.all[2:])

    def test_options_and_severities(self):
        self.write(
            ".memlint",
            "options:\n  layout-padding.min-saved-bytes: 9\n"
            "severities:\n  reserve-missing: error\n",
        )
        result = self.run_memlint("build")
        self.assertEqual(result.out.count("warning: "), 0, result.out)
        self.assertEqual(result.out.count("error: "), 1, result.out)

    def test_flags_beat_files(self):
        self.write(".memlint", "checks: '-*'\noptions: {layout-padding.min-saved-bytes: 9}\n")
        self.assertEqual(self.findings("build", "--checks=layout-*"), [])
        self.assertEqual(
            self.findings(
                "build", "--checks=layout-*", "--set", "layout-padding.min-saved-bytes=8"
            ),
            self.all[:2],
        )

    def test_checks_from_left_to_right(self):
        for globs, wanted in (
            ("-*,layout-*", self.all[:2]),
            ("layout-*,-*", []),
            ("-reserve-*", self.all[:2]),
            ("-*,memlint-reserve-missing", self.all[2:]),
            ("*", [*self.all, "src/a.cpp:7: escape-explain"]),
            ("-memlint-*", []),
        ):
            self.assertEqual(self.findings("build", "--checks=" + globs), wanted, globs)
        self.assertEqual(self.findings("build", "--checks=-*", "--checks=layout-*"), self.all[:2])

    def test_config_instead_of_files(self):
        self.write(".memlint", "checks: '-*'\n")
        self.write("ci.yaml", "checks: '-reserve-*'\n")
        self.assertEqual(self.findings("build", "--config=ci.yaml"), self.all[:2])

    def test_mistakes_are_named_with_their_line(self):
        for text, place, said in (
            ("chekcs: '*'\n", ":1:1:", "unknown key 'chekcs'; did you mean 'checks'?"),
            ("\nchecks: layuot-*\n", ":2:9:", "did you mean 'layout-*'?"),
            ("checks:\n  - no-such-thing\n", ":2:5:", "'no-such-thing' fits no check"),
            ("options:\n  layout-padding.min-saved-byte: 1\n", ":2:3:", "min-saved-bytes"),
            ("options:\n  layout-paddin.min-saved-bytes: 1\n", ":2:3:", "layout-padding"),
            ("options:\n  layout-padding.min-saved-bytes: few\n", ":2:3:", "min-saved-bytes"),
            ("severities:\n  layout-padding: fatal\n", ":2:", "fatal"),
            ("severities:\n  layout-paddding: note\n", ":2:3:", "did you mean 'layout-padding'?"),
            ("fail-on: warn\n", ":1:", "warn"),
            ("checks: 'x\n", ":1:", "not valid YAML"),
            ("paths:\n  - checks: '-*'\n", ":2:", "glob"),
            ("- a\n", ":1:1:", "expected keys"),
        ):
            with self.subTest(text):
                self.write("src/.memlint", text)
                result = self.run_memlint("build")
                self.assertRefused(result, "src/.memlint" + place, " error: ", said)
                verified = self.run_memlint("--verify-config", "src")
                self.assertEqual((verified.status, verified.err), (2, result.err))

    def test_all_mistakes_at_once(self):
        self.write("src/.memlint", "chekcs: 1\nfoo: 2\n")
        self.write(".memlint", "options: {a.b: 1}\n")
        result = self.run_memlint("build")
        self.assertEqual((result.status, result.out), (2, ""))
        self.assertEqual(len(result.err.splitlines()), 3, result.err)

    def test_nothing_is_analysed_before_the_settings_are_right(self):
        self.write(".memlint", "chekcs: 1\n")
        self.write("o.json", "old")
        self.assertEqual(self.run_memlint("build", "--format=json:o.json").status, 2)
        self.assertEqual(self.read("o.json"), b"old")

    def test_verify(self):
        self.assertEqual(self.run_memlint("--verify-config").status, 0)
        self.write(".memlint", "checks: '*'\n")
        self.write("src/.memlint", "")
        result = self.run_memlint("--verify-config", "src/a.cpp")
        self.assertEqual(
            (result.status, result.out.splitlines()),
            (0, [".memlint is valid", "src/.memlint is valid"]),
        )

    def test_print_is_read_back(self):
        self.write(
            ".memlint",
            "checks: ['-*', 'layout-*']\nfail-on: note\n"
            "severities: {layout-padding: error}\n"
            "options: {layout-padding.min-saved-bytes: 7}\n",
        )
        printed = self.run_memlint("--print-config", "--set", "layout-padding.min-saved-percent=3")
        self.assertEqual((printed.status, printed.err), (0, ""))
        for text in (
            "fail-on: note",
            "layout-padding: error",
            "layout-padding.min-saved-bytes: 7",
            "layout-padding.min-saved-percent: 3",
        ):
            self.assertIn(text, printed.out)
        direct = self.run_memlint("build", "--set", "layout-padding.min-saved-percent=3")
        self.write("all.yaml", printed.out)
        self.assertEqual(self.run_memlint("build", "--config=all.yaml"), direct)
        again = self.run_memlint("--print-config", "--config=all.yaml")
        self.assertEqual(again.out.split("\n", 1)[1], printed.out.split("\n", 1)[1])

    def test_print_for_a_file(self):
        self.write("src/.memlint", "checks: '-reserve-*'\n")
        self.assertNotIn("- reserve-missing", self.run_memlint("--print-config", "src/a.cpp").out)
        self.assertIn("- reserve-missing", self.run_memlint("--print-config", "lib/l.h").out)


class Comments(ProjectTest):
    def kept(self, *lines, arguments=()):
        """The names of the records reported of a source made of these lines."""
        self.write("a.cpp", "\n".join(lines) + "\n")
        return self.found_structs("a.cpp", *arguments, "--")

    def test_nolint(self):
        one, two = padded("One")[:-1], padded("Two")[:-1]
        self.assertEqual(self.kept(one + " // NOLINT", two), ["Two"])
        self.assertEqual(self.kept(one + " // NOLINT(memlint-layout-padding)", two), ["Two"])
        self.assertEqual(
            self.kept(one + " // NOLINT(memlint-*)", two + " // NOLINT(bugprone-*)"), ["Two"]
        )
        self.assertEqual(self.kept(one + " // NOLINT(memlint-reserve-missing)"), ["One"])
        self.assertEqual(self.kept("// NOLINTNEXTLINE", one, two), ["Two"])
        self.assertEqual(
            self.kept(
                "// NOLINTBEGIN(memlint-layout-*)",
                one,
                two,
                "// NOLINTEND(memlint-layout-*)",
                padded("Three"),
            ),
            ["Three"],
        )

    def test_ignore(self):
        one, two = padded("One")[:-1], padded("Two")[:-1]
        self.assertEqual(
            self.kept(one + " // memlint: ignore[layout-padding] wire format", two), ["Two"]
        )
        self.assertEqual(
            self.kept("// memlint: ignore[layout-padding] wire format", one, two), ["Two"]
        )
        self.assertEqual(
            self.kept("/* memlint: ignore[layout-padding] wire format */", one, two), ["Two"]
        )

    def test_ignore_needs_a_reason(self):
        one = padded("One")[:-1]
        self.assertEqual(self.kept(one + " // memlint: ignore[layout-padding]"), ["One"])
        self.assertIn("reason", self.run_memlint("a.cpp", "--").out)

    def test_in_a_header_for_all_units(self):
        self.write("s.h", padded("S")[:-1] + " // NOLINT\n")
        for name in ("a.cpp", "b.cpp"):
            self.write(name, '#include "s.h"\n')
        self.assertEqual(self.found_structs("a.cpp", "b.cpp", "--"), [])

    def test_suppressed_are_counted(self):
        self.write("a.cpp", padded("One")[:-1] + " // NOLINT\n")
        self.assertIn("1 findings suppressed", self.run_memlint("a.cpp", "--stats", "--").err)

    def test_unused(self):
        self.write(
            "a.cpp",
            padded("One")[:-1] + " // NOLINT(memlint-layout-padding)\n"
            "int a; // NOLINT(memlint-layout-padding)\n"
            "int b; // memlint: ignore[reserve-missing] because\n"
            "int c; // NOLINT(bugprone-thing)\nint d; // NOLINT\n"
            "int e; // NOLINT(memlint-layout-paddding)\n",
        )
        self.assertEqual(self.run_memlint("a.cpp", "--").out, "")
        self.assertEqual(self.findings_here("--warn-unused-suppressions"), [2, 3, 6])
        self.assertEqual(
            self.findings_here("--warn-unused-suppressions", "--checks=-reserve-*"), [2, 6]
        )
        result = self.run_memlint("a.cpp", "--warn-unused-suppressions", "--")
        self.assertEqual(result.status, 1)
        self.assertIn("did you mean 'memlint-layout-padding'?", result.out)

    def findings_here(self, *arguments):
        lines = self.run_memlint("a.cpp", *arguments, "--").out.splitlines()
        return [int(line.split(":")[1]) for line in lines if "[memlint-suppression-unused]" in line]


if __name__ == "__main__":
    unittest.main()
