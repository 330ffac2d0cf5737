#include "tool/Options.h"

#include "checks/AllChecks.h"
#include "tool/OptionTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"

#include <utility>

namespace memlint {
namespace {

using llvm::StringRef;
using llvm::opt::Arg;

/// The option as the user wrote it, without its value: `-j`, `--checks`.
std::string spelling(const Arg &A) {
  const Arg &Written = A.getAlias() ? *A.getAlias() : A;
  return Written.getSpelling().rtrim('=').str();
}

/// `; did you mean 'x'?` or what there is.
std::string meant(StringRef Word, llvm::ArrayRef<std::string_view> Known) {
  if (StringRef Near = nearest(Word, Known); !Near.empty())
    return ("; did you mean '" + Near + "'?").str();
  return "; there are " + llvm::join(Known.drop_back(), ", ") + " and " + std::string(Known.back());
}

/// Whether two paths are spellings of one, as far as the text tells.
bool isSamePath(StringRef A, StringRef B) {
  llvm::SmallString<128> PlainA(A), PlainB(B);
  llvm::sys::path::remove_dots(PlainA, /*remove_dot_dot=*/true);
  llvm::sys::path::remove_dots(PlainB, /*remove_dot_dot=*/true);
  return PlainA == PlainB;
}

constexpr std::string_view FormatNames[] = {"text", "sarif", "json"};  // by OutputFormat
constexpr std::string_view ColorNames[] = {"auto", "always", "never"}; // by ColorMode
constexpr unsigned MostJobs = 1024;
constexpr unsigned LongestTimeout = 24 * 60 * 60; // seconds

/// One command line on its way to Options. Each step returns the first thing that is wrong.
class ArgumentReader {
public:
  explicit ArgumentReader(llvm::ArrayRef<const char *> Arguments) {
    const auto *Dashes = llvm::find_if(Arguments, [](StringRef A) { return A == "--"; });
    if (Dashes != Arguments.end())
      Result.CompilerFlags.emplace(Dashes + 1, Arguments.end());
    Parsed = Table.ParseArgs(Arguments.take_front(Dashes - Arguments.begin()), MissingIndex,
                             MissingCount);
    Result.Inputs = Parsed.getAllArgValues(OPT_INPUT);
    takeCommandWord();
  }

  llvm::Expected<Options> read(llvm::vfs::FileSystem &Disk) {
    if (Parsed.hasArg(OPT_help)) {
      Result.HelpOn = std::exchange(Result.Run, Command::Help);
      return Result;
    }
    if (Parsed.hasArg(OPT_version)) {
      Result.Run = Command::Version;
      return Result;
    }
    if (Result.Run == Command::Escapes)
      takeFunctionNames(Disk);
    for (auto Step :
         {&ArgumentReader::checkArguments, &ArgumentReader::readConfigCommands,
          &ArgumentReader::readLayoutCommand, &ArgumentReader::checkInputs,
          &ArgumentReader::readUnits, &ArgumentReader::readRules, &ArgumentReader::readReport})
      if (llvm::Error E = (this->*Step)())
        return E;
    if (llvm::Error E = misspeltCommand(Disk))
      return E;
    return Result;
  }

private:
  static llvm::Error wrong(const llvm::Twine &Message) { return llvm::createStringError(Message); }

  void takeCommandWord() {
    for (const CommandWord &Word : commandWords()) {
      if (Result.Inputs.empty() || Result.Inputs.front() != Word.Name)
        continue;
      Result.Inputs.erase(Result.Inputs.begin());
      Result.Run = Word.Run;
      return;
    }
  }

  /// `'memlint link'`, or `'memlint'`.
  std::string commandName() const {
    const CommandWord *Word = wordOf(Result.Run);
    return Word ? ("'memlint " + Word->Name + "'").str() : "'memlint'";
  }

  unsigned commandBit() const {
    const CommandWord *Word = wordOf(Result.Run);
    return Word ? Word->Bit : DefaultVis;
  }

  llvm::Error checkArguments() {
    for (const Arg *A : Parsed) {
      if (A->getOption().matches(OPT_UNKNOWN))
        return unknownOption(A->getSpelling());
      if (A->getOption().matches(OPT_later))
        return wrong("'" + spelling(*A) + "' is not in this version of memlint");
      if (Result.Run == Command::Link &&
          (A->getOption().matches(OPT_fix) || A->getOption().matches(OPT_diff) ||
           A->getOption().matches(OPT_codegen)))
        return wrong("'memlint link' has no sources to parse again, so no '" + spelling(*A) +
                     "'; run it over the project itself");
      if (!A->getOption().matches(OPT_INPUT) && !A->getOption().hasVisibilityFlag(commandBit()))
        return wrong(commandName() + " takes no option '" + spelling(*A) + "'");
      if (lacksValue(*A))
        return wrong("'" + spelling(*A) + "' needs a value");
    }
    if (MissingCount != 0)
      return wrong("'" + StringRef(Parsed.getArgString(MissingIndex)) + "' needs a value");
    return llvm::Error::success();
  }

  /// Also where the next option stands in the value's place. Compiler flags, globs that switch off
  /// and negative numbers may begin with a dash.
  static bool lacksValue(const Arg &A) {
    if (A.getNumValues() == 0)
      return false;
    if (StringRef(A.getValue()).empty())
      return true;
    const Arg &Written = A.getAlias() ? *A.getAlias() : A;
    bool Separate = Written.getOption().getKind() == llvm::opt::Option::SeparateClass;
    return Separate && StringRef(A.getValue()).starts_with("-") &&
           !llvm::is_contained(
               {OPT_extra_arg, OPT_extra_arg_before, OPT_checks, OPT_unit_timeout, OPT_jobs},
               static_cast<OptionId>(A.getOption().getID()));
  }

  llvm::Error unknownOption(StringRef Written) const {
    StringRef Spelling = Written.split('=').first, Word = Spelling.ltrim('-');
    std::vector<std::string_view> Known, Taken;
    for (unsigned Id : Table.options()) {
      if (Table.getOptionGroupID(Id) == OPT_later)
        continue;
      Known.push_back(Table.nameOf(Id));
      if (Table.getOption(Id).hasVisibilityFlag(commandBit()))
        Taken.push_back(Table.nameOf(Id));
    }
    if (llvm::is_contained(Known, std::string_view(Word)) && Written.contains('='))
      return wrong("'" + Spelling + "' takes no value");
    if (StringRef Near = nearest(Word, Taken); !Near.empty())
      return wrong("unknown option '" + Spelling + "'; did you mean '" +
                   (Near.size() > 1 ? "--" : "-") + Near + "'?");
    return wrong("unknown option '" + Spelling + "'" +
                 (Spelling.starts_with("--") ? "; 'memlint --help' lists all"
                                             : "; flags for the compiler go behind '--'"));
  }

  llvm::Error readConfigCommands() {
    bool Print = Parsed.hasArg(OPT_print_config), Verify = Parsed.hasArg(OPT_verify_config);
    if (Print && Verify)
      return wrong("'--print-config' and '--verify-config' exclude each other");
    if (Print)
      Result.Run = Command::PrintConfig;
    if (Verify)
      Result.Run = Command::VerifyConfig;
    return llvm::Error::success();
  }

  /// A word that is no file and nearly a command, instead of a complaint about databases.
  llvm::Error misspeltCommand(llvm::vfs::FileSystem &Disk) const {
    if (Result.Run != Command::Analyse || Result.CompilerFlags || Result.Inputs.empty())
      return llvm::Error::success();
    StringRef Word = Result.Inputs.front();
    std::vector<std::string_view> Known;
    for (const CommandWord &C : commandWords())
      Known.push_back(C.Name);
    StringRef Near = Word.find_first_of("./*?[") == StringRef::npos ? nearest(Word, Known) : "";
    if (Near.empty() || Disk.exists(Word))
      return llvm::Error::success();
    return wrong("'" + Word + "' is neither a command nor a file; did you mean 'memlint " + Near +
                 "'?");
  }

  /// Takes the record's name off the inputs; what is left are paths, as for other commands.
  llvm::Error readLayoutCommand() {
    Result.AllRecords = Parsed.hasArg(OPT_all);
    Result.Json = Parsed.hasArg(OPT_json);
    if (Result.Run != Command::Layout || Result.AllRecords)
      return llvm::Error::success();
    if (Result.Inputs.empty())
      return wrong("'memlint layout' needs the name of a record, or '--all'");
    Result.RecordName = Result.Inputs.front();
    Result.Inputs.erase(Result.Inputs.begin());
    return llvm::Error::success();
  }

  /// What stands before the first path: no path has a name like `ns::f`.
  void takeFunctionNames(llvm::vfs::FileSystem &Disk) {
    auto IsPath = [&](StringRef Word) {
      return Word.find_first_of("./*?[") != StringRef::npos || Disk.exists(Word);
    };
    auto Path = llvm::find_if(Result.Inputs, IsPath);
    Result.Functions.assign(Result.Inputs.begin(), Path);
    Result.Inputs.erase(Result.Inputs.begin(), Path);
  }

  llvm::Error checkInputs() {
    std::size_t Count = Result.Inputs.size();
    bool ReadsUnits = llvm::is_contained(
        {Command::Analyse, Command::Facts, Command::Layout, Command::Escapes, Command::Doctor},
        Result.Run);
    if (Result.CompilerFlags && !ReadsUnits)
      return wrong("there is nothing to compile here, so no '--' and no flags behind it");
    if (Result.CompilerFlags && Count == 0)
      return wrong("no source file before '--'");
    if (Result.CompilerFlags && Parsed.hasArg(OPT_database))
      return wrong("'-p' and '--' exclude each other: flags come from a database or from behind "
                   "'--'");
    if (Result.Run == Command::Explain && Count != 1)
      return wrong("'memlint explain' needs the name of one check; 'memlint checks' lists them");
    if (Result.Run == Command::Checks && Count != 0)
      return wrong("'memlint checks' takes no argument; for a path of that name write './checks'");
    if (Result.Run == Command::Link && Count == 0)
      return wrong("'memlint link' needs the fact files that 'memlint facts --output' wrote");
    if (Result.Run == Command::PrintConfig && Count > 1)
      return wrong("'--print-config' takes one path");
    return llvm::Error::success();
  }

  llvm::Error readUnits() {
    Result.DatabaseDirectory = Parsed.getLastArgValue(OPT_database);
    Result.Root = Parsed.getLastArgValue(OPT_root);
    Result.ExtraArgs = Parsed.getAllArgValues(OPT_extra_arg);
    Result.ExtraArgsBefore = Parsed.getAllArgValues(OPT_extra_arg_before);
    Result.QueryDrivers = llvm::join(Parsed.getAllArgValues(OPT_query_driver), ",");
    Result.ResourceDirectory = Parsed.getLastArgValue(OPT_resource_dir);
    Result.Cache = !Parsed.hasArg(OPT_no_cache);
    if (llvm::Error E = readNumber(OPT_jobs, MostJobs, Result.Jobs))
      return E;
    return readNumber(OPT_unit_timeout, LongestTimeout, Result.UnitTimeout);
  }

  llvm::Error readRules() {
    Result.Config.Checks = Parsed.getAllArgValues(OPT_checks);
    Result.Config.Set = Parsed.getAllArgValues(OPT_set);
    Result.Config.File = Parsed.getLastArgValue(OPT_config);
    Result.Config.CppcheckFiles = Parsed.getAllArgValues(OPT_cppcheck_cfg);
    Result.WarnUnusedSuppressions = Parsed.hasArg(OPT_warn_unused_suppressions);
    bool Fix = Parsed.hasArg(OPT_fix), Diff = Parsed.hasArg(OPT_diff);
    if (Fix && Diff)
      return wrong("'--fix' and '--diff' exclude each other");
    Result.Fixing = Fix ? FixMode::Write : Diff ? FixMode::Diff : FixMode::None;
    Result.CountsFile = Parsed.getLastArgValue(OPT_counts);
    for (StringRef Setting : Result.Config.Set)
      if (!Setting.contains('=') || !Setting.split('=').first.contains('.'))
        return wrong("'--set " + Setting + "' is not of the form CHECK.OPTION=VALUE");
    auto Level = readWord(OPT_fail_on, FailOnNames);
    if (!Level)
      return Level.takeError();
    if (*Level)
      Result.Config.Threshold = static_cast<FailOn>(**Level);
    return llvm::Error::success();
  }

  llvm::Error readReport() {
    Result.FactsPath = Parsed.getLastArgValue(OPT_output);
    Result.Ir = Parsed.hasArg(OPT_ir);
    if (Result.Ir && !Result.FactsPath.empty())
      return wrong("'--ir' and '--output' exclude each other");
    Result.SarifCategory = Parsed.getLastArgValue(OPT_sarif_category);
    Result.WholeProgram = Parsed.hasArg(OPT_whole_program);
    Result.Codegen = Parsed.hasArg(OPT_codegen);
    Result.Stats = Parsed.hasArg(OPT_stats);
    Result.Quiet = Parsed.hasArg(OPT_quiet);
    auto When = readWord(OPT_color, ColorNames);
    if (!When)
      return When.takeError();
    if (*When)
      Result.Color = static_cast<ColorMode>(**When);
    return readSinks();
  }

  llvm::Error readSinks() {
    std::vector<Sink> Sinks;
    for (const std::string &Value : Parsed.getAllArgValues(OPT_format)) {
      auto [Name, File] = StringRef(Value).split(':');
      auto Format = llvm::find(FormatNames, std::string_view(Name));
      if (Format == std::end(FormatNames))
        return wrong("unknown format '" + Name + "'" + meant(Name, FormatNames));
      if (File.empty() && StringRef(Value).contains(':'))
        return wrong("'--format=" + Value + "' lacks the name of a file behind the ':'");
      if (File == "-")
        File = "";
      auto Same = llvm::find_if(Sinks, [&](const Sink &S) { return isSamePath(S.File, File); });
      if (Same != Sinks.end() && File.empty())
        return wrong("two formats for the standard output; give one a file, as in '--format=" +
                     Name + ":FILE'");
      if (Same != Sinks.end())
        return wrong("two formats for one file, '" + File + "'");
      Sinks.push_back({static_cast<OutputFormat>(Format - FormatNames), File.str()});
    }
    if (Result.Fixing == FixMode::Diff) {
      auto Stdout = llvm::find_if(Sinks, [](const Sink &S) { return S.File.empty(); });
      if (Stdout != Sinks.end())
        return wrong("the diff goes to the standard output; give the format a file, as in "
                     "'--format=" +
                     std::string(FormatNames[static_cast<unsigned>(Stdout->Format)]) + ":FILE'");
      Result.Sinks.clear();
    }
    if (!Sinks.empty())
      Result.Sinks = std::move(Sinks);
    return llvm::Error::success();
  }

  llvm::Error readNumber(OptionId Id, unsigned Most, unsigned &Number) const {
    for (const Arg *A : Parsed.filtered(Id))
      if (!llvm::to_integer(A->getValue(), Number, 10) || Number == 0 || Number > Most)
        return wrong("'" + spelling(*A) + "' needs a whole number from 1 to " + llvm::Twine(Most) +
                     ", not '" + A->getValue() + "'");
    return llvm::Error::success();
  }

  llvm::Expected<std::optional<std::size_t>>
  readWord(OptionId Id, llvm::ArrayRef<std::string_view> Known) const {
    std::optional<std::size_t> Index;
    for (const Arg *A : Parsed.filtered(Id)) {
      Index = llvm::find(Known, std::string_view(A->getValue())) - Known.begin();
      if (*Index == Known.size())
        return wrong("unknown value '" + StringRef(A->getValue()) + "' for '" + spelling(*A) + "'" +
                     meant(A->getValue(), Known));
    }
    return Index;
  }

  OptionTable Table;
  Options Result;
  unsigned MissingIndex = 0, MissingCount = 0;
  llvm::opt::InputArgList Parsed;
};

} // namespace

llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> Arguments,
                                     llvm::vfs::FileSystem &Disk) {
  const auto *Dashes = llvm::find_if(Arguments, [](StringRef A) { return A == "--"; });
  llvm::SmallVector<const char *> Expanded(Arguments.begin(), Dashes);
  llvm::BumpPtrAllocator Storage;
  llvm::cl::ExpansionContext Expansion(Storage, llvm::cl::TokenizeGNUCommandLine, &Disk);
  if (llvm::Error E = Expansion.expandResponseFiles(Expanded))
    return E;
  Expanded.append(Dashes, Arguments.end());
  return ArgumentReader(Expanded).read(Disk);
}

} // namespace memlint
