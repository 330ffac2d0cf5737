// What a type holds many of: elements of arrays and of containers, which are known by what
// they can do, not by name. Used to count objects (RecordCounts).
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_ELEMENTTYPES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_ELEMENTTYPES_H

#include "analysis/model/RecordFacts.h"

#include "clang/AST/Type.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class ClassTemplateSpecializationDecl;
class CXXRecordDecl;
class DeclarationName;
} // namespace clang

namespace memlint {

/// Whether a class or a base of it declares this name; of a specialization that was not needed, its
/// template.
bool hasMember(const clang::CXXRecordDecl &Class, clang::DeclarationName Name);

/// The specialization of a class template that a type is, or derives from, if it is a container:
/// it has begin() and end(). Null for any other type.
const clang::ClassTemplateSpecializationDecl *asContainer(clang::QualType Type);

/// One type that another holds many of.
struct ElementType {
  clang::QualType Type;
  CountKind Kind = CountKind::Element;
  std::optional<std::uint64_t> Count;
  std::uint64_t Node = 0; // bytes that the container allocates for each element by itself, if so
};

using ElementVisitor = llvm::function_ref<void(const ElementType &)>;

/// Calls `Visit` for each type that an object of `Type` holds many of: `T` of `T[4]`, of
/// `std::vector<T>`, of `std::unique_ptr<std::map<int, T>>`. References are looked through, and
/// pointers to containers; pointers to anything else say nothing.
void forEachElement(const clang::ASTContext &Context, clang::QualType Type, ElementVisitor Visit);

/// The elements of a container itself, without those of what it holds.
void forEachContainerElement(const clang::ASTContext &Context,
                             const clang::ClassTemplateSpecializationDecl &Container,
                             ElementVisitor Visit);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_ELEMENTTYPES_H
