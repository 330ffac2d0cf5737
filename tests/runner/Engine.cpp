#include "tests/runner/Engine.h"

#include "analysis/extract/Frontend.h"
#include "analysis/project/ReadModels.h"
#include "analysis/project/ResourceDir.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <gtest/gtest.h>

namespace memlint::test {
namespace {

constexpr char Root[] = "/project-under-test";

std::string place(const Program &P, const Span &S) {
  if (!S)
    return "";
  return P.path(S.File) + ":" + std::to_string(S.Line) + ":" + std::to_string(S.Column) + "-" +
         std::to_string(S.EndLine) + ":" + std::to_string(S.EndColumn);
}

std::string shown(const PropertyValue &Value) {
  if (const auto *Text = std::get_if<std::string>(&Value))
    return *Text;
  if (const auto *Number = std::get_if<std::uint64_t>(&Value))
    return std::to_string(*Number);
  if (const auto *Flag = std::get_if<bool>(&Value))
    return *Flag ? "true" : "false";
  std::string All;
  if (const auto *Table = std::get_if<NumberTable>(&Value)) {
    for (const auto &[Row, Numbers] : *Table)
      for (const auto &[Column, Number] : Numbers)
        All += Row + "." + Column + "=" + std::to_string(Number) + ";";
    return All;
  }
  for (const std::string &Item : std::get<std::vector<std::string>>(Value))
    All += Item + ";";
  return All;
}

} // namespace

TuFacts factsOf(const std::vector<SourceFile> &Files, const std::string &Main,
                const std::vector<std::string> &Flags) {
  KnownDefinitions Nothing;
  return factsOf(Files, Main, Flags, Nothing);
}

TuFacts factsOf(const std::vector<SourceFile> &Files, const std::string &Main,
                const std::vector<std::string> &Flags, KnownDefinitions &Known) {
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[Name, Text] : Files)
    Memory->addFile(std::string(Root) + "/" + Name, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Real = llvm::vfs::createPhysicalFileSystem();
  auto Disk = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Real);
  Disk->pushOverlay(Memory);
  Disk->setCurrentWorkingDirectory(Root);
  std::vector<std::string> Arguments{"clang++", "-fsyntax-only", "-resource-dir",
                                     compiledInResourceDir()};
  if (Main.ends_with(".c"))
    Arguments.front() = "clang";
  Arguments.insert(Arguments.end(), Flags.begin(), Flags.end());
  Arguments.push_back(std::string(Root) + "/" + Main);
  auto Facts = parseAndExtract(Arguments, Disk, {Root, {}, /*Lower=*/true}, Known);
  if (!Facts) {
    ADD_FAILURE() << Main << ": " << llvm::toString(Facts.takeError());
    return {};
  }
  EXPECT_EQ(Facts->Units.at(0).Errors, 0u) << Facts->Units.at(0).FirstError;
  return std::move(*Facts);
}

CheckResults checked(const Program &P, const Config &C) {
  Models Library;
  llvm::cantFail(loadModels(Library, {}));
  Solution Solved(P, Library);
  return runChecks(Solved, C);
}

std::map<std::string, GrowthFact> growthsByFunction(const TuFacts &Facts) {
  std::map<std::string, GrowthFact> Growths;
  for (const GrowthFact &G : Facts.Growths)
    EXPECT_TRUE(Growths.emplace(G.Function, G).second) << G.Function;
  return Growths;
}

std::vector<std::string> describe(const Program &P, const CheckResults &Results) {
  std::vector<std::string> Lines;
  Lines.reserve(Results.Findings.size());
  for (const Finding &F : Results.Findings) {
    std::string Line = place(P, F.Where) + " " + std::string(F.Check) + " " +
                       std::to_string(static_cast<int>(F.Level)) + " " + F.Message + " " +
                       F.Fingerprint;
    for (const Step &S : F.Steps) {
      Line += " | " + place(P, S.Where) + " " + S.Message;
      for (const std::string &Row : S.Table)
        Line += " / " + Row;
    }
    for (const auto &[Name, Value] : F.Props)
      Line += " | " + Name + "=" + shown(Value);
    Lines.push_back(std::move(Line));
  }
  return Lines;
}

} // namespace memlint::test
