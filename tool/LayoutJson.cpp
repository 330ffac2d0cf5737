#include "tool/LayoutJson.h"

#include "checks/LayoutRows.h"
#include "tool/RecordRows.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace memlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view KindNames[] = {"struct", "class", "union"}; // by RecordKind
constexpr std::string_view RowNames[] = {                              // by RecordRowKind
    "vtable-pointer", "virtual-base-pointer",
    "base",           "virtual-base",
    "field",          "bit-field",
    "hole",           "bit-hole",
    "padding",        "bit-padding"};

Json rowToJson(const RecordRow &Row) {
  std::string_view Kind = RowNames[static_cast<std::size_t>(Row.Kind)];
  Json Result = {{"kind", Kind}};
  if (!Row.Name.empty())
    Result["name"] = Row.Name;
  if (!Row.Type.empty())
    Result["type"] = Row.Type;
  Result["offset"] = Row.Offset / 8;
  if (Kind.starts_with("bit-")) {
    Result["bitOffset"] = Row.Offset % 8;
    Result["bits"] = Row.Size;
  } else {
    Result["size"] = Row.Size / 8;
  }
  return Result;
}

Json recordToJson(const Program &P, const RecordFact &R) {
  std::vector<RecordRow> Rows = recordRows(R);
  Json Result = {{"name", R.Name},
                 {"kind", KindNames[static_cast<std::size_t>(R.Kind)]},
                 {"file", P.path(R.Where.File)},
                 {"line", R.Where.Line},
                 {"column", R.Where.Column},
                 {"instance", R.Instance},
                 {"size", R.Size},
                 {"alignment", R.Alignment},
                 {"dataSize", R.DataSize},
                 {"cacheLines", (R.Size + CacheLineBytes - 1) / CacheLineBytes},
                 {"wasted", wastedBytes(Rows)}};
  if (R.Smaller) {
    Result["couldBe"] = R.Smaller->Size;
    Json &Order = Result["order"] = Json::array();
    for (std::uint32_t I : R.Smaller->Order)
      Order.push_back(R.Fields[I].Name);
  }
  if (!R.NotReordered.empty())
    Result["notReordered"] = R.NotReordered;
  Json &Written = Result["rows"] = Json::array();
  for (const RecordRow &Row : Rows)
    Written.push_back(rowToJson(Row));
  return Result;
}

} // namespace

std::string layoutsToJson(const Program &P, const std::vector<const RecordFact *> &Records,
                          const RunSummary &Summary) {
  Json Document = {{"version", 1}, {"records", Json::array()}};
  for (const RecordFact *R : Records)
    Document["records"].push_back(recordToJson(P, *R));
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
