#include "checks/Docs.h"

#include "checks/AllChecks.h"

#include <algorithm>
#include <cctype>

namespace memlint {
namespace {

/// Takes the first line, without its end, off `Text`.
std::string_view takeLine(std::string_view &Text) {
  auto End = Text.find('\n');
  std::string_view Line = Text.substr(0, End);
  Text.remove_prefix(End == std::string_view::npos ? Text.size() : End + 1);
  return Line;
}

std::string optionsSection(const Check &C) {
  std::string Text = "\n## Options\n";
  if (C.Options.empty())
    return Text + "None.\n";
  for (const OptionSpec &O : C.Options)
    Text += "- `" + std::string(C.Name) + "." + std::string(O.Name) + "` (default " +
            (O.Default.empty() ? "empty" : std::string(O.Default)) + "): " + std::string(O.Doc) +
            "\n";
  return Text;
}

/// The text with each `// want "regexp"` or `// want-note "regexp"` of an example as a reader would
/// write it: the message alone. The tests read the original.
std::string withMessages(std::string_view Text) {
  constexpr std::string_view Want = "// want";
  std::string Result;
  for (auto At = Text.find(Want); At != std::string_view::npos; At = Text.find(Want)) {
    Result += std::string(Text.substr(0, At)) + "// ";
    Text.remove_prefix(std::min(Text.find('"', At), Text.size() - 1) + 1);
    auto End = Text.find("\"\n");
    for (char C : Text.substr(0, End))
      if (C != '\\')
        Result += C;
    Text.remove_prefix(End == std::string_view::npos ? Text.size() : End + 1);
  }
  return Result += Text;
}

/// A page as a section: each heading, and nothing inside code, gets one more '#'.
std::string oneLevelLower(std::string_view Page) {
  std::string Text;
  bool InCode = false;
  while (!Page.empty()) {
    std::string_view Line = takeLine(Page);
    InCode ^= Line.starts_with("```");
    Text += (!InCode && Line.starts_with("#") ? "#" : "") + std::string(Line) + "\n";
  }
  return Text;
}

bool isName(std::string_view Name) {
  auto Dash = Name.find('-');
  return Dash != std::string_view::npos && Dash != 0 && Dash + 1 != Name.size() &&
         std::all_of(Name.begin(), Name.end(), [](char C) {
           return (C >= 'a' && C <= 'z') || (C >= '0' && C <= '9') || C == '-';
         });
}

} // namespace

std::vector<DocExample> docExamples(const Check &C) {
  std::vector<DocExample> Examples;
  std::string_view Rest = C.Doc, Heading;
  while (!Rest.empty()) {
    std::string_view Line = takeLine(Rest);
    if (Line.starts_with("## "))
      Heading = Line.substr(3);
    if (!Line.starts_with("```"))
      continue;
    auto LastLine = Rest.find("\n```");
    auto End = Rest.starts_with("```")              ? 0
               : LastLine == std::string_view::npos ? Rest.size()
                                                    : LastLine + 1;
    Examples.push_back({Heading, Line.substr(3), Rest.substr(0, End)});
    Rest.remove_prefix(End);
    takeLine(Rest);
  }
  return Examples;
}

std::string docProblems(const Check &C) {
  std::string Problems;
  if (!isName(C.Name))
    Problems += "the name is not of the form family-what\n";
  if (C.Title.empty() || C.Title.ends_with('.'))
    Problems += "the title is empty or ends in a full stop\n";
  std::vector<std::string_view> Headings;
  bool InCode = false;
  for (std::string_view Rest = C.Doc; !Rest.empty();) {
    std::string_view Line = takeLine(Rest);
    InCode ^= Line.starts_with("```");
    if (!InCode && Line.starts_with("## "))
      Headings.push_back(Line.substr(3));
  }
  if (!std::equal(Headings.begin(), Headings.end(), std::begin(DocHeadings), std::end(DocHeadings)))
    Problems += "the headings are not those of DocHeadings, in that order\n";
  auto Examples = docExamples(C);
  for (std::string_view Heading : {"Example", "Use instead"})
    if (std::none_of(Examples.begin(), Examples.end(), [&](const DocExample &E) {
          return E.Heading == Heading &&
                 E.Code.find_first_not_of(" \t\n") != std::string_view::npos;
        }))
      Problems += "no code under '" + std::string(Heading) + "'\n";
  return Problems;
}

std::string checkPage(const Check &C) {
  std::string Title(C.Title);
  Title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(Title[0])));
  std::string Page = "# " + fullId(C) + "\n\n" + Title + "; " +
                     std::string(levelName(C.DefaultSeverity)) +
                     (C.EnabledByDefault ? "" : ", off by default");
  if (C.Cwe != 0)
    Page += ", CWE-" + std::to_string(C.Cwe);
  return Page + "\n\n" + withMessages(C.Doc) + optionsSection(C);
}

std::string allPages() {
  std::string Text = "# Checks\n\n<!-- Written by `./dev docs` from the checks themselves. -->\n\n"
                     "| check | finds | default |\n|---|---|---|\n";
  for (const Check *C : allChecks())
    Text += "| [`" + std::string(C->Name) + "`](#" + fullId(*C) + ") | " + std::string(C->Title) +
            " | " + (C->EnabledByDefault ? std::string(levelName(C->DefaultSeverity)) : "off") +
            " |\n";
  for (const Check *C : allChecks())
    Text += "\n" + oneLevelLower(checkPage(*C));
  return Text;
}

} // namespace memlint
