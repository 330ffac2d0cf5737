#include "tests/runner/Fixture.h"

#include <iterator>
#include <regex>
#include <sstream>

namespace memlint::test {
namespace {

std::vector<std::string> words(const std::string &Text) {
  std::istringstream In(Text);
  return {std::istream_iterator<std::string>(In), {}};
}

/// The quoted strings of `want "a" "b"`, with `\"` for a quote.
std::vector<std::string> quotedStrings(const std::string &Text) {
  static const std::regex Quoted(R"(^\s*"((?:[^"\\]|\\.)*)\")");
  std::vector<std::string> Strings;
  std::smatch M;
  for (std::string Rest = Text; std::regex_search(Rest, M, Quoted); Rest = M.suffix())
    Strings.push_back(std::regex_replace(M[1].str(), std::regex(R"(\\")"), "\""));
  return Strings;
}

void readExpectations(Fixture &F, const std::string &File, unsigned Number,
                      const std::string &Line) {
  static const std::regex Want(
      R"(//\s*(fp:\s*|fn:\s*)?want(?:-(note|warning|error))?([+-]\d+)?\s+(".*)$)");
  std::smatch M;
  if (!std::regex_search(Line, M, Want)) {
    if (Line.find("// want") != std::string::npos || Line.find("want \"") != std::string::npos)
      F.Problem = File + ":" + std::to_string(Number) + ": an expectation that cannot be read";
    return;
  }
  Kind Meaning = Kind::Want;
  if (M[1].matched)
    Meaning = M[1].str()[1] == 'p' ? Kind::FalseAlarm : Kind::NotYetFound;
  unsigned At = Number + (M[3].matched ? std::stoi(M[3].str()) : 0);
  for (const std::string &Pattern : quotedStrings(M[4].str()))
    F.Expectations.push_back({Meaning, M[2].str(), At, File, Pattern});
}

void readBlockers(Fixture &F, const std::string &File, unsigned Number, const std::string &Line) {
  static const std::regex Blocked(R"(//.*\bblocked([+-]\d+)?\s+(".*)$)");
  std::smatch M;
  if (!std::regex_search(Line, M, Blocked))
    return;
  unsigned At = Number + (M[1].matched ? std::stoi(M[1].str()) : 0);
  for (const std::string &Pattern : quotedStrings(M[2].str()))
    F.Blockers.push_back({Kind::Want, "", At, File, Pattern});
}

void readDirective(Fixture &F, const std::string &Line) {
  auto After = [&](const char *Key) {
    return Line.starts_with(Key) ? words(Line.substr(std::string(Key).size()))
                                 : std::vector<std::string>();
  };
  auto Append = [](std::vector<std::string> &To, const std::vector<std::string> &From) {
    To.insert(To.end(), From.begin(), From.end());
  };
  Append(F.Flags, After("// flags:"));
  Append(F.Checks, After("// checks:"));
  Append(F.Set, After("// set:"));
}

} // namespace

bool Part::isUnit() const {
  return Name.ends_with(".c") || Name.ends_with(".cpp") || Name.ends_with(".cc");
}

Fixture parseFixture(const std::string &Check, const std::string &Name, const std::string &Text) {
  Fixture F{Check, Name, {}, {}, {}, {}, {}, {}, {}};
  std::istringstream In(Text);
  std::string Line;
  unsigned Number = 0;
  bool Split = Text.starts_with("//--- ") || Text.find("\n//--- ") != std::string::npos;
  if (!Split)
    F.Parts.push_back({Name, ""});
  while (std::getline(In, Line)) {
    if (Line.starts_with("//--- ")) {
      F.Parts.push_back({Line.substr(6), ""});
      Number = 0;
      continue;
    }
    readDirective(F, Line);
    if (F.Parts.empty())
      continue;
    F.Parts.back().Text += Line + "\n";
    readExpectations(F, F.Parts.back().Name, ++Number, Line);
    readBlockers(F, F.Parts.back().Name, Number, Line);
  }
  return F;
}

} // namespace memlint::test
