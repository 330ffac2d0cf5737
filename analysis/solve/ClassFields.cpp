#include "analysis/solve/ClassFields.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

void eraseAll(std::string &Text, std::string_view Part) {
  for (std::size_t At = Text.find(Part); At != std::string::npos; At = Text.find(Part, At))
    Text.erase(At, Part.size());
}

bool isWordEnd(std::string_view Text, std::size_t At) {
  return At == 0 ||
         !(std::isalnum(static_cast<unsigned char>(Text[At - 1])) || Text[At - 1] == '_');
}

/// A word with the blank behind it.
void eraseWord(std::string &Text, std::string_view Word) {
  for (std::size_t At = Text.find(Word); At != std::string::npos; At = Text.find(Word, At))
    if (isWordEnd(Text, At))
      Text.erase(At, Word.size());
    else
      ++At;
}

/// Behind the last `::` outside of template arguments, as a length of what stands before it.
std::size_t scopeLength(std::string_view Name) {
  int Depth = 0;
  for (std::size_t I = Name.size(); I-- > 1;) {
    Depth += Name[I] == '>' ? 1 : Name[I] == '<' ? -1 : 0;
    if (Depth == 0 && Name[I] == ':' && Name[I - 1] == ':')
      return I - 1;
  }
  return 0;
}

} // namespace

std::string plainTypeName(std::string_view Type) {
  std::string Plain(Type);
  eraseAll(Plain, "(anonymous namespace)::");
  for (std::string_view Word :
       {"const ", "volatile ", "struct ", "class ", "union ", "enum ", "typename "})
    eraseWord(Plain, Word);
  for (std::string_view Word : {" const", "*const", "*__restrict", " *restrict"})
    if (Plain.ends_with(Word))
      Plain.resize(Plain.size() - Word.size() + (Word[0] == '*' ? 1 : 0));
  std::erase(Plain, ' ');
  return Plain;
}

std::string pointeeName(std::string_view Plain) {
  std::size_t Length = Plain.size();
  if (Plain.ends_with("&&"))
    Length -= 2;
  else if (Plain.ends_with('*') || Plain.ends_with('&'))
    Length -= 1;
  return Length == Plain.size() ? "" : plainTypeName(Plain.substr(0, Length));
}

ClassFields::ClassFields(std::span<const RecordFact> Records) : Records(Records) {
  for (std::uint32_t I = 0; I < Records.size(); ++I) {
    const auto [At, New] = ByName.try_emplace(plainTypeName(Records[I].Name), I);
    if (!New)
      At->second.reset();
  }
  Bases.resize(Records.size());
  for (std::uint32_t I = 0; I < Records.size(); ++I)
    for (const PartFact &P : Records[I].Parts)
      if (!P.Name.empty())
        if (const auto Base = find(plainTypeName(P.Name)); Base && *Base != I)
          Bases[I].push_back(*Base);
}

std::optional<std::uint32_t> ClassFields::find(std::string_view Plain,
                                               std::string_view Scope) const {
  for (std::string Outer(Scope); !Outer.empty(); Outer.resize(scopeLength(Outer)))
    if (const auto At = ByName.find(Outer + "::" + std::string(Plain)); At != ByName.end())
      return At->second;
  const auto At = ByName.find(Plain);
  return At == ByName.end() ? std::nullopt : At->second;
}

std::optional<ClassField> ClassFields::field(std::uint32_t Class, std::string_view Name) const {
  const std::vector<FieldFact> &All = Records[Class].Fields;
  for (std::uint32_t I = 0; I < All.size(); ++I)
    if (All[I].Name == Name)
      return ClassField{Class, I};
  for (const std::uint32_t Base : Bases[Class])
    if (const auto Found = field(Base, Name))
      return Found;
  return std::nullopt;
}

bool ClassFields::isKindOf(std::uint32_t Class, std::uint32_t Base) const {
  return Class == Base || std::any_of(Bases[Class].begin(), Bases[Class].end(),
                                      [&](std::uint32_t B) { return isKindOf(B, Base); });
}

std::vector<std::uint32_t> ClassFields::relatives(std::uint32_t Class) const {
  std::vector<std::uint32_t> All;
  for (std::uint32_t I = 0; I < Records.size(); ++I)
    if (isKindOf(I, Class) || isKindOf(Class, I))
      All.push_back(I);
  return All;
}

std::vector<std::uint32_t> ClassFields::parts(std::uint32_t Class) const {
  std::vector<std::uint32_t> All = Bases[Class];
  for (const FieldFact &F : Records[Class].Fields)
    for (const std::uint32_t Part :
         mentioned(plainTypeName(F.Type), plainTypeName(Records[Class].Name)))
      All.push_back(Part);
  return All;
}

std::vector<std::uint32_t> ClassFields::mentioned(std::string_view Plain,
                                                  std::string_view Scope) const {
  std::string_view Whole = Plain.substr(0, Plain.ends_with(']') ? Plain.find('[') : Plain.size());
  if (const auto Itself = find(Whole, Scope))
    return {*Itself};
  std::vector<std::uint32_t> All;
  if (Whole.empty() || Whole.back() != '>')
    return All;
  const std::size_t First = Whole.find('<') + 1;
  int Depth = 0;
  std::size_t From = First;
  for (std::size_t I = First; I < Whole.size(); ++I) {
    if (Depth == 0 && (Whole[I] == ',' || I + 1 == Whole.size())) {
      const auto Inner = mentioned(Whole.substr(From, I - From), Scope);
      All.insert(All.end(), Inner.begin(), Inner.end());
      From = I + 1;
    }
    Depth += Whole[I] == '<' ? 1 : Whole[I] == '>' ? -1 : 0;
  }
  return All;
}

PathTypes::PathTypes(const ClassFields &Classes, const ir::Function &F) : Classes(Classes), F(F) {
  OfVariables.reserve(F.Variables.size());
  for (const ir::Variable &V : F.Variables)
    OfVariables.push_back(plainTypeName(F.Types[V.Type].Name));
}

std::string PathTypes::prefixType(const ir::Path &P, std::size_t Steps) const {
  if (P.Base != ir::BaseKind::Variable)
    return "";
  std::string Now = OfVariables[P.Index], Scope;
  for (std::size_t I = 0; I < Steps && !Now.empty(); ++I) {
    if (P.Steps[I].Kind == ir::StepKind::Deref) {
      Now = pointeeName(Now);
    } else if (P.Steps[I].Kind == ir::StepKind::Field) {
      const auto Class = Classes.find(Now, Scope);
      const auto Field = Class ? Classes.field(*Class, F.Names[P.Steps[I].Name]) : std::nullopt;
      if (!Field)
        return "";
      Scope = plainTypeName(Classes.record(Field->Class).Name);
      Now = plainTypeName(Classes.fact(*Field).Type);
    } else if (P.Steps[I].Kind == ir::StepKind::Element && Now.ends_with(']')) {
      Now.resize(Now.rfind('['));
    } else if (P.Steps[I].Kind != ir::StepKind::Element) {
      return "";
    }
  }
  // As it is known everywhere, not only in the class that has the field.
  std::size_t Length = Now.find_last_not_of("*&");
  Length = Length == std::string::npos ? 0 : Length + 1;
  if (const auto Class = Classes.find(std::string_view(Now).substr(0, Length), Scope))
    Now = plainTypeName(Classes.record(*Class).Name) + Now.substr(Length);
  return Now;
}

std::string PathTypes::typeOf(const ir::Path &P) const { return prefixType(P, P.Steps.size()); }

std::optional<std::uint32_t> PathTypes::classOf(const ir::Path &P) const {
  return Classes.find(typeOf(P));
}

std::optional<std::uint32_t> PathTypes::pointedClass(const ir::Value &V) const {
  if (V.Kind == ir::ValueKind::Address)
    return classOf(F.Paths[V.Index]);
  if (!isHeld(V))
    return std::nullopt;
  return Classes.find(pointeeName(typeOf(F.Paths[V.Index])));
}

std::optional<ClassField> PathTypes::fieldOf(const ir::Path &P) const {
  if (P.Steps.empty() || P.Steps.back().Kind != ir::StepKind::Field)
    return std::nullopt;
  const auto Class = Classes.find(prefixType(P, P.Steps.size() - 1));
  return Class ? Classes.field(*Class, F.Names[P.Steps.back().Name]) : std::nullopt;
}

std::string_view PathTypes::looseField(const ir::Path &P) const {
  if (P.Steps.empty() || P.Steps.back().Kind != ir::StepKind::Field || fieldOf(P))
    return "";
  const std::string Holder = prefixType(P, P.Steps.size() - 1);
  // Types of variables are not written with other names: a class that is not here is a library's.
  const bool OfVariable = std::none_of(P.Steps.begin(), P.Steps.end() - 1, [](const ir::Step &S) {
    return S.Kind == ir::StepKind::Field;
  });
  if (OfVariable && !Holder.empty() && !Classes.isNamed(Holder))
    return "";
  return F.Names[P.Steps.back().Name];
}

std::optional<std::uint32_t> PathTypes::receiver() const {
  if (F.Variables.empty() || F.Variables[0].Kind != ir::VariableKind::This)
    return std::nullopt;
  return Classes.find(pointeeName(OfVariables[0]));
}

} // namespace memlint
