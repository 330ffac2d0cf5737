"""Programs that are compiled and run, to see from outside what memlint says of their source."""

import functools
import os
import subprocess

from scratch import ProjectTest, clean_environment

COMPILER = "clang++-22"


def ran(*command, **environment):
    return subprocess.run(
        command,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


@functools.cache
def missing(*flags):
    """Why no program can be built with these flags; None when one can."""
    done = subprocess.run(
        [COMPILER, *flags, "-x", "c++", "-", "-o", os.devnull],
        input=b"#include <vector>\nint main() {}\n",
        capture_output=True,
        env=clean_environment(),
        check=False,
    )
    return done.stderr.decode().partition("\n")[0] if done.returncode else None


class ProgramTest(ProjectTest):
    def copied(self, *paths):
        """The files, by their own names, in this project; the name of the first."""
        for path in paths:
            with open(path, "rb") as file:
                self.write(os.path.basename(path), file.read())
        return os.path.basename(paths[0])

    def built(self, source, *flags):
        program = self.path("program")
        done = ran(COMPILER, *flags, source, "-o", program)
        self.assertEqual(done.returncode, 0, done.stderr)
        return program

    def counted(self, name, *flags):
        """The output, and the words of each line on the standard error, one for each call."""
        done = ran(self.built(self.path(name), *flags))
        self.assertEqual(done.returncode, 0, done)
        return done.stdout, [line.split() for line in done.stderr.splitlines()]
