#include "analysis/extract/records/OrderBlockers.h"

#include "analysis/extract/records/BytesOfObject.h"
#include "analysis/extract/records/DestructionOrder.h"
#include "analysis/extract/records/InitializerOrder.h"
#include "analysis/extract/records/LayoutQuestions.h"
#include "analysis/extract/records/ObjectCasts.h"
#include "analysis/extract/records/OrderConventions.h"
#include "analysis/extract/records/OrderEvidence.h"
#include "analysis/extract/records/WireFormat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtVisitor.h"

namespace memlint {
namespace {

using namespace clang;

/// Hands each node to the kinds of evidence that ask for it. Instances of templates count too: what
/// they do to a candidate, only they show. An operand of sizeof is not evaluated.
class BlockerReader : public CandidateReader, public ConstStmtVisitor<BlockerReader> {
public:
  BlockerReader(ASTContext &Context, SourceMap &Map, std::span<const ReorderCandidate> Candidates,
                std::vector<OrderBlockerFact> &Result)
      : Result(Result), Evidence(Context, Map, Candidates), Casts(Evidence), Bytes(Evidence, Casts),
        Questions(Evidence), Conventions(Evidence), Wire(Evidence), Initializers(Evidence) {
    for (const MovingRecord &Record : Evidence.records()) {
      Conventions.seeRecord(Record);
      Initializers.seeRecord(Record);
      seeDestructionOrder(Evidence, Record);
    }
  }

  void readDecl(const Decl &D, const WalkPlace &) override {
    if (const auto *Record = dyn_cast<RecordDecl>(&D))
      Conventions.seeUnion(*Record);
    else if (const auto *Assert = dyn_cast<StaticAssertDecl>(&D))
      Questions.seeStaticAssert(*Assert);
    if (const auto *Variable = dyn_cast<DeclaratorDecl>(&D))
      Conventions.seeVariable(*Variable);
    if (const auto *Function = dyn_cast<FunctionDecl>(&D)) {
      Conventions.seeFunction(*Function);
      for (const ParmVarDecl *Parameter : Function->parameters())
        Conventions.seeVariable(*Parameter);
    }
  }
  void readType(TypeLoc Type, const WalkPlace &) override {
    if (auto Array = Type.getAs<ConstantArrayTypeLoc>())
      Questions.seeArray(Array);
  }
  void readTemplateArgument(const TemplateArgumentLoc &Argument, const WalkPlace &) override {
    Questions.seeTemplateArgument(Argument);
  }
  bool readsClass(unsigned StmtClass) const override {
    return isOfCalls(StmtClass) || isOfCasts(StmtClass) || StmtClass == Stmt::BinaryOperatorClass ||
           StmtClass == Stmt::UnaryOperatorClass || StmtClass == Stmt::OffsetOfExprClass ||
           StmtClass == Stmt::TypeTraitExprClass || StmtClass == Stmt::InitListExprClass ||
           (StmtClass == Stmt::DeclRefExprClass && Evidence.context().getLangOpts().CPlusPlus);
  }
  void readStmt(const Stmt &S, const WalkPlace &At) override {
    const auto *Cast = dyn_cast<ImplicitCastExpr>(&S);
    bool Reads = Cast && Cast->getCastKind() == CK_LValueToRValue; // most casts, and none of a kind
    if (!At.Unevaluated && !Reads)
      Visit(&S);
  }
  void finish() override { Result = Evidence.take(); }

  void VisitCastExpr(const CastExpr *Cast) {
    Bytes.seeResult(*Cast);
    Casts.see(*Cast);
    Conventions.seeCastToVolatile(*Cast);
  }
  void VisitBuiltinBitCastExpr(const BuiltinBitCastExpr *Cast) {
    VisitCastExpr(Cast);
    Bytes.seeBitCast(*Cast);
  }
  void VisitCallExpr(const CallExpr *Call) {
    Bytes.seeCall(*Call);
    Conventions.seeCall(*Call);
    Wire.seeCall(*Call);
  }
  void VisitBinaryOperator(const BinaryOperator *Operator) {
    Questions.seeComparison(*Operator);
    Wire.seeAssignment(*Operator);
  }
  void VisitUnaryOperator(const UnaryOperator *Operator) { Questions.seeAddressOf(*Operator); }
  void VisitOffsetOfExpr(const OffsetOfExpr *Offset) { Questions.seeOffsetOf(*Offset); }
  void VisitTypeTraitExpr(const TypeTraitExpr *Trait) { Questions.seeTrait(*Trait); }
  void VisitDeclRefExpr(const DeclRefExpr *Name) { Questions.seeTraitName(*Name); }
  void VisitInitListExpr(const InitListExpr *List) {
    if (List->getSyntacticForm()) // else it has no braces of its own, and is seen with its outer
      Initializers.seeInitList(*List);
  }

private:
  std::vector<OrderBlockerFact> &Result;
  OrderEvidence Evidence;
  ObjectCasts Casts;
  BytesOfObject Bytes;
  LayoutQuestions Questions;
  OrderConventions Conventions;
  WireFormat Wire;
  InitializerOrder Initializers;
};

} // namespace

std::unique_ptr<CandidateReader> readOrderBlockers(ASTContext &Context, SourceMap &Map,
                                                   std::span<const ReorderCandidate> Candidates,
                                                   std::vector<OrderBlockerFact> &Result) {
  return std::make_unique<BlockerReader>(Context, Map, Candidates, Result);
}

} // namespace memlint
