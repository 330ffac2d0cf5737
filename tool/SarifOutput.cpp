#include "tool/SarifOutput.h"

#include "checks/AllChecks.h"
#include "checks/Docs.h"
#include "tool/CodegenTags.h"
#include "tool/LineHash.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ConvertUTF.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace memlint {

using Json = nlohmann::ordered_json;

static constexpr const char *SchemaUri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
static constexpr const char *HomePage = "https://github.com/memlint/memlint";
static constexpr const char *RootId = "%SRCROOT%";

// GitHub's limits ("SARIF support for code scanning"): places kept of a result, and characters of a
// rule's descriptions.
static constexpr std::size_t MaxLocations = 100;
static constexpr std::size_t MaxDescription = 1024;

/// RFC 3986 §3.3. A colon is encoded too: in the first segment it would end a scheme.
static std::string encodedPath(llvm::StringRef Path) {
  std::string Uri;
  for (char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("-._~/!$&'()*+,;=@").contains(C))
      Uri += C;
    else
      Uri += "%" + llvm::toHex(llvm::StringRef(&C, 1));
  }
  return Uri;
}

static Json artifactLocation(llvm::StringRef Path) {
  if (Path.starts_with("/"))
    return {{"uri", "file://" + encodedPath(Path)}};
  return {{"uri", encodedPath(Path)}, {"uriBaseId", RootId}};
}

/// Plain text as a message: brackets would begin a link, braces a placeholder (SARIF §3.11.5-6).
static std::string escaped(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '[' || C == ']' || C == '\\')
      Result += '\\';
    if (C == '{' || C == '}')
      Result += C;
    Result += C;
  }
  return Result;
}

static std::string sentence(std::string Text) {
  if (Text.empty() || !llvm::StringRef(".!?").contains(Text.back()))
    Text += '.';
  return Text;
}

static std::string capitalized(std::string Text) {
  if (!Text.empty())
    Text.front() = llvm::toUpper(Text.front());
  return Text;
}

/// At most MaxDescription characters, counted generously as bytes, and no torn character.
static std::string shortened(std::string Text) {
  if (Text.size() <= MaxDescription)
    return Text;
  std::size_t Size = MaxDescription - 3;
  while (Size > 0 && (Text[Size] & 0xC0) == 0x80)
    --Size;
  return Text.substr(0, Size) + "...";
}

/// The first paragraph of Markdown that is no heading, on one line.
static std::string firstParagraph(llvm::StringRef Markdown) {
  std::string Paragraph;
  while (!Markdown.empty()) {
    auto [Line, Rest] = Markdown.split('\n');
    Markdown = Rest;
    Line = Line.trim();
    bool Between = Line.empty() || Line.starts_with("#");
    if (Between && !Paragraph.empty())
      break;
    if (!Between)
      Paragraph += (Paragraph.empty() ? "" : " ") + Line.str();
  }
  return Paragraph;
}

/// `LayoutPadding` of `layout-padding`.
static std::string pascalCase(llvm::StringRef Name) {
  std::string Result;
  for (llvm::StringRef Rest = Name; !Rest.empty();) {
    auto [Word, Tail] = Rest.split('-');
    Result += llvm::toUpper(Word.front());
    Result += Word.drop_front();
    Rest = Tail;
  }
  return Result;
}

static Json ruleProperties(const Check &C) {
  Json Tags = {"memory", C.family()};
  if (C.Cwe) {
    std::string Number = std::to_string(C.Cwe);
    Number.insert(0, 3 - std::min<std::size_t>(Number.size(), 3), '0');
    Tags.push_back("external/cwe/cwe-" + Number);
  }
  bool Weak = C.DefaultSeverity == Severity::Note;
  return {{"tags", Tags},
          {"precision", C.EnabledByDefault ? "high" : "medium"},
          {"problem.severity", Weak ? "recommendation" : levelName(C.DefaultSeverity)}};
}

static Json rule(const Check &C) {
  std::string Title = shortened(sentence(std::string(C.Title)));
  std::string About = shortened(firstParagraph(C.Doc));
  std::string Page = checkPage(C);
  return {{"id", fullId(C)},
          {"name", pascalCase(C.Name)},
          {"shortDescription", {{"text", Title}}},
          {"fullDescription", {{"text", About.empty() ? Title : sentence(About)}}},
          {"help", {{"text", Page}, {"markdown", Page}}},
          {"defaultConfiguration", {{"level", levelName(C.DefaultSeverity)}}},
          {"properties", ruleProperties(C)}};
}

namespace {

class SarifWriter {
public:
  SarifWriter(const Report &R, const SarifOptions &Options) : R(R), Options(Options) {}
  Json log();

private:
  Json driver();
  Json invocation() const;
  Json result(const Finding &F);
  Json location(const Span &Where, bool OneLine);
  Json region(const Span &Where, bool OneLine);
  std::uint64_t column(FileId File, std::uint32_t Line, std::uint32_t Bytes);
  void addMessageAndPlaces(Json &Result, const Finding &F);
  Json codeFlows(const Finding &F);
  Json fix(const Fix &F);
  Json replacement(const TextEdit &E);
  Json fingerprints(const Finding &F);

  const Report &R;
  const SarifOptions &Options;
  std::map<std::string_view, std::size_t> RuleOf; // by Check::Name
  std::map<FileId, std::vector<std::string>> LineHashes;
};

} // namespace

Json SarifWriter::log() {
  Json Run = {{"tool", {{"driver", driver()}}}, {"invocations", Json::array({invocation()})}};
  if (!Options.Category.empty())
    Run["automationDetails"] = {{"id", Options.Category + "/"}};
  Run["originalUriBaseIds"] = {
      {RootId, {{"description", {{"text", "The root of the source tree."}}}}}};
  Run["columnKind"] = "utf16CodeUnits";
  Run["results"] = Json::array();
  for (const Finding &F : R.Results.Findings)
    Run["results"].push_back(result(F));
  Json Log;
  Log["$schema"] = SchemaUri;
  Log["version"] = "2.1.0";
  Log["runs"] = Json::array({std::move(Run)});
  return Log;
}

/// Every check that some file enables is a rule, so that "no results" says what was looked for.
Json SarifWriter::driver() {
  std::set<std::string_view> Reported;
  for (const Finding &F : R.Results.Findings)
    Reported.insert(F.Check);
  Json Rules = Json::array();
  auto Checks = allChecks();
  for (std::size_t I = 0; I < Checks.size(); ++I) {
    auto Enables = [&](const Settings &S) { return S.Checks[I].Enabled; };
    if (!std::ranges::any_of(R.Settings.Groups, Enables) && !Reported.contains(Checks[I]->Name))
      continue;
    RuleOf[Checks[I]->Name] = Rules.size();
    Rules.push_back(rule(*Checks[I]));
  }
  return {{"name", "memlint"},          {"fullName", "memlint " + Options.Version},
          {"version", Options.Version}, {"semanticVersion", Options.Version},
          {"informationUri", HomePage}, {"rules", std::move(Rules)}};
}

Json SarifWriter::invocation() const {
  Json Notes = Json::array();
  for (const UnitFailure &U : R.Summary.Failures) {
    std::string Text = "unit '" + U.Unit + "' was not analysed: " + U.Reason;
    Json Place = {{"physicalLocation", {{"artifactLocation", artifactLocation(U.Unit)}}}};
    Notes.push_back({{"level", "error"},
                     {"message", {{"text", sentence(escaped(Text))}}},
                     {"locations", Json::array({std::move(Place)})}});
  }
  if (unsigned Count = R.Summary.WithErrors) {
    std::string Text = std::to_string(Count) + (Count == 1 ? " unit has" : " units have") +
                       " compile errors and could be read only in part.";
    Notes.push_back({{"level", "warning"}, {"message", {{"text", Text}}}});
  }
  Json Invocation = {{"executionSuccessful", R.Summary.Failures.empty()}};
  if (!Notes.empty())
    Invocation["toolExecutionNotifications"] = std::move(Notes);
  return Invocation;
}

static Json propertyBag(const Properties &Props) {
  Json Bag = Json::object();
  for (const auto &[Name, Value] : Props)
    std::visit([&, &Key = Name](const auto &V) { Bag[Key] = V; }, Value);
  return Bag;
}

Json SarifWriter::result(const Finding &F) {
  Json Result;
  Result["ruleId"] = std::string(IdPrefix) + std::string(F.Check);
  if (auto Rule = RuleOf.find(F.Check); Rule != RuleOf.end())
    Result["ruleIndex"] = Rule->second;
  Result["level"] = levelName(F.Level);
  addMessageAndPlaces(Result, F);
  if (F.StepsAreFlow)
    Result["codeFlows"] = codeFlows(F);
  if (auto Survives = survivesOptimiser(F))
    Result["rank"] = *Survives ? 75.0 : 25.0; // either side of the middle
  if (Json Prints = fingerprints(F); !Prints.empty())
    Result["partialFingerprints"] = std::move(Prints);
  for (const Fix &Change : F.Fixes)
    if (isUtf8(Change))
      Result["fixes"].push_back(fix(Change));
  if (!F.Props.empty())
    Result["properties"] = propertyBag(F.Props);
  return Result;
}

/// The message's first sentence is the title; each step follows as a sentence of its own, which
/// links its place.
void SarifWriter::addMessageAndPlaces(Json &Result, const Finding &F) {
  std::string Text = sentence(escaped(F.Message));
  Json Related = Json::array();
  std::size_t Room = MaxLocations - 1;
  for (const Step &S : F.Steps) {
    std::string Said = escaped(S.Message);
    if (!S.Table.empty() || !S.Where || Related.size() == Room) {
      Text += S.Table.empty() ? " " + sentence(Said) : " " + Said;
      for (const std::string &Line : S.Table)
        Text += "\n" + escaped(Line);
      Text += S.Table.empty() ? "" : "\n";
      continue;
    }
    std::size_t Id = Related.size() + 1;
    Text += " [" + Said + "](" + std::to_string(Id) + ").";
    Json Place = {{"id", Id}};
    Place.update(location(S.Where, /*OneLine=*/false));
    Place["message"] = {{"text", Said}};
    Related.push_back(std::move(Place));
  }
  Result["message"] = {{"text", std::move(Text)}};
  Result["locations"] = Json::array();
  if (F.Where)
    Result["locations"].push_back(location(F.Where, /*OneLine=*/true));
  if (!Related.empty())
    Result["relatedLocations"] = std::move(Related);
}

/// One flow through all steps that stand anywhere, from the finding's own place on.
Json SarifWriter::codeFlows(const Finding &F) {
  Json Locations = Json::array();
  auto Add = [&](const Span &Where, const std::string &Message) {
    if (!Where || Locations.size() == MaxLocations)
      return;
    Json Place = location(Where, /*OneLine=*/false);
    Place["message"] = {{"text", escaped(Message)}};
    Locations.push_back({{"location", std::move(Place)}});
  };
  Add(F.Where, F.Message);
  for (const Step &S : F.Steps)
    Add(S.Where, S.Message);
  return Json::array({{{"threadFlows", Json::array({{{"locations", std::move(Locations)}}})}}});
}

Json SarifWriter::location(const Span &Where, bool OneLine) {
  return {{"physicalLocation",
           {{"artifactLocation", artifactLocation(R.P.path(Where.File))},
            {"region", region(Where, OneLine)}}}};
}

/// Never empty. GitHub shows a finding on a pull request only if all lines of its region are
/// changed, hence `OneLine`.
Json SarifWriter::region(const Span &Where, bool OneLine) {
  std::uint64_t StartColumn = column(Where.File, Where.Line, Where.Column);
  std::uint32_t EndLine = std::max(Where.Line, Where.EndLine);
  std::uint64_t EndColumn = column(Where.File, EndLine, Where.EndColumn);
  if (OneLine && EndLine > Where.Line) {
    EndLine = Where.Line;
    auto Line = R.Sources.line(R.P.path(Where.File), Where.Line);
    EndColumn = Line ? column(Where.File, EndLine, Line->rtrim().size() + 1) : 0;
  }
  if (EndLine == Where.Line)
    EndColumn = std::max(EndColumn, StartColumn + 1);
  return {{"startLine", Where.Line},
          {"startColumn", StartColumn},
          {"endLine", EndLine},
          {"endColumn", EndColumn}};
}

Json SarifWriter::fix(const Fix &F) {
  std::map<FileId, Json> Replacements;
  for (const TextEdit &E : F.Edits)
    Replacements[E.Where.File].push_back(replacement(E));
  Json Changes = Json::array();
  for (auto &[File, All] : Replacements)
    Changes.push_back(
        {{"artifactLocation", artifactLocation(R.P.path(File))}, {"replacements", std::move(All)}});
  return {{"description", {{"text", sentence(escaped(capitalized(F.Description)))}}},
          {"artifactChanges", std::move(Changes)}};
}

/// An insertion deletes a region without characters (SARIF §3.57.3).
Json SarifWriter::replacement(const TextEdit &E) {
  Json Result = {{"deletedRegion",
                  {{"startLine", E.Where.Line},
                   {"startColumn", column(E.Where.File, E.Where.Line, E.Where.Column)},
                   {"endLine", E.Where.EndLine},
                   {"endColumn", column(E.Where.File, E.Where.EndLine, E.Where.EndColumn)}}}};
  if (!E.New.empty())
    Result["insertedContent"] = {{"text", E.New}};
  return Result;
}

/// A column in UTF-16 units of the line's text, from 1, for a column in bytes of the file. Bytes
/// that the line does not have (any more) count as one unit each.
std::uint64_t SarifWriter::column(FileId File, std::uint32_t Number, std::uint32_t Bytes) {
  std::size_t Left = std::max(Bytes, 1U) - 1;
  llvm::StringRef Line = R.Sources.line(R.P.path(File), Number).value_or("");
  // The mark is not counted: SARIF §3.30.2.
  if (Number == 1 && Line.consume_front(ByteOrderMark))
    Left -= std::min(Left, ByteOrderMark.size());
  llvm::StringRef Before = Line.take_front(Left);
  std::uint64_t Units = Left - Before.size();
  forEachUtf16Unit(Before, [&](char16_t) { ++Units; });
  return Units + 1;
}

Json SarifWriter::fingerprints(const Finding &F) {
  Json Prints = Json::object();
  if (F.Where) {
    auto [Hashes, New] = LineHashes.try_emplace(F.Where.File);
    if (New)
      if (auto Text = R.Sources.text(R.P.path(F.Where.File)))
        Hashes->second = lineHashes(*Text);
    if (F.Where.Line <= Hashes->second.size())
      Prints["primaryLocationLineHash"] = Hashes->second[F.Where.Line - 1];
  }
  if (!F.Fingerprint.empty())
    Prints["memlint/v1"] = F.Fingerprint;
  return Prints;
}

std::string renderSarif(const Report &R, const SarifOptions &Options) {
  return SarifWriter(R, Options).log().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace memlint
