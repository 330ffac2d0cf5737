// Numbers the values that hold no pointers: expressions of the same form over operands that the
// body never writes have the same number, so that conditions on them are known to be equal.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_OPAQUEVALUES_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_OPAQUEVALUES_H

#include "analysis/model/MemoryIr.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/SmallVector.h"

#include <map>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
class Expr;
} // namespace clang

namespace memlint {

class OpaqueValues {
public:
  ir::Value of(const clang::Expr *E, const clang::ASTContext &Context);
  ir::Value unlike();
  /// The variable or field that the expression names is written, or its address is taken.
  void write(const clang::Expr *E);
  /// Gives the values in the function their last numbers: equal ones only where no operand is
  /// written anywhere, since a value does not tell its operands.
  void number(ir::Function &F) const;

private:
  struct Use {
    std::size_t Form = 0; // 1 + index of those of the same form; 0: like no other
    llvm::SmallVector<const clang::Decl *, 2> Operands;
  };
  std::size_t formOf(const clang::Expr *E, const clang::ASTContext &Context);

  std::vector<Use> Uses; // by the numbers that `of` gives
  std::map<unsigned, llvm::SmallVector<std::pair<llvm::FoldingSetNodeID, std::size_t>, 1>> Forms;
  std::size_t FormCount = 0;
  llvm::DenseSet<const clang::Decl *> Written;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_OPAQUEVALUES_H
