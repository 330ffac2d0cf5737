#include "analysis/extract/RecordLayouts.h"

#include "analysis/extract/HypotheticalLayout.h"
#include "analysis/layout/FieldOrder.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
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
  if (Class && isTemplateInstantiation(Class->getTemplateSpecializationKind()))
    return false;
  if (Class && (Class->isLambda() || llvm::any_of(Class->bases(), [](const CXXBaseSpecifier &B) {
                  const auto *Base = B.getType()->getAsCXXRecordDecl();
                  return !Base || Base->isInvalidDecl();
                })))
    return false;
  return llvm::none_of(Record.fields(), [](const FieldDecl *F) {
    return F->isInvalidDecl() || F->getType()->isDependentType();
  });
}

bool isPacked(const RecordDecl &Record) {
  return Record.hasAttr<PackedAttr>() || Record.hasAttr<MaxFieldAlignmentAttr>() ||
         Record.getASTContext().getLangOpts().PackStruct != 0 ||
         llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->hasAttr<PackedAttr>(); });
}

/// Ends in an array that stands for one of any length, `[]`, GNU's `[0]` or C90's `[1]`, by itself
/// or through the record that it ends in.
bool endsInOpenArray(const RecordDecl &Record) {
  const FieldDecl *Last = nullptr;
  for (const FieldDecl *Field : Record.fields()) {
    Last = Field;
    const RecordDecl *Inner = Field->getType()->getAsRecordDecl();
    if (Record.isUnion() && Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner))
      return true;
    if (Decl::isFlexibleArrayMemberLike(Field->getASTContext(), Field, Field->getType(),
                                        LangOptions::StrictFlexArraysLevelKind::OneZeroOrIncomplete,
                                        /*IgnoreTemplateOrMacroSubstitution=*/true))
      return true;
  }
  const RecordDecl *Inner = Last ? Last->getType()->getAsRecordDecl() : nullptr;
  return Inner && Inner->isCompleteDefinition() && endsInOpenArray(*Inner);
}

/// Whether one of the record's own initializers, as far as they are visible, uses the object that
/// it initializes: another order would run it before what it needs.
class ReadsOwnObject : public RecursiveASTVisitor<ReadsOwnObject> {
public:
  bool Found = false;

  bool shouldVisitImplicitCode() const { return true; }
  bool VisitCXXThisExpr(CXXThisExpr *) { return !(Found = true); }
};

bool initializersUseObject(const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (!Class)
    return false;
  ReadsOwnObject Visitor;
  for (const FieldDecl *Field : Class->fields())
    Visitor.TraverseStmt(Field->getInClassInitializer());
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    const FunctionDecl *Definition = nullptr;
    if (Constructor->isImplicit() || !Constructor->isDefined(Definition))
      continue;
    for (const CXXCtorInitializer *Init : cast<CXXConstructorDecl>(Definition)->inits())
      if (Init->isAnyMemberInitializer() && Init->isWritten())
        Visitor.TraverseStmt(Init->getInit());
  }
  return Visitor.Found;
}

/// Whether code of the record's fields runs in their order, when an object begins or ends.
bool runsInOrder(const RecordDecl &Record) {
  return llvm::any_of(Record.fields(), [](const FieldDecl *F) {
    const CXXRecordDecl *Class = F->getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return Class && Class->hasDefinition() &&
           !(Class->hasTrivialDefaultConstructor() && Class->hasTrivialDestructor());
  });
}

/// Why no other order is looked for; empty when one may be. What stands here is not laid out field
/// after field, or was laid out so on purpose.
std::string reasonToKeepOrder(const RecordDecl &Record) {
  const auto *Class = dyn_cast<CXXRecordDecl>(&Record);
  if (Record.isUnion())
    return "union";
  if (std::distance(Record.field_begin(), Record.field_end()) < 2)
    return "fewer than two fields";
  if (llvm::any_of(Record.fields(), [](const FieldDecl *F) { return F->isBitField(); }))
    return "bit-fields";
  if (Record.hasFlexibleArrayMember() || endsInOpenArray(Record))
    return "flexible array member";
  if (isPacked(Record))
    return "packed";
  if (Record.hasAttr<AlignedAttr>())
    return "aligned as a whole";
  if (Class && Class->getNumVBases() != 0)
    return "virtual base";
  if (llvm::any_of(Record.fields(),
                   [](const FieldDecl *F) { return F->isPotentiallyOverlapping(); }))
    return "[[no_unique_address]] member";
  if (initializersUseObject(Record))
    return "an initializer uses the object";
  return "";
}

std::uint64_t fieldAlignment(const ASTContext &Context, const FieldDecl &Field) {
  std::uint64_t Bits = Context.getTypeAlign(Field.getType());
  return std::max<std::uint64_t>(Bits, Field.getMaxAlignment()) / Context.getCharWidth();
}

std::vector<FieldFact> fieldFacts(const ASTContext &Context, SourceMap &Map,
                                  const RecordDecl &Record) {
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(&Record);
  std::vector<FieldFact> Facts;
  for (const FieldDecl *Field : Record.fields()) {
    FieldFact &Fact = Facts.emplace_back();
    Fact.Name = Field->getName();
    Fact.Type = readableType(Field->getType(), Context);
    Fact.Where = Map.token(Field->getLocation());
    Fact.Offset = Layout.getFieldOffset(Field->getFieldIndex()) / Context.getCharWidth();
    Fact.Size = Context.getTypeSizeInChars(Field->getType()).getQuantity();
    Fact.Alignment = fieldAlignment(Context, *Field);
  }
  return Facts;
}

/// The layout room's proposal, after Clang's own layout of it agreed. `Fact` holds the record as
/// declared; `NotReordered` is filled in where Clang's copy of the record is not to be trusted.
std::optional<SmallerOrder> smallerOrderByClang(ASTContext &Context, const RecordDecl &Record,
                                                RecordFact &Fact) {
  std::vector<FieldShape> Shapes;
  std::uint64_t Sum = 0;
  Shapes.reserve(Fact.Fields.size());
  for (const FieldFact &Field : Fact.Fields) {
    Shapes.push_back({Field.Size, Field.Alignment});
    Sum += Field.Size;
  }
  if (llvm::alignTo(Sum, Fact.Alignment) >= Fact.Size) // holds whatever stands before the fields
    return std::nullopt;
  RecordShape Shape{firstFieldOffset(Context, Record), Fact.Alignment, Shapes};
  auto Order = smallerOrder(Shape);
  if (!Order || Order->Size >= Fact.Size)
    return std::nullopt;
  if (!copyMatches(Context, Record) || sizeByClang(Context, Record, Order->Order) != Order->Size) {
    Fact.NotReordered = "layout not confirmed by Clang";
    return std::nullopt;
  }
  return SmallerOrder{Order->Size, std::move(Order->Order), Order->Moved, Order->Optimal};
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

std::optional<RecordFact> recordFact(ASTContext &Context, SourceMap &Map,
                                     const RecordDecl &Record) {
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
  Fact.Fields = fieldFacts(Context, Map, Record);
  Fact.RunsInOrder = runsInOrder(Record);
  Fact.NotReordered = reasonToKeepOrder(Record);
  if (Fact.NotReordered.empty())
    Fact.Smaller = smallerOrderByClang(Context, Record, Fact);
  return Fact;
}

} // namespace memlint
