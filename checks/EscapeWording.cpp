#include "checks/EscapeWording.h"

#include "checks/Wording.h"

namespace memlint {
namespace {

/// A place as a step names it; what is no name of the source has no quotes.
std::string placeName(const std::string &To) {
  const bool Word =
      To == "result" || To == "unknown code" || To == "another thread" || To == "exception";
  return Word ? To : quoted(To);
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
    return quoted(S.Text) + " of the caller";
  }
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

std::vector<Step> stepsOf(const std::vector<FlowStep> &Path) {
  std::vector<Step> Steps;
  for (const FlowStep &S : Path)
    Steps.push_back({S.Where, stepText(S) + (S.Assumed ? " [assumed]" : "")});
  return Steps;
}

std::vector<std::string> pathProperty(const std::vector<Step> &Steps,
                                      const std::vector<std::string> &Files) {
  std::vector<std::string> Texts;
  for (const Step &S : Steps)
    Texts.push_back((S.Where ? Files[static_cast<std::size_t>(S.Where.File)] + ":" +
                                   std::to_string(S.Where.Line) + ":" +
                                   std::to_string(S.Where.Column) + ": "
                             : "") +
                    S.Message);
  return Texts;
}

} // namespace memlint
