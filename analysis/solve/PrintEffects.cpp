#include "analysis/solve/EffectText.h"

namespace memlint {
namespace {

std::string root(const Slot &S) {
  switch (S.Kind) {
  case SlotKind::Argument:
    return S.Index == 0 ? "this" : "arg" + std::to_string(S.Index);
  case SlotKind::Result:
    return "ret";
  case SlotKind::Global:
    return "@" + S.Word;
  case SlotKind::Thread:
    return "thread";
  case SlotKind::Thrown:
    return "thrown";
  case SlotKind::Unknown:
    return "unknown";
  case SlotKind::Fresh:
    return "new " + S.Word;
  case SlotKind::Null:
    return "null";
  }
  return {};
}

std::string step(const SlotStep &S) {
  switch (S.Kind) {
  case ir::StepKind::Field:
    return "." + S.Name;
  case ir::StepKind::Deref:
    return ".*";
  case ir::StepKind::Element:
    return ".[" + S.Name + "]";
  case ir::StepKind::Below:
    return ".~";
  }
  return {};
}

std::string withFamily(const Slot &S) {
  return print(S) + (S.Word.empty() || S.Kind == SlotKind::Global ? "" : " " + S.Word);
}

std::string action(const Effect &E) {
  switch (E.Kind) {
  case EffectKind::Copy:
    return print(E.To) + " = " + print(E.From);
  case EffectKind::CopyObject:
    return print(E.To) + " = copy " + print(E.From);
  case EffectKind::MoveObject:
    return print(E.To) + " = move " + print(E.From);
  case EffectKind::Construct:
    return "construct " + print(E.To) +
           (E.From.Kind == SlotKind::Null ? "" : " from " + print(E.From));
  case EffectKind::Release:
    return "release " + withFamily(E.From);
  case EffectKind::Share:
    return "share " + withFamily(E.From);
  case EffectKind::Invoke:
    return "invoke " + print(E.From);
  case EffectKind::Renew:
    return "renew " + print(E.From);
  }
  return {};
}

} // namespace

std::string print(const Slot &S) {
  std::string Result = (S.Address ? "&" : "") + root(S);
  for (const SlotStep &Step : S.Steps)
    Result += step(Step);
  return Result;
}

std::string print(const Effect &E) { return (E.Sure == Lane::Assumed ? "maybe " : "") + action(E); }

std::string print(const Summary &S) {
  std::string Result;
  auto Add = [&](const std::string &Part) { Result += (Result.empty() ? "" : "; ") + Part; };
  if (S.Effects.empty() && S.Known && !S.NoReturn)
    Add("pure");
  for (const Effect &E : S.Effects)
    Add(print(E));
  if (S.NoReturn)
    Add("no-return");
  if (!S.MayThrow)
    Add("no-throw");
  if (S.Allocates)
    Add("allocates");
  if (!S.Known)
    Add("and-more");
  return Result;
}

} // namespace memlint
