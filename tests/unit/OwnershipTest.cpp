// What is lost in functions in IR text: the files of tests/solver/resources, over the library's own
// models. On the line that makes a resource stands how it is lost, how many lines further down,
// and `not always` where another way does not lose it; without it nothing is lost:
//
//     p = call malloc(8)    # want overwritten +1
//     p = null
#include "analysis/solve/Ownership.h"

#include "analysis/project/ReadModels.h"
#include "tests/unit/SolverCases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace memlint::test {
namespace {

using ByLine = std::map<std::uint32_t, std::string>;

std::string word(LossKind Kind) {
  switch (Kind) {
  case LossKind::Dropped:
    return "dropped";
  case LossKind::Overwritten:
    return "overwritten";
  case LossKind::Replaced:
    return "replaced";
  case LossKind::HolderEnd:
    return "holder-end";
  case LossKind::ScopeEnd:
    return "scope-end";
  case LossKind::StillLocked:
    return "still-locked";
  case LossKind::Thrown:
    return "thrown";
  case LossKind::Unfinished:
    return "unfinished";
  }
  return "?";
}

ByLine lostIn(const std::vector<ir::Function> &Functions, const Models &Library) {
  auto Look = [&](const ir::Symbol &S, CallArguments Arguments, ModelsOf Whose) {
    return Library.find(S, Arguments, Whose);
  };
  const Summaries Known(Functions, Look);
  ByLine All;
  for (const LostResource &L : Ownership(Functions, Known, Library).faults().Lost) {
    const ir::Function &F = Functions[L.Function];
    const std::uint32_t Line = opAt(F, L.Made).Where.Line;
    std::string &Text = All[Line];
    Text += (Text.empty() ? "" : " / ") + word(L.How.Kind) + " +" +
            std::to_string(opAt(F, L.How.At).Where.Line - Line) + (L.Certain ? "" : ", not always");
  }
  return All;
}

TEST(OwnershipTest, SaysWhatTheFilesWant) {
  Models Library;
  ASSERT_FALSE(llvm::errorToBool(loadModels(Library, {})));
  std::size_t Wants = 0, Functions = 0;
  for (const auto &Entry : std::filesystem::directory_iterator(MEMLINT_SOLVER_CASES "/resources")) {
    std::ifstream In(Entry.path());
    SolverCases Cases = readCases(std::string(std::istreambuf_iterator<char>(In), {}));
    EXPECT_EQ(Cases.Fault, "") << Entry.path();
    EXPECT_EQ(lostIn(Cases.Functions, Library), Cases.Wants) << Entry.path();
    std::reverse(Cases.Functions.begin(), Cases.Functions.end());
    EXPECT_EQ(lostIn(Cases.Functions, Library), Cases.Wants) << Entry.path() << ", turned round";
    Wants += Cases.Wants.size();
    Functions += Cases.Functions.size();
  }
  EXPECT_GE(Wants, 15u);
  EXPECT_GE(Functions, 2 * Wants) << "what must stay silent is half of it";
}

} // namespace
} // namespace memlint::test
