#include "tool/UnmatchedModels.h"

#include "analysis/project/ConfigFile.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ModelSet setOf(llvm::StringRef Path, llvm::StringRef Text) {
  auto File = parseConfigFile(Path, Text);
  if (File)
    return File->Models;
  ADD_FAILURE() << llvm::toString(File.takeError());
  return {};
}

TEST(UnmatchedModels, AreNamedWhereTheyStand) {
  const std::vector<ModelSet> Users = {setOf(".memlint", "models:\n"
                                                         "  - fn: lib::keep, lib::kep\n"
                                                         "    effects: unknown = arg1\n"),
                                       setOf("a/.memlint",
                                             "models:\n"
                                             "  - {type: lib::Ownr, kind: single-owner}\n"
                                             "  - {type: lib::Owner, kind: single-owner}\n")};
  Program P;
  EXPECT_THAT(unmatchedModels(P, Users), IsEmpty()) << "no function is known";
  ir::Function Main;
  for (const char *Name : {"main", "lib::keep", "lib::Owner::get"}) {
    Main.Symbols.emplace_back();
    Main.Symbols.back().Name = Name;
  }
  P.Functions.push_back(Main);
  EXPECT_THAT(unmatchedModels(P, Users),
              ElementsAre(".memlint:2:20: warning: no function of the program fits 'lib::kep'; its "
                          "model does nothing",
                          "a/.memlint:2:12: warning: no function of the program fits 'lib::Ownr'; "
                          "its model does nothing"));
  EXPECT_THAT(unmatchedModels(P, {}), IsEmpty());
}

} // namespace
} // namespace memlint
