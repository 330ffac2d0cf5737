// What constants of the whole program take out of its functions, in IR text.
#include "analysis/link/DeadCode.h"

#include "analysis/ir/Text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace memlint::test {
namespace {

const std::string DecidedByFlag = R"(function decided usr "c:decided"
  symbol flag usr "c:flag" internal global
  local i
block 0
  -> 1 unless @flag == 0
  -> 2 if @flag == 0
block 1
  @kept = &i
  -> 2
block 2
)";

std::string flagBegins(const std::string &With) {
  return "function flag global-init usr \"c:flag\" internal global\nblock 0\n  @flag = " + With +
         "\n  -> 1\nblock 1\n";
}

/// The block that stores is there; the parts stand one after another.
bool stores(const std::vector<std::string> &Parts, bool WholeProgram = false) {
  std::string Text;
  for (const std::string &Part : Parts)
    Text += Part + "\n";
  auto Parsed = ir::parse(Text);
  auto *Functions = std::get_if<std::vector<ir::Function>>(&Parsed);
  EXPECT_TRUE(Functions) << Text;
  if (!Functions)
    return false;
  const bool Changed = dropDeadCode(*Functions, WholeProgram);
  bool Stores = false;
  for (const ir::Function &F : *Functions)
    if (F.Symbols[0].Usr == "c:decided")
      Stores = ir::print(F).find("@kept = ") != std::string::npos;
  EXPECT_TRUE(Changed || Stores) << Text;
  return Stores;
}

TEST(DeadCodeTest, GlobalsThatNobodyWrites) {
  EXPECT_FALSE(stores({flagBegins("0"), DecidedByFlag}));
  EXPECT_FALSE(stores({flagBegins("null"), DecidedByFlag}));
  EXPECT_TRUE(stores({flagBegins("1"), DecidedByFlag}));
  EXPECT_TRUE(stores({DecidedByFlag})) << "nobody says what it begins with";
}

TEST(DeadCodeTest, GlobalsThatSomebodyMayWrite) {
  const std::string Head = "function sets usr \"c:sets\"\n"
                           "  symbol flag usr \"c:flag\" internal global\n  param p\n  local i\n"
                           "block 0\n  ";
  for (const char *Way : {"@flag = 1", "@flag = 0", "@flag = p", "@flag = call foo()",
                          "call foo(&@flag)", "p = &@flag", "@flag.f = 1"}) {
    const std::string Sets = Head + Way + "\n";
    EXPECT_TRUE(stores({flagBegins("0"), DecidedByFlag, Sets})) << Way;
  }
  EXPECT_FALSE(stores({flagBegins("0"), DecidedByFlag, Head + "@flag.* = 1\n"}))
      << "what it points to";
  EXPECT_FALSE(stores({flagBegins("0"), DecidedByFlag, Head + "call foo(@flag)\n"}));
  EXPECT_TRUE(stores({flagBegins("0"), DecidedByFlag,
                      "function sets usr \"c:sets\" damaged\n"
                      "  symbol flag usr \"c:flag\" internal global\n  local i\nblock 0\n"
                      "  i = @flag\n"}));
  EXPECT_TRUE(stores({flagBegins("0"), DecidedByFlag,
                      "function sets usr \"c:sets\" not-lowered\n"
                      "  symbol flag usr \"c:flag\" internal global\nblock 0\n"
                      "  lose &@flag (construct)\n"}));
}

TEST(DeadCodeTest, OtherUnits) {
  EXPECT_TRUE(stores({flagBegins("0"), flagBegins("1"), DecidedByFlag})) << "one file, two units";
  std::string Open = flagBegins("0"), Decided = DecidedByFlag;
  for (std::string *Text : {&Open, &Decided})
    Text->replace(Text->find(" internal"), 9, "");
  EXPECT_TRUE(stores({Open, Decided}));
  EXPECT_FALSE(stores({Open, Decided}, /*WholeProgram=*/true));
}

std::string decidedByCall(const std::string &Callee, const std::string &Call) {
  return "function decided usr \"c:decided\"\n  symbol " + Callee +
         "\n  local i\n  local t1\nblock 0\n  t1 = " + Call +
         "\n  -> 1 unless t1 == 0\n  -> 2 if t1 == 0\n"
         "block 1\n  @kept = &i\n  -> 2\nblock 2\n";
}

std::string returning(const std::string &Name, const std::string &Blocks,
                      const std::string &Head = "") {
  return "function " + Name + " usr \"c:" + Name +
         "\"\n  returns int\n  type int size 4 integer\n" + Head + "block 0\n" + Blocks;
}

TEST(DeadCodeTest, FunctionsThatReturnTheSameNumber) {
  const std::string Decided = decidedByCall("enabled usr \"c:enabled\"", "call enabled()");
  EXPECT_TRUE(stores({Decided})) << "not seen";
  EXPECT_FALSE(stores({Decided, returning("enabled", "  ret = 0\n")}));
  EXPECT_TRUE(stores({Decided, returning("enabled", "  ret = 1\n")}));
  EXPECT_TRUE(stores({Decided, returning("enabled", "  ret = $1\n")}));
  EXPECT_TRUE(
      stores({Decided, returning("enabled", "  ret = 0\n"), returning("enabled", "  ret = 1\n")}))
      << "one name, two programs";
  const std::string Two = "  -> 1 if $1 == 0\n  -> 2 unless $1 == 0\nblock 1\n  ret = 0\n  -> 3\n"
                          "block 2\n  ret = 0\n  -> 3\nblock 3\n";
  EXPECT_FALSE(stores({Decided, returning("enabled", Two)}));
  std::string Differ = Two;
  Differ.replace(Differ.rfind("ret = 0"), 7, "ret = 4");
  EXPECT_TRUE(stores({Decided, returning("enabled", Differ)}));
}

TEST(DeadCodeTest, FunctionsThatReturnWhatOthersReturn) {
  const std::string Decided = decidedByCall("outer usr \"c:outer\"", "call outer()"),
                    Outer = returning("outer", "  ret = call inner()\n",
                                      "  symbol inner usr \"c:inner\"\n"),
                    ByFlag = returning("inner", "  ret = @flag\n",
                                       "  symbol flag usr \"c:flag\" internal global\n");
  EXPECT_FALSE(stores({Decided, Outer, returning("inner", "  ret = 0\n")}));
  EXPECT_FALSE(stores({Decided, Outer, ByFlag, flagBegins("0")}));
  EXPECT_TRUE(stores({Decided, Outer, ByFlag, flagBegins("2")}));
  EXPECT_TRUE(stores({Decided, Outer}));
}

TEST(DeadCodeTest, VirtualCalls) {
  const std::string Enabled = returning("enabled", "  ret = 0\n");
  EXPECT_TRUE(stores(
      {decidedByCall("enabled usr \"c:enabled\" has-this virtual", "call enabled(&i) virtual"),
       Enabled}));
  EXPECT_FALSE(stores(
      {decidedByCall("enabled usr \"c:enabled\" has-this virtual", "call enabled(&i)"), Enabled}));
}

TEST(DeadCodeTest, LocalsThatAreWrittenOnce) {
  auto Decided = [](const std::string &Before) {
    return "function decided usr \"c:decided\"\n  local i\n  local a\n  local b\nblock 0\n" +
           Before +
           "  -> 1 unless a == 0\n  -> 2 if a == 0\n"
           "block 1\n  @kept = &i\n  -> 2\nblock 2\n";
  };
  EXPECT_FALSE(stores({Decided("  a = 0\n")}));
  EXPECT_FALSE(stores({Decided("  b = 0\n  a = b\n")}));
  EXPECT_TRUE(stores({Decided("  a = 0\n  a = $1\n")}));
  EXPECT_TRUE(stores({Decided("  a = 0\n  call foo(&a)\n")}));
  EXPECT_TRUE(stores({Decided("  a = b\n  b = a\n")}));
  EXPECT_TRUE(stores({Decided("")}));
}

TEST(DeadCodeTest, Comparisons) {
  auto Decided = [](const std::string &Condition) {
    return "function decided usr \"c:decided\"\n"
           "  symbol flag usr \"c:flag\" internal global\n  local i\nblock 0\n"
           "  -> 1 if " +
           Condition + "\n  -> 2 unless " + Condition +
           "\nblock 1\n  @kept = &i\n  -> 2\nblock 2\n";
  };
  for (const char *Never : {"@flag == 4", "4 < @flag", "@flag < 3", "4 <= @flag", "@flag == null"})
    EXPECT_FALSE(stores({Decided(Never), flagBegins("3")})) << Never;
  for (const char *Told : {"@flag == 3", "@flag < 4", "3 <= @flag", "@flag < $1", "@flag.f == 4"})
    EXPECT_TRUE(stores({Decided(Told), flagBegins("3")})) << Told;
  for (const char *Number : {"128", "-1"}) // lowering keeps them through changes of sign
    EXPECT_TRUE(stores({Decided("@flag == 4"), flagBegins(Number)})) << Number;
}

} // namespace
} // namespace memlint::test
