#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/CountedLoops.h"
#include "analysis/extract/trips/RangeSize.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

#include <array>

namespace memlint {
namespace {

using namespace clang;

/// Where an algorithm's arguments say how much it does.
enum class Says {
  Range,     // first, last
  FirstSize, // n, as generate_n has it behind the output
  TwoRanges, // both are written out
};

struct Algorithm {
  StringRef Name;
  Says Where;
  unsigned CountArgument; // of FirstSize
  bool Exact;
};

/// What [algorithms] says of the number of assignments to the output, or of calls of the function.
constexpr std::array<Algorithm, 27> Algorithms = {{
    {"copy", Says::Range, 0, true},
    {"move", Says::Range, 0, true},
    {"transform", Says::Range, 0, true},
    {"for_each", Says::Range, 0, true},
    {"reverse_copy", Says::Range, 0, true},
    {"replace_copy", Says::Range, 0, true},
    {"replace_copy_if", Says::Range, 0, true},
    {"partial_sum", Says::Range, 0, true},
    {"adjacent_difference", Says::Range, 0, true},
    {"inclusive_scan", Says::Range, 0, true},
    {"exclusive_scan", Says::Range, 0, true},
    {"transform_inclusive_scan", Says::Range, 0, true},
    {"transform_exclusive_scan", Says::Range, 0, true},
    {"copy_n", Says::FirstSize, 1, true},
    {"for_each_n", Says::FirstSize, 1, true},
    {"fill_n", Says::FirstSize, 1, true},
    {"generate_n", Says::FirstSize, 1, true},
    {"merge", Says::TwoRanges, 0, true},
    {"set_union", Says::TwoRanges, 0, false},
    {"set_symmetric_difference", Says::TwoRanges, 0, false},
    {"set_intersection", Says::Range, 0, false},
    {"set_difference", Says::Range, 0, false},
    {"copy_if", Says::Range, 0, false},
    {"remove_copy", Says::Range, 0, false},
    {"remove_copy_if", Says::Range, 0, false},
    {"unique_copy", Says::Range, 0, false},
    {"partition_copy", Says::Range, 0, false},
}};

const Algorithm *algorithmNamed(StringRef Name) {
  for (const Algorithm &A : Algorithms)
    if (A.Name == Name)
      return &A;
  return nullptr;
}

/// A call as std::copy(…), or of the function object std::ranges::copy.
struct StandardCall {
  const Algorithm *Called = nullptr;
  llvm::SmallVector<const Expr *, 6> Arguments;
};

bool isStandard(const Decl &D) {
  const DeclContext *Around = D.getDeclContext()->getEnclosingNamespaceContext();
  while (Around && Around->isNamespace() && !Around->isStdNamespace())
    Around = Around->getParent();
  return Around && Around->isStdNamespace();
}

StandardCall standardCall(const CallExpr &Call) {
  StandardCall Found;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  const NamedDecl *Named = Call.getDirectCallee();
  if (Operator) {
    const auto *Object = dyn_cast<DeclRefExpr>(Call.getArg(0)->IgnoreParenImpCasts());
    Named = Operator->getOperator() == OO_Call && Object ? Object->getDecl() : nullptr;
  }
  if (!Named || !Named->getIdentifier() || !isStandard(*Named))
    return Found;
  Found.Called = algorithmNamed(Named->getName());
  for (unsigned I = Operator ? 1 : 0; I < Call.getNumArgs(); ++I)
    if (!isa<CXXDefaultArgExpr>(Call.getArg(I)))
      Found.Arguments.push_back(Call.getArg(I));
  // The first parameter may be an execution policy.
  if (!Found.Arguments.empty())
    if (const auto *Class = Found.Arguments.front()->getType()->getAsCXXRecordDecl())
      if (Class->getName().ends_with("_policy") && isStandard(*Class))
        Found.Arguments.erase(Found.Arguments.begin());
  return Found;
}

bool isRange(const Expr &E) { return !isIterator(E.IgnoreParenImpCasts()->getType()); }

/// The range that begins with the argument `At`, which is moved behind it.
TripCountOrReason rangeAt(const ASTContext &Context, const StandardCall &Call, unsigned &At) {
  if (At < Call.Arguments.size() && isRange(*Call.Arguments[At]))
    return rangeSize(Context, *Call.Arguments[At++]);
  if (At + 2 > Call.Arguments.size())
    return "not a known algorithm";
  At += 2;
  return iteratorDistance(Context, *Call.Arguments[At - 2], *Call.Arguments[At - 1], false);
}

TripCountOrReason countOf(const ASTContext &Context, const StandardCall &Call) {
  unsigned At = 0;
  if (Call.Called->Where == Says::FirstSize)
    return Call.Called->CountArgument < Call.Arguments.size()
               ? valueCount(Context, *Call.Arguments[Call.Called->CountArgument])
               : TripCountOrReason("not a known algorithm");
  auto First = rangeAt(Context, Call, At);
  if (Call.Called->Where == Says::Range || !std::holds_alternative<TripCount>(First))
    return First;
  auto Second = rangeAt(Context, Call, At);
  if (!std::holds_alternative<TripCount>(Second))
    return Second;
  const TripCount Both[] = {std::get<TripCount>(First), std::get<TripCount>(Second)};
  return sum(Both);
}

} // namespace

bool appliesToEach(const CallExpr &Call) {
  const Algorithm *Called = standardCall(Call).Called;
  return Called && Called->Name.starts_with("for_each");
}

TripCountOrReason algorithmCount(const ASTContext &Context, const CallExpr &Call) {
  StandardCall Found = standardCall(Call);
  if (!Found.Called || Call.isInstantiationDependent())
    return "not a known algorithm";
  auto Result = countOf(Context, Found);
  if (auto *Count = std::get_if<TripCount>(&Result))
    Count->Exact &= Found.Called->Exact;
  return Result;
}

} // namespace memlint
