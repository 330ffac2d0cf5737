#include "checks/Config.h"

#include "checks/AllChecks.h"
#include "checks/GlobList.h"

#include <algorithm>
#include <charconv>

namespace memlint {
namespace {

std::string suggestion(std::string_view Word, std::span<const std::string_view> Known) {
  std::string_view Near = nearest(Word, Known);
  return Near.empty() ? "" : "; did you mean '" + std::string(Near) + "'?";
}

/// What is wrong with a value for an option of this kind; empty when nothing is.
std::string valueProblem(const OptionSpec &Option, std::string_view Value) {
  if (Option.Kind == OptionKind::Flag && Value != "true" && Value != "false")
    return "'" + std::string(Value) + "' is not true or false";
  if (Option.Kind == OptionKind::Number) {
    std::uint64_t Number;
    auto [End, Error] = std::from_chars(Value.data(), Value.data() + Value.size(), Number);
    if (Error != std::errc() || End != Value.data() + Value.size())
      return "'" + std::string(Value) + "' is not a whole number from 0";
  }
  if (!Option.Words.empty() &&
      std::find(Option.Words.begin(), Option.Words.end(), Value) == Option.Words.end()) {
    std::string Near = suggestion(Value, Option.Words), All;
    for (std::string_view Word : Option.Words)
      All += (All.empty() ? "" : ", ") + std::string(Word);
    return "'" + std::string(Value) + "' is none of " + All + Near;
  }
  return "";
}

} // namespace

Settings defaultSettings() {
  Settings S;
  for (const Check *C : allChecks()) {
    CheckSettings &Own = S.Checks.emplace_back(CheckSettings{C->EnabledByDefault, {}, {}});
    for (const OptionSpec &Option : C->Options)
      Own.Options.emplace_back(Option.Default);
  }
  return S;
}

std::vector<std::string> applyCheckGlobs(Settings &S, std::string_view Globs) {
  std::vector<std::string> Unmatched;
  for (std::string_view Glob : globsOf(Globs)) {
    bool On = Glob.front() != '-';
    std::string_view Pattern =
        On ? Glob : Glob.substr(std::min(Glob.find_first_not_of(" \t", 1), Glob.size()));
    bool Matched = false;
    for (std::size_t I = 0; I < S.Checks.size(); ++I) {
      const Check &C = *allChecks()[I];
      if (matchesGlob(Pattern, C.Name) || matchesGlob(Pattern, fullId(C))) {
        S.Checks[I].Enabled = On;
        Matched = true;
      }
    }
    if (!Matched)
      Unmatched.emplace_back(Pattern);
  }
  return Unmatched;
}

std::string applyOption(Settings &S, std::string_view Key, std::string_view Value) {
  auto Dot = Key.find('.');
  if (Dot == std::string_view::npos)
    return "'" + std::string(Key) + "' is not of the form CHECK.OPTION";
  std::string_view CheckName = Key.substr(0, Dot), OptionName = Key.substr(Dot + 1);
  auto Index = findCheck(CheckName);
  if (!Index) {
    std::vector<std::string_view> Names;
    for (const Check *C : allChecks())
      Names.push_back(C->Name);
    std::string_view Bare = CheckName;
    if (Bare.starts_with(IdPrefix))
      Bare.remove_prefix(IdPrefix.size());
    return "unknown check '" + std::string(CheckName) + "'" + suggestion(Bare, Names);
  }
  const Check &C = *allChecks()[*Index];
  std::vector<std::string_view> Names;
  for (std::size_t I = 0; I < C.Options.size(); ++I) {
    Names.push_back(C.Options[I].Name);
    if (C.Options[I].Name != OptionName)
      continue;
    std::string Problem = valueProblem(C.Options[I], Value);
    if (!Problem.empty())
      return std::string(Key) + ": " + Problem;
    S.Checks[*Index].Options[I] = Value;
    return "";
  }
  return "check '" + std::string(C.Name) + "' has no option '" + std::string(OptionName) + "'" +
         suggestion(OptionName, Names);
}

std::string_view optionText(const Settings &S, std::size_t Check, std::string_view Option) {
  const auto &Options = allChecks()[Check]->Options;
  for (std::size_t I = 0; I < Options.size(); ++I)
    if (Options[I].Name == Option)
      return S.Checks[Check].Options[I];
  return {};
}

} // namespace memlint
