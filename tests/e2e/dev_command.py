"""./dev on machines that lack something: one line that says what, status 1, nothing tried in vain.

A copy of the script runs in a directory of its own, with programs of the system put in their place
by scripts that only write down how they were called.

Environment: MEMLINT_SOURCES (the checkout)."""

import os
import re
import shutil
import subprocess
import unittest

from scratch import ProjectTest, Result

SOURCES = os.environ["MEMLINT_SOURCES"]
DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'
INSTALLED = 'shift 2; for p in "$@"; do echo "installed $p"; done'


class Dev(ProjectTest):
    def setUp(self):
        super().setUp()
        self.system(DEBIAN_12)
        self.put_in_place(
            **{
                "dpkg-query": "exit 1",
                "apt-get": "",
                "id": "echo 0",
                "npm": "exit 1",
                "cmake": "",
                "ninja": "",
                "ctest": "",
                "clang++-22": "",
                "clang-tidy-22": "",
                "ld.lld-22": "",
                "ccache": "",
            }
        )

    def system(self, release):
        """Installs the copy of the script, for a system that says this of itself."""
        with open(os.path.join(SOURCES, "dev"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("/etc/os-release", text)
        self.write("os-release", release)
        os.chmod(self.write("dev", text.replace("/etc/os-release", self.path("os-release"))), 0o755)

    def put_in_place(self, **scripts):
        for name, script in scripts.items():
            os.chmod(
                self.write(
                    f"bin/{name}",
                    f'#!/bin/bash\necho "{name} $*" >>"{self.path("calls")}"\n{script}\n',
                ),
                0o755,
            )

    def dev(self, *arguments, path=None, cwd=None):
        done = subprocess.run(
            [self.path("dev"), *arguments],
            cwd=cwd or self.root,
            stdin=subprocess.DEVNULL,
            env={"PATH": path or self.path("bin") + ":/usr/bin:/bin", "HOME": self.root},
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def calls(self, name):
        """The arguments of each call of one of the scripts."""
        if not os.path.exists(self.path("calls")):
            return []
        return [
            line.split(" ", 1)[1]
            for line in self.read("calls").decode().splitlines()
            if line.split(" ", 1)[0] == name
        ]

    def assertStopped(self, result, *said):
        self.assertEqual(result.status, 1, result)
        self.assertEqual(len(result.err.splitlines()), 1, result.err)
        for text in said:
            self.assertIn(text, result.err)
        self.assertEqual(self.calls("cmake") + self.calls("ninja"), [])

    def test_not_root(self):
        self.put_in_place(id="echo 1000")
        result = self.dev("build")
        self.assertStopped(
            result, "not root", "apt-get update && apt-get install -y", " clang-22 ", " llvm-22-dev"
        )
        self.assertEqual(self.calls("apt-get"), [])

    def test_only_what_is_missing(self):
        self.put_in_place(
            id="echo 1000", **{"dpkg-query": INSTALLED + ' | grep -v " ninja-build$"'}
        )
        self.assertTrue(self.dev("build").err.endswith("--no-install-recommends ninja-build\n"))

    def test_another_release(self):
        self.system('PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\nVERSION_ID="24.04"\n')
        self.assertStopped(self.dev("build"), "Debian 12", "Ubuntu 24.04 LTS", "clang-22")
        self.system('PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\n')
        self.assertStopped(self.dev("demo"), "Debian GNU/Linux 13")
        self.assertEqual(self.calls("apt-get"), [])

    def test_without_apt(self):
        self.system('PRETTY_NAME="Fedora Linux 42"\nID=fedora\n')
        tools = [
            "bash",
            "readlink",
            "dirname",
            "id",
            "uname",
            "cat",
            "mkdir",
            "grep",
            "tail",
            "awk",
            "df",
            "nproc",
            "rm",
        ]
        os.mkdir(self.path("tools"))
        for tool in tools:
            os.symlink(shutil.which(tool, path="/usr/bin:/bin"), self.path(f"tools/{tool}"))
        os.symlink(shutil.which("env"), self.path("tools/env"))
        path = self.path("tools")
        self.assertStopped(
            self.dev("build", path=path), "Fedora Linux 42", "'clang++-22' is missing"
        )
        for name in ("dpkg-query", "apt-get"):
            os.remove(self.path(f"bin/{name}"))
        os.symlink(shutil.which("python3"), self.path("bin/python3"))
        result = self.dev("build", path=self.path("bin") + ":" + path)
        self.assertEqual(result.status, 0, result)  # installed by hand

    def test_without_network(self):
        self.put_in_place(
            **{"apt-get": 'echo "E: Failed to fetch x  Temporary failure resolving" >&2; exit 100'}
        )
        result = self.dev("build")
        self.assertStopped(result, "no network?", "E: Failed to fetch x")
        self.assertEqual(result.out.count("\n"), 1)

    def test_full_disk(self):
        self.put_in_place(df="printf 'Filesystem\\nd 9 9 12 9%% /\\n'")
        self.assertStopped(self.dev("build"), "12 MB left")
        self.assertEqual(self.calls("apt-get"), [])

    def test_installs_once(self):
        self.assertEqual(self.dev("build").status, 0)
        update, install = self.calls("apt-get")
        self.assertEqual(update, "update")
        self.assertTrue(install.startswith("install -y --no-install-recommends "))

    def test_all_there(self):
        """Neither apt nor npm is called, whatever the system is."""
        self.system("ID=somethingelse\n")
        self.put_in_place(id="echo 1000", **{"dpkg-query": INSTALLED})
        tool = re.search(r"(?s)sarif_package=(\S+)\nsarif_version=(\S+)", self.read("dev").decode())
        folder = f".cache/sarif-{tool[2]}/node_modules/{tool[1]}"
        os.chmod(self.write(f"{folder}/Sarif.Multitool", ""), 0o755)
        schema = self.write(f"{folder}/sarif-2.1.0.json", "{}")
        result = self.dev("test", "-R", "unit", cwd="/")
        self.assertEqual((result.status, result.err), (0, ""), result)
        self.assertEqual(self.calls("apt-get") + self.calls("npm"), [])
        self.assertIn("-DMEMLINT_SARIF_SCHEMA=" + schema, self.calls("cmake")[0])
        (ctest,) = self.calls("ctest")
        for text in ("--test-dir build ", "--label-exclude bench", "-R unit"):
            self.assertIn(text, ctest)

    def test_sanitizers_have_folders_of_their_own(self):
        self.put_in_place(**{"dpkg-query": INSTALLED})
        for preset in ("asan", "tsan"):
            self.assertEqual(self.dev("test", "--" + preset).status, 0)
            self.assertIn(f"--test-dir build-{preset} ", self.calls("ctest")[-1])
            self.assertIn("--preset " + preset, self.calls("cmake")[-1])

    def test_validator_out_of_reach(self):
        self.put_in_place(**{"dpkg-query": INSTALLED})
        result = self.dev("test")
        self.assertEqual(result.status, 0, result)
        self.assertIn("its tests are skipped", result.err)

    def test_a_build_that_fails(self):
        self.put_in_place(**{"dpkg-query": INSTALLED, "ninja": "exit 1"})
        result = self.dev("test")
        self.assertEqual(result.status, 1)
        self.assertIn("the build in build/ failed", result.err)
        self.assertEqual(self.calls("ctest"), [])

    def test_tests_that_fail(self):
        self.put_in_place(**{"dpkg-query": INSTALLED, "ctest": "exit 8"})
        self.assertNotEqual(self.dev("test").status, 0)

    def test_usage(self):
        self.assertEqual(self.dev("help").status, 0)
        self.assertEqual(self.dev("help").out, self.dev().out)
        result = self.dev("tset")
        self.assertEqual(result.status, 1)
        self.assertIn("'tset' is not a command", result.err)


class NewCheck(ProjectTest):
    """checks/new-check as far as it goes without a build."""

    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(SOURCES, "checks"), self.path("checks"))
        os.chmod(self.write("dev", '#!/bin/sh\necho "$@" >called\n'), 0o755)

    def new_check(self, *names):
        done = subprocess.run(
            [self.path("checks/new-check"), *names],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def test_writes_all_three(self):
        before = self.read("checks/Checks.def").decode().splitlines()
        result = self.new_check("trial-of-new-check")
        self.assertEqual((result.status, result.err), (0, ""))
        self.assertIn(b'.Name = "trial-of-new-check"', self.read("checks/TrialOfNewCheck.cpp"))
        self.assertIn(b"// want ", self.read("tests/fixtures/trial-of-new-check/basic.cpp"))
        self.assertEqual(self.read("called"), b"docs\n")
        after = self.read("checks/Checks.def").decode().splitlines()
        self.assertEqual(
            [line for line in after if line != "MEMLINT_CHECK(TrialOfNewCheck)"], before
        )
        at = after.index("MEMLINT_CHECK(TrialOfNewCheck)")
        self.assertTrue(after[at - 1].startswith("MEMLINT_CHECK("), "behind the last of the others")
        self.assertTrue(after[at + 1].startswith("//"), "before the comment of the last line")

    def test_refused(self):
        for names in (
            [],
            ["a-b", "c-d"],
            ["demo"],
            ["Demo-Check"],
            ["demo_check"],
            ["-demo"],
            ["demo-"],
            ["demo--x"],
            ["../x-y"],
            ["layout-padding"],
            ["memlint demo-x"],
            ["1a-b"],
            ["memlint-demo"],
        ):
            result = self.new_check(*names)
            self.assertEqual((result.status, len(result.err.splitlines())), (1, 1), (names, result))
            self.assertFalse(os.path.exists(self.path("tests")), names)
        self.assertEqual(self.new_check("trial-of-new-check").status, 0)
        self.assertEqual(self.new_check("trial-of-new-check").status, 1)


if __name__ == "__main__":
    unittest.main()
