// What an instance of a template owes to the template's arguments: a count that is read from such
// objects may not be written into the template, since other instances may not know it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_TEMPLATEDEPENDENCE_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_TEMPLATEDEPENDENCE_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class Expr;
class FunctionDecl;
class ValueDecl;
} // namespace clang

namespace memlint {

class TemplateDependence {
public:
  /// Of a function, an instance of a template or not, or a lambda in one.
  explicit TemplateDependence(const clang::FunctionDecl &Function);

  /// Whether the template's arguments decide on the type of an object that `E` names.
  bool hasIn(const clang::Expr &E) const;
  bool has(const clang::ValueDecl &Object) const;

  /// Whether they decide on the template that the object's type is an instance of, too: `T x`, but
  /// not `std::vector<T> x`.
  bool hasWhole(const clang::ValueDecl &Object) const;

private:
  void addPattern(const clang::FunctionDecl &Pattern);
  void add(const clang::ValueDecl &Declared);

  /// Objects of the templates' own declarations; those of an instance stand at the same places.
  llvm::DenseSet<clang::SourceLocation> Dependent, Whole;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_TEMPLATEDEPENDENCE_H
