#include "analysis/solve/CellText.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <utility>

namespace memlint {
namespace {

/// Steps are added on the right of a text: a deref waits until a field turns it into an arrow.
struct Expression {
  std::string Text;
  bool Deref = false;
  bool IsPhrase = false; // in parentheses where a field follows

  void deref() {
    settle();
    Deref = true;
  }
  void field(const std::string &Name) {
    if (Name == "own" || Name == "union") // the same to people as what has it
      return;
    if (const std::int64_t Mask = maskOf(Name))
      return mask(Mask);
    if (std::exchange(IsPhrase, false))
      Text = "(" + Text + ")";
    if (!Deref) {
      Text += "." + Name;
    } else {
      Text += Text == "this" ? "" : "->";
      Text = (Text == "this" ? "" : Text) + Name;
    }
    Deref = false;
  }
  void mask(std::int64_t Mask) {
    settle();
    Text += " & " + std::to_string(Mask);
    IsPhrase = true;
  }
  void below() { Text = "what " + std::move(Text) + " reaches", Deref = false; }
  void step(ir::StepKind Kind, const std::string &Name) {
    if (Kind == ir::StepKind::Deref)
      deref();
    else if (Kind == ir::StepKind::Field)
      field(Name);
    else if (Kind == ir::StepKind::Below)
      below();
  }
  void settle() {
    if (Deref)
      Text = Text == "this" ? "*this" : "*" + Text;
    Deref = false;
  }
};

/// Of a global that only a summary names: its own name, which USRs end in.
std::string nameOf(const std::string &Usr) { return Usr.substr(Usr.rfind('@') + 1); }

std::string nameOf(const Slot &S, const ir::Function *Of) {
  switch (S.Kind) {
  case SlotKind::Argument:
    break;
  case SlotKind::Result:
    return "result";
  case SlotKind::Global:
    return nameOf(S.Word);
  case SlotKind::Thread:
    return "another thread";
  case SlotKind::Thrown:
    return "exception";
  default:
    return "unknown code";
  }
  if (Of) {
    const bool Method = hasThis(*Of);
    const std::size_t Index = Method ? S.Index : S.Index - 1;
    if (Index < Of->Variables.size())
      return Of->Variables[Index].Name;
  }
  return S.Index == 0 ? "this" : "argument " + std::to_string(S.Index);
}

std::string nameOf(const EscapeGraph &G, const PointsTo::Object &O) {
  switch (O.Kind) {
  case ObjectKind::Variable:
    return G.function().Variables[O.Index].Name;
  case ObjectKind::Global:
    return G.globalSymbol(O.Index) ? G.globalSymbol(O.Index)->Name : nameOf(G.globalUsr(O.Index));
  case ObjectKind::Site: {
    const ir::Site &S = *G.allocations()[O.Index].Site;
    return "new " + G.function().Types[S.Type].Name;
  }
  case ObjectKind::Fresh: {
    const ir::Symbol *Callee = G.reason(G.allocations()[O.Index].Why).Callee;
    return Callee ? "new in " + Callee->Name : "a new object";
  }
  case ObjectKind::Result:
    return "result";
  case ObjectKind::Thread:
    return "another thread";
  case ObjectKind::Thrown:
    return "exception";
  default:
    return "unknown code";
  }
}

void addSteps(Expression &E, const EscapeGraph &G, NodeId Cell) {
  const PointsTo &P = G.points();
  if (P.parent(Cell) != None) {
    addSteps(E, G, P.parent(Cell));
    return P.isBelow(Cell) ? E.below() : E.field(G.fieldName(P.fieldOf(Cell)));
  }
  const PointsTo::Object &O = P.object(Cell);
  if (O.Kind != ObjectKind::Pointee) {
    E.Text = nameOf(G, O);
    E.IsPhrase = O.Kind == ObjectKind::Site || O.Kind == ObjectKind::Fresh;
    return;
  }
  addSteps(E, G, O.Index);
  E.deref();
}

} // namespace

std::string textOf(const EscapeGraph &G, NodeId Cell) {
  Expression E;
  addSteps(E, G, Cell);
  E.settle();
  return E.Text;
}

std::string textOf(const Slot &S, const ir::Function *Of) {
  Expression E{nameOf(S, Of)};
  for (const SlotStep &Step : S.Steps)
    E.step(Step.Kind, Step.Name);
  E.settle();
  return E.Text;
}

std::string textOf(const Terms &In, const ir::Path &P) {
  const ir::Function &F = In.function();
  Expression E{P.Base == ir::BaseKind::Variable ? F.Variables[P.Index].Name
               : P.Base == ir::BaseKind::Global ? F.Symbols[P.Index].Name
                                                : "result"};
  for (const ir::Step &Step : P.Steps)
    E.step(Step.Kind, Step.Kind == ir::StepKind::Field ? In.name(Step.Name) : "");
  E.settle();
  return E.Text;
}

} // namespace memlint
