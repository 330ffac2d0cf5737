#include "tests/unit/Reordered.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/UserScope.h"
#include "analysis/extract/records/DefinitionMemory.h"
#include "analysis/extract/records/HypotheticalLayout.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/ReorderEdits.h"

#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"

#include <gtest/gtest.h>

#include <memory>

namespace memlint::test {
namespace {

/// One unit, parsed with all warnings.
struct Parsed {
  clang::TextDiagnosticBuffer Diagnostics;
  clang::tooling::FileContentMappings Others; // the unit reads them where they are
  std::unique_ptr<clang::ASTUnit> Unit;

  Parsed(const Texts &Files, const std::string &Main, Words Flags) {
    Flags.insert(Flags.end(), {"-Wall", "-Wextra", "-Wno-unused", "-Wno-missing-braces"});
    for (const auto &[Name, Text] : Files)
      if (Name != Main)
        Others.emplace_back(Name, Text);
    Unit = clang::tooling::buildASTFromCodeWithArgs(
        Files.at(Main), Flags, Main, "memlint-test",
        std::make_shared<clang::PCHContainerOperations>(),
        clang::tooling::getClangStripDependencyFileAdjuster(), Others, &Diagnostics);
  }
  /// How often each warning is given; of which field is left out, as another one may be now.
  std::map<std::string, int> warnings() const {
    std::map<std::string, int> All;
    for (auto I = Diagnostics.warn_begin(); I != Diagnostics.warn_end(); ++I)
      ++All[I->second.substr(0, I->second.find('\''))];
    return All;
  }
  std::string errors() const {
    std::string All;
    for (auto I = Diagnostics.err_begin(); I != Diagnostics.err_end(); ++I)
      All += I->second + "\n";
    return All;
  }
  const clang::RecordDecl *find(const std::string &Name) const {
    struct Finder : clang::RecursiveASTVisitor<Finder> {
      std::string Name;
      const clang::RecordDecl *Found = nullptr;
      bool VisitRecordDecl(clang::RecordDecl *D) {
        if (D->isThisDeclarationADefinition() && readableName(*D) == Name)
          Found = D;
        return true;
      }
    } Finder;
    Finder.Name = Name;
    Finder.TraverseAST(Unit->getASTContext());
    return Finder.Found;
  }
};

Words fieldNames(const clang::RecordDecl &Record) {
  Words Names;
  for (const clang::FieldDecl *Field : Record.fields())
    Names.push_back(Field->getNameAsString());
  return Names;
}

std::size_t offsetOf(const std::string &Text, std::uint32_t Line, std::uint32_t Column) {
  std::size_t At = 0;
  for (std::uint32_t L = 1; L < Line; ++L)
    At = Text.find('\n', At) + 1;
  return At + Column - 1;
}

void apply(const std::vector<TextEdit> &Edits, SourceMap &Map, Texts &Files) {
  for (auto E = Edits.rbegin(); E != Edits.rend(); ++E) {
    if (E != Edits.rbegin())
      EXPECT_LE(E->Where.File, E[-1].Where.File);
    std::string &Text = Files.at(Map.path(E->Where.File));
    std::size_t Begin = offsetOf(Text, E->Where.Line, E->Where.Column);
    std::size_t End = offsetOf(Text, E->Where.EndLine, E->Where.EndColumn);
    ASSERT_EQ(Text.substr(Begin, End - Begin), E->Old);
    ASSERT_NE(E->Old, E->New);
    Text.replace(Begin, End - Begin, E->New);
  }
}

void expectPromiseKept(const Reordered &Result, const std::string &Main, const std::string &Record,
                       const Words &Names, std::uint64_t Size, const Words &Flags,
                       std::map<std::string, int> Warnings) {
  Parsed After(Result.After, Main, Flags);
  const std::string &Text = Result.After.at(Main);
  ASSERT_EQ(After.errors(), "") << Text;
  for (const auto &[Warning, Count] : After.warnings())
    EXPECT_LE(Count, Warnings[Warning]) << Warning << "\n" << Text;
  const clang::RecordDecl *D = After.find(Record);
  ASSERT_TRUE(D) << Text;
  EXPECT_EQ(fieldNames(*D), Names) << Text;
  EXPECT_EQ(After.Unit->getASTContext().getASTRecordLayout(D).getSize().getQuantity(), Size)
      << Text;
}

} // namespace

Reordered reordered(const Texts &Files, const std::string &Main, const std::string &Record,
                    const Order &Fields, const Words &Flags) {
  Reordered Result{Files, {}};
  Parsed Before(Files, Main, Flags);
  EXPECT_EQ(Before.errors(), "") << Files.at(Main);
  const clang::RecordDecl *D = Before.find(Record);
  llvm::SmallString<256> Root;
  llvm::sys::fs::current_path(Root);
  clang::ASTContext &Context = Before.Unit->getASTContext();
  SourceMap Map(Context, Root.str().str());
  KnownDefinitions Known;
  DefinitionMemory Memory(Context, Known);
  auto Fact = D ? RecordReader(Context, Map, Memory).read(*D) : std::nullopt;
  if (!Fact || Fact->Fields.size() != Fields.size()) {
    ADD_FAILURE() << "no record " << Record << " of " << Fields.size() << " fields";
    return Result;
  }
  std::uint64_t Size = sizeByClang(Context, *D, Fields);
  Fact->Smaller = SmallerOrder{Size, Fields, {}, 0, true};
  ReorderCandidate Candidate{D, &*Fact};
  UserScope Scope(Context);
  TuFacts Edits;
  std::unique_ptr<CandidateReader> Reader =
      readReorderEdits(Context, Map, {&Candidate, 1}, Memory, Edits.Blockers, Edits.Reorders);
  walkForCandidates(Context, {&Reader, 1});
  EXPECT_EQ(Edits.Reorders.empty(), !Edits.Blockers.empty());
  for (const OrderBlockerFact &B : Edits.Blockers) {
    EXPECT_TRUE(B.Where);
    EXPECT_NE(B.Reason, "");
    Result.Blockers.push_back(B.Kind + " at " + Map.path(B.Where.File) + ":" +
                              std::to_string(B.Where.Line));
  }
  if (Edits.Reorders.empty())
    return Result;
  apply(Edits.Reorders.front().Edits, Map, Result.After);
  Words Old = fieldNames(*D), Names;
  Names.reserve(Fields.size());
  for (std::uint32_t I : Fields)
    Names.push_back(Old[I]);
  expectPromiseKept(Result, Main, Record, Names, Size, Flags, Before.warnings());
  return Result;
}

namespace {

std::string mainFor(const Words &Flags) {
  return Flags.front().starts_with("-std=c++") ? "a.cpp" : "a.c";
}

} // namespace

void expectReordered(const std::string &Before, const Order &Fields, const std::string &After,
                     const Words &Flags, const std::string &Record) {
  std::string Main = mainFor(Flags);
  Reordered Result = reordered({{Main, Before}}, Main, Record, Fields, Flags);
  EXPECT_EQ(Result.Blockers, Words());
  EXPECT_EQ(Result.After.at(Main), After);
}

void expectBlocked(const std::string &Text, const Order &Fields, const std::string &Kind,
                   const Words &Flags, const std::string &Record) {
  std::string Main = mainFor(Flags);
  Reordered Result = reordered({{Main, Text}}, Main, Record, Fields, Flags);
  EXPECT_NE(Result.Blockers, Words()) << Result.After.at(Main);
  for (const std::string &Blocker : Result.Blockers)
    EXPECT_TRUE(Blocker.starts_with(Kind + " at ")) << Blocker << "\n" << Text;
}

} // namespace memlint::test
