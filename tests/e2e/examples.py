"""The projects of examples/: each is built and run, and memlint says of it what its expected.txt
says. MEMLINT_UPDATE=1 writes these files anew.

Environment: MEMLINT, MEMLINT_EXAMPLES (the folder)."""

import os
import subprocess
import unittest

from scratch import ProjectTest, clean_environment

FOLDER = os.environ["MEMLINT_EXAMPLES"]


class Examples(ProjectTest):
    def check_example(self, name):
        source, build = os.path.join(FOLDER, name), self.path(name)
        compilers = clean_environment(CC="clang-22", CXX="clang++-22")
        for command in (
            ["cmake", "-S", source, "-B", build, "-G", "Ninja"],
            ["cmake", "--build", build],
            [os.path.join(build, name)],
        ):
            done = subprocess.run(
                command,
                env=compilers,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        result = self.run_memlint(build, cwd=source)
        self.assertEqual(result.status, 1, result.err)
        self.assertNotIn("failed", result.err)
        self.assertNotIn("with errors", result.err)
        expected = os.path.join(source, "expected.txt")
        if os.environ.get("MEMLINT_UPDATE") == "1":
            with open(expected, "w", encoding="utf-8") as file:
                file.write(result.out)
        with open(expected, encoding="utf-8") as file:
            self.assertEqual(
                result.out, file.read(), f"{expected} differs; is it this file that is wrong?"
            )

    def test_all(self):
        names = sorted(
            name
            for name in os.listdir(FOLDER)
            if os.path.exists(os.path.join(FOLDER, name, "CMakeLists.txt"))
        )
        self.assertGreaterEqual(len(names), 2)
        said = ""
        for name in names:
            with self.subTest(name):
                self.check_example(name)
            with open(os.path.join(FOLDER, name, "expected.txt"), encoding="utf-8") as file:
                said += file.read()
        for check in ("layout-padding", "reserve-missing", "resource-leak"):
            self.assertIn(f"[memlint-{check}]", said)


if __name__ == "__main__":
    unittest.main()
