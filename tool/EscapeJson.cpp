#include "tool/EscapeJson.h"

#include "checks/EscapeWording.h"

#include <nlohmann/json.hpp>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

void addPlace(Json &To, const Program &P, const Span &Where) {
  if (!Where)
    return;
  To["file"] = P.path(Where.File);
  To["line"] = Where.Line;
  To["column"] = Where.Column;
}

Json stepToJson(const Program &P, const FlowStep &S) {
  Json Result = {{"message", stepText(S)}, {"assumed", S.Assumed}};
  addPlace(Result, P, S.Where);
  return Result;
}

Json escapeToJson(const Program &P, const ShownEscape &E) {
  const Verdict &V = E.Said;
  Json Result = {{"allocation", subjectText(*E.Function, E.Said)},
                 {"function", E.Function->Symbols[0].Name},
                 {"verdict", verdictWord(V)}};
  addPlace(Result, P, spanOf(*E.Function, V.Where));
  if (V.Type != 0)
    Result["type"] = E.Function->Types[V.Type - 1].Name;
  if (V.Bytes != 0)
    Result["bytes"] = V.Bytes;
  if (const EscapeSink *Sink = sinkOf(V))
    Result["sink"] = {{"kind", sinkWord(*Sink)}, {"name", Sink->Text}};
  Json &Path = Result["path"] = Json::array();
  for (const FlowStep &S : pathOf(V))
    Path.push_back(stepToJson(P, S));
  return Result;
}

} // namespace

std::string escapesToJson(const Program &P, const std::vector<ShownEscape> &All,
                          const RunSummary &Summary) {
  Json Document = {{"version", 1}, {"allocations", Json::array()}};
  for (const ShownEscape &E : All)
    Document["allocations"].push_back(escapeToJson(P, E));
  Json Failures = Json::array();
  for (const UnitFailure &U : Summary.Failures)
    Failures.push_back({{"unit", U.Unit}, {"reason", U.Reason}});
  Document["summary"] = {{"units", Summary.Units},
                         {"analysed", Summary.Analysed},
                         {"withErrors", Summary.WithErrors},
                         {"failures", std::move(Failures)}};
  return Document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace memlint
