#!/usr/bin/env python3
"""parse_time.py MEMLINT DATABASE: what memlint costs against `clang++ -fsyntax-only`.

Clang parses every file of the database with the flags that `memlint doctor` says memlint reads it
with, one after the other; memlint then analyses all of them with -j1. Both are measured by the CPU
time of their processes and the largest resident set of any one of them."""

import json
import os
import shlex
import subprocess
import sys


def measured(command, directory=None):
    """CPU seconds of a command and its children, the largest resident set in MB, the status."""
    process = subprocess.Popen(
        command,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def clang_command(memlint, database, file):
    """The command of the file's first unit and its directory; nothing where it has none."""
    said = subprocess.run([memlint, "doctor", database, file], capture_output=True, text=True)
    head, _, arguments = said.stdout.partition(" as\n")
    if not arguments:
        return None
    words = shlex.split(arguments)
    return ["clang-22", *words[1:]], head.rpartition(" is read in ")[2]


def files_of(database):
    """The files of a database, or of the one in a build directory."""
    if os.path.isdir(database):
        database = os.path.join(database, "compile_commands.json")
    with open(database, encoding="utf-8", errors="surrogateescape") as text:
        entries = json.load(text)
    directory = os.path.dirname(os.path.abspath(database))
    return sorted({os.path.join(directory, e.get("directory", "."), e["file"]) for e in entries})


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    memlint, database = sys.argv[1:]
    seconds = memory = units = failed = 0
    for file in files_of(database):
        command = clang_command(memlint, database, file)
        if not command:
            continue
        cpu, megabytes, status = measured(*command)
        seconds, memory, units = seconds + cpu, max(memory, megabytes), units + 1
        failed += status != 0
    if not units:
        sys.exit(f"{database}: no unit")
    own_seconds, own_memory, status = measured([memlint, "-j1", database])
    print(f"{units} files, {failed} with errors in Clang; memlint ended with status {status}")
    print(f"clang++ -fsyntax-only  {seconds:8.2f} s CPU  {memory:7.0f} MB at most")
    print(f"memlint                {own_seconds:8.2f} s CPU  {own_memory:7.0f} MB at most")
    print(f"ratio                  {own_seconds / seconds:8.2f}        {own_memory / memory:7.2f}")


if __name__ == "__main__":
    main()
