"""Facts written on one machine and linked on another: the same bytes as in one run, and no harm
from files that are not what they should be."""

import lzma
import os
import struct
import unittest

from scratch import ProjectTest, growing, padded

FORMATS = ("--format=text", "--format=sarif:o.sarif", "--format=json:o.json")


def checksum(payload):
    """FNV-1a, as analysis/model/Hash.h has it."""
    state = 0xCBF29CE484222325
    for byte in payload:
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state


def with_payload(file, payload):
    """The file's first line with another payload, whose length and checksum fit."""
    head = file.split(b"\n", 1)[0]
    return head + b"\n" + struct.pack("<QQ", len(payload), checksum(payload)) + payload


def unpacked(file):
    """A fact file as other tools may write it: not packed."""
    packed = file[file.index(b"\n") + 1 + 16 :]
    return with_payload(file, lzma.decompress(packed[packed.index(b"\xfd7zXZ\0") :]))


class RoundTrip(ProjectTest):
    def setUp(self):
        super().setUp()
        self.write("inc/shared.h", padded("Shared"))
        self.write(
            "src/a.cpp",
            '#include "shared.h"\n' + growing("grow") + padded("Quiet")[:-1] + " // NOLINT\n",
        )
        self.write("src/deep er/b\u00fcro.cpp", '#include "shared.h"\n' + padded("B"))
        self.write(
            "src/a.c",
            '#include "shared.h"\nint broken(void) { return undeclared; }\n' + padded("c"),
        )
        entries = [
            self.entry(f, "-Iinc") for f in ("src/a.cpp", "src/deep er/b\u00fcro.cpp", "src/a.c")
        ]
        self.write_database(*entries, self.entry("src/a.cpp", "-Iinc", "-DTWICE"))

    def outputs(self, result):
        self.assertEqual(result.status, 1, result)
        return result.out, result.err, self.read("o.sarif"), self.read("o.json")

    def test_link_says_what_the_direct_run_says(self):
        direct = self.outputs(self.run_memlint(".", *FORMATS))
        facts = self.run_memlint("facts", ".", "-o", "out")
        self.assertEqual(facts.status, 0, facts)
        files = sorted(os.listdir(self.path("out")))
        self.assertEqual(len(files), 4, files)
        for order in (files, files[::-1]):
            linked = self.run_memlint("link", *(f"out/{f}" for f in order), *FORMATS)
            self.assertEqual(self.outputs(linked), direct)

    def test_from_another_directory_with_a_root(self):
        direct = self.outputs(self.run_memlint(".", *FORMATS))
        self.run_memlint("facts", ".", "-o", "out")
        away = self.path("away")
        os.mkdir(away)
        files = [self.path(f"out/{f}") for f in sorted(os.listdir(self.path("out")))]
        linked = self.run_memlint(
            "link",
            *files,
            "--root",
            self.root,
            "--format=sarif:../o.sarif",
            "--format=json:../o.json",
            cwd=away,
        )
        self.assertEqual(linked.status, 1, linked)
        self.assertEqual((self.read("o.sarif"), self.read("o.json")), direct[2:])

    def test_sources_need_not_be_there(self):
        direct = self.run_memlint(".", "--format=json")
        self.run_memlint("facts", ".", "-o", "out")
        os.rename(self.path("src"), self.path("gone"))
        files = [f"out/{f}" for f in os.listdir(self.path("out"))]
        self.assertEqual(self.run_memlint("link", *files, "--format=json").out, direct.out)

    def test_the_same_unit_twice_is_said_once(self):
        self.run_memlint("facts", "src/deep er/b\u00fcro.cpp", "-o", "b.mlf", "--", "-Iinc")
        once, twice = (
            self.run_memlint("link", *files) for files in (["b.mlf"], ["b.mlf", "b.mlf"])
        )
        self.assertEqual(once.out, twice.out)

    def test_facts_are_the_same_bytes_in_each_run(self):
        for name, jobs in (("one", "1"), ("two", "4")):
            self.run_memlint("facts", ".", "-o", name, "-j", jobs)
        for file in os.listdir(self.path("one")):
            self.assertEqual(self.read(f"one/{file}"), self.read(f"two/{file}"), file)

    def test_one_file_of_all_units(self):
        direct = self.outputs(self.run_memlint(".", *FORMATS))
        self.run_memlint("facts", ".", "-o", "out")
        for name, jobs in (("one.mlf", "1"), ("two.mlf", "4")):
            done = self.run_memlint("facts", ".", "-o", name, "-j", jobs)
            self.assertEqual((done.status, done.out), (0, ""), done)
        self.assertEqual(self.read("one.mlf"), self.read("two.mlf"))
        self.assertEqual(self.outputs(self.run_memlint("link", "one.mlf", *FORMATS)), direct)
        several = sum(len(self.read(f"out/{f}")) for f in os.listdir(self.path("out")))
        self.assertLess(len(self.read("one.mlf")), several)

    def test_files_of_some_units_each(self):
        direct = self.outputs(self.run_memlint(".", *FORMATS))
        self.run_memlint("facts", ".", "src/*.cpp", "-o", "some.mlf")
        self.run_memlint("facts", ".", "src/deep er/*", "src/*.c", "-o", "others.mlf")
        linked = self.run_memlint("link", "others.mlf", "some.mlf", *FORMATS)
        self.assertEqual(self.outputs(linked), direct)

    def test_no_file_of_no_unit(self):
        self.write_database("src/gone.cpp")
        self.assertEqual(self.run_memlint("facts", ".", "-o", "none.mlf").status, 3)
        self.assertFalse(os.path.exists(self.path("none.mlf")))

    def test_json_view(self):
        result = self.run_memlint("facts", "src/deep er/b\u00fcro.cpp", "--", "-Iinc")
        self.assertEqual(result.status, 0)
        self.assertIn('"name": "Shared"', result.out)
        self.assertNotIn(self.root, result.out)


    def test_text_of_the_memory_ir(self):
        result = self.run_memlint("facts", "src/a.cpp", "src/a.c", "--ir", "--", "-Iinc")
        self.assertEqual(result.status, 0)
        units = [line for line in result.out.splitlines() if line.startswith("# src/")]
        self.assertEqual(units, ["# src/a.c", "# src/a.cpp"])
        self.assertNotIn(self.root, result.out)

    def test_files_are_packed(self):
        self.write("many.cpp", "\n".join(padded(f"R{i}") for i in range(200)))
        self.run_memlint("facts", "many.cpp", "-o", "many.mlf", "--")
        view = self.run_memlint("facts", "many.cpp", "--").out
        self.assertLess(len(self.read("many.mlf")), len(view) / 20)


class NotFacts(ProjectTest):
    """Whatever a file holds, it is refused by name or it is facts."""

    def setUp(self):
        super().setUp()
        self.write("a.cpp", growing("grow") + padded("A") + "int x; // NOLINT(memlint-*)\n")
        self.run_memlint("facts", "a.cpp", "-o", "good.mlf", "--")
        self.good = self.read("good.mlf")

    def assertBad(self, data, *said):
        self.write("bad.mlf", data)
        self.assertRefused(self.run_memlint("link", "good.mlf", "bad.mlf"), "'bad.mlf'", *said)

    def test_the_good_one_is_good(self):
        self.assertEqual(self.run_memlint("link", "good.mlf").status, 1)

    def test_missing_and_unreadable(self):
        self.assertRefused(self.run_memlint("link", "none.mlf"), "'none.mlf'", "cannot be read")
        os.mkdir(self.path("dir.mlf"))
        self.assertRefused(self.run_memlint("link", "dir.mlf"), "'dir.mlf'")
        self.assertRefused(self.run_memlint("link"), "needs the fact files")

    def test_foreign(self):
        self.assertBad(b"", "is not a memlint fact file")
        self.assertBad(b"\x7fELF" + bytes(100), "is not a memlint fact file")
        self.assertBad(b"memlint fact", "is not a memlint fact file")
        self.assertBad(b'{"version": 1}', "is not a memlint fact file")

    def test_truncated(self):
        step = max(1, len(self.good) // 60)
        for length in [*range(30), *range(30, len(self.good), step), len(self.good) - 1]:
            self.assertBad(self.good[:length])

    def test_too_long(self):
        self.assertBad(self.good + b"\0", "1 bytes too many")
        self.assertBad(self.good + self.good)

    def test_other_versions(self):
        head, rest = self.good.split(b"\n", 1)
        name = head.rsplit(b" ", 1)[0]
        for version in (b"0", b"999", b"-1", b"01", b"x", b"", b"9" * 100, b"1.5"):
            self.assertBad(name + b" " + version + b"\n" + rest)
        self.assertBad(name + b" 999\n" + rest, "version 999")

    def test_flipped_bits(self):
        step = max(1, len(self.good) // 150)
        for offset in [*range(40), *range(40, len(self.good), step)]:
            damaged = bytearray(self.good)
            damaged[offset] ^= 1 << offset % 8
            self.assertBad(bytes(damaged))

    def test_damaged_with_a_checksum_that_fits(self):
        """Then it may decode; it must not crash, and what it refuses it names."""
        statuses = set()
        for file in (self.good, unpacked(self.good)):
            sound = file[file.index(b"\n") + 1 + 16 :]
            for offset in range(0, len(sound), max(1, len(sound) // 125)):
                payload = bytearray(sound)
                payload[offset] ^= 0xFF if offset % 2 else 1 << offset % 8
                self.write("bad.mlf", with_payload(file, payload))
                result = self.run_memlint("link", "bad.mlf")
                self.assertIn(result.status, (0, 1, 2), (offset, result))
                statuses.add(result.status)
                if result.status == 2:
                    self.assertRefused(result, "'bad.mlf'")
        self.assertIn(2, statuses)

    def test_lengths_beyond_memory(self):
        for payload in (
            b"\x9b" + b"\xff" * 8,
            b"\x9b\0\0\0\1\0\0\0\0",
            b"\x7b" + b"\x7f" * 8,
            b"\x81" * 200000,
            b"\x9f" * 200000,
            b"\xa1" * 1000,
            b"\xf9\x00",
            b"",
            b"\x82\x1b" + b"\xff" * 8 + b"\x41x",  # packed, they say
            b"\x82\x1a\x40\0\0\0\x5b\0\0\0\0\x40\0\0\0" + b"x" * 1000,
        ):
            self.assertBad(with_payload(self.good, payload))

    def test_need_not_be_packed(self):
        self.write("plain.mlf", unpacked(self.good))
        self.assertGreater(len(unpacked(self.good)), len(self.good))
        plain, packed = (self.run_memlint("link", f) for f in ("plain.mlf", "good.mlf"))
        self.assertEqual((plain.status, plain.out), (packed.status, packed.out))


if __name__ == "__main__":
    unittest.main()
