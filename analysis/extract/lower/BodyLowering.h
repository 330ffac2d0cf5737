// Lowers one body: walks the elements of Clang's CFG and writes operations of the memory IR. What
// an element stands on was lowered by the elements before it, and is remembered by its expression;
// what Clang gives no element of its own is lowered where it is used.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYLOWERING_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYLOWERING_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/lower/BodyOutline.h"
#include "analysis/extract/lower/OpaqueValues.h"
#include "analysis/extract/lower/UnitSymbols.h"
#include "analysis/extract/lower/UnitTypes.h"
#include "analysis/extract/lower/UnneededParts.h"
#include "analysis/ir/FunctionBuilder.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace memlint {

/// What all bodies of a unit share.
struct LoweredUnit {
  LoweredUnit(clang::ASTContext &Context, SourceMap &Map)
      : Context(Context), Map(Map), Symbols(Context, Map), Types(Context, Map) {}

  clang::ASTContext &Context;
  SourceMap &Map;
  UnitSymbols Symbols;
  UnitTypes Types;
};

class BodyLowering {
public:
  BodyLowering(LoweredUnit &Unit, ir::FunctionBuilder &Out, FileId File);

  /// Variables of a function: `this`, its parameters, what its lambda captures.
  void declare(const clang::FunctionDecl &Function);
  /// A body, or the initializer of `Global`.
  void lower(const clang::CFG &Graph, const BodyOutline &Outline,
             const clang::FunctionDecl *Function, const clang::VarDecl *Global);

  // What follows is for the files of this folder.

  // Tables (BodyLowering.cpp)
  std::uint32_t type(clang::QualType Type);
  std::uint32_t symbol(const clang::ValueDecl &D, const clang::CXXRecordDecl *Object = nullptr);
  ir::Place place(clang::SourceLocation Where);
  std::uint32_t variable(const clang::VarDecl &V);
  ir::Path pathOf(std::uint32_t Variable) const { return {ir::BaseKind::Variable, Variable, {}}; }
  ir::Path newTemporary(clang::QualType Type, clang::SourceLocation Where,
                        ir::VariableKind Kind = ir::VariableKind::Temporary);
  ir::Path thisObject() const;
  static ir::Path result() { return {ir::BaseKind::Result, 0, {}}; }
  bool isAggregate(clang::QualType Type) const;
  /// Numbers that neither conditions nor resources need.
  bool isDropped(clang::QualType Type) const;
  /// A number that is put beside others, of which no condition can tell it.
  bool isUntold(const ir::Path &To, clang::QualType Type, ir::Value V) const;

  // Operations (BodyLowering.cpp)
  ir::Op &emit(ir::OpKind Kind, clang::SourceLocation Where);
  void begin(const ir::Path &Variable, clang::SourceLocation Where);
  void end(const ir::Path &Variable, clang::SourceLocation Where);
  void copy(const ir::Path &To, ir::Value V, ir::CopyReason Why, clang::SourceLocation Where);
  void lose(ir::Value V, ir::LossReason Why, clang::SourceLocation Where);
  std::uint32_t newBlock();
  void jump(std::uint32_t To);

  // Places (LowerPlace.cpp)
  ir::Path place(const clang::Expr *E);
  ir::Path placeOf(const clang::ValueDecl &D);
  /// What the pointer points to; a pointer with a long path is read into a temporary first.
  ir::Path pointee(ir::Value Pointer, clang::QualType PointerType, clang::SourceLocation Where);
  ir::Path member(ir::Path Object, const clang::FieldDecl &Field);
  ir::Path throughReference(ir::Path To, clang::QualType Type, clang::SourceLocation Where);
  ir::Path elementOf(ir::Path Array, std::optional<std::uint64_t> Number = {});
  ir::Value addressOf(ir::Path P);
  /// The address of a glvalue.
  ir::Value address(const clang::Expr *E);
  ir::Value firstPart(ir::Value V, clang::QualType From, clang::QualType To);
  /// Whether it is a constant that is greater than 0.
  bool isPositive(const clang::Expr *E) const;
  /// Forwards: a pointer, by a constant that is greater than 0.
  ir::Value shifted(ir::Value V, bool IsForwards = false);
  ir::Path materialized(const clang::MaterializeTemporaryExpr &E);

  // Values (LowerValue.cpp)
  ir::Value value(const clang::Expr *E);
  /// Lowers what happens in the expression, whose value is not needed.
  void effects(const clang::Expr *E);
  ir::Value opaque(const clang::Expr *E);
  ir::Value zero(clang::QualType Type);

  // Assignments and steps (LowerAssign.cpp)
  ir::Value narrowed(const clang::Expr *E);
  ir::Path assign(const clang::BinaryOperator &E);
  ir::Path step(const clang::UnaryOperator &E);

  // Numbers, and what masks take of them (LowerBits.cpp)
  ir::Value number(const llvm::APSInt &N) const;
  struct Update {
    clang::BinaryOperatorKind Does;
    std::int64_t Number; // what it does that with
  };
  std::optional<ir::Path> masked(const clang::Expr &E);
  std::optional<Update> update(const clang::Expr &E) const;
  std::optional<ir::Value> enumeration(const clang::CallExpr &E);
  void write(const ir::Path &To, clang::QualType Type, const Update &Is,
             clang::SourceLocation Where);

  // Initialization (LowerInit.cpp, LowerConstruct.cpp)
  void initialize(const ir::Path &To, clang::QualType Type, const clang::Expr *Init,
                  ir::CopyReason Why);
  /// An object of a class or an array comes to be at `To`.
  void into(const clang::Expr *E, const ir::Path &To);
  /// Where the object of a prvalue is: in its target, or in a temporary.
  ir::Path object(const clang::Expr *E);
  void construct(const clang::CXXConstructExpr &E, ir::Path To);
  void constructInherited(const clang::CXXInheritedCtorInitExpr &E, const ir::Path &To);
  using InitVisitor =
      llvm::function_ref<void(const ir::Path &, clang::QualType, const clang::Expr &)>;
  void forEachInit(const clang::InitListExpr &List, const ir::Path &To, InitVisitor Visit);
  void forEachCapture(const clang::LambdaExpr &Lambda, const ir::Path &To, InitVisitor Visit);
  void bind(const clang::CXXBindTemporaryExpr &E, const ir::Path &Object);
  void fillList(const clang::InitListExpr &List, const ir::Path &To);
  void fillParenList(const clang::CXXParenListInitExpr &List, const ir::Path &To);
  void capture(const clang::LambdaExpr &Lambda, const ir::Path &To);
  /// Where the result of an expression is to stand.
  struct Target {
    ir::Path To;
    const clang::VarDecl *Begins = nullptr; // the variable that comes to life then
    bool BeginsHere = false;                // or one of several such places does it
  };
  /// Notes that what makes the object is to write it into its place at once.
  void setTarget(const clang::Expr *E, const Target &Into);
  void initializeMember(const clang::CXXCtorInitializer &Init);

  // Calls (LowerCall.cpp, LowerNew.cpp)
  struct Call {
    const clang::FunctionDecl *Callee = nullptr;
    const clang::CXXRecordDecl *Object = nullptr;
    std::vector<ir::Value> Values;
    std::uint32_t Flags = 0;
  };
  ir::Value call(const clang::CallExpr &E);
  void callInto(const clang::CallExpr &E, const ir::Path &To);
  ir::Value argument(const clang::Expr *E);
  ir::Path argumentList(const clang::Expr *List);
  void addArguments(Call &C, llvm::ArrayRef<const clang::Expr *> Arguments);
  void emitCall(Call C, std::optional<ir::Path> To, clang::SourceLocation Where);
  ir::Path callOperatorNew(const clang::CXXNewExpr &E);
  ir::Value allocate(const clang::CXXNewExpr &E);
  ir::Value newObject(const clang::CXXNewExpr &E);
  void destroyAndFree(const clang::CXXDeleteExpr &E);
  std::optional<ir::Value> builtin(const clang::CallExpr &E, unsigned Id);
  ir::Value atomic(const clang::AtomicExpr &E);

  // Ends of life (LowerEnds.cpp)
  void destroy(const ir::Path &Object, const clang::CXXDestructorDecl *Destructor,
               clang::SourceLocation Where);
  void destroy(const ir::Path &Object, clang::QualType Type, clang::SourceLocation Where);
  void endElement(const clang::CFGElement &Element);
  void endTemporaries(clang::SourceLocation Where);
  void endParameters(const clang::FunctionDecl &Function);
  void keepWhile(const clang::ValueDecl &Extending, const ir::Path &Temporary);

  // Control flow (LowerFlow.cpp)
  void prepareBranch(const clang::CFGBlock &Block);
  void addEdges(const clang::CFGBlock &Block);
  std::optional<std::pair<std::uint32_t, bool>> condition(const clang::Expr *E);
  ir::Path joined(const clang::AbstractConditionalOperator &E);
  void choose(const clang::AbstractConditionalOperator &E);
  void discardLogical(const clang::BinaryOperator &E);
  std::optional<ir::Value> decided(const clang::BinaryOperator &E);
  std::optional<ir::Value> truth(const clang::Expr &E);
  void finishTries(const clang::CFG &Graph);

  /// While it lives, an expression that Clang gives no elements for is lowered: the default
  /// argument of a parameter, say, which many calls share. All of it stands where it is used.
  class Aside {
  public:
    Aside(BodyLowering &Body, clang::SourceLocation Used) : Body(Body), UsedAt(Used) { swap(); }
    ~Aside() { swap(); }
    Aside(const Aside &) = delete;
    Aside &operator=(const Aside &) = delete;

  private:
    void swap();
    BodyLowering &Body;
    llvm::DenseMap<const clang::Expr *, ir::Value> Values;
    llvm::DenseMap<const clang::Expr *, ir::Path> Places;
    clang::SourceLocation UsedAt;
    bool IsAside = true;
  };

  LoweredUnit &Unit;
  clang::ASTContext &Context;
  ir::FunctionBuilder &Out;

private:
  struct Temporary {
    ir::Path Object;
    clang::QualType Type;
    bool EndedByGraph = false; // an element of the CFG ends it
  };
  struct Bound {
    ir::Path Object;
    bool Given = false; // to a callee, who destroys it, or to what it initializes
  };
  /// The block to which exceptions of a try block go, and what they end on their way.
  struct Landing {
    std::uint32_t Block = 0;
    std::vector<std::pair<ir::Path, clang::QualType>> Begun;
  };

  friend class Aside;

  void element(const clang::CFGElement &Element);
  void statement(const clang::Stmt &S);
  void keepResult(const clang::Expr *E);
  void expression(const clang::Expr *E);
  void declaration(const clang::DeclStmt &S);
  void declareVariable(const clang::VarDecl &V);
  void returned(const clang::ReturnStmt &S);
  void caught(const clang::CXXCatchStmt &S);
  void assembler(const clang::AsmStmt &S);
  void registerTargets();
  void enterTry(const clang::Stmt *S);
  void beginTarget(const clang::VarDecl *V);
  ir::Path capturedPlace(const clang::FieldDecl &Field);
  void copyIntoJoined(const clang::Expr *Arm);
  /// What was lowered for the expression, if it was.
  const ir::Path *known(const clang::Expr *E) const;
  void receive(const clang::CXXMemberCallExpr &E, Call &C);
  Call shapeOf(const clang::CallExpr &E);
  void tellLiterals(Call &C, llvm::ArrayRef<const clang::Expr *> Arguments);
  bool destroysByHand(const clang::CallExpr &E);
  bool assignsBytes(const clang::CallExpr &E);
  void giveAway(const clang::Expr *E);
  void takeTarget(const Target &Into);
  std::uint32_t blockFor(const clang::CFGBlock &Block);
  Landing &landing(const clang::CXXTryStmt &Of);
  void addSwitchEdges(const clang::CFGBlock &Block, const clang::SwitchStmt &S);
  bool mayThrow(const ir::Block &Block) const;
  void chooseAside(const clang::AbstractConditionalOperator &E);
  std::pair<std::uint32_t, std::uint32_t> branchAside(const clang::Expr *Condition);
  void findConfluences(const clang::CFG &Graph);
  void setTruth(std::uint32_t Block, const clang::BinaryOperator &Of, bool Holds);
  std::uint32_t decidedEarly(const clang::CFGBlock &From, const clang::CFGBlock &To, bool Holds);
  bool decideLast(const clang::CFGBlock &From);
  std::optional<std::pair<const clang::Expr *, llvm::APSInt>>
  movedBy(const clang::Expr &Sum, const clang::Expr &With) const;
  ir::Value asked(const clang::Expr *E);
  std::optional<std::pair<std::uint32_t, bool>> compared(const clang::BinaryOperator &E);
  std::optional<ir::Path> masked(const clang::Expr *Number, const clang::Expr *Mask);
  std::optional<ir::Path> masked(const ir::Path &Number, std::int64_t Mask);
  std::optional<ir::Path> remainder(const clang::Expr *Number, const clang::Expr *By);
  void endExtended(const clang::VarDecl &V, bool Destroys, clang::SourceLocation Where);
  const clang::CXXMethodDecl *exactMethod(const clang::CXXMethodDecl &Method,
                                          const clang::Expr *Object);

  friend class ValueLowering;
  friend class PlaceLowering;
  friend class ObjectLowering;

  FileId File;
  const BodyOutline *Outline = nullptr;
  const clang::FunctionDecl *Function = nullptr;
  bool OnlyAnswers = false; // the function returns what it asks, and does nothing else
  std::uint32_t At = 0; // the block that is written
  const clang::CXXTryStmt *Try = nullptr;
  bool IsAside = false;
  clang::SourceLocation UsedAt; // while IsAside, where it is known
  unsigned Temporaries = 0;

  llvm::DenseMap<const void *, std::uint32_t> TypeIndex;
  llvm::DenseSet<std::uint32_t> NamedTypes;
  llvm::DenseMap<const clang::VarDecl *, std::uint32_t> VariableIndex;
  llvm::DenseSet<const clang::VarDecl *> Begun;
  llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> Captures;
  clang::FieldDecl *ThisCapture = nullptr;
  bool HasThis = false;
  std::optional<std::uint32_t> VariadicArguments; // the variable that stands for them all

  llvm::DenseMap<const clang::Expr *, ir::Value> Values;
  llvm::DenseMap<const clang::Expr *, ir::Path> Places;
  llvm::DenseMap<const clang::Expr *, Target> Targets;
  llvm::DenseMap<const clang::Expr *, ir::Path> Joined; // the results of conditional operators
  llvm::DenseMap<const clang::Expr *, ir::Path> Truths; // those of logical operators
  llvm::DenseMap<const clang::CFGBlock *, const clang::BinaryOperator *> Confluences;
  llvm::DenseSet<const clang::Expr *> Branched; // conditional operators that the CFG shows
  llvm::DenseMap<const clang::CXXNewExpr *, ir::Path> NewObjects;
  llvm::DenseMap<const clang::Expr *, const clang::AbstractConditionalOperator *> Arms;
  llvm::DenseMap<const clang::CXXBindTemporaryExpr *, Bound> BoundTemporaries;
  std::vector<Temporary> Pending;
  llvm::DenseMap<const clang::ValueDecl *, std::vector<Temporary>> Extended;
  std::vector<std::pair<ir::Path, ir::Path>> Loaded; // pointers and the temporaries they are in
  OpaqueValues Opaques;

  llvm::DenseMap<const clang::CFGBlock *, std::uint32_t> BlockIndex;
  llvm::DenseMap<const clang::CXXTryStmt *, Landing> Landings;
  std::vector<std::pair<std::uint32_t, const clang::CXXTryStmt *>> Guarded; // blocks in a try
};

/// The expression without what neither changes its value nor does anything.
const clang::Expr *coreOf(const clang::Expr *E);
/// The expression whose value is that of the statements; null where they have none.
const clang::Expr *resultOf(const clang::StmtExpr &E);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYLOWERING_H
