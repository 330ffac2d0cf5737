#include "analysis/project/CompileCommands.h"
#include "analysis/project/CommandLine.h"
#include "analysis/project/Unit.h"

#include "llvm/Support/VirtualFileSystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Words = std::vector<std::string>;

class CompileCommandsTest : public testing::Test {
protected:
  void add(llvm::StringRef Path, llvm::StringRef Text = "") {
    FS->addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  }

  /// The commands of a database with this text, or the error's message.
  CompileCommands load(llvm::StringRef Json) {
    auto Own = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    Own->addFile(Database, 0, llvm::MemoryBuffer::getMemBufferCopy(Json));
    llvm::vfs::OverlayFileSystem Both(FS);
    Both.pushOverlay(Own);
    Message.clear();
    auto Commands = loadDatabase(Database, Both);
    if (Commands)
      return *Commands;
    Message = llvm::toString(Commands.takeError());
    return {};
  }
  std::string refusal(llvm::StringRef Json) {
    EXPECT_THAT(load(Json), IsEmpty());
    return Message;
  }
  /// The words of the only entry, given its command as JSON.
  Words wordsOf(const std::string &Members) {
    auto Commands = load("[{\"directory\": \"/p\", \"file\": \"a.cpp\", " + Members + "}]");
    return Commands.size() == 1 ? Commands.front().CommandLine : Words{Message};
  }
  Words wordsOfCommand(const std::string &Command) {
    return wordsOf("\"command\": \"" + Command + "\"");
  }
  std::string find(const std::string &Given, const std::string &WorkingDirectory = "/p/src") {
    auto Path = findDatabase({Given, WorkingDirectory}, *FS);
    return Path ? *Path : "! " + llvm::toString(Path.takeError());
  }
  static constexpr llvm::StringLiteral Database = "/p/compile_commands.json";
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  std::string Message;
};

// The database's text

TEST_F(CompileCommandsTest, RefusesWhatIsNoDatabaseInOneLine) {
  EXPECT_EQ(refusal(""), "'/p/compile_commands.json' is empty");
  EXPECT_EQ(refusal(" \n\t"), "'/p/compile_commands.json' is empty");
}

struct BadText {
  const char *Text, *Message;
};
class BadDatabaseTest : public CompileCommandsTest, public testing::WithParamInterface<BadText> {};

TEST_P(BadDatabaseTest, IsRefused) {
  std::string Said = refusal(GetParam().Text);
  EXPECT_THAT(Said, HasSubstr(GetParam().Message));
  EXPECT_THAT(Said, HasSubstr("/p/compile_commands.json"));
  EXPECT_EQ(Said.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadDatabaseTest,
    testing::Values(
        BadText{"int main() {}", ":1:1: not JSON: "}, BadText{"\xFF\xFE[\0", ": not JSON: "},
        BadText{"[\n {\"file\": \"a.cpp\",\n", ":3:0: not JSON: "},
        BadText{"[{\"file\": \"a.cpp\", \"command\": \"cc a.c", ": not JSON: "},
        BadText{"[{}{}]", ": not JSON: "}, BadText{"{\"file\": \"a.cpp\"}", ": no array"},
        BadText{"null", ": no array"}, BadText{"[]", "has no entries"},
        BadText{"[1]", "entry 1 is not an object"}, BadText{"[{}]", "entry 1 has no \"file\""},
        BadText{"[{\"file\": \"a.c\"}]", "entry 1 has neither a \"command\" nor \"arguments\""},
        BadText{"[{\"file\": \"\", \"command\": \"cc\"}]", "entry 1 has no \"file\""},
        BadText{"[{\"file\": 3, \"command\": \"cc\"}]", "entry 1 has no \"file\""},
        BadText{"[{\"file\": \"a.c\", \"command\": \"cc\"}, {\"command\": \"cc\"}]",
                "entry 2 has no \"file\""},
        BadText{"[{\"file\": \"a.c\", \"command\": [\"cc\"]}]", "\"command\" that is not a string"},
        BadText{"[{\"file\": \"a.c\", \"arguments\": \"cc\"}]", "\"arguments\" that are not an"},
        BadText{"[{\"file\": \"a.c\", \"arguments\": [\"cc\", 1]}]", "argument that is not a str"},
        BadText{"[{\"file\": \"a.c\", \"arguments\": []}]", "has no compiler in its command"},
        BadText{"[{\"file\": \"a.c\", \"command\": \"  \"}]", "has no compiler in its command"},
        BadText{"[{\"file\": \"a.c\", \"command\": \"ccache\"}]", "has no compiler in its comm"},
        BadText{"[{\"file\": \"a.S\", \"command\": \"cc a.S\"}]", "names no C or C++ file"}));

TEST_F(CompileCommandsTest, RefusesDeepNestingWithoutFallingIntoIt) {
  EXPECT_THAT(refusal(std::string(1000000, '[')), HasSubstr("nest too deep"));
}

TEST_F(CompileCommandsTest, SaysWhichFileCannotBeRead) {
  auto Missing = loadDatabase("/p/no.json", *FS);
  EXPECT_EQ(llvm::toString(Missing.takeError()),
            "cannot read '/p/no.json': No such file or directory");
}

TEST_F(CompileCommandsTest, ReadsWhatOtherClangToolsRead) {
  // A byte order mark, trailing commas as in joined -MJ fragments, an unknown member, bad bytes.
  auto Commands = load("\xEF\xBB\xBF[{\"file\": \"a,].cpp\", \"command\": \"c++ a.cpp\",},\n"
                       " {\"file\": \"\xE9.cpp\", \"command\": \"c++\", \"when\": [0]},\n]");
  ASSERT_EQ(Commands.size(), 2u) << Message;
  EXPECT_EQ(Commands[0].Filename, "/p/a,].cpp");
  EXPECT_EQ(Commands[1].Filename, "/p/\xEF\xBF\xBD.cpp");
}

TEST_F(CompileCommandsTest, LeavesOtherLanguagesAside) {
  auto Commands = load(R"([{"file": "a.s", "command": "cc -c a.s"},
                           {"file": "b.S", "command": "cc -c b.S"},
                           {"file": "c.f90", "command": "gfortran -c c.f90"},
                           {"file": "d.rc", "command": "windres d.rc"},
                           {"file": "e.inc", "command": "g++ -x c++ -c e.inc"},
                           {"file": "f.c", "command": "gcc -x assembler-with-cpp -c f.c"},
                           {"file": "g.c", "command": "gcc -c g.c -x assembler h.x"}])");
  ASSERT_EQ(Commands.size(), 2u) << Message;
  EXPECT_EQ(Commands[0].Filename, "/p/e.inc");
  EXPECT_EQ(Commands[1].Filename, "/p/g.c");
}

TEST_F(CompileCommandsTest, KeepsSeveralEntriesForAFileAndEachOnce) {
  auto Commands = load(R"([{"directory": "/p", "file": "a.cpp", "command": "c++ -DA a.cpp"},
                           {"directory": "/p", "file": "a.cpp", "command": "c++ -DB a.cpp"},
                           {"directory": "/p/.", "file": "x/../a.cpp",
                            "arguments": ["c++", "-DA", "a.cpp"]},
                           {"directory": "/q", "file": "/p/a.cpp", "command": "c++ -DA a.cpp"}])");
  ASSERT_EQ(Commands.size(), 3u);
  EXPECT_EQ(Commands[1].CommandLine[1], "-DB");
  EXPECT_EQ(Commands[2].Directory, "/q");
}

TEST_F(CompileCommandsTest, DirectoriesAndFilesMayBeRelativeToTheDatabase) {
  auto Commands = load(R"([{"directory": "build", "file": "../src/a.cpp", "command": "c++ x"},
                           {"file": "b.cpp", "command": "c++ x"}])");
  ASSERT_EQ(Commands.size(), 2u);
  EXPECT_EQ(Commands[0].Directory, "/p/build");
  EXPECT_EQ(Commands[0].Filename, "/p/src/a.cpp");
  EXPECT_EQ(Commands[1].Directory, "/p");
  EXPECT_EQ(Commands[1].Filename, "/p/b.cpp");
}

// The command's words

TEST_F(CompileCommandsTest, CommandsAreSplitAsByAShell) {
  EXPECT_THAT(splitShellWords(R"(  a  'b c'"d"\ e '' "" )"), ElementsAre("a", "b cd e", "", ""));
  EXPECT_THAT(splitShellWords(R"('-DA="x\ny"' "-DB=\"1\"" -DC=\"2\" "\n" '\')"),
              ElementsAre(R"(-DA="x\ny")", R"(-DB="1")", R"(-DC="2")", R"(\n)", R"(\)"));
  EXPECT_THAT(splitShellWords("a \\\n b\\"), ElementsAre("a", "", "b\\"));
  EXPECT_THAT(splitShellWords("'never closed x"), ElementsAre("never closed x"));
  EXPECT_THAT(splitShellWords(""), IsEmpty());
}

TEST_F(CompileCommandsTest, CommandAndArgumentsSayTheSame) {
  Words Expected{"c++", "-DS=\"a b\"", "-I", "my dir", "a.cpp"};
  EXPECT_EQ(wordsOfCommand(R"(c++ '-DS=\"a b\"' -I my\\ dir a.cpp)"), Expected);
  EXPECT_EQ(wordsOfCommand(R"(c++ \"-DS=\\\"a b\\\"\" -I \"my dir\" a.cpp)"), Expected);
  EXPECT_EQ(wordsOf(R"("arguments": ["c++", "-DS=\"a b\"", "-I", "my dir", "a.cpp"])"), Expected);
  EXPECT_EQ(wordsOf(R"("command": "no", "arguments": ["c++", "-DS=\"a b\"", "-I", "my dir",
                       "a.cpp"])"),
            Expected);
}

class LauncherTest : public CompileCommandsTest,
                     public testing::WithParamInterface<const char *> {};

TEST_P(LauncherTest, IsSkipped) {
  EXPECT_EQ(wordsOfCommand(std::string(GetParam()) + "/opt/bin/g++ -DA=B a.cpp"),
            (Words{"/opt/bin/g++", "-DA=B", "a.cpp"}));
}

INSTANTIATE_TEST_SUITE_P(
    All, LauncherTest,
    testing::Values("", "ccache ", "/usr/bin/ccache ", "distcc ", "sccache ", "gomacc ", "icecc ",
                    "buildcache ", "ccache distcc ", "CCACHE_DIR=/c ccache ", "A= B_2=x ",
                    "ccache compiler_check=none sloppiness=a,b ", "env ", "/usr/bin/env A=1 B=2 ",
                    "env -i -u HOME --unset=X -C / A=1 -- ", "env A=1 ccache ",
                    "cmake -E env A=1 --unset=B -- ccache ", "C:/bin/sccache.exe "));

TEST_F(CompileCommandsTest, ALauncherWithoutACompilerRunsCc) {
  EXPECT_EQ(wordsOfCommand("distcc -c a.cpp"), (Words{"cc", "-c", "a.cpp"}));
  EXPECT_EQ(wordsOfCommand("env X=1 ccache -c a.cpp"), (Words{"cc", "-c", "a.cpp"}));
}

TEST_F(CompileCommandsTest, WordsThatOnlyLookLikeLaunchersStay) {
  EXPECT_EQ(wordsOfCommand("my-ccache a.cpp"), (Words{"my-ccache", "a.cpp"}));
  EXPECT_EQ(wordsOfCommand("c++ ccache A=1"), (Words{"c++", "ccache", "A=1"}));
  EXPECT_EQ(wordsOfCommand("./a=b/c++ a.cpp"), (Words{"./a=b/c++", "a.cpp"}));
}

TEST_F(CompileCommandsTest, ResponseFilesAreExpandedFromTheEntrysDirectory) {
  add("/p/sub/a.rsp", "-DA \"-DB=x y\" '-DC'\n@sub/inner.rsp -DD");
  add("/p/sub/inner.rsp", "-I\"/in ner\"");
  EXPECT_EQ(wordsOfCommand("c++ @sub/a.rsp a.cpp"),
            (Words{"c++", "-DA", "-DB=x y", "-DC", "-I/in ner", "-DD", "a.cpp"}));
}

TEST_F(CompileCommandsTest, ResponseFilesThatCannotBeReadStay) {
  EXPECT_EQ(wordsOfCommand("c++ @gone.rsp a.cpp"), (Words{"c++", "@gone.rsp", "a.cpp"}));
  add("/p/loop.rsp", "-DA @loop.rsp");
  EXPECT_EQ(wordsOfCommand("c++ @loop.rsp a.cpp"), (Words{"c++", "@loop.rsp", "a.cpp"}));
}

// Where the database is

TEST_F(CompileCommandsTest, AMissingDatabaseComesWithAdvice) {
  add("/p/src/a.cpp");
  EXPECT_EQ(find(""), "! no compile_commands.json in or above '/p/src'; create one with cmake "
                      "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON or bear -- make, or pass files with -- "
                      "flags");
  EXPECT_THAT(find("/p"), HasSubstr("! no compile_commands.json in '/p'; create one"));
  EXPECT_THAT(find("../nowhere"), HasSubstr("! '../nowhere' does not exist; create one"));
}

TEST_F(CompileCommandsTest, ADatabaseIsFoundByFileDirectoryAndUpward) {
  add("/p/src/a.cpp");
  add("/p/my.json");
  add("/p/obj/compile_commands.json");
  EXPECT_EQ(find("../my.json"), "/p/my.json");
  EXPECT_EQ(find("/p/obj/"), "/p/obj/compile_commands.json");
  add("/compile_commands.json");
  EXPECT_EQ(find(""), "/compile_commands.json"); // /p/obj is no build directory's name
  add("/p/cmake-build-debug/compile_commands.json");
  EXPECT_EQ(find(""), "/p/cmake-build-debug/compile_commands.json");
  add("/p/build-x/presets/compile_commands.json");
  add("/p/build-x/file");
  EXPECT_EQ(find(""), "/p/cmake-build-debug/compile_commands.json");
  add("/p/build/compile_commands.json");
  EXPECT_EQ(find(""), "/p/build/compile_commands.json");
  EXPECT_EQ(find("/p"), "/p/build/compile_commands.json");
  add("/p/compile_commands.json");
  EXPECT_EQ(find(""), "/p/compile_commands.json");
}

TEST_F(CompileCommandsTest, ADatabaseIsFoundOneDirectoryBelowABuildDirectory) {
  add("/p/out/note.txt");
  add("/p/out/release/compile_commands.json");
  add("/p/out/debug/compile_commands.json");
  add("/p/build.ninja"); // a file, though its name begins like a build directory's
  EXPECT_EQ(find("", "/p"), "/p/out/debug/compile_commands.json");
}

// Files without a database

TEST_F(CompileCommandsTest, FilesWithFlagsNeedNoDatabase) {
  add("/p/flags.rsp", "-DR");
  auto Commands = commandsForFiles({"a.cpp", "./b.c", "/q/c.h", "-d.cc", "e.m"},
                                   {"-Iinc", "@flags.rsp"}, "/p", *FS);
  ASSERT_EQ(Commands.size(), 5u);
  EXPECT_EQ(Commands[0].Directory, "/p");
  EXPECT_EQ(Commands[0].Filename, "/p/a.cpp");
  EXPECT_EQ(Commands[0].CommandLine, (Words{"clang++", "-Iinc", "-DR", "--", "/p/a.cpp"}));
  EXPECT_EQ(Commands[1].CommandLine, (Words{"clang", "-Iinc", "-DR", "--", "/p/b.c"}));
  EXPECT_EQ(Commands[2].CommandLine.front(), "clang++");
  EXPECT_EQ(Commands[3].Filename, "/p/-d.cc");
  EXPECT_EQ(Commands[4].CommandLine.front(), "clang");
  EXPECT_THAT(commandsForFiles({}, {}, "/p", *FS), IsEmpty());
}

// Units

TEST(UnitOrderTest, SortingKeepsOneOfEqualUnits) {
  std::vector<Unit> Units{{"/b", "/", {"x"}},
                          {"/a", "/", {"y"}},
                          {"/a", "/", {"x"}},
                          {"/b", "/", {"x"}},
                          {"/a", "/", {"y"}}};
  sortUnits(Units);
  EXPECT_THAT(Units,
              ElementsAre(Unit{"/a", "/", {"x"}}, Unit{"/a", "/", {"y"}}, Unit{"/b", "/", {"x"}}));
}

} // namespace
} // namespace memlint
