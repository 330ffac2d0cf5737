#include "analysis/extract/records/RecordLayouts.h"

#include "analysis/extract/records/ContendedTypes.h"
#include "analysis/extract/records/RecordInstances.h"
#include "analysis/extract/records/RecordParts.h"
#include "analysis/extract/records/SmallerOrders.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/STLExtras.h"

namespace memlint {
namespace {

using namespace clang;

PrintingPolicy readablePolicy(const ASTContext &Context) {
  PrintingPolicy Policy(Context.getLangOpts());
  Policy.SuppressUnwrittenScope = true;
  Policy.AnonymousTagLocations = false;
  return Policy;
}

RecordKind kindOf(const RecordDecl &Record) {
  if (Record.isUnion())
    return RecordKind::Union;
  return Record.isClass() ? RecordKind::Class : RecordKind::Struct;
}

bool hasLayoutToSpeakOf(const RecordDecl &Record) {
  if (!Record.isThisDeclarationADefinition() || !Record.isCompleteDefinition() ||
      Record.isInvalidDecl() || Record.isImplicit() || Record.isDependentType())
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Class && (Class->isLambda() || llvm::any_of(Class->bases(), [](const CXXBaseSpecifier &B) {
                  const auto *Base = B.getType()->getAsCXXRecordDecl();
                  return !Base || Base->isInvalidDecl();
                })))
    return false;
  return llvm::none_of(Record.fields(), [](const FieldDecl *F) {
    return F->isInvalidDecl() || F->getType()->isDependentType();
  });
}

/// Whether code of the record's fields runs in their order, when an object begins or ends.
bool runsInOrder(const RecordDecl &Record) {
  return llvm::any_of(Record.fields(), [](const FieldDecl *F) {
    const CXXRecordDecl *Class = F->getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return Class && Class->hasDefinition() &&
           !(Class->hasTrivialDefaultConstructor() && Class->hasTrivialDestructor());
  });
}

/// An unnamed record is pointed at by its keyword, any other by its name.
SourceLocation placeOf(const RecordDecl &Record) {
  return Record.getIdentifier() ? Record.getLocation() : Record.getBeginLoc();
}

} // namespace

std::string readableName(const NamedDecl &Decl) {
  const NamedDecl *Named = &Decl;
  if (const auto *Tag = dyn_cast<TagDecl>(&Decl))
    if (const auto *Typedef = Tag->getTypedefNameForAnonDecl())
      Named = Typedef;
  if (Named->getDeclName().isEmpty()) {
    const auto *Outer = dyn_cast<NamedDecl>(Decl.getDeclContext());
    std::string Prefix = Outer ? readableName(*Outer) : "";
    constexpr llvm::StringLiteral Unnamed = "(unnamed)";
    if (Prefix.empty() || StringRef(Prefix).ends_with(Unnamed))
      return Prefix.empty() ? Unnamed.str() : Prefix;
    return Prefix + "::" + Unnamed.str();
  }
  std::string Name;
  llvm::raw_string_ostream Out(Name);
  Named->getNameForDiagnostic(Out, readablePolicy(Decl.getASTContext()), /*Qualified=*/true);
  return Name;
}

std::string readableType(QualType Type, const ASTContext &Context) {
  return Type.getAsString(readablePolicy(Context));
}

const RecordReader::OfType &RecordReader::ofType(QualType Type) {
  const auto [Known, New] = Types.try_emplace(Type);
  if (New)
    Known->second = {readableType(Type, Context),
                     static_cast<std::uint64_t>(Context.getTypeSizeInChars(Type).getQuantity()),
                     Context.getTypeAlign(Type), isContended(Type)};
  return Known->second;
}

std::vector<FieldFact> RecordReader::fieldFacts(const RecordDecl &Record) {
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Record);
  const std::uint64_t Byte = Context.getCharWidth();
  std::vector<FieldFact> Facts;
  Facts.reserve(Layout.getFieldCount());
  for (const FieldDecl *Field : Record.fields()) {
    const OfType &Type = ofType(Field->getType());
    const std::uint64_t Bits = Layout.getFieldOffset(Facts.size());
    FieldFact &Fact = Facts.emplace_back();
    Fact.Name = Field->getName();
    Fact.Type = Type.Name;
    Fact.Where = Map.token(Field->getLocation());
    Fact.Offset = Bits / Byte;
    Fact.Overlapping = Field->isPotentiallyOverlapping();
    if (Field->isBitField()) {
      Fact.BitOffset = Bits % Byte;
      Fact.BitWidth = Field->getBitWidthValue();
    }
    Fact.Size = Type.Size;
    Fact.Alignment = std::max<std::uint64_t>(Type.Align, Field->getMaxAlignment()) / Byte;
    Fact.Contended = Type.Contended;
  }
  return Facts;
}

std::optional<RecordFact> RecordReader::read(const RecordDecl &Record) {
  if (!hasLayoutToSpeakOf(Record) || !Map.isPlainUserCode(placeOf(Record)))
    return std::nullopt;
  RecordFact Fact;
  Fact.Where = Map.token(placeOf(Record));
  if (!Fact.Where)
    return std::nullopt;
  llvm::SmallString<128> Usr;
  index::generateUSRForDecl(&Record, Usr);
  Fact.Usr = Usr.str();
  Fact.Name = readableName(Record);
  Fact.Kind = kindOf(Record);
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Record);
  Fact.Size = Layout.getSize().getQuantity();
  Fact.Alignment = Layout.getAlignment().getQuantity();
  Fact.DataSize = Layout.getDataSize().getQuantity();
  Fact.Parts = partFacts(Context, Record);
  Fact.Fields = fieldFacts(Record);
  Fact.RunsInOrder = runsInOrder(Record);
  Fact.Instance = isInstance(Record);
  if (!Fact.Instance)
    findSmallerOrder(Context, Record, Fact, Memory);
  return Fact;
}

} // namespace memlint
