#include "analysis/project/ConfigFile.h"

#include "analysis/project/ReadModels.h"
#include "analysis/project/YamlWords.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace memlint {
namespace {

using llvm::StringRef;

/// What no file could fit, or the author cannot have meant; empty where the glob makes sense.
StringRef wrongIn(StringRef Glob) {
  if (Glob.starts_with("/"))
    return " is absolute; globs are relative to the directory of this file";
  for (std::size_t I = Glob.find('\\'); I != StringRef::npos; I = Glob.find('\\', I + 2))
    if (I + 1 < Glob.size() && llvm::isAlnum(Glob[I + 1]))
      return ": names are separated by '/', not by '\\'";
  return "";
}

llvm::Expected<PathPattern> parsePattern(const YamlValue &Written) {
  StringRef Glob = Written.Value;
  if (StringRef Wrong = wrongIn(Glob); !Wrong.empty())
    return llvm::createStringError("'" + Glob + "'" + Wrong);
  llvm::SmallVector<StringRef> Names;
  Glob.split(Names, '/', -1, /*KeepEmpty=*/false);
  llvm::erase(Names, ".");
  unsigned Up = llvm::find_if(Names, [](StringRef N) { return N != ".."; }) - Names.begin();
  Names.erase(Names.begin(), Names.begin() + Up);
  if (Glob.ends_with("/"))
    Names.push_back("**");
  if (Names.empty() || llvm::is_contained(Names, ".."))
    return llvm::createStringError("'" + Glob + "' fits no file");
  auto Compiled = PathGlob::create(llvm::join(Names, "/"));
  if (!Compiled)
    return Compiled.takeError();
  return PathPattern{{Written.Value, Written.At}, Up, std::move(*Compiled)};
}

/// YamlValue → ConfigFile, by the words of the format. Goes on after a mistake.
class ConfigReader : YamlWords {
public:
  explicit ConfigReader(ConfigFile &Result) : YamlWords(Result.Path), Result(Result) {}

  llvm::Error read(const YamlValue &Root) {
    if (Root.Is == YamlValue::Map)
      for (auto [Key, Value] : llvm::zip_equal(Root.Keys, Root.Items))
        readTop(Key, Value);
    else if (Root.Is != YamlValue::Null)
      fail(Root.At, "expected keys and values, as in 'checks: layout-*'");
    return llvm::joinErrors(std::move(ModelErrors), takeErrors());
  }

private:
  void readTop(const PlacedText &Key, const YamlValue &Value) {
    static constexpr std::array<std::string_view, 8> Known = {
        "inherit", "checks", "fail-on", "severities", "options", "paths", "models", "cppcheck-cfg"};
    if (Key.Text == "inherit")
      readInherit(Key, Value);
    else if (Key.Text == "fail-on")
      readFailOn(Key, Value);
    else if (Key.Text == "paths")
      readPaths(Key, Value);
    else if (Key.Text == "models")
      ModelErrors = readModels(Result.Path, Key, Value, Result.Models);
    else if (Key.Text == "cppcheck-cfg")
      forEachText(Key, Value, "the name of a file or a list of them", [&](const YamlValue &Text) {
        Result.CppcheckFiles.push_back({Text.Value, Text.At});
      });
    else if (!readSection(Result.Section, Key, Value))
      unknownKey(Key, Known);
  }

  /// False where the key is not one of a section's.
  bool readSection(ConfigSection &Section, const PlacedText &Key, const YamlValue &Value) {
    if (Key.Text == "checks")
      readGlobs(Section.Checks, Key, Value);
    else if (Key.Text == "severities")
      readSeverities(Section, Key, Value);
    else if (Key.Text == "options")
      readOptions(Section, Key, Value);
    else
      return false;
    return true;
  }

  void readInherit(const PlacedText &Key, const YamlValue &Value) {
    constexpr StringRef What = "true or false";
    if (!expect(YamlValue::Text, Key, Value, What))
      return;
    Result.Inherit = Value.Value == "true";
    if (!Result.Inherit && Value.Value != "false")
      fail(Value.At, "'inherit' needs true or false, not '" + Value.Value + "'");
  }

  std::optional<std::size_t> readWord(const PlacedText &Key, const YamlValue &Value, Words Known) {
    if (!expect(YamlValue::Text, Key, Value, "a level: " + llvm::join(Known, ", ")))
      return std::nullopt;
    auto Word = llvm::find(Known, std::string_view(Value.Value));
    if (Word != Known.end())
      return Word - Known.begin();
    fail(Value.At,
         "unknown level '" + Value.Value + "' for '" + Key.Text + "'" + meant(Value.Value, Known));
    return std::nullopt;
  }

  void readFailOn(const PlacedText &Key, const YamlValue &Value) {
    if (auto Word = readWord(Key, Value, FailOnNames))
      Result.Threshold = static_cast<FailOn>(*Word);
  }

  void readSeverities(ConfigSection &Section, const PlacedText &Key, const YamlValue &Value) {
    if (!expect(YamlValue::Map, Key, Value, "a level for each check, as in 'CHECK: note'"))
      return;
    for (auto [Check, Level] : llvm::zip_equal(Value.Keys, Value.Items))
      if (auto Word = readWord(Check, Level, Words(FailOnNames).drop_back()))
        Section.Severities.push_back({Check, static_cast<Severity>(*Word)});
  }

  void readOptions(ConfigSection &Section, const PlacedText &Key, const YamlValue &Value) {
    if (!expect(YamlValue::Map, Key, Value, "a value for each option, as in 'CHECK.OPTION: 8'"))
      return;
    for (auto [Option, Setting] : llvm::zip_equal(Value.Keys, Value.Items)) {
      if (Setting.Is == YamlValue::Map && !StringRef(Option.Text).contains('.'))
        fail(Option.At, "an option is written in one word, as in '" + Option.Text + ".OPTION: 8'");
      else if (expect(YamlValue::Text, Option, Setting, "one value"))
        Section.Options.push_back({Option, Setting.Value});
    }
  }

  void readPaths(const PlacedText &Key, const YamlValue &Value) {
    if (!expect(YamlValue::List, Key, Value, "a list of entries, each with a 'glob'"))
      return;
    for (const YamlValue &Entry : Value.Items)
      readPath(Key, Entry);
  }

  void readPath(const PlacedText &Paths, const YamlValue &Entry) {
    static constexpr std::array<std::string_view, 4> Known = {"glob", "checks", "severities",
                                                              "options"};
    if (!expect(YamlValue::Map, Paths, Entry, "a list of entries, each with a 'glob'"))
      return;
    PathOverride Override;
    bool Globbed = false;
    for (auto [Key, Value] : llvm::zip_equal(Entry.Keys, Entry.Items)) {
      if (Key.Text == "glob")
        Globbed = true, readPatterns(Override.Patterns, Key, Value);
      else if (!readSection(Override.Section, Key, Value))
        unknownKey(Key, Known);
    }
    if (!Globbed)
      fail(Entry.At, "this entry of 'paths' has no 'glob'");
    Result.Paths.push_back(std::move(Override));
  }

  void readGlobs(std::vector<PlacedText> &Globs, const PlacedText &Key, const YamlValue &Value) {
    forEachText(Key, Value, "a glob or a list of globs", [&](const YamlValue &Text) {
      std::size_t From = 0;
      for (std::string &Glob : splitGlobs(Text.Value)) {
        std::size_t Found = Text.Source.find(Glob, From); // not where escapes spell it
        TextPosition At = Text.At;
        if (Found != StringRef::npos) {
          At = advance(At, Text.Source.take_front(Found));
          From = Found + Glob.size();
        }
        Globs.push_back({std::move(Glob), At});
      }
    });
  }

  void readPatterns(std::vector<PathPattern> &Patterns, const PlacedText &Key,
                    const YamlValue &Value) {
    constexpr StringRef What = "a glob or a list of globs";
    if (Value.Is == YamlValue::List && Value.Items.empty())
      fail(Value.At, "'glob' needs " + What);
    forEachText(Key, Value, What, [&](const YamlValue &Text) {
      if (auto Pattern = parsePattern(Text))
        Patterns.push_back(std::move(*Pattern));
      else
        fail(Text.At, llvm::toString(Pattern.takeError()));
    });
  }

  ConfigFile &Result;
  llvm::Error ModelErrors = llvm::Error::success();
};

} // namespace

llvm::Expected<ConfigFile> parseConfigFile(StringRef Path, StringRef Text) {
  auto Root = readYaml(Path, Text);
  if (!Root)
    return Root.takeError();
  ConfigFile Result;
  Result.Path = Result.Models.Path = Path.str();
  if (llvm::Error E = ConfigReader(Result).read(*Root))
    return E;
  return Result;
}

llvm::Expected<ConfigFile> readConfigFile(llvm::vfs::FileSystem &Files, StringRef Name,
                                          StringRef ShownPath) {
  auto Buffer = Files.getBufferForFile(Name);
  if (!Buffer)
    return llvm::createStringError(ShownPath +
                                   ": error: cannot be read: " + Buffer.getError().message());
  return parseConfigFile(ShownPath, (*Buffer)->getBuffer());
}

std::vector<std::string> splitGlobs(StringRef List) {
  std::vector<std::string> Globs;
  for (StringRef Rest = List; !Rest.empty();) {
    std::size_t End = Rest.find_first_of(",\n");
    if (StringRef Glob = Rest.substr(0, End).trim(); !Glob.empty())
      Globs.push_back(Glob.str());
    Rest = End == StringRef::npos ? "" : Rest.substr(End + 1);
  }
  return Globs;
}

} // namespace memlint
