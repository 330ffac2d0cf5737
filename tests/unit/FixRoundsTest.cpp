// Fixes made up by a test, over a project on the disk: which are made, which are left and why.
#include "tool/FixRounds.h"

#include "analysis/encode/Encode.h"
#include "analysis/project/ResourceDir.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace memlint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// One place of a change that a made-up check asks for, wherever the text has it.
struct Place {
  std::string File, Old, New;
};

struct Change {
  std::vector<Place> Places;
  std::vector<SizePromise> Promises;
};

class FixRounds : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> Made;
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("memlint-fixes", Made));
    llvm::SmallString<128> Real;
    ASSERT_FALSE(llvm::sys::fs::real_path(Made, Real));
    Root = Real.str().str();
    Texts.emplace(llvm::vfs::getRealFileSystem(), Root);
  }
  void TearDown() override { llvm::sys::fs::remove_directories(Root); }

  void write(const std::string &Name, const std::string &Text) {
    std::ofstream(Root + "/" + Name, std::ios::binary) << Text;
  }
  void addUnit(const std::string &Name, const std::vector<std::string> &Flags = {}) {
    Unit U{Root + "/" + Name,
           Root,
           {"clang++", "-fsyntax-only", "-w", "-fno-caret-diagnostics", "-resource-dir"}};
    U.Arguments.push_back(compiledInResourceDir());
    U.Arguments.insert(U.Arguments.end(), Flags.begin(), Flags.end());
    U.Arguments.insert(U.Arguments.end(), {"--", U.File});
    Parsed.push_back(std::move(U));
  }

  /// Each change whose texts are all there is a finding.
  CheckResults check(const Program &P) {
    CheckResults Results;
    for (std::size_t I = 0; I < Changes.size(); ++I) {
      Finding F;
      F.Check = "made-up";
      F.Message = "struct 'C" + std::to_string(I) + "' could be better";
      F.Fingerprint = std::to_string(I);
      Fix Made{"change it", {}, Changes[I].Promises};
      for (const Place &Where : Changes[I].Places)
        if (auto Edit = editOf(Where, P))
          Made.Edits.push_back(*Edit);
      if (Made.Edits.size() != Changes[I].Places.size())
        continue;
      if (!Made.Edits.empty()) {
        F.Where = Made.Edits.front().Where;
        F.Fixes.push_back(std::move(Made));
      }
      Results.Findings.push_back(std::move(F));
    }
    return Results;
  }

  FixedProgram run(unsigned Workers = 2) {
    sortUnits(Parsed);
    std::vector<RecheckJob> Jobs;
    EditedTexts None;
    Jobs.reserve(Parsed.size());
    for (const Unit &U : Parsed)
      Jobs.push_back({&U, &None});
    auto Outcomes = recheckUnits(Jobs, {Root}, {Workers, std::chrono::seconds(60)}, Quietly);
    EXPECT_TRUE(bool(Outcomes));
    Linker Join;
    for (std::size_t I = 0; I < Jobs.size(); ++I) {
      const RecheckOutcome &O = (*Outcomes)[I];
      EXPECT_EQ(O.Failure, "");
      Units.add(Parsed[I], O.Facts, encodeFacts(O.Facts));
      Join.add(O.Facts);
    }
    Units.finish(Failures);
    CheckedProgram First{std::move(Join).finish(), {}};
    First.Results = check(First.P);
    auto Outcome =
        fixInRounds(First, Units, *Texts, {{Root}, {Workers, std::chrono::seconds(60)}, Quietly},
                    [&](const Program &P) -> llvm::Expected<CheckResults> { return check(P); });
    EXPECT_TRUE(bool(Outcome));
    Lines = leftLines(First, *Outcome);
    return std::move(*Outcome);
  }
  std::string now(const std::string &File) {
    auto Text = Texts->current(File);
    return Text ? *Text : llvm::toString(Text.takeError());
  }

  std::string Root;
  std::optional<SourceTexts> Texts;
  std::vector<Unit> Parsed;
  std::vector<Change> Changes;
  std::vector<UnitFailure> Failures;
  FixUnits Units;
  std::vector<std::string> Lines;

private:
  static void Quietly(const Unit &) {}

  std::optional<TextEdit> editOf(const Place &Where, const Program &P) {
    auto File = std::ranges::find(P.Files, Where.File);
    std::string Text = now(Where.File);
    auto At = Text.find(Where.Old);
    if (File == P.Files.end() || At == std::string::npos)
      return std::nullopt;
    auto PlaceOf = [&](std::size_t Offset) {
      auto Line = 1 + std::count(Text.begin(), Text.begin() + static_cast<long>(Offset), '\n');
      auto Begin = Offset == 0 ? std::string::npos : Text.rfind('\n', Offset - 1);
      return std::pair(static_cast<std::uint32_t>(Line),
                       static_cast<std::uint32_t>(Offset - (Begin + 1) + 1));
    };
    auto [Line, Column] = PlaceOf(At);
    auto [EndLine, EndColumn] = PlaceOf(At + Where.Old.size());
    auto Id = static_cast<FileId>(File - P.Files.begin());
    return TextEdit{{Id, Line, Column, EndLine, EndColumn}, Where.Old, Where.New};
  }
};

constexpr char Wide[] = "struct Node { char a; void *p; char b; };";
constexpr char Slim[] = "struct Node { void *p; char a; char b; };";
constexpr char NodeUsr[] = "c:@S@Node";

TEST_F(FixRounds, MakesWhatKeepsItsPromise) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nNode a;\n");
  write("b.cpp", "#include \"n.h\"\nNode b;\n");
  addUnit("a.cpp");
  addUnit("b.cpp");
  Changes = {{{{"n.h", Wide, Slim}}, {{NodeUsr, 16}}}};
  FixedProgram Done = run();
  EXPECT_EQ(Done.Fixed, 1u);
  EXPECT_THAT(Done.Left, IsEmpty());
  EXPECT_EQ(now("n.h"), std::string(Slim) + "\n");
  EXPECT_EQ(Done.After.P.Records.front().Size, 16u);
  EXPECT_THAT(Done.After.Results.Findings, IsEmpty());
  EXPECT_EQ(fixSummary("fixed", Done, Texts->changes().size()), "fixed 1 of 1 finding in 1 file");
  std::ifstream Disk(Root + "/n.h");
  std::string Line;
  std::getline(Disk, Line);
  EXPECT_EQ(Line, Wide) << "nothing is written here";
}

TEST_F(FixRounds, LeavesABrokenPromise) {
  write("a.cpp", Wide);
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", Wide, Slim}}, {{NodeUsr, 8}}}};
  FixedProgram Done = run();
  EXPECT_EQ(Done.Fixed, 0u);
  EXPECT_THAT(Lines, ElementsAre("a.cpp:1: 'C0' is left as it was: 'Node' would be 16 bytes, not "
                                 "the promised 8 bytes"));
  EXPECT_EQ(now("a.cpp"), Wide);
  EXPECT_EQ(fixSummary("fixed", Done, 0), "fixed 0 of 1 finding in 0 files (1 left as it was)");
}

TEST_F(FixRounds, LeavesARecordThatGoes) {
  write("a.cpp", Wide);
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", Wide, "struct Other { void *p; };"}}, {{NodeUsr, 8}}}};
  run();
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("'Node' would be gone")));
}

TEST_F(FixRounds, LeavesARecordThatLosesAField) {
  write("a.cpp", Wide);
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", Wide, "struct Node { void *p; char a; };"}}, {{NodeUsr, 16}}}};
  run();
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("'Node' would have other fields")));
}

TEST_F(FixRounds, MakesARecordAndItsFieldSmallerAtOnce) {
  write("a.cpp",
        "struct In { char a; void *p; char b; };\nstruct Out { char a; In in; char b; };\n");
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", "char a; void *p; char b;", "void *p; char a, b;"}}, {{"c:@S@In", 16}}},
             {{{"a.cpp", "char a; In in; char b;", "In in; char a, b;"}}, {{"c:@S@Out", 32}}}};
  EXPECT_EQ(run().Fixed, 2u);
  EXPECT_EQ(Texts->changes().size(), 1u);
}

TEST_F(FixRounds, LeavesWhatMakesAnotherRecordGrow) {
  // The char of `Derived` stands in the tail padding of `Base`, which has none any more.
  write("b.h", "struct Base { Base(); int i; char c; };\nstruct Derived : Base { char d; };\n");
  write("a.cpp", "#include \"b.h\"\n");
  addUnit("a.cpp");
  Changes = {{{{"b.h", "int i; char c;", "int i; char c, e, f, g;"}}, {}}};
  run();
  EXPECT_THAT(Lines, ElementsAre("b.h:1: 'C0' is left as it was: 'Derived' would grow from 8 to "
                                 "12 bytes"));
}

TEST_F(FixRounds, LeavesWhatBreaksAnAssertion) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nNode a;\n");
  write("b.cpp", "#include \"n.h\"\nstatic_assert(sizeof(Node) == 24, \"wire\");\n");
  addUnit("a.cpp");
  addUnit("b.cpp");
  Changes = {{{{"n.h", Wide, Slim}}, {{NodeUsr, 16}}}};
  EXPECT_EQ(run().Fixed, 0u);
  EXPECT_THAT(Lines, ElementsAre(AllOf(HasSubstr("b.cpp: error: static assertion failed"),
                                       HasSubstr("wire"))));
}

TEST_F(FixRounds, LeavesWhatBringsAWarning) {
  write("a.cpp", "struct S { int a, b; S() : a(1), b(2) {} };\n");
  addUnit("a.cpp", {"-Wno-reorder"});
  Changes = {{{{"a.cpp", "int a, b;", "int b, a;"}}, {}}};
  EXPECT_EQ(run().Fixed, 0u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("[-Wreorder-ctor]")));
}

TEST_F(FixRounds, OldWarningsAreNobodysFault) {
  write("a.cpp",
        "struct S { int a, b; S() : b(2), a(1) {} };\nstatic int unused;\n" + std::string(Wide));
  addUnit("a.cpp", {"-Wpadded", "-Werror"});
  Changes = {{{{"a.cpp", Wide, std::string("\n\n") + Slim}}, {{NodeUsr, 16}}}};
  EXPECT_EQ(run().Fixed, 1u) << Lines.front();
}

TEST_F(FixRounds, OneThatDoesHarmIsNoReasonAgainstTheOthers) {
  std::string Header, Main = "#include \"n.h\"\n";
  for (int I = 0; I < 9; ++I) {
    std::string Name = "struct N" + std::to_string(I);
    Header += Name + " { char a; void *p; char b; };\n";
    Changes.push_back({{{"n.h", Name + " { char a; void *p;", Name + " { void *p; char a;"}},
                       {{"c:@S@N" + std::to_string(I), 16}}});
  }
  write("n.h", Header);
  write("a.cpp", Main + "static_assert(sizeof(N3) == 24, \"\");\n");
  write("b.cpp", Main + "static_assert(sizeof(N7) == 24, \"\");\n");
  write("c.cpp", Main + "static_assert(sizeof(N3) == 24, \"\");\n");
  for (const char *Name : {"a.cpp", "b.cpp", "c.cpp"})
    addUnit(Name);
  FixedProgram Done = run();
  EXPECT_EQ(Done.Fixed, 7u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("n.h:4: 'C3' is"), HasSubstr("n.h:8: 'C7' is")));
  EXPECT_EQ(fixSummary("fixed", Done, 1), "fixed 7 of 9 findings in 1 file (2 left as they were)");
}

TEST_F(FixRounds, TwoThatDoHarmOnlyTogether) {
  write("a.cpp", "struct A { char a; void *p; char b; };\nstruct B { char a; void *p; char b; };\n"
                 "static_assert(sizeof(A) + sizeof(B) != 32, \"\");\n");
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", "struct A { char a; void *p;", "struct A { void *p; char a;"}}, {}},
             {{{"a.cpp", "struct B { char a; void *p;", "struct B { void *p; char a;"}}, {}}};
  EXPECT_EQ(run().Fixed, 1u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("a.cpp:2: 'C1' is left as it was: with it Clang says")));
}

TEST_F(FixRounds, ThoseThatTouchWaitForTheNextRound) {
  write("a.cpp", "int one, two, three;\n");
  addUnit("a.cpp");
  write("r.cpp", std::string(Wide)); // the program needs a file with facts
  Changes = {{{{"a.cpp", "int one", "int first"}}, {}},
             {{{"a.cpp", "one, two", "one, second"}}, {}},
             {{{"a.cpp", "first, two", "first, second"}}, {}}};
  FixedProgram Done = run();
  EXPECT_EQ(now("a.cpp"), "int first, second, three;\n");
  EXPECT_EQ(Done.Fixed, 2u) << "the second one has lost its text to the first";
}

TEST_F(FixRounds, ThoseThatUndoEachOtherEnd) {
  write("a.cpp", "int one;\n");
  addUnit("a.cpp");
  Changes = {{{{"a.cpp", "one", "two"}}, {}}, {{{"a.cpp", "two", "one"}}, {}}};
  EXPECT_GT(run().Fixed, 1u);
}

TEST_F(FixRounds, AllOfAFixOrNone) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nint a;\n");
  addUnit("a.cpp");
  llvm::sys::fs::setPermissions(Root + "/a.cpp", llvm::sys::fs::all_read);
  Changes = {{{{"n.h", Wide, Slim}, {"a.cpp", "int a;", "int b;"}}, {}}};
  EXPECT_EQ(run().Fixed, 0u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("'a.cpp' is read-only")));
  EXPECT_EQ(now("n.h"), std::string(Wide) + "\n");
}

TEST_F(FixRounds, UnitsThatCannotJudge) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nNode a;\n");
  write("b.cpp", "#include \"n.h\"\nundeclared b;\n");
  addUnit("a.cpp");
  addUnit("b.cpp");
  Changes = {{{{"n.h", Wide, Slim}}, {}}, {{{"a.cpp", "Node a;", "Node c;"}}, {}}};
  EXPECT_EQ(run().Fixed, 1u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("'b.cpp' sees 'n.h' and has compile errors")));
}

TEST_F(FixRounds, UnitsThatFailedMayIncludeAnyHeader) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nNode a;\n");
  addUnit("a.cpp");
  Failures = {{"gone.cpp", "it is gone"}};
  Changes = {{{{"n.h", Wide, Slim}}, {}}, {{{"a.cpp", "Node a;", "Node c;"}}, {}}};
  EXPECT_EQ(run().Fixed, 1u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("'gone.cpp' was not analysed, and may include 'n.h'")));
}

TEST_F(FixRounds, UnitsThatWereNotAskedForMayToo) {
  write("n.h", std::string(Wide) + "\n");
  write("a.cpp", "#include \"n.h\"\nNode a;\n");
  addUnit("a.cpp");
  Units.Partial = true;
  Changes = {{{{"n.h", Wide, Slim}}, {}}, {{{"a.cpp", "Node a;", "Node c;"}}, {}}};
  EXPECT_EQ(run().Fixed, 1u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("only some of the project's units")));
}

TEST_F(FixRounds, HeadersThroughLinks) {
  write("real.h", std::string(Wide) + "\n");
  ASSERT_FALSE(llvm::sys::fs::create_link(Root + "/real.h", Root + "/link.h"));
  write("a.cpp", "#include \"link.h\"\nstatic_assert(sizeof(Node) == 24, \"\");\n");
  addUnit("a.cpp");
  Changes = {{{{"real.h", Wide, Slim}}, {}}};
  EXPECT_EQ(run().Fixed, 0u);
  EXPECT_THAT(Lines, ElementsAre(HasSubstr("static assertion failed")));
}

TEST_F(FixRounds, FindingsWithoutAFix) {
  write("a.cpp", "int one;\n");
  addUnit("a.cpp");
  Changes = {{{}, {}}, {{{"a.cpp", "one", "two"}}, {}}};
  FixedProgram Done = run();
  EXPECT_EQ(fixSummary("would fix", Done, 1),
            "would fix 1 of 2 findings in 1 file (1 without a fix)");
}

TEST_F(FixRounds, TheNumberOfWorkersDoesNotShow) {
  std::string Header;
  for (int I = 0; I < 6; ++I)
    Header += "struct N" + std::to_string(I) + " { char a; void *p; char b; };\n";
  write("n.h", Header);
  for (int I = 0; I < 6; ++I) {
    std::string Unit = "u" + std::to_string(I) + ".cpp", N = "N" + std::to_string(I);
    write(Unit, "#include \"n.h\"\n" +
                    (I % 2 ? "static_assert(sizeof(" + N + ") == 24, \"\");\n" : std::string()));
    addUnit(Unit);
    Changes.push_back(
        {{{"n.h", "struct " + N + " { char a; void *p;", "struct " + N + " { void *p; char a;"}},
         {}});
  }
  run(1);
  std::string Once = now("n.h");
  std::vector<std::string> Said = Lines;
  EXPECT_EQ(Said.size(), 3u);
  Texts.emplace(llvm::vfs::getRealFileSystem(), Root);
  Units = {};
  run(4);
  EXPECT_EQ(now("n.h"), Once);
  EXPECT_EQ(Lines, Said);
}

} // namespace
} // namespace memlint
