"""Where the checkout, the binary and the one who calls it stand makes no difference."""

import os
import shutil
import subprocess
import unittest

from scratch import ProjectTest, growing, padded

HEADERS = "#include <stddef.h>\n#include <vector>\n"


class Checkouts(ProjectTest):
    def project_at(self, place):
        self.write(f"{place}/inc/h.h", padded("H"))
        self.write(f"{place}/src/a.cpp", '#include "h.h"\n' + growing("grow"))
        os.makedirs(self.path(f"{place}/.git"))
        self.write_database(
            {
                "directory": self.path(place),
                "file": "src/a.cpp",
                "arguments": ["clang++-22", "-Iinc", "-c", "src/a.cpp"],
            },
            name=f"{place}/build/compile_commands.json",
        )

    def outputs(self, cwd, *arguments):
        result = self.run_memlint(
            *arguments,
            "--format=text",
            "--format=sarif:" + self.path("o.sarif"),
            "--format=json:" + self.path("o.json"),
            cwd=cwd,
        )
        self.assertEqual(result.status, 1, result)
        return result.out, result.err, self.read("o.sarif"), self.read("o.json")

    def test_the_name_of_the_checkout_does_not_show(self):
        self.project_at("plain")
        expected = self.outputs(self.path("plain"), "build")
        for place in (
            "with space",
            "b\u00fcro \u6f22\u5b57",
            "quo'te\"d",
            "a+b&c(d)[e]{f}#g%20",
            "-dash",
            "do$llar",
        ):
            with self.subTest(place):
                self.project_at(place)
                self.assertEqual(self.outputs(self.path(place), "build"), expected)

    def test_names_in_the_project(self):
        for name in ("with space.cpp", "b\u00fc\u6f22.cpp", "a%20b.cpp", "c#d.cpp", "-e.cpp"):
            self.write(f"src dir/{name}", padded("A"))
        entries = [
            {
                "directory": self.root,
                "file": f"src dir/{n}",
                "arguments": ["clang++-22", "-c", f"src dir/{n}"],
            }
            for n in sorted(os.listdir(self.path("src dir")))
        ]
        self.write_database(*entries)
        result = self.run_memlint(".", "--format=text", "--format=sarif:o.sarif")
        self.assertSummary(result, "analysed 5 of 5 units")
        self.assertIn("src dir/b\u00fc\u6f22.cpp:1:8: warning", result.out)
        log = self.read("o.sarif").decode()
        self.assertIn('"src%20dir/b%C3%BC%E6%BC%A2.cpp"', log)
        self.assertIn('"src%20dir/a%2520b.cpp"', log)
        self.assertIn('"src%20dir/c%23d.cpp"', log)

    def test_a_name_that_is_not_utf8(self):
        name = os.fsencode(self.root) + b"/caf\xe9.cpp"
        with open(name, "wb") as file:
            file.write(padded("A").encode())
        result = subprocess.run(
            [self.memlint, name, "--format=json", "--"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            cwd=self.root,
        )
        self.assertEqual(result.returncode, 1, result)
        self.assertIn("caf\ufffd.cpp", result.stdout.decode())

    def test_symbolic_link_to_the_checkout(self):
        self.project_at("real")
        os.symlink("real", self.path("link"))
        expected = self.outputs(self.path("real"), "build")
        self.assertEqual(self.outputs(self.path("link"), "build"), expected)
        self.assertEqual(self.outputs(self.path("link"), self.path("link/build")), expected)
        shutil.rmtree(self.path("real/build"))
        self.write_database(
            {
                "directory": self.path("link"),
                "file": self.path("link/src/a.cpp"),
                "arguments": [
                    "clang++-22",
                    "-I" + self.path("link/inc"),
                    "-c",
                    self.path("link/src/a.cpp"),
                ],
            },
            name="real/build/compile_commands.json",
        )
        self.assertEqual(self.outputs(self.path("real"), "build"), expected)
        self.assertEqual(self.outputs(self.path("link"), "build"), expected)

    def test_symbolic_link_to_a_header(self):
        self.project_at("p")
        os.rename(self.path("p/inc/h.h"), self.path("p/real.h"))
        os.symlink("../real.h", self.path("p/inc/h.h"))
        self.assertEqual(self.found_structs("build", cwd=self.path("p")), ["H"])

    def test_from_another_directory(self):
        self.project_at("p")
        expected = self.outputs(self.path("p"), "build")
        for cwd, database in (
            (self.path("p/src"), "../build"),
            (self.root, "p/build"),
            ("/", self.path("p/build")),
            (self.path("p/build"), "."),
        ):
            found = self.outputs(cwd, database)
            self.assertEqual(found[1:], expected[1:], cwd)

    def test_without_a_repository(self):
        """Then the project's root is what all units have in common."""
        os.rmdir(self.path(".git"))
        self.write("inc/h.h", padded("H"))
        self.write("src/a.cpp", '#include "../inc/h.h"\n')
        self.write("main.cpp", padded("Main"))
        self.write_database("src/a.cpp", "main.cpp", name="build/compile_commands.json")
        self.assertEqual(
            self.findings("build"), ["inc/h.h:1: layout-padding", "main.cpp:1: layout-padding"]
        )


class Binary(ProjectTest):
    """Clang's own headers are found wherever the binary stands."""

    def setUp(self):
        super().setUp()
        self.write("a.cpp", HEADERS + padded("A"))

    def resource_dir(self, binary):
        result = self.run_memlint("doctor", "a.cpp", "--", binary=binary)
        self.assertEqual(result.status, 0, result)
        (line,) = [l for l in result.out.splitlines() if l.startswith("resource directory:")]
        return line.split(None, 2)[2]

    def clean(self, binary, **options):
        result = self.run_memlint("a.cpp", "--", binary=binary, **options)
        self.assertEqual(result.status, 1, result)
        self.assertSummary(result, "analysed 1 of 1 unit")

    def copy(self, place):
        os.makedirs(self.path(place))
        return shutil.copy(self.memlint, self.path(place))

    def test_copied_elsewhere(self):
        self.clean(self.copy("somewhere/else"))

    def test_own_headers_beside_it(self):
        binary = self.copy("inst all/bin")
        shutil.copytree(
            self.resource_dir(self.memlint) + "/include", self.path("inst all/lib/clang/22/include")
        )
        self.assertEqual(self.resource_dir(binary), self.path("inst all/lib/clang/22"))
        self.clean(binary)

    def test_through_symbolic_links_and_the_search_path(self):
        binary = self.copy("install/bin")
        os.makedirs(self.path("bin"))
        os.symlink(binary, self.path("bin/memlint"))
        self.clean(self.path("bin/memlint"))
        done = subprocess.run(
            ["memlint", "a.cpp", "--"],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            check=False,
            env=os.environ | {"PATH": self.path("bin") + ":" + os.environ["PATH"]},
            capture_output=True,
        )
        self.assertEqual(done.returncode, 1, done)

    def test_given(self):
        own = self.resource_dir(self.memlint)
        os.symlink(own, self.path("res"))
        result = self.run_memlint("doctor", "a.cpp", "--resource-dir=res", "--")
        self.assertIn(self.path("res"), result.out)
        self.assertRefused(self.run_memlint("a.cpp", "--resource-dir=.", "--"), "stddef.h")


if __name__ == "__main__":
    unittest.main()
