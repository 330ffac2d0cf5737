"""What ARCHITECTURE.md says is always true of the source itself, read from the source.

Environment: MEMLINT_SOURCES (the checkout)."""

import os
import re
import unittest

ROOT = os.environ["MEMLINT_SOURCES"]
ANALYSIS = {
    "analysis/encode",
    "analysis/extract",
    "analysis/ir",
    "analysis/layout",
    "analysis/link",
    "analysis/model",
    "analysis/models",
    "analysis/project",
    "analysis/solve",
}

# Which room may include what, beside itself and the standard library.
MAY_INCLUDE = {
    "analysis/model": set(),
    "analysis/models": set(),
    "analysis/layout": set(),
    "analysis/ir": {"analysis/model"},
    "analysis/encode": {"analysis/ir", "analysis/model", "nlohmann"},
    "analysis/extract": {"analysis/ir", "analysis/layout", "analysis/model", "clang", "llvm"},
    "analysis/link": {"analysis/ir", "analysis/model"},
    "analysis/solve": {"analysis/ir", "analysis/link", "analysis/model"},
    "analysis/project": ANALYSIS | {"clang", "llvm", "posix"},
    "checks": {"analysis/ir", "analysis/link", "analysis/model", "analysis/solve"},
    "tool": ANALYSIS | {"checks", "llvm", "nlohmann"},
    "integrations/clang-tidy": {
        "analysis/encode",
        "analysis/extract",
        "analysis/link",
        "analysis/project",
        "analysis/solve",
        "checks",
        "clang",
        "clang-tidy",
        "llvm",
    },
}

# Rooms that read facts and nothing else.
PURE = {
    "analysis/model",
    "analysis/models",
    "analysis/ir",
    "analysis/layout",
    "analysis/link",
    "analysis/solve",
    "analysis/encode",
    "checks",
}
IO_HEADERS = {
    "cstdio",
    "cstdlib",
    "filesystem",
    "fstream",
    "iostream",
    "thread",
    "mutex",
    "atomic",
    "random",
    "chrono",
    "ctime",
}

INCLUDE = re.compile(r'(?m)^\s*#\s*include\s*([<"])(.*?)[>"]')
STARTS_SOMETHING = re.compile(
    r"\b(?:std::j?thread\b|std::async\b|llvm::thread\b|pthread_create\b|v?fork\s*\(|"
    r"posix_spawn|ThreadPool|parallelFor|popen\s*\()"
)
RUNS_A_PROGRAM = re.compile(r"\b(?:ExecuteAndWait|ExecuteNoWait|system\s*\(|exec[lv]p?e?\s*\()")

# A variable that may change. What stands at the margin is in a namespace, all else deeper.
GLOBAL_VARIABLE = re.compile(
    r"(?!.*\b(?:const|constexpr|using|typedef|namespace|class|struct|enum|union|template|friend|"
    r"operator|concept)\b)"
    r"(?:(?:static|inline|extern|thread_local|constinit)\s+)*"
    r"[A-Za-z_][\w:<>,*&\s]*[\s*&]\w+(?:\[\w*\])*\s*[;={]"
)
LOCAL_STATIC = re.compile(r"\s+(?:static|thread_local)\s+(?!const\b|constexpr\b)(?!.*\()")

LEFT_TO_DO = "TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK"


def sources(
    *endings, below=("analysis", "checks", "tool", "integrations", "tests", "cmake", "examples")
):
    """Paths relative to the checkout, sorted; without fixtures, whose text is test data."""
    found = []
    for folder in below:
        for where, folders, files in os.walk(os.path.join(ROOT, folder)):
            folders[:] = [f for f in folders if not f.startswith((".", "__", "build"))]
            found += [
                os.path.relpath(os.path.join(where, f), ROOT) for f in files if f.endswith(endings)
            ]
    return sorted(p for p in found if not p.startswith("tests/fixtures/"))


def program_sources():
    """Those of the program and the plugin: no tests, no examples."""
    return [
        p
        for p in sources(".cpp", ".h", ".def")
        if p.startswith(("analysis/", "checks/", "tool/", "integrations/"))
    ]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def code_only(text):
    """The text with comments and the contents of literals blanked, lines kept."""

    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    token = re.compile(
        r'R"(\w*)\((?s:.*?)\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?s:.*?)\*/'
    )
    return token.sub(blank, text)


def room_of(path):
    return max((room for room in MAY_INCLUDE if path.startswith(room + "/")), key=len, default=None)


def included(quote, name):
    """What the name in an #include stands for: a room, a library, `posix` or `std`."""
    if room := room_of(name):
        return room
    if "/" not in name and not name.endswith(".h") and quote == "<":
        return "std"
    first = name.split("/")[0]
    return (
        first
        if first in ("clang", "clang-tidy", "llvm", "nlohmann")
        else "posix"
        if quote == "<"
        else name
    )


class Layering(unittest.TestCase):
    maxDiff = None

    def test_every_source_stands_in_a_room(self):
        self.assertGreater(len(program_sources()), 50)
        self.assertEqual([p for p in program_sources() if not room_of(p)], [])

    def test_includes(self):
        wrong = []
        for path in program_sources():
            room = room_of(path)
            for quote, name in INCLUDE.findall(read(path)):
                target = included(quote, name)
                if target not in MAY_INCLUDE[room] | {room, "std"}:
                    wrong.append(f"{path} includes {name}")
        self.assertEqual(wrong, [])

    def test_includes_start_at_the_root(self):
        wrong = [
            f"{path} includes {name}"
            for path in program_sources()
            for quote, name in INCLUDE.findall(read(path))
            if quote == '"' and not room_of(name) and not name.startswith(("clang", "llvm/"))
        ]
        self.assertEqual(wrong, [])

    def test_rooms_without_io(self):
        wrong = [
            f"{path} includes {name}"
            for path in program_sources()
            if room_of(path) in PURE
            for _, name in INCLUDE.findall(read(path))
            if name in IO_HEADERS
        ]
        self.assertEqual(wrong, [])

    def test_where_threads_and_processes_start(self):
        for pattern, only in (
            (STARTS_SOMETHING, "analysis/project/Workers.cpp"),
            (RUNS_A_PROGRAM, "analysis/project/QueryDriver.cpp"),
        ):
            found = {p for p in program_sources() if pattern.search(code_only(read(p)))}
            self.assertEqual(found, {only})

    def is_global(self, line):
        return bool(GLOBAL_VARIABLE.match(line) or LOCAL_STATIC.match(line))

    def test_no_mutable_globals(self):
        wrong = [
            f"{path}:{number}: {line.strip()}"
            for path in program_sources()
            for number, line in enumerate(code_only(read(path)).split("\n"), 1)
            if self.is_global(line)
        ]
        self.assertEqual(wrong, [])

    def test_the_scan_for_globals_sees_them(self):
        """Of the test above: it must not be silent for want of sight."""
        for line in (
            "int Count = 0;",
            "static std::string Name;",
            "std::vector<int> All{1};",
            "thread_local int X;",
            "inline bool Flag = true;",
            "static int Table[4];",
            "llvm::StringMap<int> Known;",
        ):
            self.assertTrue(self.is_global(line), line)
        for line in (
            "constexpr int Count = 0;",
            "static const char *const Name = nullptr;",
            "using A = int;",
            "int f(int X);",
            "struct S;",
            "static int f() {",
            "int S::f() const {",
            "namespace memlint {",
            "extern const Check Name;",
            "  int Member = 0;",
            "};",
            "enum ExitCode { A = 1 };",
        ):
            self.assertFalse(self.is_global(line), line)


class Blockers(unittest.TestCase):
    def test_each_kind_is_known_to_matter_or_not(self):
        """checks/LayoutBlockers.cpp lists the kinds that are written, and no others."""
        listed = re.findall(r'\{"([a-z-]+)", (?:true|false)\}', read("checks/LayoutBlockers.cpp"))
        self.assertEqual(len(listed), len(set(listed)))
        writers = [p for p in program_sources() if p.startswith("analysis/extract/")]
        writers += ["checks/LayoutFix.cpp", "checks/LayoutPadding.cpp"]
        text = "\n".join(read(path) for path in writers)
        blocking = re.compile(
            r'\bblock(?:Held)?\([^";{}]*"([a-z-]+)"(?:\s*:\s*"([a-z-]+)")?\s*,'
            r'|Kind = "([a-z-]+)"|R\.Usr, "([a-z-]+)"'
        )
        written = {kind for match in blocking.findall(text) for kind in match if kind}
        self.assertGreater(len(written), 25)
        self.assertEqual(sorted(written - set(listed)), [])
        self.assertEqual([kind for kind in listed if f'"{kind}"' not in text], [])


class Size(unittest.TestCase):
    def test_no_file_is_too_long(self):
        longer = [
            f"{path}: {lines} lines"
            for path in sources(".cpp", ".h", ".py", ".cmake", ".c")
            if (lines := read(path).count("\n")) > 600
        ]
        self.assertEqual(longer, [])

    def test_nothing_is_left_to_do(self):
        left = [
            f"{path}:{number}"
            for path in sources(".cpp", ".h", ".py", ".cmake", ".c", ".txt", ".def", ".td")
            for number, line in enumerate(read(path).split("\n"), 1)
            if re.search(rf"\b(?:{LEFT_TO_DO})\b", line)
        ]
        self.assertEqual(left, [])


if __name__ == "__main__":
    unittest.main()
