#include "analysis/extract/trips/RangeSize.h"

#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The method that calling `Name()` on a const object of the class runs: public, without a
/// condition on it, and not hidden. Null where there is none.
const CXXMethodDecl *publicMember(const CXXRecordDecl *Class, llvm::StringRef Name) {
  if (!Class || !Class->hasDefinition())
    return nullptr;
  auto Found = Class->lookup(&Class->getASTContext().Idents.get(Name));
  for (const NamedDecl *Named : Found) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Named);
    if (Method && Method->isConst() && !Method->isDeleted() && Method->getNumParams() == 0 &&
        Method->getAccess() == AS_public && !Method->getTrailingRequiresClause())
      return Method;
  }
  if (!Found.empty())
    return nullptr; // hides those of the bases
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (const auto *Method = publicMember(Base.getType()->getAsCXXRecordDecl(), Name))
        return Method;
  return nullptr;
}

/// The `size()` of a range, where it has one; null otherwise.
const CXXMethodDecl *sizeMember(const CXXRecordDecl *Range) {
  return publicMember(Range, "begin") ? publicMember(Range, "size") : nullptr;
}

bool namesType(const CXXRecordDecl &Class, StringRef Name) {
  auto Found = Class.lookup(&Class.getASTContext().Idents.get(Name));
  if (llvm::any_of(Found, [](const NamedDecl *D) { return isa<TypeDecl>(D); }))
    return true;
  return llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
    return Record && Record->hasDefinition() && namesType(*Record, Name);
  });
}

/// Whether a range's size() counts the steps from begin() to end(): the standard's do, those whose
/// iterators are pointers or the standard's, and those that say they are containers, of which the
/// standard asks it. Another string may count bytes and iterate over characters.
bool sizeCountsSteps(const CXXRecordDecl &Range) {
  const CXXMethodDecl *Begin = publicMember(&Range, "begin");
  if (Range.isInStdNamespace() || !Begin)
    return Begin;
  QualType Iterator = Begin->getReturnType().getCanonicalType();
  const CXXRecordDecl *Class = Iterator->getAsCXXRecordDecl();
  bool OfLibrary =
      Class &&
      (Class->isInStdNamespace() || Class->getEnclosingNamespaceContext()->isStdNamespace() ||
       StringRef(Class->getQualifiedNameAsString()).starts_with("__gnu_cxx::"));
  return Iterator->isPointerType() || OfLibrary ||
         (namesType(Range, "value_type") && namesType(Range, "size_type") &&
          namesType(Range, "const_iterator"));
}

/// `x` of `x` and `this->x`, or `p` of `*p`, with the text to put before `size()`.
struct RangeName {
  std::string Text, Prefix;
  bool AsksAccessor = false;
};

/// What a const member function without arguments returns by reference, a smart pointer points to
/// or a container has at an index.
bool isReferenceFromAccessor(const Expr &E) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E))
    return readsThrough(*Operator);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->isConst() && Method->getNumParams() == 0 &&
         Method->getReturnType()->isLValueReferenceType();
}

/// `E` is an object or, with `Arrow`, points to it.
std::optional<RangeName> rangeName(const ASTContext &Context, const Expr &E, bool Arrow) {
  const Expr *Object = E.IgnoreParenImpCasts();
  RangeName Name;
  if (!namedObject(Object) && (Arrow || !isReferenceFromAccessor(*Object)))
    return std::nullopt;
  if (whyNotRepeatable(Context, *Object, Name.AsksAccessor))
    return std::nullopt;
  Name.Text = countText(Context, *Object);
  if (Name.Text.empty())
    return std::nullopt;
  if (Name.Text.starts_with("*"))
    Name.Text = "(" + Name.Text + ")";
  Name.Prefix = Name.Text + (Arrow ? "->" : ".");
  return Name;
}

QualType rangeType(const Expr &E, bool Arrow) {
  QualType Type = E.IgnoreParenImpCasts()->getType();
  return Arrow ? Type->getPointeeType() : Type;
}

TripCount sizeCount(const ASTContext &Context, const RangeName &Name, const CXXMethodDecl &Size,
                    const Expr &Object) {
  TripCount Count = textCount(Context, Name.Prefix + "size()", Size.getReturnType());
  Count.AsksAccessor = Name.AsksAccessor;
  Count.Reads = {&Object};
  return Count;
}

constexpr char Computed[] = "the range is computed";
constexpr char Unknown[] = "the range does not know its size";

} // namespace

bool asksForSize(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return false;
  const CXXMethodDecl *Size = sizeMember(Call.getRecordDecl());
  if (Size && Method->getCanonicalDecl() == Size->getCanonicalDecl())
    return true;
  // length() of strings, and size() of adaptors as std::queue, which have no begin().
  const IdentifierInfo *Name = Method->getIdentifier();
  return Name && Method->isConst() && Method->getNumParams() == 0 &&
         Method->getParent()->isInStdNamespace() &&
         (Name->getName() == "length" || Name->getName() == "size");
}

bool readsThrough(const CXXOperatorCallExpr &Call) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  return Method && Method->isConst() && Method->getParent()->isInStdNamespace() &&
         Method->getReturnType()->isLValueReferenceType() &&
         (Call.getOperator() == OO_Star || Call.getOperator() == OO_Subscript);
}

std::optional<std::uint64_t> sizeOfType(const ASTContext &Context, QualType Type) {
  if (const auto *Array = Context.getAsConstantArrayType(Type))
    return Array->getSize().getZExtValue();
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (Special && Special->isInStdNamespace() && Special->getName() == "array" &&
      Special->getTemplateArgs().size() == 2 &&
      Special->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return Special->getTemplateArgs()[1].getAsIntegral().getZExtValue();
  return std::nullopt;
}

TripCountOrReason rangeSize(const ASTContext &Context, const Expr &E) {
  const Expr *Range = E.IgnoreParenImpCasts();
  const auto *Deref = dyn_cast<UnaryOperator>(Range);
  bool Arrow = Deref && Deref->getOpcode() == UO_Deref;
  return rangeSize(Context, Arrow ? *Deref->getSubExpr() : *Range, Arrow, *Range);
}

TripCountOrReason rangeSize(const ASTContext &Context, const Expr &Object, bool Arrow,
                            const Expr &Read) {
  auto Name = rangeName(Context, Object, Arrow);
  if (!Name)
    return Computed;
  QualType Type = rangeType(Object, Arrow);
  auto Number = sizeOfType(Context, Type);
  if (Number == 0)
    return "the loop does not run";
  if (Type->isConstantArrayType()) {
    bool HasSize = Context.getLangOpts().CPlusPlus17 && !Arrow;
    TripCount Count = numberCount(*Number, HasSize ? "std::size(" + Name->Text + ")" : "");
    Count.IsSize = HasSize;
    if (HasSize)
      Count.Reads = {&Read};
    return Count;
  }
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  const CXXMethodDecl *Size = sizeMember(Class);
  if (!Size || !isCountType(Context, Size->getReturnType()) || !sizeCountsSteps(*Class))
    return Unknown;
  TripCount Count = sizeCount(Context, *Name, *Size, Read);
  Count.Number = Number;
  return Count;
}

TripCountOrReason objectSize(const ASTContext &Context, const Expr &Object, bool Arrow) {
  auto Name = rangeName(Context, Object, Arrow);
  if (!Name)
    return Computed;
  const auto *Size = publicMember(rangeType(Object, Arrow)->getAsCXXRecordDecl(), "size");
  if (!Size || !isCountType(Context, Size->getReturnType()))
    return Unknown;
  return sizeCount(Context, *Name, *Size, Object);
}

const Expr *askedRange(const Expr &E) {
  const Expr *Asked = E.IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Asked))
    return asksForSize(*Member) ? Member->getImplicitObjectArgument() : nullptr;
  const auto *Call = dyn_cast<CallExpr>(Asked);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const IdentifierInfo *Name = Callee ? Callee->getIdentifier() : nullptr;
  bool Asks = Name && Callee->isInStdNamespace() && Call->getNumArgs() == 1 &&
              (Name->getName() == "size" || Name->getName() == "ssize");
  return Asks ? Call->getArg(0) : nullptr;
}

} // namespace memlint
