// What the tests of trip counts share: loops in every spelling, against the count that they must
// have or the reason why they have none; every count is compiled in its place with conversions as
// errors.
#ifndef MEMLINT_TESTS_UNIT_COUNTEDCODE_H
#define MEMLINT_TESTS_UNIT_COUNTEDCODE_H

#include "analysis/extract/trips/TripCount.h"
#include "analysis/project/ResourceDir.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Frontend/PCHContainerOperations.h"
#include "clang/Tooling/Tooling.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace memlint::test {

using namespace clang;

inline constexpr char Prelude[] = R"(#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <forward_list>
#include <initializer_list>
#include <istream>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <queue>
#include <span>
#include <stack>
#include <string>
#include <vector>
int next();
bool more();
void work(int);
void poke(int &);
struct Box { int n; unsigned u; std::vector<int> items; int count() const; int next();
             const std::vector<int> &all() const; std::vector<int> made() const; };
enum Color { Red, Green };
constexpr int Ten = 10;
#define LIMIT 12
#define LESS(X) X - 1
struct Bag { // says that it is a container
  using value_type = int; using size_type = unsigned;
  struct const_iterator { int operator*() const; const_iterator &operator++();
                          bool operator!=(const const_iterator &) const; };
  const_iterator begin() const, end() const; unsigned size() const; };
struct Text { // counts bytes, iterates over characters
  struct Iterator { int operator*() const; Iterator &operator++();
                    bool operator!=(const Iterator &) const; };
  Iterator begin() const, end() const; std::size_t size() const; };
using Ints = std::vector<int>;
)";

/// A function body whose first loop, or first call of an algorithm, is counted.
struct Row {
  std::string Parameters;
  std::string Before; // statements before the loop
  std::string Loop;
  std::string Count; // or `! reason`; `~ count` for an upper bound
  std::string Trips = "";
};

inline std::string guarded(const std::string &Text) {
  return Text + " > 0 ? static_cast<std::size_t>(" + Text + ") : 0";
}

class FirstError : public DiagnosticConsumer {
public:
  std::string Text;
  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    Text = Message.str();
  }
};

struct Parsed {
  std::unique_ptr<ASTUnit> Unit;
  std::string Error;
};

inline Parsed parse(const std::string &Text) {
  FirstError Errors;
  Parsed Result;
  Result.Unit = tooling::buildASTFromCodeWithArgs(
      Text, {"-std=c++20", "-w", "-resource-dir", compiledInResourceDir()}, "a.cpp", "clang-tool",
      std::make_shared<PCHContainerOperations>(), tooling::getClangStripDependencyFileAdjuster(),
      {}, &Errors);
  Result.Error = Errors.Text;
  return Result;
}

/// The first loop and the first call of an algorithm with an inserter or a function.
class FirstLoop : public RecursiveASTVisitor<FirstLoop> {
public:
  std::vector<const Stmt *> Loops;
  const CallExpr *Call = nullptr;
  bool VisitForStmt(ForStmt *S) { return add(S); }
  bool VisitWhileStmt(WhileStmt *S) { return add(S); }
  bool VisitDoStmt(DoStmt *S) { return add(S); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) { return add(S); }
  bool VisitCallExpr(CallExpr *E) {
    if (!Call &&
        (!isa<CXXOperatorCallExpr>(E) || cast<CXXOperatorCallExpr>(E)->getOperator() == OO_Call))
      Call = E;
    return true;
  }

private:
  bool add(const Stmt *S) {
    Loops.push_back(S);
    return true;
  }
};

inline std::string functionText(const Row &R, std::size_t I, const std::string &Count) {
  std::string Use = Count.empty() ? ""
                                  : "\n#pragma clang diagnostic push\n"
                                    "#pragma clang diagnostic error \"-Wconversion\"\n"
                                    "#pragma clang diagnostic error \"-Wsign-conversion\"\n"
                                    "#pragma clang diagnostic error \"-Wall\"\n"
                                    "#pragma clang diagnostic error \"-Wextra\"\n"
                                    "  out.reserve(" +
                                        Count + ");\n#pragma clang diagnostic pop\n";
  return "void f" + std::to_string(I) + "(" + R.Parameters + ") {\n  Ints out;\n  " + R.Before +
         Use + "\n  " + R.Loop + "\n}\n";
}

inline std::string shown(const TripCountOrReason &Result) {
  if (const auto *Reason = std::get_if<const char *>(&Result))
    return std::string("! ") + *Reason;
  const auto &Count = std::get<TripCount>(Result);
  return (Count.Exact ? "" : "~ ") + std::string(Count.AsksAccessor ? "? " : "") + Count.Count;
}

inline std::map<std::string, const FunctionDecl *> functionsOf(ASTContext &Context) {
  std::map<std::string, const FunctionDecl *> Functions;
  for (const Decl *D : Context.getTranslationUnitDecl()->decls())
    if (const auto *F = dyn_cast<FunctionDecl>(D); F && F->getIdentifier() && F->hasBody())
      Functions[F->getNameAsString()] = F;
  return Functions;
}

/// A warning in the count's place is an error; the rest of the text may do as it likes.
inline std::string refusal(const std::string &Text) {
  FirstError Errors;
  tooling::buildASTFromCodeWithArgs(Text, {"-std=c++20", "-resource-dir", compiledInResourceDir()},
                                    "a.cpp", "clang-tool",
                                    std::make_shared<PCHContainerOperations>(),
                                    tooling::getClangStripDependencyFileAdjuster(), {}, &Errors);
  return Errors.Text;
}

inline void expectCounts(const std::vector<Row> &Rows, bool Calls = false) {
  std::string Text = Prelude, Reserving = Prelude;
  for (std::size_t I = 0; I < Rows.size(); ++I)
    Text += functionText(Rows[I], I, "");
  Parsed P = parse(Text);
  ASSERT_EQ(P.Error, "");
  auto Functions = functionsOf(P.Unit->getASTContext());
  for (std::size_t I = 0; I < Rows.size(); ++I) {
    const Stmt &Body = *Functions.at("f" + std::to_string(I))->getBody();
    FirstLoop Finder;
    Finder.TraverseStmt(const_cast<Stmt *>(&Body));
    auto Result = Calls ? algorithmCount(P.Unit->getASTContext(), *Finder.Call)
                        : tripCount(P.Unit->getASTContext(), *Finder.Loops.at(0), Body);
    EXPECT_EQ(shown(Result), Rows[I].Count) << functionText(Rows[I], I, "");
    if (const auto *Count = std::get_if<TripCount>(&Result)) {
      Reserving += functionText(Rows[I], I, Count->Count);
      if (!Rows[I].Trips.empty()) {
        EXPECT_EQ(Count->Trips, Rows[I].Trips) << functionText(Rows[I], I, "");
      }
    }
  }
  EXPECT_EQ(refusal(Reserving), "");
}

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_COUNTEDCODE_H
