// Initializers of a candidate's fields that a smaller order would run the other way round, where
// one needs what the other did: constructors, default member initializers, braced lists.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZERORDER_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZERORDER_H

#include "analysis/extract/records/EvaluationEffects.h"
#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace memlint {

class InitializerOrder {
public:
  explicit InitializerOrder(OrderEvidence &Evidence) : Evidence(Evidence) {}

  /// Asked once for each candidate: its constructors, wherever they are defined in the unit.
  void seeRecord(const MovingRecord &Record);
  /// Of either form; the lists without braces of their own within it are seen with it.
  void seeInitList(const clang::InitListExpr &Written);

private:
  struct FieldInit {
    const clang::Expr *Init;
    unsigned Field;
    clang::SourceLocation Where;
  };
  using FieldInits = std::vector<FieldInit>;

  void seeConstructor(const MovingRecord &Record, const clang::CXXConstructorDecl &Constructor);
  static FieldInits initsOf(const MovingRecord &Record, const clang::InitListExpr &List);
  void seeUses(const MovingRecord &Record, const FieldInits &Inits);
  void seeEffects(const MovingRecord &Record, const FieldInits &Inits);
  void seeThreads(const MovingRecord &Record, const FieldInits &Inits);

  OrderEvidence &Evidence;
  EffectsReader Effects;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITIALIZERORDER_H
