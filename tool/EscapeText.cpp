#include "tool/EscapeText.h"

namespace memlint {
namespace {

std::string quoted(const std::string &Text) { return "'" + Text + "'"; }

std::string nameOf(const ir::Function &F) { return F.Symbols[0].Name; }

/// Places outside a function, as a sentence goes on with them.
std::string sinkText(const EscapeSink &S) {
  switch (S.Where.Kind) {
  case SlotKind::Global:
    return "global " + quoted(S.Text);
  case SlotKind::Result:
    return "the result";
  case SlotKind::Thread:
    return "another thread";
  case SlotKind::Thrown:
    return "an exception";
  case SlotKind::Unknown:
    return "code that is not seen";
  default:
    return quoted(S.Text) + " of the caller";
  }
}

/// A place as a step names it; what is no name of the source has no quotes.
std::string placeName(const std::string &To) {
  const bool Word =
      To == "result" || To == "unknown code" || To == "another thread" || To == "exception";
  return Word ? To : quoted(To);
}

/// The first step that only may be, which is why the whole may be only.
std::string assumedText(const Verdict &V) {
  for (const FlowStep &S : pathOf(V))
    if (S.Assumed)
      return S.Callee.empty() ? stepText(S) : "passed to " + quoted(S.Callee);
  return "to " + sinkText(V.Sinks.front());
}

} // namespace

std::string allocationText(const ShownEscape &E) {
  const Verdict &V = E.Said;
  if (!V.Site)
    return V.Callee.empty() ? "a new object" : V.Callee + "()";
  const ir::Site &S = E.Function->Sites[*V.Site];
  std::string Text = "new " + E.Function->Types[S.Type].Name;
  if (S.Form == ir::SiteForm::NewArray)
    Text += S.Count == 0 ? "[...]" : "[" + std::to_string(S.Count) + "]";
  return Text;
}

std::string stepText(const FlowStep &S) {
  std::string To = S.To.empty() ? "" : placeName(S.To) + " ";
  switch (S.Kind) {
  case FlowKind::Assign:
    return To.empty() ? "assigned" : "assigned to " + placeName(S.To);
  case FlowKind::Init:
  case FlowKind::Bind:
  case FlowKind::Member:
    return To.empty() ? "initialized" : To + "is initialized with it";
  case FlowKind::Capture:
    return "captured by a lambda";
  case FlowKind::Return:
    return "returned";
  case FlowKind::Call:
    return "passed to " + quoted(S.Callee) + (To.empty() ? "" : ": " + To + "takes it");
  case FlowKind::Throw:
    return "thrown";
  case FlowKind::Lost:
    return "used in a way that is not followed";
  }
  return {};
}

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
    Text += Place(spanOf(*E.Function, E.Said.Where)) + ": " + quoted(allocationText(E)) + " " +
            verdictText(E, Place) + "\n";
    for (const FlowStep &S : pathOf(E.Said)) {
      const std::string Where = Place(S.Where);
      Text += "    " + (Where.empty() ? "" : Where + ": ") + stepText(S) +
              (S.Assumed ? " [assumed]" : "") + "\n";
    }
  }
  return Text;
}

} // namespace memlint
