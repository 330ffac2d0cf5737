"""Every fixture as a file on a disk: the command says the same with any number of workers, and the
clang-tidy plugin says what the command says.

Environment: MEMLINT, MEMLINT_PLUGIN, MEMLINT_FIXTURES (the folder)."""

import concurrent.futures
import json
import os
import re
import subprocess
import unittest

from fixture_projects import read_fixtures, write_out
from scratch import ProjectTest, clean_environment

DIAGNOSTIC = re.compile(
    r"(?m)^(/.*?):(\d+):(\d+): (?:warning|error): (.*) \[(memlint-[\w-]+)[^\]]*\]$"
)


def fixture_of(file):
    """The name of the fixture that has the file: check/fixture/its own folders."""
    return "/".join(file.split("/")[:2])


class Agreement(ProjectTest):
    def setUp(self):
        super().setUp()
        listed = [line.split()[:2] for line in self.run_memlint("checks").out.splitlines()]
        self.checks = [name for name, _ in listed]
        self.on_by_default = [name for name, level in listed if level != "off"]
        self.fixtures = read_fixtures(os.environ["MEMLINT_FIXTURES"])
        write_out(self, self.fixtures, self.checks)

    def test_all(self):
        one, four = self.outputs("1"), self.outputs("4")
        self.assertEqual(one, four)
        findings = json.loads(one[-1])["findings"]
        self.assertGreater(len(findings), 100)
        if "MEMLINT_PLUGIN" in os.environ:  # not where it cannot be loaded, as with sanitizers
            self.compare_with_plugin(findings)

    def outputs(self, jobs):
        result = self.run_memlint(
            ".",
            "-j",
            jobs,
            "--stats",
            "--format=text",
            "--format=sarif:o.sarif",
            "--format=json:o.json",
        )
        self.assertEqual(result.status, 1, result.err)
        return result.out, result.err, self.read("o.sarif"), self.read("o.json")

    def compare_with_plugin(self, findings):
        """Fixtures of one unit: there the plugin's program is the command's."""
        single = [f for f in self.fixtures if len(f.units()) == 1]
        self.assertGreater(len(single), 30)
        groups = {}
        for fixture in single:
            key = tuple(fixture.globs(self.checks)), tuple(fixture.settings)
            groups.setdefault(key, []).append(fixture)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda group: self.said_by_plugin(*group), groups.items())
        by_plugin = set().union(*answers)
        names = {f.name for f in single}
        by_command = {
            (f["file"], f["line"], f["column"], f["message"], f["check"])
            for f in findings
            if fixture_of(f["file"]) in names
        }
        # Those that differ are asked again, each a program of its own: in the program of all, a
        # function that one fixture leaves out, or calls by a common name, may be another's.
        again = {fixture_of(file) for file, *_ in by_command ^ by_plugin}
        self.assertLess(len(again), len(names) / 4)
        by_command, by_plugin = (
            {said for said in all_said if fixture_of(said[0]) in again}
            for all_said in (self.said_alone(again), by_plugin)
        )
        self.assertEqual(sorted(by_command - by_plugin), [], "only the command says")
        self.assertEqual(sorted(by_plugin - by_command), [], "only the plugin says")

    def said_alone(self, names):
        said = set()
        for name in sorted(names):
            self.run_memlint(".", name + "/**", "--format=json:alone.json")
            said |= {
                (f["file"], f["line"], f["column"], f["message"], f["check"])
                for f in json.loads(self.read("alone.json"))["findings"]
            }
        return said

    def said_by_plugin(self, key, fixtures):
        globs, settings = key
        checks = ["-*"]
        for glob in globs or self.on_by_default:
            checks.append("-memlint-" + glob[1:] if glob.startswith("-") else "memlint-" + glob)
        options = {"memlint-" + s.split("=", 1)[0]: s.split("=", 1)[1] for s in settings}
        files = [self.path(f"{f.name}/{f.units()[0]}") for f in fixtures]
        done = subprocess.run(
            [
                os.environ.get("MEMLINT_CLANG_TIDY", "clang-tidy-22"),
                "-load=" + os.environ["MEMLINT_PLUGIN"],
                "-p",
                self.root,
                "--quiet",
                "--header-filter=.*",
                "--config=" + json.dumps({"Checks": ",".join(checks), "CheckOptions": options}),
                *files,
            ],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=clean_environment(),
            check=False,
        )
        # Its status is 1 where a NOLINTBEGIN lacks its end, which some fixtures are about.
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertNotIn("[clang-diagnostic-error]", done.stdout)
        return {
            (os.path.relpath(file, self.root), int(line), int(column), message, check)
            for file, line, column, message, check in DIAGNOSTIC.findall(done.stdout)
        }


if __name__ == "__main__":
    unittest.main()
