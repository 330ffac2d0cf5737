#include "analysis/extract/records/OrderConventions.h"

#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/SizeMentions.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

/// `pad`, `__pad1`, `m_reserved_2`: nothing in the name but that it fills a gap.
bool namesPadding(StringRef Name) {
  bool Found = false;
  while (!Name.empty()) {
    StringRef Word;
    std::tie(Word, Name) = Name.split('_');
    Word = Word.rtrim("0123456789");
    if (Word.empty() || (!Found && Word == "m"))
      continue;
    Found = llvm::StringSwitch<bool>(Word)
                .CasesLower({"pad", "padding", "reserved", "unused", "filler", "spare"}, true)
                .Default(false);
    if (!Found)
      return false;
  }
  return Found;
}

bool startsGenerated(StringRef Text) {
  constexpr int Lines = 20;
  std::size_t End = 0;
  for (int I = 0; I < Lines && End != StringRef::npos; ++I)
    End = Text.find('\n', End + 1);
  std::string Head = Text.substr(0, End).lower();
  StringRef Lower = Head;
  return Lower.contains("@generated") ||
         (Lower.contains("generated") &&
          (Lower.contains("do not edit") || Lower.contains("do not modify")));
}

/// The size of an array or the alignment of a field as the library says where lines end.
bool asksForInterference(const Stmt *In) {
  return anyWithin(In, [](const Stmt &S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(&S);
    const IdentifierInfo *Name = Ref ? Ref->getDecl()->getIdentifier() : nullptr;
    return Name && Name->getName() == "hardware_destructive_interference_size";
  });
}

/// Declarations that say nothing of the fields: what is deleted or left to the compiler, friends,
/// types (which a field may be declared with).
bool knowsNoFields(const Decl &D) {
  const auto *Function = dyn_cast<FunctionDecl>(&D);
  return isa<FieldDecl, IndirectFieldDecl, TagDecl, AccessSpecDecl, StaticAssertDecl, EmptyDecl>(
             D) ||
         (isa<FriendDecl>(D) &&
          !isa_and_nonnull<FunctionDecl>(cast<FriendDecl>(D).getFriendDecl())) ||
         (Function && (Function->isDeleted() || Function->isDefaulted()));
}

bool isDefaultedOrdering(const FunctionDecl &Function) {
  OverloadedOperatorKind Kind = Function.getOverloadedOperator();
  return Function.isExplicitlyDefaulted() &&
         (Kind == OO_Spaceship || Kind == OO_Less || Kind == OO_LessEqual || Kind == OO_Greater ||
          Kind == OO_GreaterEqual);
}

} // namespace

void OrderConventions::seeRecord(const MovingRecord &Record) {
  seeInterface(Record);
  seeGeneratedFile(Record);
  seeMacrosInBody(Record);
  seeFields(Record);
  seeVolatileFields(Record);
  seeNewNeighbours(Record);
}

bool OrderConventions::isSharedWithCpp(const RecordDecl &Record) {
  const ASTContext &Context = Record.getASTContext();
  const SourceManager &Sources = Context.getSourceManager();
  FileID File = Sources.getFileID(Sources.getExpansionLoc(Record.getLocation()));
  if (Context.getLangOpts().CPlusPlus || File == Sources.getMainFileID())
    return false;
  auto [Known, New] = Shared.try_emplace(File, false);
  if (New)
    Known->second = Sources.getBufferData(File).contains("extern \"C\"");
  return Known->second;
}

void OrderConventions::seeInterface(const MovingRecord &Record) {
  const RecordDecl &Decl = Record.record();
  if (Decl.isExternCContext())
    Evidence.block(Record, "interface", "declared extern \"C\"", Decl.getLocation());
  if (isSharedWithCpp(Decl))
    Evidence.block(Record, "interface", "its header is one for C++ too", Decl.getLocation());
  const auto *Visible = Decl.getAttr<VisibilityAttr>();
  if ((Visible && Visible->getVisibility() == VisibilityAttr::Default) ||
      Decl.hasAttr<DLLExportAttr>())
    Evidence.block(Record, "interface", "exported from its library", Decl.getLocation());
  if (Decl.hasAttr<RandomizeLayoutAttr>() || Decl.hasAttr<NoRandomizeLayoutAttr>())
    Evidence.block(Record, "intended-layout", "an attribute says how its fields are ordered",
                   Decl.getLocation());
}

void OrderConventions::seeGeneratedFile(const MovingRecord &Record) {
  const SourceManager &Sources = Evidence.context().getSourceManager();
  FileID File = Sources.getFileID(Sources.getExpansionLoc(Record.record().getLocation()));
  StringRef Name = Sources.getFilename(Sources.getLocForStartOfFile(File));
  if (Name.ends_with(".pb.h") || Name.ends_with(".pb.cc") ||
      startsGenerated(Sources.getBufferData(File)))
    Evidence.block(Record, "generated", "the file is generated", Record.record().getLocation());
}

/// A macro that declares members is one that was told of the fields, or that finds them.
void OrderConventions::seeMacrosInBody(const MovingRecord &Record) {
  ASTContext &Context = Evidence.context();
  for (const Decl *D : Record.record().decls()) {
    SourceLocation Where = D->getLocation();
    if (!Where.isMacroID() || D->isImplicit() || knowsNoFields(*D))
      continue;
    SourceLocation Outermost = Where;
    const SourceManager &Sources = Context.getSourceManager();
    while (Sources.getImmediateMacroCallerLoc(Outermost).isMacroID())
      Outermost = Sources.getImmediateMacroCallerLoc(Outermost);
    Evidence.block(Record, "macro-in-body",
                   "the macro '" +
                       Lexer::getImmediateMacroName(Outermost, Sources, Context.getLangOpts()) +
                       "' declares members",
                   Where);
  }
}

void OrderConventions::seeFields(const MovingRecord &Record) {
  for (const FieldDecl *Field : Record.record().fields()) {
    auto Name = [&] { return Record.nameOf(Field->getFieldIndex()); };
    SourceLocation Where = Field->getLocation();
    if (Field->isUnnamedBitField())
      Evidence.block(Record, "intended-layout", "an unnamed bit-field separates fields", Where);
    else if (namesPadding(Field->getName()))
      Evidence.block(Record, "intended-layout", Name() + " fills a gap on purpose", Where);
    else if (Field->hasAttr<AlignedAttr>())
      Evidence.block(Record, "intended-layout", Name() + " has an alignment of its own", Where);
    const TypeSourceInfo *Written = Field->getTypeSourceInfo();
    auto Array = Written ? Written->getTypeLoc().getAsAdjusted<ArrayTypeLoc>() : ArrayTypeLoc();
    if (Array && asksForInterference(Array.getSizeExpr()))
      Evidence.block(Record, "intended-layout", Name() + " keeps cache lines apart", Where);
  }
}

/// Memory of a device is declared so field by field; one that is volatile among others is a flag
/// that a signal or another thread sets, and has no place of its own.
void OrderConventions::seeVolatileFields(const MovingRecord &Record) {
  const RecordDecl &Decl = Record.record();
  if (llvm::all_of(Decl.fields(), [&](const FieldDecl *F) { return isVolatile(F->getType()); }))
    Evidence.block(Record, "volatile", "all its fields are volatile", Decl.getLocation());
}

/// Bit-fields side by side are one memory location: threads that each write their own must not
/// meet there. Only where the record is known to be shared.
void OrderConventions::seeNewNeighbours(const MovingRecord &Record) {
  const std::vector<FieldFact> &Fields = Record.fact().Fields;
  auto Contended = llvm::find_if(Fields, [](const FieldFact &F) { return F.Contended; });
  if (Contended == Fields.end())
    return;
  const std::vector<std::uint32_t> &Order = Record.fact().Smaller->Order;
  for (std::size_t I = 1; I < Order.size(); ++I) {
    unsigned Before = Order[I - 1], After = Order[I];
    if (Fields[Before].BitWidth && Fields[After].BitWidth && Before + 1 != After)
      Evidence.block(Record, "bit-fields",
                     Record.nameOf(Before) + " and " + Record.nameOf(After) +
                         " would be one memory location, beside '" + Contended->Name + "'",
                     Record.record().getLocation());
  }
}

void OrderConventions::seeUnion(const RecordDecl &Union) {
  if (!Union.isUnion() || !Union.isThisDeclarationADefinition() || Union.isDependentType() ||
      std::distance(Union.field_begin(), Union.field_end()) < 2)
    return;
  auto IsRaw = [](const FieldDecl *F) {
    return F->getType()->isArrayType() &&
           QualType(F->getType()->getBaseElementTypeUnsafe(), 0)->isIntegerType();
  };
  for (const FieldDecl *Field : Union.fields()) {
    const FieldDecl *Other = nullptr, *Raw = nullptr;
    for (const FieldDecl *F : Union.fields()) {
      Other = F != Field && !Other ? F : Other;
      Raw = F != Field && !Raw && IsRaw(F) ? F : Raw;
    }
    auto Reason = [&](const FieldDecl &Beside) {
      return "'" + Field->getNameAsString() + "' shares its bytes with '" +
             Beside.getNameAsString() + "' in a union";
    };
    for (const MovingRecord *R : Evidence.heldIn(Field->getType()))
      if (const FieldDecl *Beside = R == Evidence.ofType(Field->getType()) && !Raw ? Other : Raw)
        Evidence.block(*R, "union", Reason(*Beside), Field->getLocation());
  }
}

void OrderConventions::seeFunction(const FunctionDecl &Function) {
  if (!isDefaultedOrdering(Function))
    return;
  const MovingRecord *Record = nullptr;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    Record = Evidence.find(Method->getParent());
  else if (Function.getNumParams() > 0)
    Record = Evidence.ofType(Function.getParamDecl(0)->getType());
  if (Record)
    Evidence.block(*Record, "comparison",
                   "the defaulted '" + Function.getNameAsString() +
                       "' compares the fields in their order",
                   Function.getLocation());
}

bool OrderConventions::isVolatile(QualType Type) const {
  if (!Type->isArrayType())
    return Type.isVolatileQualified();
  return Evidence.context().getBaseElementType(Type).isVolatileQualified();
}

/// The candidate that a type, or what it points to, is a volatile object of.
const MovingRecord *OrderConventions::volatileIn(QualType Type) const {
  Type = Type.getCanonicalType().getNonReferenceType(); // no aliases to look through
  while (Type->isPointerType())
    Type = Type->getPointeeType();
  return isVolatile(Type) ? Evidence.ofType(Type) : nullptr;
}

void OrderConventions::seeVariable(const DeclaratorDecl &Variable) {
  if (isa<FunctionDecl>(Variable) || Variable.getType().isNull())
    return;
  if (const MovingRecord *R = volatileIn(Variable.getType()))
    Evidence.block(*R, "volatile", "'" + Variable.getNameAsString() + "' makes it volatile",
                   Variable.getLocation());
  const auto *Section = Variable.hasAttrs() ? Variable.getAttr<SectionAttr>() : nullptr;
  const MovingRecord *R = Section ? Evidence.ofType(Variable.getType()) : nullptr;
  if (R)
    Evidence.block(*R, "section",
                   "'" + Variable.getNameAsString() + "' is placed in the section '" +
                       Section->getName() + "'",
                   Variable.getLocation());
}

void OrderConventions::seeCastToVolatile(const CastExpr &Cast) {
  if (!isa<ExplicitCastExpr>(Cast) || !Cast.getType()->isPointerType())
    return;
  if (const MovingRecord *R = volatileIn(Cast.getType()))
    Evidence.block(*R, "volatile", "a cast makes it volatile", Cast.getExprLoc());
  else if (const MovingRecord *R = deviceAt(Cast))
    Evidence.block(*R, "volatile", "a number becomes its address, and it has volatile fields",
                   Cast.getExprLoc());
}

/// The candidate with a volatile field that a cast finds at an address known as a number.
const MovingRecord *OrderConventions::deviceAt(const CastExpr &Cast) const {
  const Expr *From = Cast.getSubExpr();
  Expr::EvalResult Value;
  if (!From->getType()->isIntegerType() || From->isValueDependent() ||
      From->EvaluateAsInt(Value, Evidence.context())) // constants are told from sentinels elsewhere
    return nullptr;
  const MovingRecord *R = Evidence.ofType(Cast.getType()->getPointeeType());
  return R && llvm::any_of(R->record().fields(),
                           [&](const FieldDecl *F) { return isVolatile(F->getType()); })
             ? R
             : nullptr;
}

void OrderConventions::seeCall(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || !Callee->isTemplateInstantiation())
    return;
  bool Reflects = false;
  for (const DeclContext *In = Callee->getDeclContext(); In; In = In->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(In))
      Reflects |= Space->getIdentifier() && Space->getName() == "pfr";
  if (!Reflects)
    return;
  auto Block = [&](QualType Type) {
    if (const MovingRecord *R = Evidence.ofType(pointedTo(Type)))
      Evidence.block(*R, "reflection", "'" + readableName(*Callee) + "' goes by its fields",
                     Call.getExprLoc());
  };
  for (const Expr *Argument : Call.arguments())
    Block(Argument->getType());
  if (const TemplateArgumentList *Types = Callee->getTemplateSpecializationArgs())
    for (const TemplateArgument &A : Types->asArray())
      if (A.getKind() == TemplateArgument::Type)
        Block(A.getAsType());
}

} // namespace memlint
