#include "analysis/ir/FunctionParser.h"

#include <algorithm>

namespace memlint::ir {

void FunctionParser::read(Line &L, std::size_t LineNumber) {
  if (L.word("block"))
    blockLine(L);
  else if (L.mark("->"))
    edgeLine(L, LineNumber);
  else if (!headLine(L)) {
    Op Read = op(L);
    block().Ops.push_back(std::move(Read));
  }
  L.finish();
}

void FunctionParser::blockLine(Line &L) {
  const std::string Label = L.label();
  if (!Blocks.try_emplace(Label, static_cast<std::uint32_t>(made().Blocks.size())).second)
    L.fail("there is a block " + Label + " already");
  made().Blocks.emplace_back();
}

/// The one that lines belong to; the first need not be named.
Block &FunctionParser::block() {
  if (made().Blocks.empty()) {
    Blocks["0"] = 0;
    made().Blocks.emplace_back();
  }
  return made().Blocks.back();
}

void FunctionParser::edgeLine(Line &L, std::size_t LineNumber) {
  Edge E;
  std::string To = L.label();
  const bool If = L.word("if");
  if (If || L.word("unless")) {
    E.Holds = If;
    Condition C;
    C.Left = value(L);
    const bool Compared = std::any_of(
        std::begin(ComparisonWords), std::end(ComparisonWords), [&](std::string_view Mark) {
          C.Compare = static_cast<Comparison>(*indexOf(ComparisonWords, Mark));
          return L.mark(Mark);
        });
    if (!Compared)
      L.fail("expected '==', '<', '<=' or '<+'");
    C.Right = value(L);
    C.Where = place(L);
    E.Condition = 1 + Builder.condition(C);
  }
  E.Thrown = L.word("thrown");
  block().Edges.push_back(E);
  Jumps.push_back({LineNumber, made().Blocks.size() - 1, block().Edges.size() - 1, std::move(To)});
}

/// `(word)`, or what stands for a missing one.
std::uint32_t FunctionParser::reason(Line &L, Words All, std::uint32_t Default) {
  if (!L.mark("("))
    return Default;
  const auto Index = L.oneOf(All);
  if (!Index)
    L.fail("there is no such reason here");
  L.expect(")");
  return Index.value_or(0);
}

Op FunctionParser::op(Line &L) {
  Op O;
  const bool Begin = L.word("begin");
  if (Begin || L.word("end")) {
    O.Kind = Begin ? OpKind::Begin : OpKind::End;
    O.To = 1 + Builder.path({BaseKind::Variable, variable(L), {}});
  } else if (L.isWord("delete") || L.isWord("destroy")) {
    deletion(L, O);
  } else if (L.word("throw")) {
    O.Kind = OpKind::Throw;
    O.Values = values(L);
  } else if (L.word("lose")) {
    O.Kind = OpKind::Lose;
    O.Values = values(L);
    O.Detail = reason(L, LossWords, static_cast<std::uint32_t>(LossReason::Construct));
  } else {
    copyOrCall(L, O);
  }
  O.Where = place(L);
  return O;
}

void FunctionParser::deletion(Line &L, Op &O) {
  O.Kind = OpKind::Delete;
  DeleteForm Form = DeleteForm::Single;
  if (L.word("destroy")) {
    Form = DeleteForm::Destroy;
  } else if (L.word("delete") && L.mark("[")) {
    L.expect("]");
    Form = DeleteForm::Array;
  }
  O.Detail = static_cast<std::uint32_t>(Form);
  O.Values = {value(L)};
  if (L.word("via"))
    O.Callee = 1 + symbol(L.handle());
}

void FunctionParser::copyOrCall(Line &L, Op &O) {
  if (L.word("call"))
    return call(L, O);
  O.To = 1 + path(L);
  L.expect("=");
  if (L.word("call"))
    return call(L, O);
  O.Kind = OpKind::Copy;
  O.Values = {value(L)};
  O.Detail = reason(L, CopyWords, static_cast<std::uint32_t>(CopyReason::Assign));
}

void FunctionParser::call(Line &L, Op &O) {
  O.Kind = OpKind::Call;
  if (L.mark("*")) {
    O.Detail = ThroughValue;
    O.Values = {value(L)};
  } else {
    O.Callee = 1 + symbol(L.handle());
  }
  L.expect("(");
  const std::vector<Value> Arguments = values(L);
  O.Values.insert(O.Values.end(), Arguments.begin(), Arguments.end());
  L.expect(")");
  while (L.flag(CallWords, O.Detail)) {
  }
}

/// As many as there are, with commas.
std::vector<Value> FunctionParser::values(Line &L) {
  std::vector<Value> All;
  if (L.atEnd() || L.isMark(")") || L.isMark("(") || L.isPlace())
    return All;
  do
    All.push_back(value(L));
  while (L.mark(","));
  return All;
}

std::uint32_t FunctionParser::variable(Line &L) {
  const Handle H = L.handle();
  const auto Known = Variables.find(H);
  if (Known != Variables.end())
    return Known->second;
  L.fail("there is no variable '" + H.first + "' in a line above");
  return 0;
}

Path FunctionParser::base(Line &L) {
  if (L.word("ret"))
    return {BaseKind::Result, 0, {}};
  if (L.mark("@"))
    return {BaseKind::Global, symbol(L.handle()), {}};
  return {BaseKind::Variable, variable(L), {}};
}

/// Whether there is one more.
bool FunctionParser::step(Line &L, Path &P) {
  if (!L.mark("."))
    return false;
  Step S;
  if (L.mark("*"))
    S.Kind = StepKind::Deref;
  else if (L.mark("~"))
    S.Kind = StepKind::Below;
  else if (L.mark("[")) {
    S = {StepKind::Element, L.mark("]") ? 0 : 1 + L.number()};
    if (S.Name)
      L.expect("]");
  } else
    S = {StepKind::Field, Builder.name(L.name())};
  if (!P.Steps.empty() && P.Steps.back().Kind == StepKind::Below)
    L.fail("nothing follows '.~' in a path");
  else if (P.Steps.size() == MaxSteps && S.Kind != StepKind::Below)
    L.fail("a path has at most " + std::to_string(MaxSteps) + " steps; '.~' may follow");
  P.Steps.push_back(S);
  return true;
}

std::uint32_t FunctionParser::path(Line &L) {
  Path P = base(L);
  while (step(L, P)) {
  }
  return Builder.path(std::move(P));
}

Value FunctionParser::value(Line &L) {
  if (L.mark("?"))
    return {ValueKind::Unknown, 0};
  if (L.mark("&"))
    return {ValueKind::Address, path(L)};
  if (L.mark("$"))
    return {ValueKind::Opaque, L.number64()};
  if (L.word("null"))
    return {ValueKind::Null, 0};
  if (L.word("fn"))
    return {ValueKind::Function, symbol(L.handle())};
  if (L.word("new"))
    return site(L);
  if (L.nextIsNumber())
    return {ValueKind::Number, L.number64()};
  const std::uint32_t Index = path(L);
  return {L.word("shifted") ? ValueKind::Shifted
          : L.word("moved") ? ValueKind::Moved
                            : ValueKind::Held,
          Index};
}

/// `new N` alone is the site that was said before; else it is the next one, with or without N.
Value FunctionParser::site(Line &L) {
  Site S;
  if (L.mark("[")) {
    L.expect("]");
    S.Form = SiteForm::NewArray;
  }
  const auto Next = static_cast<std::uint32_t>(made().Sites.size());
  if (L.nextIsNumber()) {
    const std::uint32_t Number = L.number();
    if (Number < Next)
      return {ValueKind::Site, Number};
    if (Number != Next)
      L.fail("the next site is " + std::to_string(Next));
  }
  S.Type = type(L.handle());
  if (L.word("count"))
    S.Count = L.number64();
  while (L.flag(SiteWords, S.Flags)) {
  }
  return {ValueKind::Site, Builder.site(S)};
}

std::variant<Function, ParseError> FunctionParser::finish() && {
  block();
  for (const Jump &J : Jumps) {
    const auto Known = Blocks.find(J.To);
    if (Known == Blocks.end())
      return ParseError{J.LineNumber, "there is no block " + J.To};
    made().Blocks[J.Block].Edges[J.Edge].Target = Known->second;
  }
  if (!wellFormed(made()))
    return ParseError{FirstLine, "the function is not well formed"};
  return canonical(made());
}

} // namespace memlint::ir
