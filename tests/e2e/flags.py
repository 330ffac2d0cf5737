"""Compiler flags: what changes the meaning of the code is kept, all else does no harm."""

import json
import os
import unittest

from scratch import QUIET, ProjectTest, padded


class Dropped(ProjectTest):
    """Flags that must not keep a unit from being read."""

    def setUp(self):
        super().setUp()
        self.write("a.cpp", padded("A"))

    def read_with(self, *flags, compiler=None, file="a.cpp"):
        self.write_database(self.entry(file, *flags, compiler=compiler))
        result = self.run_memlint(".")
        self.assertSummary(result, "analysed 1 of 1 unit")
        self.assertEqual(result.status, 1, (flags, result))

    def test_flags_of_gcc_only(self):
        for flag in (
            "-fno-tree-vectorize-loops",
            "-fanalyzer",
            "-mno-fp-ret-in-387",
            "-Wduplicated-cond",
            "-fipa-pta",
            "-fno-allow-store-data-races",
            "-flto=7",
            "-fmax-errors=3",
            "-Wno-maybe-uninitialized",
            "-fstack-reuse=none",
            "-fno-var-tracking-assignments",
            "-fconserve-stack",
            "-mindirect-branch=thunk-extern",
            "-mpreferred-stack-boundary=3",
            "-fdiagnostics-generate-patch",
            "-fcallgraph-info",
            "-specs=none.specs",
            "--param=max-inline-insns-single=9",
            "-fabi-version=11",
            "-mrecord-mcount",
        ):
            self.read_with(flag)
        self.read_with("--param", "large-stack-frame=9", "-fno-such-flag-anywhere")

    def test_for_another_machine(self):
        self.read_with("-mabi=lp64d", "-msoft-float-of-nobody", "-mthumb")

    def test_werror(self):
        self.write("warns.cpp", "int f(int unused) { int x; }\n" + padded("W"))
        self.read_with("-Wall", "-Wextra", "-Werror", "-pedantic-errors", file="warns.cpp")

    def test_modules_and_prepared_headers(self):
        self.write("pre.h", QUIET)
        self.write("pre.h.gch", b"gpch.9not ours")
        self.read_with("-include", "pre.h")
        self.read_with("-Xclang", "-include-pch", "-Xclang", "gone.pch")

    def test_plugins_are_not_loaded(self):
        self.read_with(
            "-fplugin=/no/such.so",
            "-Xclang",
            "-load",
            "-Xclang",
            "/no/such.so",
            "-fplugin-arg-x-y",
            "-fpass-plugin=/no/such.so",
        )


class Outputs(ProjectTest):
    def test_nothing_is_written_in_the_project(self):
        self.write("a.cpp", padded("A") + "int f(bool b) { return b ? 1 : 2; }\n")
        self.write_database(
            self.entry(
                "a.cpp",
                "-o",
                "a.o",
                "-MD",
                "-MF",
                "a.d",
                "-MT",
                "a.o",
                "-Wp,-MD,b.d",
                "-MJ",
                "a.json",
                "-save-temps",
                "-gsplit-dwarf",
                "-ftime-trace",
                "-ftime-report",
                "-fprofile-arcs",
                "-ftest-coverage",
                "--coverage",
                "-serialize-diagnostics",
                "a.dia",
                "-fsave-optimization-record",
                "-dumpdir",
                "dump-",
                "-fstack-usage",
                "-fcrash-diagnostics-dir=crash",
                "-fmodules-cache-path=modules",
                "-gen-cdb-fragment-path",
                "cdb",
                "-fdiagnostics-log-file",
                "-v",
                "-H",
                "-fproc-stat-report=stat",
                "-frecord-command-line",
                "-S",
            ),
            self.entry("a.cpp", "-E", "-dM", "-P", "-o-"),
            self.entry("a.cpp", "-emit-llvm", "-fprofile-generate=prof", "-fdump-tree-all"),
            self.entry("a.cpp", "-x", "c++-header", "-o", "a.pch", "-Xclang", "-emit-pch"),
        )
        before = self.listing()
        result = self.run_memlint(".")
        self.assertSummary(result, "analysed 4 of 4 units")
        self.assertEqual(result.status, 1)
        self.assertEqual(len(result.err.splitlines()), 1, result.err)
        self.assertEqual(self.listing(), before)

    def listing(self):
        return sorted(
            os.path.join(where, name) for where, _, files in os.walk(self.root) for name in files
        )


class Kept(ProjectTest):
    """Flags on which the size of a record, or the text that is compiled, depends."""

    def size(self, *flags):
        """The size of the record of a.cpp, as memlint reads it with these flags."""
        self.write_database(self.entry("a.cpp", *flags))
        result = self.run_memlint("facts", ".")
        self.assertEqual(result.status, 0, result)
        (record,) = json.loads(result.out)["records"]
        return record["size"]

    def test_layout(self):
        self.write("a.cpp", "enum E { Zero };\nstruct S { char a; long long b; void *c; E d; };\n")
        self.assertEqual(self.size(), 32)
        self.assertEqual(self.size("-Wall", "-O2"), 32)
        self.assertEqual(self.size("-fpack-struct=4"), 24)
        self.assertEqual(self.size("-fpack-struct=1", "-fshort-enums"), 18)
        self.assertEqual(self.size("-m32"), 20)
        self.assertEqual(self.size("-m32", "-malign-double"), 24)
        self.assertEqual(self.size("--target=i386-linux-gnu"), 20)
        self.assertEqual(self.size("--target=x86_64-linux-gnux32"), 24)

    def test_preprocessor(self):
        self.write("a.cpp", "#include FILE\n#ifdef GONE\n#error\n#endif\n")
        self.write("inc/b.h", padded("B"))
        for flags in (
            ["-Iinc"],
            ["-I", "inc"],
            ["-isystem", "none", "-iquote", "inc"],
            ["-Wp,-Iinc"],
            ["-Xpreprocessor", "-Iinc"],
            ["--include-directory=inc"],
        ):
            self.write_database(self.entry("a.cpp", '-DFILE="b.h"', "-DGONE", "-UGONE", *flags))
            self.assertEqual(self.found_structs("."), ["B"], flags)
        self.write_database(self.entry("a.cpp", '-DFILE="b.h"', "-isystem", "inc"))
        self.assertEqual(self.found_structs("."), [])  # system headers are not the user's

    def test_standard(self):
        self.write("a.cpp", "#if __cplusplus == EXPECTED\n" + padded("S") + "#endif\n")
        for flags in (["-std=c++98", "-DEXPECTED=199711L"], ["-std=gnu++20", "-DEXPECTED=202002L"]):
            self.write_database(self.entry("a.cpp", *flags))
            self.assertEqual(self.found_structs("."), ["S"], flags)

    def test_extra_arguments(self):
        self.write(
            "a.cpp", "".join(f"#if VALUE == {i}\n" + padded(f"S{i}") + "#endif\n" for i in range(4))
        )
        self.write_database(self.entry("a.cpp", "-DVALUE=1"))
        replace = ["--extra-arg=-UVALUE", "--extra-arg=-DVALUE=2"]
        self.assertEqual(self.found_structs("."), ["S1"])
        self.assertEqual(self.found_structs(".", *replace), ["S2"])
        self.assertEqual(self.found_structs(".", "--extra-arg-before=-DVALUE=3"), ["S1"])
        self.assertEqual(
            self.found_structs(".", "--extra-arg-before=-DVALUE=3", "--extra-arg=-UVALUE"), ["S0"]
        )


@unittest.skipUnless(os.access("/usr/bin/g++", os.X_OK), "/usr/bin/g++ is not installed")
class GccDatabase(ProjectTest):
    """A database of GCC is read with that GCC's own headers."""

    def test_headers_and_default_standard(self):
        self.write(
            "a.cpp",
            "#include <vector>\n#if defined(__GLIBCXX__) && __cplusplus == 201703L\n"
            + padded("S")
            + "#endif\n",
        )
        self.write_database(self.entry("a.cpp", "-fno-tree-dce", compiler="/usr/bin/g++"))
        self.assertEqual(self.found_structs("."), ["S"])
        doctor = self.run_memlint("doctor", ".")
        self.assertRegex(doctor.out, r"--gcc-install-dir=\S*/gcc/|-isystem \S*/gcc/")

    def test_a_driver_elsewhere_is_not_run_unasked(self):
        marker = self.path("was-run")
        driver = self.write("bin/g++", f"#!/bin/sh\ntouch '{marker}'\nexec /usr/bin/g++ \"$@\"\n")
        os.chmod(driver, 0o755)
        self.write("a.cpp", padded("S"))
        self.write_database(self.entry("a.cpp", compiler=driver))
        result = self.run_memlint(".")
        self.assertEqual(result.status, 1, result)
        self.assertIn("--query-driver=" + driver, result.err)
        self.assertFalse(os.path.exists(marker))
        self.assertEqual(self.found_structs(".", "--query-driver=" + driver), ["S"])
        self.assertTrue(os.path.exists(marker))

    def test_a_driver_that_is_gone(self):
        self.write("a.cpp", padded("S"))
        self.write_database(self.entry("a.cpp", compiler="/no/such/place/x86_64-linux-gnu-g++"))
        result = self.run_memlint(".")
        self.assertEqual(result.status, 1, result)
        self.assertIn("/no/such/place/x86_64-linux-gnu-g++", result.err)


if __name__ == "__main__":
    unittest.main()
