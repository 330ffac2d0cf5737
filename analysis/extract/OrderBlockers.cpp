#include "analysis/extract/OrderBlockers.h"

#include "analysis/extract/BytesOfObject.h"
#include "analysis/extract/DestructionOrder.h"
#include "analysis/extract/InitializerOrder.h"
#include "analysis/extract/LayoutQuestions.h"
#include "analysis/extract/ObjectCasts.h"
#include "analysis/extract/OrderConventions.h"
#include "analysis/extract/OrderEvidence.h"
#include "analysis/extract/WireFormat.h"

#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;

/// One walk for all kinds of evidence. Instances of templates are walked too: what they do to a
/// candidate, only they show.
class BlockerVisitor : public RecursiveASTVisitor<BlockerVisitor> {
public:
  explicit BlockerVisitor(OrderEvidence &Evidence)
      : IsC(!Evidence.context().getLangOpts().CPlusPlus), Casts(Evidence), Bytes(Evidence, Casts),
        Questions(Evidence), Conventions(Evidence), Wire(Evidence), Initializers(Evidence) {
    for (const MovingRecord &Record : Evidence.records()) {
      Conventions.seeRecord(Record);
      Initializers.seeRecord(Record);
      seeDestructionOrder(Evidence, Record);
    }
  }

  bool shouldVisitTemplateInstantiations() const { return true; }
  /// Types of C hold nothing that is asked for but the sizes of arrays; most of a walk's time would
  /// go into them.
  bool TraverseTypeLoc(TypeLoc Type, bool WithQualifier = true) {
    if (!IsC)
      return RecursiveASTVisitor::TraverseTypeLoc(Type, WithQualifier);
    if (auto Array = Type.getAsAdjusted<ConstantArrayTypeLoc>())
      Questions.seeArray(Array);
    return true;
  }
  bool TraverseTemplateArgumentLoc(const TemplateArgumentLoc &Argument) {
    Questions.seeTemplateArgument(Argument);
    return RecursiveASTVisitor::TraverseTemplateArgumentLoc(Argument);
  }

  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *Size) {
    return !Size->isArgumentType() || // an operand is not evaluated
           RecursiveASTVisitor::TraverseUnaryExprOrTypeTraitExpr(Size);
  }

  bool VisitRecordDecl(RecordDecl *Record) { return Conventions.seeUnion(*Record), true; }
  bool VisitFunctionDecl(FunctionDecl *Function) {
    Conventions.seeFunction(*Function);
    for (const ParmVarDecl *Parameter : Function->parameters())
      Conventions.seeVariable(*Parameter);
    return true;
  }
  bool VisitDeclaratorDecl(DeclaratorDecl *Variable) {
    return Conventions.seeVariable(*Variable), true;
  }
  bool VisitStaticAssertDecl(StaticAssertDecl *Assert) {
    return Questions.seeStaticAssert(*Assert), true;
  }
  bool VisitConstantArrayTypeLoc(ConstantArrayTypeLoc Array) {
    return Questions.seeArray(Array), true;
  }

  bool VisitCastExpr(CastExpr *Cast) {
    Bytes.seeResult(*Cast);
    Casts.see(*Cast);
    Conventions.seeCastToVolatile(*Cast);
    return true;
  }
  bool VisitBuiltinBitCastExpr(BuiltinBitCastExpr *Cast) { return Bytes.seeBitCast(*Cast), true; }
  bool VisitCallExpr(CallExpr *Call) {
    Bytes.seeCall(*Call);
    Conventions.seeCall(*Call);
    Wire.seeCall(*Call);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Operator) {
    Questions.seeComparison(*Operator);
    Wire.seeAssignment(*Operator);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Operator) {
    return Questions.seeAddressOf(*Operator), true;
  }
  bool VisitOffsetOfExpr(OffsetOfExpr *Offset) { return Questions.seeOffsetOf(*Offset), true; }
  bool VisitTypeTraitExpr(TypeTraitExpr *Trait) { return Questions.seeTrait(*Trait), true; }
  bool VisitDeclRefExpr(DeclRefExpr *Name) { return Questions.seeTraitName(*Name), true; }
  bool VisitInitListExpr(InitListExpr *List) { return Initializers.seeInitList(*List), true; }

private:
  const bool IsC;
  ObjectCasts Casts;
  BytesOfObject Bytes;
  LayoutQuestions Questions;
  OrderConventions Conventions;
  WireFormat Wire;
  InitializerOrder Initializers;
};

} // namespace

std::vector<OrderBlockerFact> orderBlockers(ASTContext &Context, SourceMap &Map,
                                            std::span<const ReorderCandidate> Candidates) {
  OrderEvidence Evidence(Context, Map, Candidates);
  BlockerVisitor Visitor(Evidence);
  Visitor.TraverseAST(Context);
  return Evidence.take();
}

} // namespace memlint
