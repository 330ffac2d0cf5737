"""The commands that analyse nothing: what there is, what it means, what a unit is read with."""

import json
import os
import re
import unittest

from scratch import QUIET, ProjectTest, padded


class Checks(ProjectTest):
    def names(self):
        result = self.run_memlint("checks")
        self.assertEqual((result.status, result.err), (0, ""))
        return [line.split()[0] for line in result.out.splitlines()]

    def test_list(self):
        names = self.names()
        self.assertIn("layout-padding", names)
        self.assertIn("reserve-missing", names)
        self.assertEqual(len(names), len(set(names)))

    def test_each_is_explained_by_both_names(self):
        for name in self.names():
            short, full = (self.run_memlint("explain", n) for n in (name, "memlint-" + name))
            self.assertEqual(short, full)
            self.assertEqual((short.status, short.err), (0, ""))
            for heading in (
                "# memlint-" + name,
                "## What it does",
                "## Why",
                "## Example",
                "## Use instead",
                "## When it stays silent",
                "## Options",
            ):
                self.assertIn(heading + "\n", short.out)

    def test_each_is_a_rule_in_sarif_when_it_runs(self):
        self.write("a.cpp", QUIET)
        log = json.loads(self.run_memlint("a.cpp", "--checks=*", "--format=sarif", "--").out)
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        self.assertEqual([r["id"] for r in rules], ["memlint-" + name for name in self.names()])
        for rule in rules:
            for field in (
                "shortDescription",
                "fullDescription",
                "help",
                "defaultConfiguration",
                "properties",
            ):
                self.assertIn(field, rule)

    def test_each_is_in_the_settings(self):
        printed = self.run_memlint("--print-config", "--checks=*").out
        for name in self.names():
            self.assertIn(f"  - {name}\n", printed)

    def test_misspelt(self):
        self.assertRefused(
            self.run_memlint("explain", "layout-pading"), "did you mean 'layout-padding'?"
        )
        self.assertRefused(self.run_memlint("explain", "xyz"), "'memlint checks'")
        self.assertRefused(self.run_memlint("explain"), "needs the name of one check")
        self.assertRefused(self.run_memlint("checks", "layout"), "takes no argument")

    def test_readme_of_the_checks(self):
        """Every page stands in checks/README.md, its code as it is."""
        readme = os.environ.get("MEMLINT_CHECKS_README")
        if not readme:
            self.skipTest("MEMLINT_CHECKS_README does not name it")
        with open(readme, encoding="utf-8") as file:
            text = file.read()
        for name in self.names():
            self.assertIn(f"\n## memlint-{name}\n", text)
            for block in re.findall(r"(?s)```.*?\n```", self.run_memlint("explain", name).out):
                self.assertIn(block, text)


class Help(ProjectTest):
    def test_version(self):
        result = self.run_memlint("--version")
        self.assertEqual((result.status, result.err), (0, ""))
        self.assertRegex(result.out, r"^memlint \d+\.\d+\.\d+ \(LLVM 22\.\d+\.\d+\)\n$")

    def test_help(self):
        whole = self.run_memlint("--help")
        self.assertEqual((whole.status, whole.err), (0, ""))
        self.assertEqual(whole, self.run_memlint("-h"))
        for text in (
            "--checks",
            "--format",
            "compile_commands.json",
            "Exit status",
            "explain",
            "doctor",
        ):
            self.assertIn(text, whole.out)
        self.assertLessEqual(max(map(len, whole.out.splitlines())), 80)
        for command in ("explain", "checks", "facts", "link", "layout", "doctor"):
            result = self.run_memlint(command, "--help")
            self.assertEqual((result.status, result.err), (0, ""), command)
            self.assertIn("memlint " + command, result.out)

    def test_help_wins(self):
        self.assertEqual(self.run_memlint("--nonsense", "--help").status, 0)


class Doctor(ProjectTest):
    def test_what_it_says(self):
        self.write("src/a.cpp", '#include "b.h"\n' + padded("A"))
        self.write("inc/b.h", QUIET)
        self.write_database(
            self.entry("src/a.cpp", "-Iinc", "-DNAME=a b", "-fno-such-flag-anywhere", "-o", "a.o"),
            name="build/compile_commands.json",
        )
        result = self.run_memlint("doctor", "build", "src/a.cpp")
        self.assertEqual((result.status, result.err), (0, ""), result)
        for text in (
            "memlint:",
            "LLVM:               22.",
            "resource directory: /",
            "database:           " + self.path("build/compile_commands.json"),
            "root:               " + self.root,
            "units:              1",
            f"src/a.cpp is read in {self.root} as",
            "-Iinc",
            "-resource-dir",
        ):
            self.assertIn(text, result.out)
        for text in ("-fno-such-flag-anywhere", "a.o"):
            self.assertNotIn(text, result.out)

    def test_a_unit_that_cannot_be_read(self):
        self.write("a.cpp", QUIET)
        self.write_database(self.entry("a.cpp", "@gone.rsp"))
        result = self.run_memlint("doctor", ".")
        self.assertEqual(result.status, 3, result)
        self.assertIn("gone.rsp", result.out)

    def test_refused(self):
        result = self.run_memlint("doctor", "none.json")
        self.assertEqual((result.status, result.err.count("\n")), (2, 1), result)
        self.assertIn("'none.json' does not exist", result.err)
        self.assertRefused(self.run_memlint("doctor", "--format=json"), "takes no option")


if __name__ == "__main__":
    unittest.main()
