#include "analysis/extract/records/OrderEvidence.h"

#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <tuple>

namespace memlint {

using namespace clang;

MovingRecord::MovingRecord(const ReorderCandidate &Candidate) : Candidate(Candidate) {
  const std::vector<std::uint32_t> &Order = Candidate.Fact->Smaller->Order;
  Places.resize(Order.size());
  for (unsigned Place = 0; Place < Order.size(); ++Place)
    Places[Order[Place]] = Place;
}

std::string MovingRecord::nameOf(unsigned Field) const {
  const std::string &Name = fact().Fields[Field].Name;
  return Name.empty() ? "an unnamed field" : "'" + Name + "'";
}

OrderEvidence::OrderEvidence(ASTContext &Context, SourceMap &Map,
                             std::span<const ReorderCandidate> Candidates)
    : Context(Context), Map(Map) {
  Records.reserve(Candidates.size());
  for (const ReorderCandidate &Candidate : Candidates) {
    Ids[Candidate.Record->getCanonicalDecl()] = Records.size();
    Records.emplace_back(Candidate);
  }
}

const MovingRecord *OrderEvidence::find(const Decl *Record) const {
  if (!Record)
    return nullptr;
  auto Known = Ids.find(Record->getCanonicalDecl());
  return Known == Ids.end() ? nullptr : &Records[Known->second];
}

const MovingRecord *OrderEvidence::ofType(QualType Type) const {
  if (Type.isNull())
    return nullptr;
  return find(Type.getNonReferenceType()->getBaseElementTypeUnsafe()->getAsRecordDecl());
}

const MovingRecord *OrderEvidence::ofPointee(QualType Pointer) const {
  if (Pointer.isNull() || !(Pointer->isPointerType() || Pointer->isArrayType()))
    return nullptr;
  return ofType(pointedTo(Pointer));
}

const MovingRecord *OrderEvidence::ofField(const Decl *Field) const {
  const auto *Declared = dyn_cast_or_null<FieldDecl>(Field);
  return Declared ? find(Declared->getParent()) : nullptr;
}

ArrayRef<const MovingRecord *> OrderEvidence::heldIn(QualType Type) {
  if (Type.isNull())
    return {};
  const RecordDecl *Record =
      Type.getNonReferenceType()->getBaseElementTypeUnsafe()->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->isDependentType() || Record->isInvalidDecl())
    return {};
  const Decl *Key = Record->getCanonicalDecl();
  if (auto Known = Held.find(Key); Known != Held.end())
    return Known->second;
  SmallVector<const MovingRecord *, 1> Found;
  if (const MovingRecord *Own = find(Record))
    Found.push_back(Own);
  auto AddAll = [&](QualType Part) {
    for (const MovingRecord *R : heldIn(Part))
      if (!llvm::is_contained(Found, R))
        Found.push_back(R);
  };
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
    for (const CXXBaseSpecifier &Base : Class->bases())
      AddAll(Base.getType());
  for (const FieldDecl *Field : Record->fields())
    if (!Field->getType()->isReferenceType())
      AddAll(Field->getType());
  return Held[Key] = std::move(Found);
}

void OrderEvidence::block(const MovingRecord &Record, StringRef Kind, const Twine &Reason,
                          SourceLocation Where) {
  Span Place = Map.token(Where);
  Blockers.push_back(
      {Record.fact().Usr, Kind.str(), Reason.str(), Place ? Place : Record.fact().Where});
}

void OrderEvidence::blockHeld(QualType Type, StringRef Kind, const Twine &Reason,
                              SourceLocation Where) {
  std::string Text = Reason.str();
  for (const MovingRecord *R : heldIn(Type))
    block(*R, Kind,
          R == ofType(Type) ? Text : Text + ", which holds '" + readableName(R->record()) + "'",
          Where);
}

std::vector<OrderBlockerFact> OrderEvidence::take() {
  auto Key = [](const OrderBlockerFact &B) {
    return std::tie(B.Where, B.Record, B.Kind, B.Reason);
  };
  llvm::sort(Blockers, [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
  Blockers.erase(llvm::unique(Blockers), Blockers.end());
  return std::move(Blockers);
}

QualType pointedTo(QualType Type) {
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    Type = Type->getPointeeType();
  return QualType(Type->getBaseElementTypeUnsafe(), 0);
}

bool isByteType(QualType Type) { return Type->isCharType() || Type->isStdByteType(); }

} // namespace memlint
