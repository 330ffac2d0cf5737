#include "tool/JsonOutput.h"

#include "checks/Check.h"
#include "tool/SourceLines.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <variant>

namespace memlint {

using Json = nlohmann::ordered_json;

static void addPlace(Json &To, const Program &P, const Span &Where) {
  if (!Where)
    return;
  To["file"] = P.path(Where.File);
  To["line"] = Where.Line;
  To["column"] = Where.Column;
  To["endLine"] = Where.EndLine;
  To["endColumn"] = Where.EndColumn;
}

static Json fix(const Program &P, const Fix &F) {
  Json Edits = Json::array();
  for (const TextEdit &E : F.Edits) {
    Json Edit;
    addPlace(Edit, P, E.Where);
    Edit["old"] = E.Old;
    Edit["new"] = E.New;
    Edits.push_back(std::move(Edit));
  }
  return {{"description", F.Description}, {"edits", std::move(Edits)}};
}

static Json finding(const Program &P, const Finding &F) {
  Json Result;
  Result["check"] = std::string(IdPrefix) + std::string(F.Check);
  Result["level"] = levelName(F.Level);
  Result["message"] = F.Message;
  addPlace(Result, P, F.Where);
  Result["steps"] = Json::array();
  for (const Step &S : F.Steps) {
    Json Told = {{"message", S.Message}};
    if (!S.Table.empty())
      Told["table"] = S.Table;
    addPlace(Told, P, S.Where);
    Result["steps"].push_back(std::move(Told));
  }
  Result["fixes"] = Json::array();
  for (const Fix &Change : F.Fixes)
    if (isUtf8(Change))
      Result["fixes"].push_back(fix(P, Change));
  Json &Props = Result["properties"] = Json::object();
  for (const auto &[Name, Value] : F.Props)
    std::visit([&, &Key = Name](const auto &V) { Props[Key] = V; }, Value);
  Result["fingerprint"] = F.Fingerprint;
  return Result;
}

static Json summary(const RunSummary &S, const CheckResults &Results) {
  auto Count = [&](Severity Level) {
    return std::ranges::count(Results.Findings, Level, &Finding::Level);
  };
  Json Failures = Json::array();
  for (const UnitFailure &U : S.Failures)
    Failures.push_back({{"unit", U.Unit}, {"reason", U.Reason}});
  return {{"units", S.Units},
          {"analysed", S.Analysed},
          {"withErrors", S.WithErrors},
          {"failures", std::move(Failures)},
          {"errors", Count(Severity::Error)},
          {"warnings", Count(Severity::Warning)},
          {"notes", Count(Severity::Note)},
          {"suppressed", Results.Suppressed}};
}

std::string renderJson(const Report &R) {
  Json Document = {{"version", 1}, {"findings", Json::array()}};
  for (const Finding &F : R.Results.Findings)
    Document["findings"].push_back(finding(R.P, F));
  Document["summary"] = summary(R.Summary, R.Results);
  return Document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace memlint
