// The text form of the memory IR: each of its forms, its faults, and random functions there and
// back.
#include "analysis/ir/Text.h"
#include "analysis/ir/Words.h"
#include "tests/unit/RandomFunctions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace memlint::ir {
namespace {

using test::RandomFunctions;
using testing::HasSubstr;

std::vector<Function> parsed(std::string_view Text) {
  auto Read = parse(Text);
  if (auto *Error = std::get_if<ParseError>(&Read)) {
    ADD_FAILURE() << Error->Line << ": " << Error->Reason << "\n" << Text;
    return {};
  }
  return std::get<std::vector<Function>>(std::move(Read));
}

Function one(std::string_view Text) {
  auto Functions = parsed(Text);
  EXPECT_EQ(Functions.size(), 1u);
  return Functions.empty() ? Function() : Functions.front();
}

/// Expects that the text, as the printer would write it, is read and printed again.
void expectSame(std::string_view Text) { EXPECT_EQ(print(one(Text)), Text); }

std::string faultOf(std::string_view Text) {
  auto Read = parse(Text);
  auto *Error = std::get_if<ParseError>(&Read);
  return Error ? std::to_string(Error->Line) + ": " + Error->Reason : "none";
}

constexpr std::string_view Head = "function f\n"
                                  "  param p : \"P *\"\n"
                                  "  param q : \"P *\"\n"
                                  "block 0\n";

/// The only operation, or the only edge's line, of a function with the variables p and q.
void expectLine(const std::string &Line) { expectSame(std::string(Head) + "  " + Line + "\n"); }

TEST(IrTextTest, ReadsWhatTheHeaderShows) {
  const Function F = one("function ns::f usr \"c:@N@ns@F@f\" at 0:3:6-7   # file 0, line 3\n"
                         "  returns \"P *\"\n"
                         "  overrides \"c:@S@B@F@f\"\n"
                         "  type \"P *\" size 8 align 8 pointer element P\n"
                         "  symbol g usr \"c:@F@g\" no-return attribute no-escape 1\n"
                         "  receiver this : \"C *\"\n"
                         "  param p : \"P *\" attribute lifetime-bound @3:9+1\n"
                         "  local x : P\n"
                         "block 0\n"
                         "  begin x @4:3+1\n"
                         "  x.f = p.*.next (assign) @5:3+1\n"
                         "  p = call g(p, &x) virtual exact\n"
                         "  -> 1 if p == null @7:7+1\n"
                         "  -> 1 unless p == null @7:7+1\n"
                         "block 1\n");
  EXPECT_EQ(F.Where, (Span{FileId(0), 3, 6, 3, 7}));
  EXPECT_EQ(F.Symbols[0].Usr, "c:@N@ns@F@f");
  EXPECT_EQ(F.Symbols[0].Name, "ns::f");
  EXPECT_EQ(F.Overrides, std::vector<std::string>{"c:@S@B@F@f"});
  ASSERT_EQ(F.Symbols.size(), 2u);
  EXPECT_EQ(F.Symbols[1].Flags, NoReturn);
  EXPECT_EQ(F.Symbols[1].Attributes, (std::vector<Attribute>{{AttributeKind::NoEscape, 1, 0, ""}}));
  ASSERT_EQ(F.Types.size(), 3u);
  EXPECT_EQ(F.Types[0].Name, "P *");
  EXPECT_EQ(F.Types[F.Types[0].Element - 1].Name, "P");
  ASSERT_EQ(F.Variables.size(), 3u);
  EXPECT_EQ(F.Variables[0].Kind, VariableKind::This);
  EXPECT_EQ(F.Variables[1].Where, (Place{3, 9, 1}));
  ASSERT_EQ(F.Blocks.size(), 2u);
  const auto &Ops = F.Blocks[0].Ops;
  ASSERT_EQ(Ops.size(), 3u);
  EXPECT_EQ(Ops[0].Kind, OpKind::Begin);
  EXPECT_EQ(F.Paths[Ops[1].To - 1].Steps.size(), 1u);
  EXPECT_EQ(Ops[2].Detail, VirtualCall | ExactReceiver);
  EXPECT_EQ(Ops[2].Values[1].Kind, ValueKind::Address);
  ASSERT_EQ(F.Blocks[0].Edges.size(), 2u);
  EXPECT_EQ(F.Blocks[0].Edges[0].Condition, F.Blocks[0].Edges[1].Condition);
  EXPECT_TRUE(F.Blocks[0].Edges[0].Holds);
  EXPECT_FALSE(F.Blocks[0].Edges[1].Holds);
}

TEST(IrTextTest, HasALineForEachOperation) {
  for (const char *Line : {"begin p",
                           "begin p @4:3+1",
                           "end q @9:1",
                           "p = q (init)",
                           "p = q (assign)",
                           "p = q (bind) @1:2+3",
                           "p = q (capture)",
                           "p = q (member)",
                           "p = q (return)",
                           "ret = q (return)",
                           "call g()",
                           "p = call g()",
                           "p = call g(q, p.*) @1:2+3",
                           "call g() virtual",
                           "call g() virtual exact implicit",
                           "call f(p)",
                           "call *p()",
                           "p.* = call *q.*.[](p, ?) implicit @1:2+3",
                           "call *fn g(p)",
                           "delete p",
                           "delete[] p @1:2+3",
                           "destroy p",
                           "delete p via \"P::~P\" @1:2+3",
                           "throw",
                           "throw @1:2+3",
                           "throw p @1:2+3",
                           "throw p, @g",
                           "lose p (integer)",
                           "lose p, q (assembler) @1:2+3",
                           "lose p (construct)",
                           "lose (construct)"})
    expectLine(Line);
}

TEST(IrTextTest, HasAFormForEachValueAndPath) {
  for (const char *Value : {"?",
                            "p",
                            "&p",
                            "null",
                            "0",
                            "5",
                            "-5",
                            "-9223372036854775808",
                            "9223372036854775807",
                            "fn g",
                            "new 0 P",
                            "new[] 0 \"P *\" count 5",
                            "new 0 P nothrow class aligned",
                            "new 0 \"\"",
                            "$7",
                            "p shifted",
                            "p moved",
                            "p.*.next shifted",
                            "@g",
                            "&@g.a.b.c.~",
                            "ret",
                            "&ret.[]",
                            "p.*.[].next.~",
                            "@\"a b\".\"c d\"",
                            "@ns::g.union"})
    expectLine(std::string("p = ") + Value + " (init) @1:2+3");
}

TEST(IrTextTest, HasAFormForEachEdge) {
  for (const char *Edge :
       {"-> 0", "-> 0 thrown", "-> 0 if p == null", "-> 0 unless p == null", "-> 0 if p < q",
        "-> 0 unless p.* <= 5 @1:2+3 thrown", "-> 0 if $1 == new 0 P thrown"})
    expectLine(Edge);
}

TEST(IrTextTest, SaysASiteOnceThough) {
  expectSame(std::string(Head) + "  p = new 0 P count 2 (init)\n"
                                 "  q = new[] 1 P (init)\n"
                                 "  q = new 0 (init)\n"
                                 "  -> 0 if p == new[] 1 thrown\n");
}

TEST(IrTextTest, HasAWordForEachFlag) {
  for (std::uint32_t Bit = 0; Bit < std::size(TypeWords); ++Bit) {
    Function F = one(Head);
    F.Types[0].Flags = 1u << Bit;
    EXPECT_EQ(one(print(F)), F) << Bit;
  }
  for (std::uint32_t Bit = 0; Bit < std::size(SymbolWords); ++Bit) {
    Function F = one(std::string(Head) + "call g()");
    F.Symbols[0].Flags = F.Symbols[1].Flags = 1u << Bit;
    EXPECT_EQ(one(print(F)), F) << Bit;
  }
  for (std::uint32_t Bit = 0; Bit < std::size(FunctionWords); ++Bit) {
    Function F = one(Head);
    F.Flags = 1u << Bit;
    F.Symbols[0].Flags =
        ~F.Flags & allFlags(SymbolWords); // the words of both lists stand in one line
    EXPECT_EQ(one(print(F)), F) << Bit;
  }
}

TEST(IrTextTest, HasAWordForEachAttribute) {
  for (std::uint8_t Kind = 0; Kind <= static_cast<std::uint8_t>(AttributeKind::Makes); ++Kind)
    for (std::uint32_t Param : {0u, 1u, ThisParameter})
      for (std::uint32_t Other : {0u, 2u})
        for (const char *Word : {"", "malloc", "by", "this", "a b"}) {
          Function F = one(Head);
          const Attribute A{static_cast<AttributeKind>(Kind), Param, Other, Word};
          F.Symbols[0].Attributes = {A, A};
          F.Variables[1].Attributes = {A};
          EXPECT_EQ(one(print(F)), F) << print(F);
        }
}

TEST(IrTextTest, QuotesWhatIsNoPlainWord) {
  for (const char *Name : {"", "a b", "operator=", "~P", "7", "-", "a::", "::a", "a-", "#", "\"",
                           "\\", "a\nb", "\001\1772", "'2", "größe", "\xff", "null", "type"}) {
    Function F = one(std::string(Head) + "p.x = @g.y (init)");
    F.Symbols[0].Name = F.Symbols[0].Usr = F.Symbols[1].Name = Name;
    F.Names[1] = F.Types[0].Name = F.Types[0].Template = F.Variables[0].Name = Name;
    F.Overrides = {Name};
    EXPECT_EQ(one(print(F)), F) << print(F);
  }
  EXPECT_THAT(print(one("function a::b usr a-b\n local \"null\"\n \"null\".null = null")),
              HasSubstr("  local \"null\"\nblock 0\n  \"null\".null = null (assign)\n"));
}

TEST(IrTextTest, TellsApartWhatIsCalledTheSame) {
  expectSame("function f\n"
             "  symbol f'2 usr \"c:f#I#\"\n"
             "  symbol f'3 usr \"c:f#C#\"\n"
             "  param x : T\n"
             "  local x'2 : T'2\n"
             "  local \"\" : T\n"
             "  local \"\"'2 : T\n"
             "block 0\n"
             "  x = x'2 (init)\n"
             "  call f'2(\"\", \"\"'2)\n"
             "  call f'3()\n"
             "  call f()\n");
  Function F = one("function f\n local x : T\n local x : T\n x = x'2\n");
  EXPECT_EQ(F.Variables.size(), 2u);
  EXPECT_EQ(F.Paths.size(), 2u);
}

TEST(IrTextTest, IsEasyToWriteByHand) {
  const Function F = one("# two blocks\n\n"
                         "function f   # with a comment\r\n"
                         "\tlocal x\n"
                         "x = new P\n"
                         "x = x.f\n"
                         "lose x\n"
                         "-> done unless x == 0 @4\n"
                         "-> loop\n"
                         "block loop\n"
                         "-> done\n"
                         "block done");
  EXPECT_EQ(print(F), "function f\n"
                      "  local x\n"
                      "block 0\n"
                      "  x = new 0 P (assign)\n"
                      "  x = x.f (assign)\n"
                      "  lose x (construct)\n"
                      "  -> 2 unless x == 0 @4:0\n"
                      "  -> 1\n"
                      "block 1\n"
                      "  -> 2\n"
                      "block 2\n");
  EXPECT_EQ(F.Types[F.Variables[0].Type], Type());
  EXPECT_EQ(parsed("").size(), 0u);
  EXPECT_EQ(parsed("function f\nfunction f\n\nfunction g\n  call g()").size(), 3u);
  EXPECT_EQ(one("function f").Blocks.size(), 1u);
}

TEST(IrTextTest, NamesTheLineOfAFault) {
  const std::pair<const char *, const char *> Faults[] = {
      {"x = y", "1: a function begins with the word 'function'"},
      {"\n\nfunction", "3: expected a name, not the end of the line"},
      {"function f global-int", "1: what does 'global-int' mean here?"},
      {"function f\nlocal x\nx = y", "3: there is no variable 'y' in a line above"},
      {"function f\nlocal x\nx y", "3: expected '=', not 'y'"},
      {"function f\nlocal x\nx = x.a.b.c.d.e.f.g.h.i",
       "3: a path has at most 8 steps; '.~' may follow"},
      {"function f\nlocal x\nx = x.~.a", "3: nothing follows '.~' in a path"},
      {"function f\nlocal x\nx = x.~.~", "3: nothing follows '.~' in a path"},
      {"function f\nlocal x\nx = x (inti)", "3: there is no such reason here"},
      {"function f\nlocal x\nx = x (init", "3: expected ')', not the end of the line"},
      {"function f\nlocal x\nx = new 1 P", "3: the next site is 0"},
      {"function f\nlocal x\nx = 18446744073709551616", "3: 18446744073709551616 is too big"},
      {"function f\nlocal x\nx = -9223372036854775809", "3: -9223372036854775809 is too big"},
      {"function f\nlocal x\nbegin x @4294967296", "3: '4294967296' is too big, or below 0"},
      {"function f\nlocal x\nbegin x @-1", "3: '-1' is too big, or below 0"},
      {"function f\nlocal x\nend x.f", "3: what does '.' mean here?"},
      {"function f\nlocal \"x", "2: a quote is not closed"},
      {"function f\nlocal \"x\\", "2: a quote is not closed"},
      {"function f\nlocal x'0", "2: what stands behind ' is no number from 1"},
      {"function f\nlocal x'2", "2: this is the variable x'1"},
      {"function f\nlocal null", "2: a variable that is called like a word of this language stands "
                                 "in quotes"},
      {"function f\ncall g(", "2: expected ')', not the end of the line"},
      {"function f\ncall g(1,", "2: expected a name, not the end of the line"},
      {"function f\ncall g() virtually", "2: what does 'virtually' mean here?"},
      {"function f\n-> 1\nblock 2", "2: there is no block 1"},
      {"function f\nblock 0\nblock 0", "3: there is a block 0 already"},
      {"function f\n-> 0 if 1 = 2", "2: expected '==', '<', '<=' or '<+'"},
      {"function f\ntype T\ntype T",
       "3: 'T' has a line already; another one that is called so is T'2"},
      {"function f\nsymbol g'2\nsymbol g'2",
       "3: 'g' has a line already; another one that is called so is g'3"},
      {"function f\nsymbol f", "2: 'f' has a line already; another one that is called so is f'2"},
      {"function f attribute no-scape", "1: an attribute has no such name"},
      {"function f\nfunction g\nlocal x\nparam y", "2: the function is not well formed"},
      {"function f\ntype T element T\nlocal x : T", "1: the function is not well formed"},
  };
  for (const auto &[Text, Fault] : Faults)
    EXPECT_EQ(faultOf(Text), Fault) << Text;
}

TEST(IrTextTest, TakesNoFurtherLineAfterAFault) {
  auto Read = parse("function f\nfunction\nfunction g");
  ASSERT_TRUE(std::holds_alternative<ParseError>(Read));
  EXPECT_EQ(std::get<ParseError>(Read).Line, 2u);
}

TEST(CanonicalTest, OrdersTablesByFirstUseAndDropsTheRest) {
  Function F =
      one("function f\n local x : T\n local y : U\n x.b = y.a\n call g(@h)\n -> 0 if x == y");
  Function Other = F;
  // One unused entry in front of each table, and a double of what counts by content.
  Other.Names.insert(Other.Names.begin(), "unused");
  Other.Types.insert(Other.Types.begin(), Type());
  Other.Symbols.insert(Other.Symbols.begin() + 1, Symbol());
  Other.Sites.insert(Other.Sites.begin(), Site());
  Other.Conditions.insert(Other.Conditions.begin(), Condition());
  Other.Paths.insert(Other.Paths.begin(), Path());
  for (Variable &V : Other.Variables)
    ++V.Type;
  for (Path &P : Other.Paths) {
    if (P.Base == BaseKind::Global)
      ++P.Index;
    for (Step &S : P.Steps)
      ++S.Name;
  }
  for (Op &O : Other.Blocks[0].Ops) {
    O.To += O.To != 0;
    O.Callee += O.Callee != 0;
    for (Value &V : O.Values)
      ++V.Index;
  }
  Other.Blocks[0].Edges[0].Condition = 2;
  ++Other.Conditions[1].Left.Index;
  ++Other.Conditions[1].Right.Index;
  Other.Names.push_back(Other.Names[1]);
  Other.Paths.push_back(Other.Paths[Other.Blocks[0].Ops[0].To - 1]);
  Other.Paths.back().Steps[0].Name = static_cast<std::uint32_t>(Other.Names.size() - 1);
  Other.Blocks[0].Ops[0].To = static_cast<std::uint32_t>(Other.Paths.size());
  ASSERT_TRUE(wellFormed(Other));
  EXPECT_NE(Other, F);
  EXPECT_EQ(canonical(Other), F);
  EXPECT_EQ(print(Other), print(F));
}

TEST(CanonicalTest, IsWhatPrintingAndParsingMakes) {
  RandomFunctions Random(1);
  for (int Round = 0; Round < 2000; ++Round) {
    const Function F = Random.function();
    ASSERT_TRUE(wellFormed(F));
    const Function Sorted = canonical(F);
    ASSERT_TRUE(wellFormed(Sorted));
    ASSERT_EQ(canonical(Sorted), Sorted);
    const std::string Text = print(F);
    ASSERT_EQ(one(Text), Sorted) << Text;
    ASSERT_EQ(print(Sorted), Text);
  }
}

TEST(IrTextTest, NeverTrustsAByte) {
  RandomFunctions Random(2);
  std::mt19937 Dice(3);
  for (int Round = 0; Round < 300; ++Round) {
    std::string Text = print(Random.function());
    for (int Change = 0; Change < 10; ++Change) {
      std::string Damaged = Text;
      Damaged[Dice() % Damaged.size()] = " \"'.*@:->#0~\n"[Dice() % 14];
      if (Dice() % 4 == 0)
        Damaged.resize(Dice() % Damaged.size());
      auto Read = parse(Damaged);
      if (auto *Functions = std::get_if<std::vector<Function>>(&Read))
        EXPECT_TRUE(std::all_of(Functions->begin(), Functions->end(), wellFormed));
      else
        EXPECT_NE(std::get<ParseError>(Read).Line, 0u);
    }
  }
}

// wellFormed

/// Expects that a well-formed function with a bit of all is none after the change.
template <class Change> void expectRefused(Change Damage, int Line) {
  Function F = one("function f\n type T element U\n receiver this\n param p : T\n local x : T\n"
                   "begin x\n x.a = p\n call g(new P)\n delete x\n throw x\n lose x\n"
                   "-> 1 if x == null\nblock 1");
  ASSERT_TRUE(wellFormed(F));
  Damage(F);
  EXPECT_FALSE(wellFormed(F)) << "line " << Line;
}

TEST(WellFormedTest, RefusesEachWrongIndex) {
  auto Refused = [](auto Damage, int Line) { expectRefused(Damage, Line); };
  Refused([](Function &F) { F.Symbols.clear(); }, __LINE__);
  Refused([](Function &F) { F.Blocks.clear(); }, __LINE__);
  Refused([](Function &F) { F.Flags = 2 * LeftAlone; }, __LINE__);
  Refused([](Function &F) { F.ResultType = 9; }, __LINE__);
  Refused([](Function &F) { F.Types[1].Flags = 1u << 20; }, __LINE__);
  Refused([](Function &F) { F.Types[1].Element = 9; }, __LINE__);
  Refused([](Function &F) { F.Types[1].Element = 2; }, __LINE__);
  Refused([](Function &F) { F.Types[1].CallOperator = 9; }, __LINE__);
  Refused([](Function &F) { F.Types[1].Destructor = 9; }, __LINE__);
  Refused([](Function &F) { F.Symbols[1].Flags = 2 * OnlyReads; }, __LINE__);
  Refused([](Function &F) { F.Variables[1].Type = 9; }, __LINE__);
  Refused([](Function &F) { std::swap(F.Variables[0], F.Variables[1]); }, __LINE__);
  Refused([](Function &F) { std::swap(F.Variables[2], F.Variables[1]); }, __LINE__);
  Refused([](Function &F) { F.Variables[1].Kind = VariableKind::This; }, __LINE__);
  Refused([](Function &F) { F.Paths[0].Index = 3; }, __LINE__);
  Refused([](Function &F) { F.Paths[2] = {BaseKind::Global, 2, {}}; }, __LINE__);
  Refused([](Function &F) { F.Paths[2] = {BaseKind::Result, 1, {}}; }, __LINE__);
  Refused([](Function &F) { F.Paths[1].Steps[0].Name = 1; }, __LINE__);
  Refused([](Function &F) { F.Paths[1].Steps[0] = {StepKind::Deref, 1}; }, __LINE__);
  Refused([](Function &F) { F.Paths[1].Steps.resize(MaxSteps + 1); }, __LINE__);
  Refused([](Function &F) { F.Paths[1].Steps = {{StepKind::Below, 0}, {StepKind::Deref, 0}}; },
          __LINE__);
  Refused([](Function &F) { F.Sites[0].Type = 9; }, __LINE__);
  Refused([](Function &F) { F.Sites[0].Flags = 16; }, __LINE__);
  Refused([](Function &F) { F.Conditions[0].Left.Index = 9; }, __LINE__);
  Refused([](Function &F) { F.Conditions[0].Right.Index = 1; }, __LINE__);
  Refused([](Function &F) { F.Blocks[0].Edges[0].Target = 2; }, __LINE__);
  Refused([](Function &F) { F.Blocks[0].Edges[0].Condition = 2; }, __LINE__);
  Refused([](Function &F) { F.Blocks[0].Edges[0] = {0, 0, false, false}; }, __LINE__);
}

TEST(WellFormedTest, RefusesWhatAnOperationMayNotHave) {
  auto Refused = [](auto Damage, int Line) {
    expectRefused([&](Function &F) { Damage(F.Blocks[0].Ops); }, Line);
  };
  using Ops = std::vector<Op>;
  Refused([](Ops &O) { O[0].To = 0; }, __LINE__);
  Refused([](Ops &O) { O[0].To = 2; }, __LINE__); // no variable
  Refused([](Ops &O) { O[0].Values = {{}}; }, __LINE__);
  Refused([](Ops &O) { O[0].Callee = 1; }, __LINE__);
  Refused([](Ops &O) { O[0].Detail = 1; }, __LINE__);
  Refused([](Ops &O) { O[1].To = 0; }, __LINE__);
  Refused([](Ops &O) { O[1].To = 9; }, __LINE__);
  Refused([](Ops &O) { O[1].Values.clear(); }, __LINE__);
  Refused([](Ops &O) { O[1].Values = {{ValueKind::Function, 2}}; }, __LINE__);
  Refused([](Ops &O) { O[1].Detail = 6; }, __LINE__);
  Refused([](Ops &O) { O[2].Callee = 0; }, __LINE__);
  Refused([](Ops &O) { O[2].Callee = 3; }, __LINE__);
  Refused([](Ops &O) { O[2].Detail = ThroughValue; }, __LINE__);
  Refused([](Ops &O) { O[2].Detail = 16; }, __LINE__);
  Refused([](Ops &O) { O[2] = {OpKind::Call, {}, 0, {}, 0, ThroughValue}; }, __LINE__);
  Refused([](Ops &O) { O[2].Values[0].Index = 1; }, __LINE__);
  Refused([](Ops &O) { O[3].To = 1; }, __LINE__);
  Refused([](Ops &O) { O[3].Values.clear(); }, __LINE__);
  Refused([](Ops &O) { O[3].Detail = 3; }, __LINE__);
  Refused([](Ops &O) { O[4].Callee = 1; }, __LINE__);
  Refused([](Ops &O) { O[4].Detail = 1; }, __LINE__);
  Refused([](Ops &O) { O[5].To = 1; }, __LINE__);
  Refused([](Ops &O) { O[5].Detail = 3; }, __LINE__);
}

} // namespace
} // namespace memlint::ir
