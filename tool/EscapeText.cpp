#include "tool/EscapeText.h"

#include "checks/EscapeWording.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

std::string nameOf(const ir::Function &F) { return F.Symbols[0].Name; }

/// The first step that only may be, which is why the whole may be only.
std::string assumedText(const Verdict &V) {
  for (const FlowStep &S : pathOf(V))
    if (S.Assumed)
      return S.Callee.empty() ? stepText(S) : "passed to " + quoted(S.Callee);
  return "to " + sinkText(V.Sinks.front());
}

} // namespace

const std::vector<FlowStep> &pathOf(const Verdict &V) {
  static const std::vector<FlowStep> None;
  if (V.Result == EscapeResult::OutlivesTurn)
    return V.TurnPath;
  return V.Sinks.empty() || V.Result == EscapeResult::Stays ? None : V.Sinks.front().Path;
}

std::string verdictText(const ShownEscape &E, const PlaceText &Place) {
  const Verdict &V = E.Said;
  switch (V.Result) {
  case EscapeResult::Stays:
    return "does not escape " + quoted(nameOf(*E.Function));
  case EscapeResult::MayEscape:
    return "may escape: " + assumedText(V);
  case EscapeResult::OutlivesTurn:
    return "does not escape " + quoted(nameOf(*E.Function)) +
           ", but outlives a turn of the loop at " + Place(spanOf(*E.Function, V.LoopAt));
  case EscapeResult::Escapes:
    return "escapes to " + sinkText(V.Sinks.front());
  }
  return {};
}

std::string drawEscapes(const std::vector<ShownEscape> &All, const PlaceText &Place) {
  std::string Text;
  for (const ShownEscape &E : All) {
    Text += Place(spanOf(*E.Function, E.Said.Where)) + ": " +
            quoted(subjectText(*E.Function, E.Said)) + " " + verdictText(E, Place) + "\n";
    for (const FlowStep &S : pathOf(E.Said)) {
      const std::string Where = Place(S.Where);
      Text += "    " + (Where.empty() ? "" : Where + ": ") + stepText(S) +
              (S.Assumed ? " [assumed]" : "") + "\n";
    }
  }
  return Text;
}

} // namespace memlint
