#include "checks/EscapeWording.h"

#include "checks/Wording.h"

#include <string_view>

namespace memlint {
namespace {

/// A place as a step names it; what is no name of the source has no quotes.
std::string placeName(const std::string &To) {
  const bool Word =
      To == "result" || To == "unknown code" || To == "another thread" || To == "exception";
  return Word ? To : quoted(To);
}

std::string passedTo(const FlowStep &S) {
  return "passed to " + (S.Callee.empty() ? "a function that is not known" : quoted(S.Callee));
}

constexpr std::string_view VerdictWords[] = {"stays", "lent", "may-escape", "outlives-turn",
                                             "escapes"}; // by EscapeResult
constexpr std::string_view SinkWords[] = {"caller", "result", "global",
                                          "thread", "thrown", "unknown"}; // by SlotKind

/// The first step that only may be, which is why the whole may be only.
std::string assumedText(const Verdict &V) {
  for (const FlowStep &S : pathOf(V))
    if (S.Assumed)
      return S.Kind == FlowKind::Call ? passedTo(S) : stepText(S);
  const EscapeSink &Sink = V.Sinks.front();
  return Sink.Path.empty() ? Sink.Text : "to " + sinkText(Sink);
}

/// Whether the function makes it for itself alone, if only it does not escape.
bool isNearMiss(const Verdict &V) {
  constexpr std::uint64_t MostOnStack = 1024;
  const bool Single = V.Site || V.Callee == "std::make_unique" || V.Callee == "std::make_shared";
  const bool Unseen = V.Result == EscapeResult::MayEscape || V.Result == EscapeResult::Lent;
  return Unseen && Single && V.EndsAlways && V.TurnPath.empty() && V.Bytes != 0 &&
         V.Bytes <= MostOnStack;
}

} // namespace

std::string subjectText(const ir::Function &F, const Verdict &V) {
  if (V.Variable)
    return F.Variables[*V.Variable].Name;
  if (!V.Site)
    return V.Callee.empty() ? "a new object" : V.Callee + "()";
  const ir::Site &S = F.Sites[*V.Site];
  std::string Text = "new " + F.Types[S.Type].Name;
  if (S.Form == ir::SiteForm::NewArray)
    Text += S.Count == 0 ? "[...]" : "[" + std::to_string(S.Count) + "]";
  return Text;
}

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
    return quoted(S.Text) + (S.Where.Index == 0 ? " of the object" : " of the caller");
  }
}

const EscapeSink *sinkOf(const Verdict &V) {
  const bool Stays = V.Result == EscapeResult::Stays || V.Result == EscapeResult::OutlivesTurn;
  return Stays || V.Sinks.empty() ? nullptr : &V.Sinks.front();
}

const std::vector<FlowStep> &pathOf(const Verdict &V) {
  static const std::vector<FlowStep> None;
  if (V.Result == EscapeResult::OutlivesTurn)
    return V.TurnPath;
  const EscapeSink *Sink = sinkOf(V);
  return Sink ? Sink->Path : None;
}

std::string verdictText(const ir::Function &F, const Verdict &V) {
  const std::string Stays = "does not escape " + quoted(F.Symbols[0].Name);
  const std::string NearMiss = isNearMiss(V) ? "; but for that it could be on the stack" : "";
  switch (V.Result) {
  case EscapeResult::Stays:
    return Stays;
  case EscapeResult::Lent:
    return Stays + ", but code that is not seen gets its address: " + assumedText(V) + NearMiss;
  case EscapeResult::MayEscape:
    return "may escape: " + assumedText(V) + NearMiss;
  case EscapeResult::OutlivesTurn:
    return Stays + ", but outlives a turn of the loop at line " + std::to_string(V.LoopAt.Line);
  case EscapeResult::Escapes:
    return "escapes to " + sinkText(V.Sinks.front());
  }
  return {};
}

std::string verdictWord(const Verdict &V) {
  return std::string(VerdictWords[static_cast<std::size_t>(V.Result)]);
}

std::string sinkWord(const EscapeSink &S) {
  return std::string(SinkWords[static_cast<std::size_t>(S.Where.Kind)]);
}

std::string stepText(const FlowStep &S) {
  std::string To = S.To.empty() ? "" : placeName(S.To) + " ";
  switch (S.Kind) {
  case FlowKind::Assign:
    if (S.To == "unknown code")
      return "assigned to a place that is not known";
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
    return passedTo(S) + (To.empty() ? "" : ": " + To + "takes it");
  case FlowKind::Make:
    return To + "takes it";
  case FlowKind::Throw:
    return "thrown";
  case FlowKind::Lost:
    return "used in a way that is not followed";
  }
  return {};
}

std::vector<Step> stepsOf(const std::vector<FlowStep> &Path) {
  std::vector<Step> Steps;
  Steps.reserve(Path.size());
  for (const FlowStep &S : Path)
    Steps.push_back({S.Where, stepText(S) + (S.Assumed ? " [assumed]" : "")});
  return Steps;
}

std::vector<std::string> pathProperty(const std::vector<Step> &Steps,
                                      const std::vector<std::string> &Files) {
  std::vector<std::string> Texts;
  Texts.reserve(Steps.size());
  for (const Step &S : Steps)
    Texts.push_back((S.Where ? Files[static_cast<std::size_t>(S.Where.File)] + ":" +
                                   std::to_string(S.Where.Line) + ":" +
                                   std::to_string(S.Where.Column) + ": "
                             : "") +
                    S.Message);
  return Texts;
}

} // namespace memlint
