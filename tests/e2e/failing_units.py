"""Units that cannot be analysed cost themselves and nothing else; the run says which, and why.

Each project here has a good unit with a finding before and behind the bad one."""

import os
import signal
import subprocess
import time
import unittest

from scratch import ProjectTest, growing, padded


class OneBadUnit(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("a.cpp", padded("Before"))
        self.write("z.cpp", padded("Behind"))

    def run_with_bad(self, *arguments, bad="bad.cpp", entry=None, **options):
        self.write_database("a.cpp", entry or bad, "z.cpp")
        return self.run_memlint(".", "-j1", *arguments, **options)

    def assertOnlyBadLost(self, result, *reason):
        """Status 3, the bad unit named with its reason in one line, the others' findings there."""
        self.assertEqual(result.status, 3, result)
        self.assertIn("'Before'", result.out)
        self.assertIn("'Behind'", result.out)
        named = [line for line in result.err.splitlines() if line.startswith("memlint: error: ")]
        self.assertEqual(len(named), 1, result.err)
        self.assertTrue(named[0].startswith("memlint: error: bad.cpp: "), named)
        for text in reason:
            self.assertIn(text, named[0])
        self.assertSummary(result, "analysed 2 of 3 units (1 failed)")

    def crash_environment(self):
        """Sanitizers leave the signals alone that Clang is to die of."""
        return {
            name: os.environ.get(name, "") + ":handle_segv=0:handle_sigill=0:handle_abort=0:"
            "handle_sigbus=0:handle_sigtrap=0:handle_sigfpe=0"
            for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")
        }

    def test_file_that_is_gone(self):
        self.assertOnlyBadLost(self.run_with_bad(), "no such file")

    def test_directory_that_is_gone(self):
        entry = self.entry("bad.cpp") | {
            "directory": self.path("gone"),
            "file": self.path("bad.cpp"),
        }
        self.write("bad.cpp", padded("Bad"))
        self.assertOnlyBadLost(self.run_with_bad(entry=entry), "gone")

    def test_file_that_is_a_directory(self):
        os.mkdir(self.path("bad.cpp"))
        self.assertOnlyBadLost(self.run_with_bad())

    def test_file_that_cannot_be_read(self):
        path = self.write("bad.cpp", padded("Bad"))
        os.chmod(path, 0)
        if os.access(path, os.R_OK):  # as root
            os.remove(path)
            os.symlink("bad.cpp", path)
        self.assertOnlyBadLost(self.run_with_bad())

    def test_crash(self):
        self.write("bad.cpp", "#pragma clang __debug crash\n")
        result = self.run_with_bad(**self.crash_environment())
        self.assertOnlyBadLost(result, "Clang crashed")

    def nested(self, depth):
        """A unit that Clang's parser calls itself for, so many times."""
        self.write("bad.cpp", f"int x = {'(' * depth}1{')' * depth};\n")
        return self.entry("bad.cpp", "-fbracket-depth=100000000")

    def test_stack_overflow(self):
        result = self.run_with_bad(entry=self.nested(1000000), **self.crash_environment())
        self.assertOnlyBadLost(result, "Clang crashed (Segmentation fault)")

    def test_deep_nesting_has_a_big_stack(self):
        if os.environ.get("ASAN_OPTIONS"):
            self.skipTest("sanitizers take more stack")
        self.assertSummary(self.run_with_bad(entry=self.nested(6000)), "analysed 3 of 3 units")

    def test_fatal_error_of_llvm(self):
        self.write("bad.cpp", "#pragma clang __debug llvm_fatal_error\n")
        self.assertOnlyBadLost(self.run_with_bad(**self.crash_environment()), "Clang ")

    def test_trap_in_the_parser(self):
        self.write("bad.cpp", "#pragma clang __debug parser_crash\n")
        self.assertOnlyBadLost(self.run_with_bad(**self.crash_environment()), "Clang crashed")

    def test_crash_in_a_shared_header_costs_all_who_read_it(self):
        self.write("bad.h", "#pragma clang __debug crash\n")
        for name in ("b.cpp", "c.cpp"):
            self.write(name, '#include "bad.h"\n')
        self.write_database("a.cpp", "b.cpp", "c.cpp", "z.cpp")
        for jobs in ("1", "2", "4"):
            result = self.run_memlint(".", "-j", jobs, **self.crash_environment())
            self.assertEqual(result.status, 3)
            self.assertIn("'Before'", result.out)
            self.assertIn("'Behind'", result.out)
            self.assertIn("memlint: error: b.cpp: ", result.err)
            self.assertIn("memlint: error: c.cpp: ", result.err)
            self.assertSummary(result, "analysed 2 of 4 units (2 failed)")

    def test_all_crash(self):
        for name in ("a.cpp", "z.cpp"):
            self.write(name, "#pragma clang __debug crash\n")
        self.write_database("a.cpp", "z.cpp")
        result = self.run_memlint(".", **self.crash_environment())
        self.assertEqual((result.status, result.out), (3, ""))
        self.assertTrue(
            result.err.endswith("no findings; analysed 0 of 2 units (2 failed)\n"), result.err
        )

    def test_too_slow(self):
        os.mkfifo(self.path("endless.h"))
        self.write("bad.cpp", '#include "endless.h"\n')
        begin = time.monotonic()
        result = self.run_with_bad("--unit-timeout=3")
        self.assertOnlyBadLost(result, "took longer than 3 s", "--unit-timeout")
        self.assertLess(time.monotonic() - begin, 30)

    def test_too_slow_beside_others(self):
        os.mkfifo(self.path("endless.h"))
        self.write("bad.cpp", '#include "endless.h"\n')
        names = [f"good{i}.cpp" for i in range(8)]
        for name in names:
            self.write(name, padded(name.split(".")[0].capitalize()))
        self.write_database("bad.cpp", *names)
        result = self.run_memlint(".", "-j2", "--unit-timeout=3")
        self.assertEqual(result.status, 3, result)
        for name in names:
            self.assertIn(f"'{name.split('.')[0].capitalize()}'", result.out)
        self.assertSummary(result, "analysed 8 of 9 units (1 failed)")

    def test_target_that_clang_does_not_know(self):
        self.write("bad.cpp", padded("Bad"))
        self.assertOnlyBadLost(
            self.run_with_bad(entry=self.entry("bad.cpp", "--target=z80-unknown")), "z80"
        )

    def test_failed_unit_in_sarif_and_json(self):
        result = self.run_with_bad("--format=sarif:o.sarif", "--format=json:o.json")
        self.assertEqual(result.status, 3, result)
        for name in ("o.sarif", "o.json"):
            self.assertIn(b"bad.cpp", self.read(name))

    def test_failure_outweighs_findings_and_their_absence(self):
        self.assertEqual(self.run_with_bad("--fail-on=never").status, 3)
        self.assertEqual(self.run_with_bad("--checks=-*").status, 3)
        self.assertEqual(self.run_with_bad("--quiet").status, 3)

    def test_quiet_still_names_the_unit(self):
        self.assertIn("memlint: error: bad.cpp: ", self.run_with_bad("--quiet").err)

    def test_facts_of_the_others(self):
        self.write_database("a.cpp", "bad.cpp", "z.cpp")
        result = self.run_memlint("facts", ".", "-o", "facts")
        self.assertEqual(result.status, 3, result)
        self.assertIn("memlint: error: bad.cpp: ", result.err)
        self.assertEqual(
            [name.split("-")[0] for name in sorted(os.listdir(self.path("facts")))],
            ["a.cpp", "z.cpp"],
        )


class CompileErrors(ProjectTest):
    """Such units are analysed as far as they go, counted, and change no status."""

    def test_what_stands_around_the_error_is_found(self):
        self.write(
            "a.cpp", padded("Before") + "undeclared x;\n" + growing("grow") + padded("Behind")
        )
        self.write_database("a.cpp")
        result = self.run_memlint(".")
        self.assertEqual(result.status, 1, result)
        for text in ("'Before'", "'Behind'", "memlint-reserve-missing"):
            self.assertIn(text, result.out)
        self.assertIn("a.cpp has 1 compile error", result.err)
        self.assertIn("a.cpp:2:1: ", result.err)
        self.assertSummary(result, "analysed 1 of 1 unit, 1 with errors")

    def test_without_findings_the_run_is_clean(self):
        self.write("a.cpp", "undeclared x;\n")
        self.write_database("a.cpp")
        result = self.run_memlint(".")
        self.assertEqual((result.status, result.out), (0, ""), result)
        self.assertSummary(result, "analysed 1 of 1 unit, 1 with errors")

    def test_missing_header(self):
        self.write("a.cpp", '#include "generated.h"\n' + padded("A"))
        self.write_database("a.cpp")
        result = self.run_memlint(".")
        self.assertEqual(result.status, 1, result)
        self.assertIn("'generated.h' file not found", result.err)

    def test_errors_without_end(self):
        self.write("a.cpp", "".join(f"undeclared{i} x{i};\n" for i in range(500)) + padded("A"))
        self.write_database("a.cpp")
        result = self.run_memlint(".")
        self.assertEqual(result.status, 1, result)
        self.assertIn("'A'", result.out)
        self.assertEqual(len(result.err.splitlines()), 2, result.err)

    def test_a_record_with_a_field_of_an_unknown_type_is_left_alone(self):
        self.write("a.cpp", "struct S { char a; undeclared b; void *c; char d; };\n")
        self.write_database("a.cpp")
        self.assertEqual(self.run_memlint(".").out, "")

    def test_not_a_source_at_all(self):
        self.write("a.cpp", bytes(range(256)) * 40)
        self.write_database("a.cpp")
        result = self.run_memlint(".")
        self.assertEqual((result.status, result.out), (0, ""), result)
        self.assertSummary(result, "analysed 1 of 1 unit, 1 with errors")

    def test_many_units_with_errors_are_named_in_part(self):
        names = [f"u{i:02}.cpp" for i in range(30)]
        for name in names:
            self.write(name, "undeclared x;\n")
        self.write_database(*names)
        result = self.run_memlint(".")
        self.assertLess(len(result.err.splitlines()), 15)
        self.assertSummary(result, "analysed 30 of 30 units, 30 with errors")


class Ended(ProjectTest):
    """A run that is ended from outside leaves nothing behind."""

    def processes(self, group):
        """How many of the group are alive."""
        count = 0
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    state, _, of_group = file.read().rpartition(")")[2].split()[:3]
            except OSError:  # gone meanwhile
                continue
            count += int(of_group) == group and state not in "ZX"
        return count

    def wait_for(self, condition):
        until = time.monotonic() + 5
        while not condition() and time.monotonic() < until:
            time.sleep(0.05)
        return condition()

    def test_no_worker_is_left(self):
        os.mkfifo(self.path("endless.h"))
        self.write("a.cpp", '#include "endless.h"\n')
        self.write("o.json", "old")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(number):
                run = subprocess.Popen(
                    [self.memlint, "a.cpp", "--format=json:o.json", "--"],
                    cwd=self.root,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
                try:
                    self.assertTrue(self.wait_for(lambda: self.processes(run.pid) == 2))
                    run.send_signal(number)
                    self.assertEqual(run.wait(20), -number)
                    self.assertTrue(
                        self.wait_for(lambda: self.processes(run.pid) == 0), "a worker is left"
                    )
                    self.assertEqual(self.read("o.json"), b"old")
                finally:
                    if self.processes(run.pid):
                        os.killpg(run.pid, signal.SIGKILL)
                    run.wait()


if __name__ == "__main__":
    unittest.main()
