#include "analysis/solve/Models.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Range.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <set>

namespace memlint {
namespace {

using Text = std::string_view;

bool isGiven(const Guard &G, CallArguments Arguments) {
  const std::size_t Position = G.Subject.Index - 1;
  const std::optional<std::int64_t> Number =
      Position < Arguments.Values.size() ? numberOf(Arguments.Values[Position]) : std::nullopt;
  return Number && Range::of(G.Compare, G.Holds, G.Number.value_or(0)).contains(*Number);
}

bool fits(const Model &M, const ir::Symbol &Function, CallArguments Arguments) {
  bool Special = Function.Flags & ir::CopyOrMove, Rvalue = Function.Flags & ir::RvalueArgument;
  switch (M.Form) {
  case ModelForm::Any:
    break;
  case ModelForm::Copy:
    if (!Special || Rvalue)
      return false;
    break;
  case ModelForm::Move:
    if (!Special || !Rvalue)
      return false;
    break;
  case ModelForm::Rvalue:
    if (!Rvalue)
      return false;
    break;
  case ModelForm::Pointer:
    if (!(Function.Flags & ir::PointerArgument))
      return false;
    break;
  }
  return Arguments.Count >= M.MinArguments && Arguments.Count <= M.MaxArguments &&
         std::all_of(M.Given.begin(), M.Given.end(),
                     [&](const Guard &G) { return isGiven(G, Arguments); });
}

/// What stands before the `*` of a name that has any end.
std::optional<Text> prefixOf(Text Name) {
  if (!Name.ends_with("*") || Name.ends_with("operator*"))
    return std::nullopt;
  return Name.substr(0, Name.size() - 1);
}

bool isConversion(Text Member) {
  constexpr Text Sign = "operator ";
  if (!Member.starts_with(Sign))
    return false;
  Text Type = Member.substr(Sign.size());
  return !Type.starts_with("new") && !Type.starts_with("delete") && Type != "co_await";
}

/// What names the function among the members of a kind, the nearest first.
std::vector<Text> memberWords(const ir::Symbol &Function, Text Member) {
  if (Function.Flags & ir::Constructor)
    return {ConstructorMember, AnyMember};
  if (Function.Flags & ir::Destructor)
    return {DestructorMember, AnyMember};
  if (isConversion(Member))
    return {Member, ConversionMember, AnyMember};
  return {Member, AnyMember};
}

bool hasName(const std::set<Text> &Names, Text Name) {
  auto Prefix = prefixOf(Name);
  if (!Prefix)
    return Names.contains(Name);
  auto Next = Names.lower_bound(*Prefix);
  return Next != Names.end() && Next->starts_with(*Prefix);
}

template <class Map> auto *valueOf(const Map &From, Text Name) {
  auto Place = From.find(Name);
  return Place == From.end() ? nullptr : &Place->second;
}

} // namespace

CallArguments::CallArguments(const ir::Function &F, const ir::Op &Call) : Values(Call.Values) {
  if (hasThis(F, Call) && !Values.empty())
    Values = Values.subspan(1);
  Count = Values.size();
}

std::vector<std::pair<ModelName, std::string>> Models::add(ModelSet Set, ModelsOf Author) {
  return fill(Layers.emplace_back(), std::move(Set), Author);
}

std::vector<std::pair<ModelName, std::string>> Models::addBelow(ModelSet Set, ModelsOf Author) {
  return fill(Layers.emplace_front(), std::move(Set), Author);
}

Models::Problems Models::fill(Layer &L, ModelSet Set, ModelsOf Author) {
  Problems Wrong;
  L.Set = std::move(Set);
  L.Author = Author;
  addFunctions(L);
  addKinds(L, Wrong);
  addTypes(L, Wrong);
  return Wrong;
}

void Models::addFunctions(Layer &L) {
  for (std::uint32_t I = 0; I < L.Set.Functions.size(); ++I) {
    Text Name = L.Set.Functions[I].Name.Name;
    if (auto Prefix = prefixOf(Name))
      L.Prefixes[Prefix->size()][std::string(*Prefix)].push_back(I);
    else
      L.Functions[std::string(Name)].push_back(I);
  }
}

/// A base may be told after what is based on it, but not in a ring.
void Models::addKinds(Layer &L, Problems &Wrong) {
  for (const ModelKind &Said : L.Set.Kinds) {
    Kind &K = L.Kinds.emplace_back();
    K.From = &L;
    K.Said = &Said;
    for (std::uint32_t I = 0; I < Said.Members.size(); ++I)
      K.Members[Said.Members[I].Name.Name].push_back(I);
  }
  for (Kind &K : L.Kinds) {
    const ModelName &Base = K.Said->Base;
    if (Base.Name.empty())
      continue;
    const Kind *Found = kind(Base.Name);
    if (!Found)
      Wrong.emplace_back(Base, "no kind is named '" + Base.Name + "'");
    for (const Kind *B = Found; B; B = B->Base)
      if (B == &K) {
        Wrong.emplace_back(Base, "'" + Base.Name + "' is based on '" + K.Said->Name.Name + "'");
        Found = nullptr;
        break;
      }
    K.Base = Found;
  }
}

void Models::addTypes(Layer &L, Problems &Wrong) {
  for (const ModelType &T : L.Set.Types) {
    if (const Kind *Found = kind(T.Kind.Name))
      L.Types[T.Name.Name] = Found;
    else if (Wrong.empty() || Wrong.back().first.Line != T.Kind.Line ||
             Wrong.back().first.Column != T.Kind.Column) // once for many types
      Wrong.emplace_back(T.Kind, "no kind is named '" + T.Kind.Name + "'");
  }
}

const Models::Kind *Models::kind(Text Name) const {
  for (auto L = Layers.rbegin(); L != Layers.rend(); ++L)
    for (const Kind &K : L->Kinds)
      if (K.Said->Name.Name == Name)
        return &K;
  return nullptr;
}

const Model *Models::among(const Layer &L, const std::vector<NamedModel> &List,
                           const Indices *These, const ir::Symbol &Function,
                           CallArguments Arguments) {
  if (These)
    for (std::uint32_t I : *These)
      if (const Model &M = L.Set.Models[List[I].Model]; fits(M, Function, Arguments))
        return &M;
  return nullptr;
}

const Model *Models::member(const Kind &K, const ir::Symbol &Function, CallArguments Arguments) {
  Text Name = splitScope(Function.Name).second;
  for (Text Word : memberWords(Function, Name))
    for (const Kind *Has = &K; Has; Has = Has->Base)
      if (const Model *M = among(*Has->From, Has->Said->Members, valueOf(Has->Members, Word),
                                 Function, Arguments))
        return M;
  return nullptr;
}

const Model *Models::look(const Layer &L, const ir::Symbol &Function, CallArguments Arguments) {
  Text Name = Function.Name;
  auto Ask = [&](const Indices *These) {
    return among(L, L.Set.Functions, These, Function, Arguments);
  };
  if (const Model *M = Ask(valueOf(L.Functions, Name)))
    return M;
  if (auto *Type = valueOf(L.Types, splitScope(Name).first))
    if (const Model *M = member(**Type, Function, Arguments))
      return M;
  for (const auto &[Length, Known] : L.Prefixes)
    if (Length <= Name.size())
      if (const Model *M = Ask(valueOf(Known, Name.substr(0, Length))))
        return M;
  return nullptr;
}

const Model *Models::model(const ir::Symbol &Function, CallArguments Arguments,
                           ModelsOf Asked) const {
  for (auto L = Layers.rbegin(); L != Layers.rend(); ++L)
    if (L->Author == ModelsOf::Users ||
        (Asked == ModelsOf::Everybody && !(Function.Flags & ir::Namesake)))
      if (const Model *M = look(*L, Function, Arguments))
        return M;
  Text Name = Function.Name;
  constexpr Text Builtin = "__builtin_";
  if (!Name.starts_with(Builtin))
    return nullptr;
  ir::Symbol Plain = Function; // __builtin_memcpy does what memcpy does
  Plain.Name = Name.substr(Builtin.size());
  return model(Plain, Arguments, Asked);
}

bool endsAllOf(const Model &M, std::string_view Family) {
  return std::any_of(M.Handles.Effects.begin(), M.Handles.Effects.end(), [&](const Effect &E) {
    return E.Kind == EffectKind::Release && E.From.Kind == SlotKind::Unknown &&
           E.From.Word == Family;
  });
}

bool Models::endAllOf(std::string_view Family) const {
  return std::any_of(Layers.begin(), Layers.end(), [&](const Layer &L) {
    return std::any_of(L.Set.Models.begin(), L.Set.Models.end(),
                       [&](const Model &M) { return endsAllOf(M, Family); });
  });
}

std::vector<std::string> Models::unmatched(Text Path,
                                           const std::vector<const ir::Symbol *> &Functions) const {
  std::set<Text> Seen, Scopes;
  for (const ir::Symbol *F : Functions) {
    Seen.insert(F->Name);
    Scopes.insert(splitScope(F->Name).first);
  }
  struct Unmatched {
    std::uint32_t Line, Column;
    Text Name, Consequence;

    auto operator<=>(const Unmatched &) const = default;
  };
  std::set<Unmatched> Found;
  auto Add = [&](const ModelName &N, Text Consequence) {
    Found.insert({N.Line, N.Column, N.Name, Consequence});
  };
  for (const Layer &L : Layers) {
    if (L.Set.Path != Path)
      continue;
    for (const NamedModel &N : L.Set.Functions)
      if (!hasName(Seen, N.Name.Name))
        Add(N.Name, "its model does nothing");
    for (const ModelType &T : L.Set.Types)
      if (!Scopes.contains(T.Name.Name))
        Add(T.Name, "its model does nothing");
    for (const Model &M : L.Set.Models)
      for (const ModelName &N : M.UndoneBy)
        if (!Seen.contains(N.Name))
          Add(N, "it undoes nothing");
  }
  std::vector<std::string> Lines;
  Lines.reserve(Found.size());
  for (const Unmatched &U : Found)
    Lines.push_back(std::string(Path) + ":" + std::to_string(U.Line) + ":" +
                    std::to_string(U.Column) + ": warning: no function of the program fits '" +
                    std::string(U.Name) + "'; " + std::string(U.Consequence));
  return Lines;
}

bool borrowsWithoutModel(const ir::Symbol &Function) { return Function.Flags & ir::InSystemHeader; }

} // namespace memlint
