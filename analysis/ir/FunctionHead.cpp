#include "analysis/ir/FunctionParser.h"

namespace memlint::ir {
namespace {

/// `file:line:column-column` or `file:line:column-line:column`.
Span span(Line &L) {
  Span S;
  S.File = FileId(L.number());
  L.expect(":");
  S.Line = S.EndLine = L.number();
  L.expect(":");
  S.Column = L.number();
  L.expect("-");
  S.EndColumn = L.number();
  if (L.mark(":")) {
    S.EndLine = S.EndColumn;
    S.EndColumn = L.number();
  }
  return S;
}

std::string saidTwice(const Handle &H) {
  return "'" + H.first + "' has a line already; another one that is called so is " +
         quoted(H.first) + "'" + std::to_string(H.second + 1);
}

Symbol named(Line &L) {
  Symbol S;
  S.Name = S.Usr = L.name();
  return S;
}

} // namespace

Place place(Line &L) {
  Place P;
  if (!L.mark("@"))
    return P;
  P.Line = L.number();
  if (L.mark(":"))
    P.Column = L.number();
  if (L.mark("+"))
    P.Length = L.number();
  return P;
}

FunctionParser::FunctionParser(Line &First, std::size_t LineNumber)
    : FirstLine(LineNumber), Builder(named(First), Span{}) {
  made().Blocks.clear();
  Symbol &Self = made().Symbols[0];
  Symbols[{Self.Name, 1}] = 0;
  DeclaredSymbols.insert({Self.Name, 1});
  while (!First.atEnd())
    if (First.word("at"))
      made().Where = span(First);
    else if (!First.flag(FunctionWords, made().Flags) && !symbolDetail(First, Self))
      First.finish();
}

std::uint32_t FunctionParser::type(const Handle &H) {
  const auto [Known, New] = Types.try_emplace(H, static_cast<std::uint32_t>(made().Types.size()));
  if (New)
    made().Types.emplace_back().Name = H.first;
  return Known->second;
}

std::uint32_t FunctionParser::symbol(const Handle &H) {
  const auto [Known, New] =
      Symbols.try_emplace(H, static_cast<std::uint32_t>(made().Symbols.size()));
  if (New) {
    Symbol &S = made().Symbols.emplace_back();
    S.Name = S.Usr = H.first;
  }
  return Known->second;
}

Attribute FunctionParser::attribute(Line &L) {
  Attribute A;
  const auto Kind = L.oneOf(AttributeWords);
  if (!Kind)
    L.fail("an attribute has no such name");
  A.Kind = static_cast<AttributeKind>(Kind.value_or(0));
  if (L.word("this"))
    A.Param = ThisParameter;
  else if (L.nextIsNumber())
    A.Param = L.number();
  if (L.word("by"))
    A.Other = L.number();
  if (L.word("of"))
    A.Word = L.name();
  return A;
}

bool FunctionParser::symbolDetail(Line &L, Symbol &S) {
  if (L.word("usr"))
    S.Usr = L.name();
  else if (L.word("attribute"))
    S.Attributes.push_back(attribute(L));
  else
    return L.flag(SymbolWords, S.Flags);
  return true;
}

void FunctionParser::symbolLine(Line &L) {
  const Handle H = L.handle();
  if (!DeclaredSymbols.insert(H).second)
    L.fail(saidTwice(H));
  const std::uint32_t Index = symbol(H);
  while (!L.atEnd())
    if (!symbolDetail(L, made().Symbols[Index]))
      L.finish();
}

bool FunctionParser::typeDetail(Line &L, Type &T) {
  if (L.word("template"))
    T.Template = L.name();
  else if (L.word("size"))
    T.Size = L.number64();
  else if (L.word("align"))
    T.Align = L.number();
  else if (L.word("count"))
    T.Count = L.number64();
  else if (L.word("element"))
    T.Element = 1 + type(L.handle());
  else if (L.word("calls"))
    T.CallOperator = 1 + symbol(L.handle());
  else if (L.word("destructor"))
    T.Destructor = 1 + symbol(L.handle());
  else
    return L.flag(TypeWords, T.Flags);
  return true;
}

void FunctionParser::typeLine(Line &L) {
  const Handle H = L.handle();
  if (!DeclaredTypes.insert(H).second)
    L.fail(saidTwice(H));
  Type T;
  T.Name = H.first;
  while (!L.atEnd())
    if (!typeDetail(L, T))
      L.finish();
  made().Types[type(H)] = T;
}

void FunctionParser::variableLine(Line &L, VariableKind Kind) {
  if (L.isReserved())
    L.fail("a variable that is called like a word of this language stands in quotes");
  const auto [Name, Which] = L.handle();
  Variable V;
  V.Name = Name;
  V.Kind = Kind;
  V.Type = type(L.mark(":") ? L.handle() : Handle{"", 1});
  while (L.word("attribute"))
    V.Attributes.push_back(attribute(L));
  V.Where = place(L);
  const std::uint32_t Nth = ++CalledSo[Name];
  if (Which != 1 && Which != Nth)
    L.fail("this is the variable " + Name + "'" + std::to_string(Nth));
  Variables[{Name, Nth}] = Builder.variable(std::move(V));
}

/// Whether it is such a line.
bool FunctionParser::headLine(Line &L) {
  if (L.word("returns"))
    made().ResultType = 1 + type(L.handle());
  else if (L.word("overrides"))
    made().Overrides.push_back(L.name());
  else if (L.word("type"))
    typeLine(L);
  else if (L.word("symbol"))
    symbolLine(L);
  else if (auto Kind = L.oneOf(VariableWords))
    variableLine(L, static_cast<VariableKind>(*Kind));
  else
    return false;
  return true;
}

} // namespace memlint::ir
