"""What a run says, where, in which form and with which status."""

import json
import os
import pty
import stat
import unittest

from scratch import QUIET, ProjectTest, clean_environment, growing, padded

ESCAPE = "\x1b["


class Status(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("clean.cpp", QUIET)
        self.write("found.cpp", padded("A"))

    def status(self, *arguments):
        return self.run_memlint(*arguments).status

    def test_clean_and_found(self):
        result = self.run_memlint("clean.cpp", "--")
        self.assertEqual((result.status, result.out), (0, ""))
        self.assertEqual(result.err, "no findings; analysed 1 of 1 unit\n")
        self.assertEqual(self.status("found.cpp", "--"), 1)

    def test_fail_on(self):
        self.assertEqual(self.status("found.cpp", "--fail-on=note", "--"), 1)
        self.assertEqual(self.status("found.cpp", "--fail-on=warning", "--"), 1)
        self.assertEqual(self.status("found.cpp", "--fail-on=error", "--"), 0)
        self.assertEqual(self.status("found.cpp", "--fail-on=never", "--"), 0)
        for level, statuses in (("note", (1, 0, 0)), ("warning", (1, 1, 0)), ("error", (1, 1, 1))):
            self.write(".memlint", f"severities:\n  layout-padding: {level}\n")
            for least, status in zip(("note", "warning", "error"), statuses):
                self.assertEqual(
                    self.status("found.cpp", "--fail-on", least, "--"), status, (level, least)
                )

    def test_fail_on_from_the_settings(self):
        self.write(".memlint", "fail-on: error\n")
        self.assertEqual(self.status("found.cpp", "--"), 0)
        self.assertEqual(self.status("found.cpp", "--fail-on=warning", "--"), 1)

    def test_wrong_usage(self):
        for arguments, said in (
            (["--chekcs=*"], "'--chekcs'; did you mean '--checks'?"),
            (["--nonsense-of-mine"], "unknown option '--nonsense-of-mine'"),
            (["--checks="], "'--checks' needs a value"),
            (["--checks=layuot-*"], "did you mean 'layout-*'?"),
            (["--checks=-*,xyz"], "'xyz' fits no check"),
            (["--set", "layout-padding.min-saved-bites=1"], "min-saved-bytes"),
            (["--set", "layout-padding.min-saved-bytes=many"], "min-saved-bytes"),
            (["--set", "layout-padding=1"], "CHECK.OPTION=VALUE"),
            (["--set", "layout-pading.min-saved-bytes=1"], "layout-padding"),
            (["--format=sarf"], "did you mean 'sarif'?"),
            (["--format=text:"], "lacks the name of a file"),
            (["--format=text", "--format=json"], "two formats for the standard output"),
            (["--format=text:a", "--format=json:./a"], "two formats for one file"),
            (["--fail-on=warn"], "'--fail-on'"),
            (["--color=sometimes"], "'--color'"),
            (["-j", "0"], "'-j'"),
            (["-j", "many"], "'-j'"),
            (["--unit-timeout=-1"], "'--unit-timeout'"),
            (["--jobs=99999"], "'--jobs'"),
            (["--config=none.yaml"], "none.yaml"),
            (["--root=none"], "--root"),
            (["--resource-dir=none"], "--resource-dir"),
            (["--query-driver=bin/gcc"], "--query-driver"),
            (["--fix", "--diff"], "exclude each other"),
            (["--diff", "--format=sarif"], "the diff goes to the standard output"),
            (["--baseline=b.json"], "not in this version"),
            (["--output=x"], "takes no option"),
        ):
            with self.subTest(arguments):
                self.assertRefused(self.run_memlint(*arguments, "clean.cpp", "--"), said)

    def test_flags_without_dashes(self):
        self.assertRefused(
            self.run_memlint("-Iinclude", "clean.cpp"), "flags for the compiler go behind '--'"
        )

    def test_no_cache_is_taken(self):
        self.assertEqual(self.status("clean.cpp", "--no-cache", "--"), 0)


class Formats(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("src/a.cpp", '#include "a.h"\n' + growing("grow"))
        self.write("src/a.h", padded("A"))
        self.write_database("src/a.cpp")

    def test_text(self):
        result = self.run_memlint(".")
        lines = result.out.splitlines()
        self.assertEqual(
            lines[0],
            "src/a.cpp:5:3: warning: 'to' grows by one element in each iteration of "
            "a loop that runs 'from.size()' times; reserve once before it "
            "[memlint-reserve-missing]",
        )
        self.assertEqual(lines[1:3], ["    5 |   for (int x : from)", "      |   ^~~"])
        self.assertIn(
            "src/a.h:1:8: warning: struct 'A' is 24 bytes, 16 are enough (moving 1 field saves "
            "8, 33 %) [memlint-layout-padding]",
            lines,
        )
        self.assertEqual(result.err, "2 warnings; analysed 1 of 1 unit\n")

    def test_paths_are_relative_to_where_one_stands(self):
        self.assertIn("\na.h:1:8: ", self.run_memlint("..", cwd=self.path("src")).out)
        os.mkdir(self.path("build"))
        self.assertIn("\n../src/a.h:1:8: ", self.run_memlint("..", cwd=self.path("build")).out)

    def test_several_at_once(self):
        both = self.run_memlint(
            ".", "--format=text", "--format=sarif:o.sarif", "--format=json:o.json"
        )
        self.assertEqual(both.status, 1, both)
        self.assertEqual(both.out, self.run_memlint(".").out)
        self.assertEqual(self.read("o.sarif").decode(), self.run_memlint(".", "--format=sarif").out)
        self.assertEqual(self.read("o.json").decode(), self.run_memlint(".", "--format=json").out)
        self.assertEqual(self.run_memlint(".", "--format=json:o.json").out, "")

    def test_sarif(self):
        log = json.loads(self.run_memlint(".", "--format=sarif", "--sarif-category=here").out)
        self.assertEqual(log["version"], "2.1.0")
        (run,) = log["runs"]
        self.assertEqual(
            [r["ruleId"] for r in run["results"]],
            ["memlint-reserve-missing", "memlint-layout-padding"],
        )
        for result in run["results"]:
            place = result["locations"][0]["physicalLocation"]
            self.assertIn(place["artifactLocation"]["uri"], ("src/a.cpp", "src/a.h"))
            self.assertEqual(
                run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"], result["ruleId"]
            )
            self.assertEqual(
                sorted(result["partialFingerprints"]), ["memlint/v1", "primaryLocationLineHash"]
            )
        padding = run["results"][1]["properties"]
        self.assertEqual(
            (
                padding["size"],
                padding["optimalSize"],
                padding["savedBytes"],
                padding["movedFields"],
                padding["order"],
            ),
            (24, 16, 8, 1, ["second", "first", "third"]),
        )
        self.assertNotIn(self.root, json.dumps(log))
        self.assertIn("here", json.dumps(run["automationDetails"]))

    def test_json(self):
        document = json.loads(self.run_memlint(".", "--format=json").out)
        growing_finding, padded_finding = document["findings"]
        self.assertEqual(padded_finding["file"], "src/a.h")
        self.assertEqual(
            (padded_finding["line"], padded_finding["column"], padded_finding["endColumn"]),
            (1, 8, 9),
        )
        self.assertEqual(growing_finding["properties"]["count"], "from.size()")
        self.assertEqual(document["summary"]["units"], 1)
        self.assertEqual(document["summary"]["warnings"], 2)

    def test_fingerprints_stay_when_lines_move(self):
        def prints():
            document = json.loads(self.run_memlint(".", "--format=json").out)
            return sorted(f["fingerprint"] for f in document["findings"])

        before = prints()
        self.assertEqual(len(set(before)), 2)
        self.write("src/a.h", "// a line\n\n" + padded("A"))
        self.write("src/a.cpp", "\n\n\n" + '#include "a.h"\nint another;\n' + growing("grow"))
        self.assertEqual(prints(), before)

    def test_quiet_and_stats(self):
        result = self.run_memlint(".", "--quiet")
        self.assertEqual((result.status, result.err), (1, ""))
        result = self.run_memlint(".", "--stats", "--set", "layout-padding.min-saved-bytes=64")
        self.assertRegex(result.err, r"(?m)^silent 1 times, layout-padding: ")

    def test_stats_count_what_is_given_up(self):
        globals_ = "".join(f"int *g{i};\n" for i in range(70))
        stores = "".join(f"g{i} = p; " for i in range(70))
        self.write("src/c.cpp", f"{globals_}void f(int *p) {{ {stores} }}\nvoid g(int *p) {{ g1 = p; }}\n")
        self.write_database("src/c.cpp")
        result = self.run_memlint(".", "--stats", "--checks=-*,escape-stack")
        self.assertRegex(result.err, r"(?m)^72 bodies of functions and initializers of globals; 1 too big to follow to the end, 0 that")
        unread = self.run_memlint(".", "--stats", "--checks=-*,layout-padding")
        self.assertNotIn("bodies", unread.err)

    def test_stats_rank_records(self):
        self.write("src/b.cpp", padded("Many").replace("400", "300") + padded("Few").replace("400", "3"))
        self.write_database("src/a.cpp", "src/b.cpp")
        lines = self.run_memlint(".", "--stats", "-j1").err.splitlines()
        first = next(i for i, line in enumerate(lines) if " = " in line and "record" in line)
        self.assertEqual(
            [line.split() for line in lines[first + 1 : first + 4]],
            [
                ["8", "x", "400", "=", "3200", "A", "src/a.h:1"],
                ["8", "x", "300", "=", "2400", "Many", "src/b.cpp:1"],
                ["8", "x", "3", "=", "24", "Few", "src/b.cpp:2"],
            ],
        )

    def test_counts(self):
        def levels(*arguments):
            result = self.run_memlint(".", "--format=json", "--checks=-reserve-*", *arguments)
            return [f["level"] for f in json.loads(result.out)["findings"]]

        self.assertEqual(levels(), ["warning"])
        self.write("counts", "# of a test run\n511 struct A\n")
        self.assertEqual(levels("--counts=counts"), [])
        every = "--set=layout-padding.without-evidence=true"
        self.assertEqual(levels("--counts=counts", every), ["note"])
        self.write("counts", "511 A\n1 ::A # of another\n7 Absent\n")
        self.assertEqual(levels("--counts", "counts"), ["warning"])
        stats = self.run_memlint(".", "--stats", "--counts=counts")
        self.assertIn("512 live objects, as counted, save 4096 bytes together", stats.out)
        self.assertIn("1 of 2 types of 'counts' are records of the program\n", stats.err)
        self.write(".memlint", "severities: {layout-padding: error}\n")
        self.assertEqual(levels("--counts=counts"), ["error"])

    def test_wrong_counts(self):
        self.assertRefused(self.run_memlint(".", "--counts=absent"), "--counts: 'absent'")
        self.write("counts", "1 A\nA 1\n")
        self.assertRefused(
            self.run_memlint(".", "--counts=counts"), "counts:2: error: 'A 1' is not a number"
        )
        self.assertRefused(
            self.run_memlint(".", "--set", "layout-padding.allocator=mimalloc"), "glibc, jemalloc"
        )


class Files(ProjectTest):
    """An output file is there whole, or as it was before."""

    def setUp(self):
        super().setUp()
        self.write("a.cpp", padded("A"))
        self.old = b"what was there before"

    def test_an_existing_file_is_replaced_with_its_rights_to_read(self):
        self.write("o.json", self.old)
        self.assertEqual(self.run_memlint("a.cpp", "--format=json:o.json", "--").status, 1)
        json.loads(self.read("o.json"))
        self.assertEqual(os.listdir(self.root).count("o.json"), 1)
        self.assertEqual([n for n in os.listdir(self.root) if "tmp" in n], [])

    def test_a_new_file_is_readable_like_any_other(self):
        previous = os.umask(0o022)
        self.addCleanup(os.umask, previous)
        self.run_memlint("a.cpp", "--format=json:o.json", "--")
        self.assertEqual(stat.S_IMODE(os.stat(self.path("o.json")).st_mode), 0o644)

    def test_directory_that_is_missing(self):
        self.assertRefused(
            self.run_memlint("a.cpp", "--format=json:no/such/o.json", "--"), "'no/such/o.json'"
        )

    def test_directory_in_its_place(self):
        os.mkdir(self.path("o.json"))
        self.assertRefused(self.run_memlint("a.cpp", "--format=json:o.json", "--"), "'o.json'")

    def test_unwritable_directory(self):
        self.write("locked/o.json", self.old)
        os.chmod(self.path("locked"), 0o555)
        if os.access(self.path("locked"), os.W_OK):  # as root; here nobody may make a file
            self.assertRefused(
                self.run_memlint("a.cpp", "--format=json:/proc/o.json", "--"), "/proc/o.json"
            )
            return
        self.assertRefused(
            self.run_memlint("a.cpp", "--format=json:locked/o.json", "--"), "locked/o.json"
        )
        self.assertEqual(self.read("locked/o.json"), self.old)

    def test_full_device(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        self.assertRefused(self.run_memlint("a.cpp", "--format=json:/dev/full", "--"), "/dev/full")

    def test_a_run_that_is_refused_leaves_the_file(self):
        self.write("o.json", self.old)
        self.assertEqual(self.run_memlint("none.json", "--format=json:o.json").status, 2)
        self.assertEqual(self.read("o.json"), self.old)

    def test_through_a_symbolic_link(self):
        self.write("real.json", self.old)
        os.symlink("real.json", self.path("link.json"))
        self.run_memlint("a.cpp", "--format=json:link.json", "--")
        self.assertTrue(os.path.islink(self.path("link.json")))
        json.loads(self.read("real.json"))

    def test_facts(self):
        self.write("facts.mlf", self.old)
        self.assertRefused(
            self.run_memlint("facts", "a.cpp", "-o", "no/such/a.mlf", "--"), "no/such/a.mlf"
        )
        self.assertEqual(self.run_memlint("facts", "none.json", "-o", "facts.mlf").status, 2)
        self.assertEqual(self.read("facts.mlf"), self.old)


class Colours(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("a.cpp", padded("A"))

    def on_a_terminal(self, *arguments, **environment):
        """What memlint writes to a terminal, both streams together."""
        try:
            child, terminal = pty.fork()
        except OSError as error:
            self.skipTest(f"no terminal to be had: {error}")
        if child == 0:
            os.chdir(self.root)
            os.execve(
                self.memlint,
                [self.memlint, "a.cpp", *arguments, "--"],
                clean_environment(TERM="xterm-256color", **environment),
            )
        written = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # the other side is gone
                break
            if not part:
                break
            written += part
        os.close(terminal)
        os.waitpid(child, 0)
        return written.decode()

    def test_none_on_a_pipe(self):
        self.assertNotIn(ESCAPE, self.run_memlint("a.cpp", "--").out)

    def test_on_a_terminal(self):
        self.assertIn(ESCAPE, self.on_a_terminal("--quiet"))

    def test_no_color(self):
        shown = self.on_a_terminal("--quiet", NO_COLOR="1")
        self.assertIn("'A' is 24 bytes", shown)
        self.assertNotIn(ESCAPE, shown)

    def test_an_empty_no_color_means_nothing(self):
        self.assertIn(ESCAPE, self.on_a_terminal("--quiet", NO_COLOR=""))

    def test_option_wins(self):
        self.assertIn(ESCAPE, self.run_memlint("a.cpp", "--color=always", "--", NO_COLOR="1").out)
        self.assertIn(ESCAPE, self.run_memlint("a.cpp", "--colour", "always", "--").out)
        self.assertNotIn(ESCAPE, self.on_a_terminal("--quiet", "--color=never"))

    def test_never_in_a_file_by_itself(self):
        self.on_a_terminal("--format=text:o.txt")
        self.assertNotIn(ESCAPE.encode(), self.read("o.txt"))

    def test_progress_on_a_terminal_only(self):
        self.assertEqual(self.run_memlint("a.cpp", "--").err.count("\n"), 1)
        self.assertNotIn("\r", self.run_memlint("a.cpp", "--").err)


class Determinism(ProjectTest):
    """The number of workers and the run leave every byte as it is."""

    def test_jobs_and_runs(self):
        names = []
        for i in range(30):
            names.append(f"unit{i}.{'c' if i % 3 == 0 else 'cpp'}")
            self.write(f"shared{i % 5}.h", padded(f"Shared{i % 5}"))
            self.write(
                names[-1],
                f'#include "shared{i % 5}.h"\n'
                + padded(f"Own{i}")
                + ("#error on purpose\n" if i % 7 == 0 else "")
                + (growing(f"grow{i}") if i % 10 == 1 and i % 3 else ""),
            )
        self.write_database(*names, "gone.cpp")
        outputs = set()
        for jobs in ("1", "2", "4", "4", "31"):
            result = self.run_memlint(
                ".",
                "--jobs",
                jobs,
                "--stats",
                "--format=text",
                "--format=sarif:o.sarif",
                "--format=json:o.json",
            )
            self.assertEqual(result.status, 3)
            outputs.add((result.out, result.err, self.read("o.sarif"), self.read("o.json")))
        self.assertEqual(len(outputs), 1)
        self.assertIn("'Own29'", outputs.pop()[0])


if __name__ == "__main__":
    unittest.main()
