// Truth as a value: what a comparison or a logical operator gives where it is no branch. The result
// is a temporary that is 1 on the ways on which it holds and 0 on the others, so that whoever asks
// for it later asks for what was compared.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

using namespace clang;

namespace {

const BinaryOperator *logical(const Stmt *S) {
  const auto *E = dyn_cast_or_null<BinaryOperator>(S);
  return E && E->isLogicalOp() ? E : nullptr;
}

/// The operand that is evaluated last, if none before decides.
const Expr *lastOperand(const BinaryOperator *E) {
  const Expr *Right = E->getRHS()->IgnoreParens();
  const BinaryOperator *Inner = logical(Right);
  return Inner ? lastOperand(Inner) : Right;
}

} // namespace

/// The CFG has a logical operator whose value is read as the first element of the block where the
/// ways from its operands meet.
void BodyLowering::findConfluences(const CFG &Graph) {
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &Element : *Block)
      if (const auto S = Element.getAs<CFGStmt>())
        if (const BinaryOperator *E = logical(S->getStmt());
            E && E->getType()->isIntegralOrEnumerationType()) {
          Confluences[Block] = E;
          break;
        }
}

/// The value of a logical operator where the CFG has evaluated its operands; nothing: it has not.
std::optional<ir::Value> BodyLowering::decided(const BinaryOperator &E) {
  const auto At = Truths.find(&E);
  return At == Truths.end() ? std::nullopt : std::optional(Out.held(At->second));
}

void BodyLowering::setTruth(std::uint32_t Block, const BinaryOperator &Of, bool Holds) {
  auto [At, New] = Truths.try_emplace(&Of);
  if (New)
    At->second = newTemporary(Of.getType(), Of.getOperatorLoc());
  const std::uint32_t Before = std::exchange(this->At, Block);
  copy(At->second, ir::FunctionBuilder::number(Holds), ir::CopyReason::Init, Of.getOperatorLoc());
  this->At = Before;
}

/// Where the edge to the confluence leads, which an operand before the last one takes when it
/// decides: over a block that knows the value.
std::uint32_t BodyLowering::decidedEarly(const CFGBlock &From, const CFGBlock &To, bool Holds) {
  const auto Meets = Confluences.find(&To);
  if (Meets == Confluences.end() || !logical(From.getTerminatorStmt()))
    return blockFor(To);
  const std::uint32_t Knows = newBlock();
  setTruth(Knows, *Meets->second, Holds);
  Out.at(Knows).Edges.push_back({blockFor(To), 0, true, false});
  return Knows;
}

/// The last operand decides. False where the block has none.
bool BodyLowering::decideLast(const CFGBlock &From) {
  const CFGBlock *To = From.succ_size() == 1 ? *From.succ_begin() : nullptr;
  const auto Meets = To ? Confluences.find(To) : Confluences.end();
  if (Meets == Confluences.end())
    return false;
  const auto Told = condition(lastOperand(Meets->second));
  for (const bool Holds : {true, false}) {
    const std::uint32_t Knows = newBlock();
    Out.at(At).Edges.push_back(
        {Knows, Told ? Told->first : 0, !Told || Told->second == Holds, false});
    setTruth(Knows, *Meets->second, Holds);
    Out.at(Knows).Edges.push_back({blockFor(*To), 0, true, false});
  }
  return true;
}

/// Of a comparison that is no condition.
std::optional<ir::Value> BodyLowering::truth(const Expr &E) {
  const auto Told = condition(&E);
  if (!Told)
    return std::nullopt;
  const ir::Path To = newTemporary(E.getType(), E.getExprLoc());
  const std::uint32_t After = newBlock();
  const std::uint32_t From = At;
  for (const bool Holds : {true, false}) {
    At = newBlock();
    Out.at(From).Edges.push_back({At, Told->first, Told->second == Holds, false});
    copy(To, ir::FunctionBuilder::number(Holds), ir::CopyReason::Init, E.getExprLoc());
    jump(After);
  }
  At = After;
  Loaded.clear();
  return Out.held(To);
}

} // namespace memlint
