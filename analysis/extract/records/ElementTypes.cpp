#include "analysis/extract/records/ElementTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

namespace memlint {
namespace {

using namespace clang;

/// Types nest deeper than this only where templates compute with them.
constexpr unsigned DeepestType = 8;

/// The definition, or the template's where this specialization was not needed.
const CXXRecordDecl *bodyOf(const CXXRecordDecl &Class) {
  if (const CXXRecordDecl *Definition = Class.getDefinition())
    return Definition;
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  return Special ? Special->getSpecializedTemplate()->getTemplatedDecl()->getDefinition() : nullptr;
}

/// The length of the array that a container of this element holds inside itself, as std::array
/// does.
std::optional<std::uint64_t> inlineCount(const ASTContext &Context,
                                         const ClassTemplateSpecializationDecl &Container,
                                         QualType Element) {
  const auto *Body = dyn_cast_or_null<CXXRecordDecl>(Container.getDefinition());
  if (!Body)
    return std::nullopt;
  for (const FieldDecl *Field : Body->fields())
    if (const auto *Array = Context.getAsConstantArrayType(Field->getType()))
      if (Context.hasSameUnqualifiedType(Array->getElementType(), Element))
        return Array->getSize().getLimitedValue();
  return std::nullopt;
}

bool isPair(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() && Class->getName() == "pair";
}

/// What the standard's containers of nodes allocate for one element, or 0 for other containers.
/// Which they are, and for which arguments an element is made of, the standard says; the words of
/// a node's header are those that libstdc++ and libc++ agree on: links to neighbours, a colour,
/// and a hash, which libstdc++ leaves out for keys that hash fast.
std::uint64_t nodeSize(const ASTContext &Context,
                       const ClassTemplateSpecializationDecl &Container) {
  if (!Container.isInStdNamespace() || !Container.getIdentifier())
    return 0;
  struct NodeShape {
    unsigned Words = 0, Parts = 0;
  };
  auto [Words, Parts] = llvm::StringSwitch<NodeShape>(Container.getName())
                            .Case("forward_list", {1, 1})
                            .Case("list", {2, 1})
                            .Cases({"set", "multiset"}, {4, 1})
                            .Cases({"map", "multimap"}, {4, 2})
                            .Cases({"unordered_set", "unordered_multiset"}, {2, 1})
                            .Cases({"unordered_map", "unordered_multimap"}, {2, 2})
                            .Default({});
  const TemplateArgumentList &Arguments = Container.getTemplateArgs();
  if (Parts == 0 || Arguments.size() < Parts)
    return 0;
  std::uint64_t Word = Context.getTypeSizeInChars(Context.VoidPtrTy).getQuantity();
  std::uint64_t Size = Words * Word, Alignment = Word;
  for (const TemplateArgument &Part : Arguments.asArray().take_front(Parts)) {
    if (Part.getKind() != TemplateArgument::Type || Part.getAsType()->isIncompleteType() ||
        Part.getAsType()->isDependentType())
      continue; // of a size that nobody needed to know
    TypeInfoChars Info = Context.getTypeInfoInChars(Part.getAsType());
    std::uint64_t Own = Info.Align.getQuantity();
    Size = llvm::alignTo(Size, Own) + Info.Width.getQuantity();
    Alignment = std::max(Alignment, Own);
  }
  return llvm::alignTo(Size, Alignment);
}

class ElementFinder {
public:
  ElementFinder(const ASTContext &Context, ElementVisitor Visit) : Context(Context), Visit(Visit) {}

  void find(QualType Type, unsigned Depth) {
    Type = Type.getNonReferenceType();
    if (Type.isNull() || Type->isDependentType() || Depth == DeepestType ||
        isa<BuiltinType, EnumType>(Type.getCanonicalType()))
      return;
    if (const ArrayType *Array = Context.getAsArrayType(Type))
      return findInArray(*Array, Depth);
    QualType Target = Type->isPointerType() ? Type->getPointeeType() : Type;
    const auto *Special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(Target->getAsCXXRecordDecl());
    if (!Special)
      return;
    const ClassTemplateSpecializationDecl *Container = asContainer(Target);
    if (Container)
      forEachContainerElement(Context, *Container, Visit);
    else if (Type->isPointerType())
      return;
    findInArguments(*Special, Depth);
  }

private:
  /// An array of arrays is one of all their elements.
  void findInArray(const ArrayType &Array, unsigned Depth) {
    std::optional<std::uint64_t> Count = 1;
    QualType Element(&Array, 0);
    while (const ArrayType *Inner = Context.getAsArrayType(Element)) {
      const auto *Constant = dyn_cast<ConstantArrayType>(Inner);
      if (Constant && Count)
        Count = llvm::SaturatingMultiply(*Count, Constant->getSize().getLimitedValue());
      else
        Count.reset();
      Element = Inner->getElementType();
    }
    Visit({Element, CountKind::Array, Count});
    find(Element, Depth + 1);
  }

  void findInArguments(const ClassTemplateSpecializationDecl &Special, unsigned Depth) {
    for (const TemplateArgument &Argument : Special.getTemplateArgs().asArray())
      if (Argument.getKind() == TemplateArgument::Type)
        find(Argument.getAsType(), Depth + 1);
  }

  const ASTContext &Context;
  ElementVisitor Visit;
};

} // namespace

bool hasMember(const CXXRecordDecl &Class, DeclarationName Name) {
  const CXXRecordDecl *Body = bodyOf(Class);
  if (!Body)
    return false;
  if (!Body->lookup(Name).empty())
    return true;
  return llvm::any_of(Body->bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Inner = Base.getType()->getAsCXXRecordDecl();
    return Inner && hasMember(*Inner, Name);
  });
}

const ClassTemplateSpecializationDecl *asContainer(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class)
    return nullptr;
  IdentifierTable &Names = Class->getASTContext().Idents;
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class))
    return hasMember(*Special, &Names.get("begin")) && hasMember(*Special, &Names.get("end"))
               ? Special
               : nullptr;
  if (const CXXRecordDecl *Body = Class->getDefinition())
    for (const CXXBaseSpecifier &Base : Body->bases())
      if (const auto *Special = asContainer(Base.getType()))
        return Special;
  return nullptr;
}

void forEachContainerElement(const ASTContext &Context,
                             const ClassTemplateSpecializationDecl &Container,
                             ElementVisitor Visit) {
  std::uint64_t Node = nodeSize(Context, Container);
  for (const TemplateArgument &Argument : Container.getTemplateArgs().asArray()) {
    if (Argument.getKind() != TemplateArgument::Type)
      continue;
    QualType Element = Argument.getAsType();
    Visit({Element, CountKind::Element, inlineCount(Context, Container, Element), Node});
    if (isPair(Element)) // its halves are fields only where it was needed whole
      for (const TemplateArgument &Half :
           cast<ClassTemplateSpecializationDecl>(Element->getAsCXXRecordDecl())
               ->getTemplateArgs()
               .asArray())
        Visit({Half.getAsType(), CountKind::Element, std::nullopt, Node});
  }
}

void forEachElement(const ASTContext &Context, QualType Type, ElementVisitor Visit) {
  ElementFinder(Context, Visit).find(Type, 0);
}

} // namespace memlint
