#include "analysis/solve/KeptAddresses.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

bool isArgument(const Slot &S) { return S.Kind == SlotKind::Argument && S.Index != 0; }

/// Whether objects of the class may refer to what they are built of. Those of the library say so
/// themselves.
bool mayRefer(const ir::Type &Class, const Callees &Known) {
  if (!(Class.Flags & ir::RecordType) && !Class.Name.empty() && Class.Template.empty())
    return Class.Flags & ir::ReferenceType;
  if (Class.Template.starts_with("std::"))
    return false;
  const std::vector<const Summary *> All = Known.constructors(Class);
  return All.empty() || std::any_of(All.begin(), All.end(), [](const Summary *S) {
           return std::any_of(S->Effects.begin(), S->Effects.end(), [](const Effect &E) {
             return E.Kind == EffectKind::Copy && isArgument(E.From) &&
                    (E.From.Steps.empty() || E.From.Address);
           });
         });
}

/// Whether what the library builds there may refer to what it builds it of.
bool buildsReferrer(const ir::Function &F, const ir::Op &Call, const Callees &Known) {
  if (const ir::Type *Element = elementType(F, Call))
    return mayRefer(*Element, Known);
  const std::string *Class = madeBy(F.Symbols[Call.Callee - 1]);
  if (!Class)
    return false;
  ir::Type Made;
  Made.Name = Made.Template = *Class;
  return mayRefer(Made, Known);
}

} // namespace

bool keepsAddress(const ir::Function &F, const ir::Op &Call, std::size_t Position,
                  const Callees &Known, bool ResultIsUsed) {
  if (Call.Kind != ir::OpKind::Call || !Call.Callee)
    return false;
  const std::vector<const Summary *> Any = Known.of(F, Call);
  if (Any.empty())
    return Position > 0 && F.Symbols[Call.Callee - 1].Flags & ir::Constructor;
  const Slot Of = argumentSlot(Position, hasThis(F, Call));
  // What holds of some objects that are given there holds of arrays: they are views and owners of
  // themselves.
  const bool IsArray = typeFlags(F, F.Paths[Call.Values[Position].Index]) & ir::ArrayType;
  auto Keeps = [&](const Effect &E) {
    if (E.From.Kind != Of.Kind || E.From.Index != Of.Index ||
        (E.To.Kind == SlotKind::Result && !ResultIsUsed))
      return false;
    if (E.Kind == EffectKind::Construct)
      return buildsReferrer(F, Call, Known);
    return E.Kind == EffectKind::Copy &&
           (E.From == Of ? E.Sure == Lane::Known || IsArray : E.From.Address && IsArray);
  };
  return std::any_of(Any.begin(), Any.end(), [&](const Summary *S) {
    return std::any_of(S->Effects.begin(), S->Effects.end(), Keeps);
  });
}

} // namespace memlint
