// The second walk over a unit, made only where some record could be smaller or has members whose
// uses matter. One walk serves all who ask about the uses of such records; each is a reader that is
// handed every node with what stands around it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_CANDIDATEWALK_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_CANDIDATEWALK_H

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace clang {
class ASTContext;
class Decl;
class FunctionDecl;
class Stmt;
class TemplateArgumentLoc;
class TypeLoc;
} // namespace clang

namespace memlint {

/// What stands around a node.
struct WalkPlace {
  const clang::FunctionDecl *Function = nullptr; // the innermost; a lambda's is that around it
  unsigned Loops = 0;                            // around the node, inside its function
  std::optional<std::uint64_t> Turns = 1;        // of all these together, if constants say at most
  bool InInstance = false;                       // of a template: the source shows it elsewhere
  bool Unevaluated = false;                      // inside sizeof and its like
};

/// Reads what it wants of the nodes, which come outer before inner. Lists of initializers come in
/// their semantic form; of C's types only arrays of constant size come.
class CandidateReader {
public:
  virtual ~CandidateReader() = default;
  virtual void readDecl(const clang::Decl &, const WalkPlace &) {}
  virtual void readStmt(const clang::Stmt &, const WalkPlace &) {}
  /// Whether statements of this class (a clang::Stmt::StmtClass) are to come to `readStmt`: most of
  /// a walk meets what nobody asks for.
  virtual bool readsClass(unsigned StmtClass) const = 0;
  virtual void readType(clang::TypeLoc, const WalkPlace &) {}
  virtual void readTemplateArgument(const clang::TemplateArgumentLoc &, const WalkPlace &) {}
  /// Once, after the walk: hands over what was found.
  virtual void finish() = 0;
};

/// Whether a class of statements is one of calls, as CallExpr and what derives from it are.
bool isOfCalls(unsigned StmtClass);
/// The same of CXXConstructExpr.
bool isOfConstructions(unsigned StmtClass);
/// The same of CastExpr.
bool isOfCasts(unsigned StmtClass);

/// Walks over the traversal scope, instances of templates included, then lets the readers finish in
/// their order.
void walkForCandidates(clang::ASTContext &Context,
                       std::span<const std::unique_ptr<CandidateReader>> Readers);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_CANDIDATEWALK_H
