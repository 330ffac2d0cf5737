"""What memlint writes as SARIF, read by the official validator with GitHub's rules: no error, no
warning. The validator's own status says nothing of that, its report does.

Environment: MEMLINT, MEMLINT_UNIT_TESTS, MEMLINT_EXAMPLES, and MEMLINT_SARIF_SCHEMA: the path of
the schema in the validator's package, which holds the validator too."""

import json
import os
import subprocess
import sys
import unittest

from scratch import ProjectTest, clean_environment, growing, padded

SCHEMA = os.environ.get("MEMLINT_SARIF_SCHEMA", "")
MULTITOOL = os.path.join(os.path.dirname(SCHEMA), "Sarif.Multitool")
SKIPPED = 77  # what ctest takes for "skipped"


class Multitool(ProjectTest):
    def complaints(self, log):
        """Rule and text of each error and warning of the validator about a file in the root."""
        report = self.path("report.json")
        done = subprocess.run(
            [
                MULTITOOL,
                "validate",
                self.path(log),
                "--rule-kind",
                "Sarif;Ghas",
                "--level",
                "Error;Warning",
                "--json-schema",
                SCHEMA,
                "--log",
                "ForceOverwrite",
                "-o",
                report,
            ],
            env=clean_environment(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(report, encoding="utf-8-sig") as file:
            (run,) = json.load(file)["runs"]
        self.assertTrue(run["invocations"][0]["executionSuccessful"])
        return [(r.get("ruleId"), json.dumps(r.get("message"))) for r in run["results"]]

    def assertValid(self, log):
        self.assertEqual(self.complaints(log), [])

    def test_it_does_complain(self):
        self.write("bad.sarif", '{"version": "2.1.0", "runs": [{"surprise": 1}]}')
        self.assertNotEqual(self.complaints("bad.sarif"), [])

    def test_examples(self):
        folder = os.environ["MEMLINT_EXAMPLES"]
        for name in sorted(os.listdir(folder)):
            sources = [
                os.path.join(where, file)
                for where, _, files in os.walk(os.path.join(folder, name))
                for file in sorted(files)
                if file.endswith((".c", ".cpp"))
            ]
            include = [f"-I{folder}/{name}/{part}" for part in ("include", "third_party")]
            result = self.run_memlint(
                *sources, f"--root={folder}", f"--format=sarif:{name}.sarif", "--", *include
            )
            self.assertEqual(result.status, 1, result)
            with self.subTest(name):
                self.assertValid(f"{name}.sarif")

    def test_clean_run(self):
        self.write("a.cpp", "int a;\n")
        self.run_memlint("a.cpp", "--format=sarif:clean.sarif", "--")
        self.assertValid("clean.sarif")

    def test_all_checks_failed_units_and_strange_names(self):
        self.write(
            "b\u00fcro x/a b.cpp",
            padded("K\u00f6nig") + growing("grow") + "int x; // NOLINT(memlint-*)\n",
        )
        self.write_database("b\u00fcro x/a b.cpp", "gone%20.cpp")
        result = self.run_memlint(
            ".", "--checks=*", "--format=sarif:o.sarif", "--sarif-category=linux/x64"
        )
        self.assertEqual(result.status, 3, result)
        self.assertValid("o.sarif")

    def test_sample_of_the_unit_tests(self):
        done = subprocess.run(
            [os.environ["MEMLINT_UNIT_TESTS"], "--gtest_filter=SarifSchema.FindingsOfEveryKind"],
            env=os.environ | {"MEMLINT_SARIF_SAMPLE": self.path("sample.sarif")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertValid("sample.sarif")


if __name__ == "__main__":
    if not os.access(MULTITOOL, os.X_OK):
        print("the validator is not installed; ./dev test fetches it")
        sys.exit(SKIPPED)
    unittest.main()
