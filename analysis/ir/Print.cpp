#include "analysis/ir/Text.h"
#include "analysis/ir/Tokens.h"
#include "analysis/ir/Words.h"

#include <map>

namespace memlint::ir {
namespace {

/// The names of a table's entries as lines speak of them: NAME'2 is the second that is called so.
template <class T>
std::vector<std::string> handles(const std::vector<T> &Table, Words Quoted = {}) {
  std::map<std::string_view, unsigned> Seen;
  std::vector<std::string> Names;
  Names.reserve(Table.size());
  for (const T &Each : Table) {
    const unsigned Which = ++Seen[Each.Name];
    Names.push_back(quoted(Each.Name, Quoted) + (Which == 1 ? "" : "'" + std::to_string(Which)));
  }
  return Names;
}

class Printer {
public:
  explicit Printer(const Function &F)
      : F(F), Types(handles(F.Types)), Symbols(handles(F.Symbols)),
        Variables(handles(F.Variables, Reserved)), SiteSaid(F.Sites.size()) {}

  std::string take() &&;

private:
  Printer &say(std::string_view Text) {
    Out += Text;
    return *this;
  }
  Printer &say(std::uint64_t Number) { return say(std::to_string(Number)); }
  void flags(Words All, std::uint32_t Flags);
  void sayWhere(const Span &Where);
  void place(const Place &P);
  void attributes(const std::vector<Attribute> &All);
  void symbolTail(const Symbol &S);

  void head();
  void typeLine(std::size_t I);
  void symbolLine(std::size_t I);
  void variableLine(std::size_t I);

  void path(const Path &P);
  void path(std::uint32_t To) { path(F.Paths[To - 1]); }
  void site(std::size_t I);
  void value(const Value &V);
  void values(const std::vector<Value> &All, std::size_t From = 0);
  void op(const Op &O);
  void call(const Op &O);
  void edge(const Edge &E);

  const Function &F;
  std::vector<std::string> Types, Symbols, Variables;
  std::vector<bool> SiteSaid;
  std::string Out;
};

void Printer::flags(Words All, std::uint32_t Flags) {
  for (std::size_t Bit = 0; Bit < All.size(); ++Bit)
    if (Flags >> Bit & 1)
      say(" ").say(All[Bit]);
}

void Printer::sayWhere(const Span &Where) {
  if (Where == Span{})
    return;
  say(" at ").say(static_cast<std::uint64_t>(Where.File)).say(":").say(Where.Line);
  say(":").say(Where.Column).say("-");
  if (Where.EndLine != Where.Line)
    say(Where.EndLine).say(":");
  say(Where.EndColumn);
}

void Printer::place(const Place &P) {
  if (P == Place{})
    return;
  say(" @").say(P.Line).say(":").say(P.Column);
  if (P.Length != 0)
    say("+").say(P.Length);
}

void Printer::attributes(const std::vector<Attribute> &All) {
  for (const Attribute &A : All) {
    say(" attribute ").say(wordOf(AttributeWords, A.Kind));
    if (A.Param == ThisParameter)
      say(" this");
    else if (A.Param != 0)
      say(" ").say(A.Param);
    if (A.Other != 0)
      say(" by ").say(A.Other);
    if (!A.Word.empty())
      say(" of ").say(quoted(A.Word));
  }
}

void Printer::symbolTail(const Symbol &S) {
  if (S.Usr != S.Name)
    say(" usr ").say(quoted(S.Usr));
  flags(SymbolWords, S.Flags);
  attributes(S.Attributes);
}

void Printer::typeLine(std::size_t I) {
  const Type &T = F.Types[I];
  Type OnlyNamed;
  OnlyNamed.Name = T.Name;
  if (T == OnlyNamed)
    return;
  say("  type ").say(Types[I]);
  if (!T.Template.empty())
    say(" template ").say(quoted(T.Template));
  if (T.Size != 0)
    say(" size ").say(T.Size);
  if (T.Align != 0)
    say(" align ").say(T.Align);
  flags(TypeWords, T.Flags);
  if (T.Element != 0)
    say(" element ").say(Types[T.Element - 1]);
  if (T.Count != 0)
    say(" count ").say(T.Count);
  if (T.CallOperator != 0)
    say(" calls ").say(Symbols[T.CallOperator - 1]);
  if (T.Destructor != 0)
    say(" destructor ").say(Symbols[T.Destructor - 1]);
  say("\n");
}

void Printer::symbolLine(std::size_t I) {
  const Symbol &S = F.Symbols[I];
  if (S.Usr == S.Name && S.Flags == 0 && S.Attributes.empty())
    return;
  say("  symbol ").say(Symbols[I]);
  symbolTail(S);
  say("\n");
}

void Printer::variableLine(std::size_t I) {
  const Variable &V = F.Variables[I];
  say("  ").say(wordOf(VariableWords, V.Kind)).say(" ").say(Variables[I]);
  if (const std::string &Type = Types[V.Type]; Type != "\"\"")
    say(" : ").say(Type);
  attributes(V.Attributes);
  place(V.Where);
  say("\n");
}

void Printer::head() {
  say("function ").say(Symbols[0]);
  sayWhere(F.Where);
  flags(FunctionWords, F.Flags);
  symbolTail(F.Symbols[0]);
  say("\n");
  if (F.ResultType != 0)
    say("  returns ").say(Types[F.ResultType - 1]).say("\n");
  for (const std::string &Usr : F.Overrides)
    say("  overrides ").say(quoted(Usr)).say("\n");
  for (std::size_t I = 0; I < F.Types.size(); ++I)
    typeLine(I);
  for (std::size_t I = 1; I < F.Symbols.size(); ++I)
    symbolLine(I);
  for (std::size_t I = 0; I < F.Variables.size(); ++I)
    variableLine(I);
}

void Printer::path(const Path &P) {
  if (P.Base == BaseKind::Variable)
    say(Variables[P.Index]);
  else if (P.Base == BaseKind::Global)
    say("@").say(Symbols[P.Index]);
  else
    say("ret");
  for (const Step &S : P.Steps)
    switch (S.Kind) {
    case StepKind::Field:
      say(".").say(quoted(F.Names[S.Name]));
      break;
    case StepKind::Deref:
      say(".*");
      break;
    case StepKind::Element:
      say(".[").say(S.Name ? std::to_string(S.Name - 1) : "").say("]");
      break;
    case StepKind::Below:
      say(".~");
      break;
    }
}

void Printer::site(std::size_t I) {
  const Site &S = F.Sites[I];
  say(S.Form == SiteForm::NewArray ? "new[] " : "new ").say(I);
  if (SiteSaid[I])
    return;
  SiteSaid[I] = true;
  say(" ").say(Types[S.Type]);
  if (S.Count != 0)
    say(" count ").say(S.Count);
  flags(SiteWords, S.Flags);
}

void Printer::value(const Value &V) {
  switch (V.Kind) {
  case ValueKind::Unknown:
    say("?");
    break;
  case ValueKind::Address:
    say("&");
    [[fallthrough]];
  case ValueKind::Held:
    path(F.Paths[V.Index]);
    break;
  case ValueKind::Shifted:
    path(F.Paths[V.Index]);
    say(" shifted");
    break;
  case ValueKind::Moved:
    path(F.Paths[V.Index]);
    say(" moved");
    break;
  case ValueKind::Null:
    say("null");
    break;
  case ValueKind::Number:
    say(std::to_string(static_cast<std::int64_t>(V.Index)));
    break;
  case ValueKind::Function:
    say("fn ").say(Symbols[V.Index]);
    break;
  case ValueKind::Site:
    site(V.Index);
    break;
  case ValueKind::Opaque:
    say("$").say(V.Index);
    break;
  }
}

void Printer::values(const std::vector<Value> &All, std::size_t From) {
  for (std::size_t I = From; I < All.size(); ++I) {
    say(I == From ? "" : ", ");
    value(All[I]);
  }
}

void Printer::call(const Op &O) {
  const bool Through = O.Detail & ThroughValue;
  if (O.To != 0) {
    path(O.To);
    say(" = ");
  }
  say(Through ? "call *" : "call ");
  if (Through)
    value(O.Values[0]);
  else
    say(Symbols[O.Callee - 1]);
  say("(");
  values(O.Values, Through ? 1 : 0);
  say(")");
  flags(CallWords, O.Detail & ~ThroughValue);
}

void Printer::op(const Op &O) {
  say("  ");
  switch (O.Kind) {
  case OpKind::Begin:
  case OpKind::End:
    say(O.Kind == OpKind::Begin ? "begin " : "end ");
    path(O.To);
    break;
  case OpKind::Copy:
    path(O.To);
    say(" = ");
    value(O.Values[0]);
    say(" (").say(CopyWords[O.Detail]).say(")");
    break;
  case OpKind::Call:
    call(O);
    break;
  case OpKind::Delete:
    say(DeleteWords[O.Detail]).say(" ");
    value(O.Values[0]);
    if (O.Callee != 0)
      say(" via ").say(Symbols[O.Callee - 1]);
    break;
  case OpKind::Throw:
    say(O.Values.empty() ? "throw" : "throw ");
    values(O.Values);
    break;
  case OpKind::Lose:
    say("lose ");
    values(O.Values);
    say(O.Values.empty() ? "(" : " (").say(LossWords[O.Detail]).say(")");
    break;
  }
  place(O.Where);
  say("\n");
}

void Printer::edge(const Edge &E) {
  say("  -> ").say(E.Target);
  if (E.Condition != 0) {
    const Condition &C = F.Conditions[E.Condition - 1];
    say(E.Holds ? " if " : " unless ");
    value(C.Left);
    say(" ").say(wordOf(ComparisonWords, C.Compare)).say(" ");
    value(C.Right);
    place(C.Where);
  }
  say(E.Thrown ? " thrown\n" : "\n");
}

std::string Printer::take() && {
  head();
  for (std::size_t I = 0; I < F.Blocks.size(); ++I) {
    say("block ").say(I).say("\n");
    for (const Op &O : F.Blocks[I].Ops)
      op(O);
    for (const Edge &E : F.Blocks[I].Edges)
      edge(E);
  }
  return std::move(Out);
}

} // namespace

std::string print(const Function &F) {
  const Function Sorted = canonical(F);
  return Printer(Sorted).take();
}

} // namespace memlint::ir
