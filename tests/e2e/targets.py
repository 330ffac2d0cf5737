"""layout-padding.targets: sizes on targets that the unit is not compiled for, against what the real
compiler says there of the very same source."""

import json
import random
import re
import subprocess
import unittest

from scratch import ProjectTest, padded

TARGETS = ("i686-linux-gnu", "aarch64-linux-gnu", "wasm32", "x86_64-pc-windows-msvc")
SETTINGS = "options:\n  layout-padding.targets: " + ",".join(TARGETS) + "\n"

HEADERS = "#include <stddef.h>\n#include <stdint.h>\n#include <stdarg.h>\n"

# What fields of random records may use; @ is the name.
C_TYPES = """
struct Inner { char a; long b; };
struct Odd { short a; char b[3]; };
union Either { double a; char b[9]; };
enum Few { Few_a, Few_b };
enum Wide { Wide_a = -1, Wide_b = 0x7fffffff };
struct Bits { unsigned a : 3; long long b : 20; char c; };
#pragma pack(push, 2)
struct Packed { char a; long b; };
#pragma pack(pop)
struct __attribute__((packed)) Tight { char a; void *b; };
struct Aligned { char a; long long b __attribute__((aligned(32))); };
typedef long Number;
typedef Number Row[3];
"""
CPP_TYPES = """
struct Built { Built(); long a; char b; };
struct Poly { virtual ~Poly(); virtual void f(); int a; char b; };
struct Derived : Poly { void f() override; virtual int g(); char c; };
class Hidden { long a; char b; public: void use(); };
struct Defaulted { Defaulted() = default; long long a; char b; };
struct Init { long long a = 1; char b = 2; };
struct Pod { long long a; char b; };
struct Overlap { [[no_unique_address]] Built a; char b; };
enum class Small : unsigned char { a };
enum class Scoped { a };
template <class T> struct Pair { T first; char second; };
template <class T> struct Counted : Pair<T> { char third; };
"""
C_FIELDS = [
    "char @", "short @", "int @", "long @", "long long @", "float @", "double @", "long double @",
    "void *@", "int (*@)(long)", "size_t @", "ptrdiff_t @", "intptr_t @", "uint8_t @", "int16_t @",
    "uint32_t @", "int64_t @", "uintmax_t @", "wchar_t @", "va_list @", "char @[5]", "long @[2][3]",
    "Row @[2]", "struct Inner @", "struct Odd @", "union Either @", "enum Few @", "enum Wide @",
    "struct Bits @", "struct Packed @", "struct Tight @", "struct Aligned @",
    "_Alignas(long double) char @", "__attribute__((aligned(8))) char @", "_Complex float @",
    "struct { char a; long b; } @", "const volatile long @", "_Atomic(long long) @",
    "int @ : 7", "unsigned char @ : 3", "long long @ : 30", "short : 0",
]  # fmt: skip
CPP_FIELDS = [f for f in C_FIELDS if "_Alignas" not in f and "_Atomic" not in f] + [
    "int &@", "Built @", "Poly @", "Derived @", "Hidden @", "Defaulted @", "Small @", "Scoped @",
    "bool @", "Pair<void *> @", "Counted<Inner *> @", "Pair<double> @", "alignas(double) char @",
    "decltype(nullptr) @", "char16_t @", "Overlap @", "[[no_unique_address]] Pod @",
]  # fmt: skip
BASES = ["Built", "Poly", "Derived", "Hidden", "Defaulted", "Init", "Pod", "Counted<char *>"]


class AgainstTheCompiler(ProjectTest):
    def facts(self, file, *flags):
        result = self.run_memlint("facts", file, "--", *flags)
        self.assertEqual(result.status, 0, result.err)
        return json.loads(result.out)["records"]

    def random_records(self, fields, bases, count):
        """The text before the fields, and the fields, by the record's name."""
        draw = random.Random(22)
        records = {}
        for i in range(count):
            chosen = draw.sample(fields, draw.randint(3, 6)) + ["char @", "char @"]
            draw.shuffle(chosen)
            declared = [f.replace("@", f"f{n}", 1) + ";" for n, f in enumerate(chosen)]
            base = " : " + draw.choice(bases) if bases and draw.random() < 0.5 else ""
            records[f"R{i}"] = base, declared
        return records

    def check(self, file, types, records, flags, least):
        """The same source with assertions from the facts is compiled for each target."""
        written = HEADERS + types
        for name, (base, declared) in records.items():
            written += f"struct {name}{base} {{ {' '.join(declared)} }};\n"
        self.write(".memlint", SETTINGS)
        self.write(file, written)
        told = 0
        asserted = {target: [] for target in TARGETS}
        for fact in self.facts(file, *flags):
            if not fact["smaller"]:
                self.assertEqual(fact["targets"], [])
            if fact["name"] not in records or not fact["smaller"]:
                continue
            base, declared = records[fact["name"]]
            name, order = fact["name"], fact["smaller"]["order"]
            copy = f"struct {name}_{base} {{ {' '.join(declared[i] for i in order)} }};\n"
            for size in fact["targets"]:
                told += 1
                asserted[size["target"]] += [
                    copy,
                    f'_Static_assert(sizeof(struct {name}) == {size["size"]}, "{name}");\n',
                    f'_Static_assert(sizeof(struct {name}_) == {size["smaller"]}, "{name}_");\n',
                ]
        self.assertGreater(told, least)
        for target, lines in asserted.items():
            path = self.write(target + file, written + "".join(lines))
            compiler = "clang-22" if file.endswith(".c") else "clang++-22"
            done = subprocess.run(
                [compiler, f"--target={target}", "-ffreestanding", "-fsyntax-only", "-w"]
                + ["-ferror-limit=5", *flags, path],
                capture_output=True,
                text=True,
            )
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_random_records_in_c(self):
        records = self.random_records(C_FIELDS, [], 400)
        self.check("a.c", C_TYPES, records, ["-std=gnu17"], 400)

    def test_random_records_in_cpp(self):
        records = self.random_records(CPP_FIELDS, BASES, 400)
        self.check("a.cpp", C_TYPES + CPP_TYPES, records, ["-std=gnu++20"], 400)


class LeftOut(ProjectTest):
    def targets(self, text, file="a.cpp"):
        """For each record with a smaller order the targets that it was measured on."""
        self.write(".memlint", SETTINGS)
        self.write(file, text)
        result = self.run_memlint("facts", file, "--")
        self.assertEqual(result.status, 0, result.err)
        return {
            r["name"]: [t["target"] for t in r["targets"]]
            for r in json.loads(result.out)["records"]
            if r["smaller"]
        }

    def test_what_another_target_may_declare_otherwise(self):
        found = self.targets(
            "#include <string>\n#include <ctime>\n#include <atomic>\n"
            "struct Library { char a; std::string b; char c; };\n"
            "struct Standard { char a; std::atomic<long> b; char c; };\n"
            "struct Width { char a; time_t b; char c; };\n"
            "struct Computed { char a; char b[32 - sizeof(long)]; long c; char d; };\n"
            "constexpr int N = sizeof(void *);\n"
            "struct ByConstant { char a; char b[N]; long c; char d; };\n"
            "template <int M> struct Array { char b[M]; };\n"
            "struct ByArgument { char a; Array<sizeof(long)> b; long c; char d; };\n"
            "template <class T> struct Box { T b; };\n"
            "struct LostName { char a; Box<std::size_t> b; char c; };\n"
            "extern std::size_t total;\n"
            "struct LikeAnother { char a; decltype(total + 1) b; char c; };\n"
            "struct Member { char a; int Width::*b; char c; };\n"
            "struct Kept { char a; Box<Library *> b; char c; };\n"
        )
        self.assertEqual(found.pop("Kept"), list(TARGETS))
        self.assertEqual(set(found), {
            "Library", "Standard", "Width", "Computed", "ByConstant", "ByArgument", "LostName",
            "LikeAnother", "Member"})  # fmt: skip
        self.assertEqual([name for name, targets in found.items() if targets], [])

    def test_a_target_without_a_type_costs_that_record_there(self):
        found = self.targets(
            "struct Huge { char a; __int128 b; char c; };\n" + padded("Plain"),
        )
        self.assertNotIn("i686-linux-gnu", found["Huge"])
        self.assertIn("aarch64-linux-gnu", found["Huge"])
        self.assertEqual(found["Plain"], list(TARGETS))

    def test_an_unknown_target_is_named_once(self):
        self.write("a.cpp", padded("A"))
        self.write("b.cpp", padded("B"))
        self.write_database("a.cpp", "b.cpp")
        plain = self.run_memlint(".")
        asked = self.run_memlint(".", "--set", "layout-padding.targets=sparcle-x, ,sparcle-x")
        self.assertEqual((asked.status, asked.out), (plain.status, plain.out))
        self.assertEqual(len(re.findall("Clang knows no target 'sparcle-x'", asked.err)), 1)

    def test_not_asked(self):
        self.write("a.cpp", padded("A"))
        result = self.run_memlint("facts", "a.cpp", "--")
        self.assertEqual([r["targets"] for r in json.loads(result.out)["records"]], [[]])


if __name__ == "__main__":
    unittest.main()
