"""The fixtures of tests/fixtures written out as one project that memlint and clang-tidy can read.

The language of fixtures is that of tests/README.md; tests/runner/Fixture.cpp reads it too."""

import os
import re
from typing import NamedTuple

UNIT_NAMES = (".c", ".cpp", ".cc")


class Fixture(NamedTuple):
    check: str  # the folder's name
    name: str  # check/file
    parts: list  # (name, text) of each file
    flags: list
    checks: list  # globs; empty: the folder's check, or what runs by default
    settings: list  # CHECK.OPTION=VALUE

    def units(self):
        return [name for name, _ in self.parts if name.endswith(UNIT_NAMES)]

    def globs(self, known_checks):
        """What to pass as --checks; nothing for what runs by default."""
        if self.checks:
            return ["-*", *self.checks]
        return ["-*", self.check] if self.check in known_checks else []


def parse_fixture(check, name, text):
    directives = {
        key: [word for line in re.findall(rf"(?m)^// {key}:(.*)$", text) for word in line.split()]
        for key in ("flags", "checks", "set")
    }
    pieces = re.split(r"(?m)^//--- (.*)\n", text)
    if len(pieces) == 1:
        parts = [(name, text)]
    else:
        parts = list(zip(pieces[1::2], pieces[2::2]))
    return Fixture(
        check,
        f"{check}/{name}",
        parts,
        directives["flags"],
        directives["checks"],
        directives["set"],
    )


def read_fixtures(folder):
    fixtures = []
    for check in sorted(os.listdir(folder)):
        for name in sorted(os.listdir(os.path.join(folder, check))):
            if not name.endswith((".c", ".cpp")):
                continue
            with open(os.path.join(folder, check, name), encoding="utf-8", newline="") as file:
                fixtures.append(parse_fixture(check, name, file.read()))
    return fixtures


def settings_file(fixture, known_checks):
    """The text of a .memlint file that says what the fixture says."""
    lines = ["inherit: false"]
    if globs := fixture.globs(known_checks):
        lines.append("checks: [" + ", ".join(f"'{g}'" for g in globs) + "]")
    if fixture.settings:
        lines.append("options:")
        lines += ["  {}: '{}'".format(*s.split("=", 1)) for s in fixture.settings]
    return "\n".join(lines) + "\n"


def write_out(test, fixtures, known_checks):
    """Each fixture into a directory of its name, with its settings; one database for all. `test` is
    a ProjectTest."""
    entries = []
    for fixture in fixtures:
        test.write(f"{fixture.name}/.memlint", settings_file(fixture, known_checks))
        for name, text in fixture.parts:
            test.write(f"{fixture.name}/{name}", text)
        for unit in fixture.units():
            path = test.path(f"{fixture.name}/{unit}")  # absolute: clang-tidy then prints it so
            entries.append(
                test.entry(path, *fixture.flags) | {"directory": test.path(fixture.name)}
            )
    test.write_database(*entries)
