#include "analysis/extract/lower/UnitTypes.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/lower/UnitSymbols.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "clang/Basic/TargetInfo.h"

namespace memlint {
namespace {

using namespace clang;

bool derivesFromEnableShared(const CXXRecordDecl &Class) {
  bool Found = false;
  Class.forallBases([&](const CXXRecordDecl *Base) {
    Found |= Base->isInStdNamespace() && Base->getName() == "enable_shared_from_this";
    return !Found;
  });
  return Found;
}

bool hasOperatorNew(const CXXRecordDecl &Class, const ASTContext &Context) {
  const DeclarationName New = Context.DeclarationNames.getCXXOperatorName(OO_New);
  auto Has = [&](const CXXRecordDecl &C) { return !C.lookup(New).empty(); };
  return Has(Class) || !Class.forallBases([&](const CXXRecordDecl *Base) { return !Has(*Base); });
}

/// What code with errors, or of a template, leaves open: Clang has no layout of it.
bool isUnresolved(QualType Type) {
  return Type->isDependentType() || Type->isUndeducedType() || Type->isPlaceholderType();
}

/// No derived class can move its pointers into or out of it by throwing.
bool movesWithoutThrowing(const CXXRecordDecl &Class) {
  for (const CXXConstructorDecl *Made : Class.ctors())
    if (Made->isMoveConstructor() && !Made->isDeleted()) {
      const auto *Type = Made->getType()->castAs<FunctionProtoType>();
      return isUnresolvedExceptionSpec(Type->getExceptionSpecType()) ? Made->isDefaulted()
                                                                     : Type->isNothrow();
    }
  return Class.hasSimpleMoveConstructor();
}

} // namespace

UnitTypes::UnitTypes(ASTContext &Context, SourceMap &Map)
    : Context(Context), Map(Map), Policy(Context.getPrintingPolicy()) {
  Policy.SuppressInlineNamespace =
      llvm::to_underlying(PrintingPolicy::SuppressInlineNamespaceMode::All);
  Policy.AnonymousTagLocations = false; // they are paths of the machine
  Policy.FullyQualifiedName = true;
}

const KnownType &UnitTypes::of(QualType Type) {
  const void *Key = Type.getAsOpaquePtr();
  if (auto Found = Known.find(Key); Found != Known.end())
    return Found->second;
  KnownType Made = made(Type);
  return Known[Key] = std::move(Made);
}

std::string UnitTypes::nameOf(QualType Type) {
  std::string Name = Type.getAsString(Policy);
  const auto *Class = Type->getAsCXXRecordDecl();
  if (Class && Class->isLambda())
    if (Span Where = Map.token(Class->getLocation()))
      return "(lambda at " + std::to_string(Where.Line) + ":" + std::to_string(Where.Column) + ")";
  return Name;
}

KnownType UnitTypes::made(QualType Type) {
  KnownType Made;
  ir::Type &T = Made.Shown;
  T.Name = nameOf(Type);
  if (Type->isReferenceType() || Type->isAnyPointerType()) {
    T.Flags |= Type->isReferenceType() ? ir::ReferenceType : ir::PointerType;
    Made.Element = Type->getPointeeType();
    if (Made.Element->isFunctionType())
      T.Flags |= ir::FunctionType;
    T.Size = Context.getTargetInfo().getPointerWidth(LangAS::Default) / 8;
    T.Align = T.Size;
    return Made;
  }
  if (Type->isFunctionType()) {
    T.Flags |= ir::FunctionType;
    return Made;
  }
  if (Type->isIncompleteType() || isUnresolved(Type)) {
    T.Flags |= ir::IncompleteType;
  } else if (!Type->isVariableArrayType()) {
    const TypeInfoChars Info = Context.getTypeInfoInChars(Type);
    T.Size = static_cast<std::uint64_t>(Info.Width.getQuantity());
    T.Align = static_cast<std::uint32_t>(Info.Align.getQuantity());
    if (Context.toBits(Info.Align) > Context.getTargetInfo().getNewAlign())
      T.Flags |= ir::OverAligned;
  }
  if (Type->isIntegralOrEnumerationType())
    T.Flags |= ir::IntegerType;
  if (const auto *Array = Context.getAsArrayType(Type)) {
    Made.Element = Array->getElementType();
    if (const auto *Fixed = dyn_cast<ConstantArrayType>(Array)) {
      T.Flags |= ir::ArrayType;
      T.Count = Fixed->getZExtSize();
    }
  }
  if (Type->isRecordType())
    T.Flags |= ir::RecordType;
  if (const auto *Class = Type->getAsCXXRecordDecl())
    describeRecord(*Class, Made);
  else if (!Type->isIncompleteType())
    T.Flags |= ir::TrivialDestructor | ir::TrivialCopy | ir::NothrowMove;
  return Made;
}

void UnitTypes::describeRecord(const CXXRecordDecl &Class, KnownType &Made) const {
  ir::Type &T = Made.Shown;
  const QualType Type = Context.getCanonicalTagType(&Class);
  auto Set = [&](bool Is, ir::TypeFlag Flag) { T.Flags |= Is ? Flag : 0u; };
  Set(lifetimes::isGslOwnerType(Type), ir::GslOwner);
  Set(lifetimes::isGslPointerType(Type), ir::GslPointer);
  if (const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(&Class)) {
    T.Template = plainQualifiedName(*Instance->getSpecializedTemplate());
    for (const TemplateArgument &Argument : Instance->getTemplateArgs().asArray())
      if (Argument.getKind() == TemplateArgument::Type) {
        Made.Element = Argument.getAsType();
        break;
      }
  }
  if (!Class.hasDefinition())
    return;
  const CXXRecordDecl &Whole = *Class.getDefinition();
  Set(Whole.isPolymorphic(), ir::PolymorphicType);
  Set(Whole.hasTrivialDestructor(), ir::TrivialDestructor);
  Set(Type.isTriviallyCopyableType(Context), ir::TrivialCopy);
  Set(movesWithoutThrowing(Whole), ir::NothrowMove);
  Set(Whole.isEffectivelyFinal() || Whole.isInAnonymousNamespace(), ir::FinalType);
  Set(Whole.isLambda(), ir::ClosureType);
  Set(Whole.isAggregate(), ir::AggregateType);
  Set(hasOperatorNew(Whole, Context), ir::OwnNew);
  Set(derivesFromEnableShared(Whole), ir::SharesThis);
  if (const CXXDestructorDecl *Ends = Whole.getDestructor()) {
    Set(Ends->isVirtual(), ir::VirtualDestructor);
    if (!Whole.hasTrivialDestructor())
      Made.Destructor = Ends;
  }
  if (Whole.isLambda() && !Whole.isGenericLambda())
    Made.CallOperator = Whole.getLambdaCallOperator();
}

bool UnitTypes::holdsPointers(QualType Type) {
  Type = Context.getBaseElementType(Type.getCanonicalType()).getUnqualifiedType();
  if (const auto *Atomic = Type->getAs<AtomicType>())
    return holdsPointers(Atomic->getValueType());
  if (const auto *Record = Type->getAsRecordDecl()) {
    auto [Place, New] = Holds.try_emplace(Record->getCanonicalDecl(), true);
    if (New) {
      const bool Answer = recordHoldsPointers(*Record);
      Holds[Record->getCanonicalDecl()] = Answer;
      return Answer;
    }
    return Place->second;
  }
  return Type->isAnyPointerType() || Type->isReferenceType() || Type->isMemberPointerType() ||
         Type->isBlockPointerType() || Type->isFunctionType() || Type->isDependentType();
}

bool UnitTypes::recordHoldsPointers(const RecordDecl &Record) {
  const RecordDecl *Whole = Record.getDefinition();
  if (!Whole)
    return true;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Whole)) {
    if (Class->isPolymorphic() || Class->isDependentContext())
      return true;
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (holdsPointers(Base.getType()))
        return true;
  }
  return llvm::any_of(Whole->fields(),
                      [this](const FieldDecl *F) { return holdsPointers(F->getType()); });
}

std::string UnitTypes::fieldName(const FieldDecl &Field) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Class || !Class->hasDefinition() || Class->getNumBases() == 0)
    return Field.getName().str();
  const auto [At, New] = Hides.try_emplace(&Field, false);
  if (New)
    At->second = !Class->forallBases([&](const CXXRecordDecl *Base) {
      return llvm::none_of(Base->fields(), [&](const FieldDecl *Other) {
        return Other->getDeclName() == Field.getDeclName();
      });
    });
  return At->second ? nameOf(Context.getCanonicalTagType(Class)) + "::" + Field.getName().str()
                    : Field.getName().str();
}

} // namespace memlint
