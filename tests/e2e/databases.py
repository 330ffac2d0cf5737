"""The compilation database: found, refused with one line, and read in each form it comes in."""

import os
import unittest

from scratch import QUIET, ProjectTest, growing, padded


class Refused(ProjectTest):
    """Each is a usage error, said in one line that names the file."""

    def refused(self, text, *said):
        self.write("compile_commands.json", text)
        result = self.run_memlint("compile_commands.json")
        self.assertRefused(result, "compile_commands.json", *said)

    def test_missing(self):
        self.assertRefused(
            self.run_memlint("compile_commands.json"), "'compile_commands.json'", "does not exist"
        )
        self.assertRefused(self.run_memlint("-p", "nowhere"), "'nowhere'", "does not exist")

    def test_misspelt_command(self):
        self.assertIn("did you mean 'memlint explain'?", self.run_memlint("explian", "x").err)

    def test_directory_without_one(self):
        os.mkdir(self.path("empty"))
        self.assertRefused(self.run_memlint("empty/"), "no compile_commands.json in 'empty/'")

    def test_none_upward(self):
        above, directory = [], self.root
        while directory != "/":
            directory = os.path.dirname(directory)
            above += [
                name
                for name in os.listdir(directory)
                if name == "compile_commands.json" or name.startswith(("build", "out"))
            ]
        if above:
            self.skipTest(f"above the temporary directory stands {above[0]}")
        self.assertRefused(self.run_memlint(), "no compile_commands.json in or above")

    def test_unreadable(self):
        path = self.write("compile_commands.json", "[]")
        os.chmod(path, 0)
        if os.access(path, os.R_OK):
            os.remove(path)
            os.symlink(path, path)
        self.assertRefused(self.run_memlint("compile_commands.json"), "compile_commands.json")

    def test_empty(self):
        self.refused("", "is empty")
        self.refused(" \n\t", "is empty")
        self.refused("[]", "has no entries")

    def test_not_json(self):
        self.refused("CC = gcc\n", "not JSON")
        self.refused(b"\x7fELF\0\0\0", "not JSON")
        self.refused(b"\xff\xfe[\0]\0")

    def test_truncated(self):
        self.write("a.cpp", QUIET)
        self.write_database("a.cpp", "a.cpp")
        text = self.read("compile_commands.json").decode()
        for length in range(1, len(text)):
            self.refused(text[:length])

    def test_wrong_shape(self):
        self.refused("{}", "no array")
        self.refused('"text"', "no array")
        self.refused("null", "no array")
        self.refused("[1]", "entry 1")
        self.refused("[[]]", "entry 1")
        self.refused('[{"directory": "/", "file": "a.c"}]', "entry 1", '"command"')
        self.refused('[{"directory": "/", "command": "cc a.c"}]', "entry 1", '"file"')
        self.refused('[{"file": "a.c", "arguments": "cc a.c"}]', "entry 1", '"arguments"')
        self.refused('[{"file": "a.c", "arguments": ["cc", 1]}]', "entry 1")
        self.refused('[{"file": "a.c", "arguments": []}]', "entry 1")
        self.refused('[{"file": "a.c", "command": ""}]', "entry 1")
        self.refused('[{"file": 1, "command": "cc a.c"}]', "entry 1", '"file"')

    def test_nesting_without_end(self):
        self.refused("[" * 200000)

    def test_nothing_of_the_c_family(self):
        self.refused(
            '[{"directory": "/", "file": "a.f90", "command": "gfortran -c a.f90"}]',
            "no C or C++ file",
        )

    def test_no_unit_fits(self):
        self.write("src/main.cpp", QUIET)
        self.write_database("src/main.cpp")
        self.assertRefused(self.run_memlint(".", "lib/*.cpp"), "no unit fits 'lib/*.cpp'")
        self.assertRefused(self.run_memlint(".", "src/mian.cpp"), "did you mean 'src/main.cpp'?")
        self.assertRefused(self.run_memlint(".", "src/main.cpp", "none.c"), "no unit fits 'none.c'")


class Found(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("src/deep/a.cpp", padded("A"))

    def test_by_file_directory_and_option(self):
        self.write_database("src/deep/a.cpp", name="build/compile_commands.json")
        for arguments in (
            ["build/compile_commands.json"],
            ["build"],
            ["build/"],
            ["-p", "build"],
            ["-p", "build/compile_commands.json"],
            ["."],
            [],
        ):
            self.assertEqual(self.found_structs(*arguments), ["A"], arguments)

    def test_upward(self):
        self.write_database("src/deep/a.cpp")
        self.assertEqual(self.found_structs(cwd=self.path("src/deep")), ["A"])

    def test_upward_in_a_build_directory(self):
        for name in ("build", "build-debug", "cmake-build-release", "out", "build/preset"):
            path = self.write_database("src/deep/a.cpp", name=f"{name}/compile_commands.json")
            self.assertEqual(self.found_structs(cwd=self.path("src/deep")), ["A"], name)
            os.remove(path)

    def test_the_nearest_wins(self):
        self.write("src/deep/b.cpp", padded("B"))
        self.write_database("src/deep/a.cpp")
        self.write_database("src/deep/b.cpp", name="src/compile_commands.json")
        self.assertEqual(self.found_structs(cwd=self.path("src/deep")), ["B"])

    def test_given_under_another_name(self):
        self.write_database("src/deep/a.cpp", name="units.json")
        self.assertEqual(self.found_structs("units.json"), ["A"])


class Forms(ProjectTest):
    """Entries as build systems write them."""

    def setUp(self):
        super().setUp()
        self.write("src/a.cpp", '#include "wanted.h"\n')
        self.write("include/wanted.h", padded("Wanted"))

    def wanted(self, **fields):
        self.write_database({"directory": self.root, "file": "src/a.cpp"} | fields)
        self.assertEqual(self.found_structs("."), ["Wanted"], fields)

    def test_arguments_and_command(self):
        self.wanted(arguments=["clang++-22", "-Iinclude", "-c", "src/a.cpp"])
        self.wanted(command="clang++-22 -Iinclude -c src/a.cpp")
        self.wanted(command="clang++-22 -Iinclude -c src/a.cpp", output="a.o")

    def test_arguments_win_over_command(self):
        self.wanted(arguments=["clang++-22", "-Iinclude", "src/a.cpp"], command="false")

    def test_quoting(self):
        self.write("in clude/wanted.h", padded("Wanted"))
        for spelling in ("'-Iin clude'", '"-Iin clude"', "-Iin\\ clude", "-I'in clude'"):
            self.wanted(command=f"clang++-22 {spelling} -c src/a.cpp")
        self.write("src/a.cpp", "#include NAME\n")
        for spelling in (
            "-DNAME='\"wanted.h\"'",
            '"-DNAME=\\"wanted.h\\""',
            '-DNAME=\\"wanted.h\\"',
        ):
            self.wanted(command=f"clang++-22 -Iinclude {spelling} -c src/a.cpp")

    def test_relative_directories(self):
        self.wanted(directory=".", command="clang++-22 -Iinclude -c src/a.cpp")
        self.wanted(directory="src", file="a.cpp", command="clang++-22 -I../include -c a.cpp")
        self.wanted(
            directory=self.path("src/../src"),
            file="./a.cpp",
            command="clang++-22 -I ../include -c ./a.cpp",
        )
        self.write_database(
            {
                "directory": "..",
                "file": "src/a.cpp",
                "command": "clang++-22 -Iinclude -c src/a.cpp",
            },
            name="build/compile_commands.json",
        )
        self.assertEqual(self.found_structs("build"), ["Wanted"])

    def test_response_files(self):
        self.write("flags.rsp", "-Iinclude\n-DUNUSED='a b'\n")
        self.write("outer.rsp", "@flags.rsp")
        self.wanted(command="clang++-22 @flags.rsp -c src/a.cpp")
        self.wanted(arguments=["clang++-22", "@outer.rsp", "-c", "src/a.cpp"])

    def test_response_file_that_is_gone(self):
        self.write_database(self.entry("src/a.cpp", "@gone.rsp"))
        result = self.run_memlint(".")
        self.assertEqual(result.status, 3, result)
        self.assertIn(
            "memlint: error: src/a.cpp: response file 'gone.rsp' cannot be read", result.err
        )
        self.assertSummary(result, "analysed 0 of 1 unit (1 failed)")

    def test_launchers(self):
        for launcher in (
            "ccache",
            "/usr/lib/ccache/ccache",
            "sccache",
            "distcc",
            "ccache distcc",
            "env CCACHE_DIR=/x ccache",
            "CCACHE_SLOPPINESS=y ccache",
            "icecc",
        ):
            self.wanted(command=f"{launcher} clang++-22 -Iinclude -c src/a.cpp")
        self.wanted(command="ccache /no/such/place/clang++-22 -Iinclude -c src/a.cpp")

    def test_trailing_comma_and_byte_order_mark(self):
        self.write_database(self.entry("src/a.cpp", "-Iinclude"))
        text = self.read("compile_commands.json").decode()
        self.write("compile_commands.json", "\ufeff" + text[:-1] + ",]")
        self.assertEqual(self.found_structs("."), ["Wanted"])

    def test_other_languages_are_left_out(self):
        self.write_database(
            self.entry("src/a.cpp", "-Iinclude"),
            {"directory": self.root, "file": "boot.S", "command": "cc -c boot.S"},
        )
        self.assertSummary(self.run_memlint("."), "analysed 1 of 1 unit")

    def test_one_file_with_different_flags(self):
        self.write(
            "src/a.cpp",
            "#ifdef WIDE\n" + padded("Wide") + "#else\n" + padded("Narrow") + "#endif\n",
        )
        self.write_database(
            self.entry("src/a.cpp"),
            self.entry("src/a.cpp", "-DWIDE"),
            self.entry("src/a.cpp", "-DWIDE", "-o", "other.o"),
        )
        self.assertEqual(sorted(self.found_structs(".")), ["Narrow", "Wide"])
        self.assertSummary(self.run_memlint("."), "analysed 2 of 2 units")

    def test_header_of_many_units_is_said_once(self):
        names = [f"src/{i}.cpp" for i in range(12)]
        for name in names:
            self.write(name, '#include "wanted.h"\n')
        self.write_database(*(self.entry(name, "-Iinclude") for name in names))
        self.assertEqual(self.findings("."), ["include/wanted.h:1: layout-padding"])

    def test_c_and_c_plus_plus(self):
        self.write("shared.h", padded("shared"))
        self.write("a.c", '#include "shared.h"\nint class; ' + padded("in_c"))
        self.write("b.cpp", '#include "shared.h"\n' + padded("InCxx") + growing("grow"))
        self.write_database("a.c", "b.cpp")
        self.assertEqual(
            self.findings("."),
            [
                "a.c:2: layout-padding",
                "b.cpp:2: layout-padding",
                "b.cpp:6: reserve-missing",
                "shared.h:1: layout-padding",
            ],
        )
        self.assertSummary(self.run_memlint("."), "analysed 2 of 2 units")

    def test_language_by_flag(self):
        self.write("unit.inc", "template <class T> struct S {};\n" + padded("Wanted"))
        self.wanted(file="unit.inc", arguments=["clang-22", "-x", "c++", "-c", "unit.inc"])


class Selected(ProjectTest):
    """Some files of a database, and files without one."""

    def setUp(self):
        super().setUp()
        for name in ("src/net/tcp.cpp", "src/net/udp.cpp", "src/disk.cpp", "lib/net.cpp"):
            stem = os.path.basename(name).split(".")[0].capitalize()
            self.write(name, padded(stem))
        self.write_database(
            "src/net/tcp.cpp",
            "src/net/udp.cpp",
            "src/disk.cpp",
            "lib/net.cpp",
            name="build/compile_commands.json",
        )

    def test_globs(self):
        for pattern, names in (
            ("src/**/*p.cpp", ["Tcp", "Udp"]),
            ("src/*.cpp", ["Disk"]),
            ("src/**", ["Disk", "Tcp", "Udp"]),
            ("**/net*", ["Net"]),
            ("tcp.cpp", ["Tcp"]),
            ("src", ["Disk", "Tcp", "Udp"]),
            ("src/net/{tcp,udp}.cpp", ["Tcp", "Udp"]),
            ("./lib/*", ["Net"]),
            (self.path("lib/net.cpp"), ["Net"]),
        ):
            self.assertEqual(sorted(self.found_structs("build", pattern)), names, pattern)

    def test_from_another_directory(self):
        self.assertEqual(
            self.found_structs("../build", "net/tcp.cpp", cwd=self.path("src")), ["Tcp"]
        )
        self.assertEqual(
            self.found_structs("../build", "../lib/net.cpp", cwd=self.path("src")), ["Net"]
        )

    def test_without_naming_the_database(self):
        self.assertEqual(self.found_structs("src/disk.cpp"), ["Disk"])

    def test_header_without_an_entry(self):
        self.write("src/net/frame.h", "#pragma once\n#include <cstddef>\n" + padded("Frame"))
        self.assertEqual(self.found_structs("build", "src/net/frame.h"), ["Frame"])

    def test_source_without_an_entry(self):
        self.write("src/net/new.cpp", padded("New"))
        self.assertEqual(self.found_structs("build", "src/net/new.cpp"), ["New"])

    def test_flags_instead_of_a_database(self):
        self.write("a.cpp", '#include "b.h"\n#if VALUE == 3\n' + padded("A") + "#endif\n")
        self.write("inc/b.h", padded("B"))
        self.write("c.c", padded("C") + "int class;\n")
        self.assertEqual(
            self.found_structs("a.cpp", "c.c", "--", "-Iinc", "-DVALUE=3"), ["A", "C", "B"]
        )
        self.assertEqual(self.found_structs("c.c", "--"), ["C"])
        self.assertEqual(self.found_structs("inc/b.h", "--"), ["B"])

    def test_flags_without_files(self):
        self.assertRefused(self.run_memlint("--", "-Iinc"), "no source file before '--'")
        self.assertRefused(self.run_memlint("-p", "build", "a.cpp", "--"), "'-p' and '--'")


if __name__ == "__main__":
    unittest.main()
