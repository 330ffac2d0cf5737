#include "tool/Settings.h"

#include "analysis/project/AbsolutePath.h"
#include "analysis/project/ReadModels.h"
#include "checks/AllChecks.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLParser.h"

#include <deque>
#include <map>
#include <utility>

namespace memlint {
namespace {

using llvm::StringRef;
namespace path = llvm::sys::path;

/// A file of settings that has been read, and the absolute directory its globs start from.
struct Layer {
  ConfigFile File;
  std::string Directory;
};

/// What applies to a directory, the outermost first.
using Layers = std::vector<const Layer *>;
/// What applies to a file, in the order of application.
using Sections = std::vector<const ConfigSection *>;

std::string workingDirectoryOf(llvm::vfs::FileSystem &Disk) {
  auto Directory = Disk.getCurrentWorkingDirectory();
  return Directory && !Directory->empty() ? *Directory : "/";
}

/// The part of an absolute path below a directory, empty for the directory itself.
std::optional<StringRef> below(StringRef Directory, StringRef Path) {
  if (!Path.consume_front(Directory))
    return std::nullopt;
  if (Path.empty() || Directory.ends_with("/") || Path.consume_front("/"))
    return Path;
  return std::nullopt;
}

/// `; did you mean '-layout-*'?` for a glob or a name that fits no check.
std::string meant(StringRef Glob) {
  StringRef Sign = Glob.consume_front("-") ? "-" : "";
  Glob.consume_front(StringRef(IdPrefix));
  std::vector<std::string> Families;
  for (const Check *C : allChecks())
    Families.push_back(std::string(C->family()) + "-*");
  std::vector<std::string_view> Known(Families.begin(), Families.end());
  for (const Check *C : allChecks())
    Known.push_back(C->Name);
  if (StringRef Near = nearest(Glob, Known); !Near.empty())
    return ("; did you mean '" + Sign + Near + "'?").str();
  return "; 'memlint checks' lists them";
}

using Complaint = llvm::function_ref<void(TextPosition At, const llvm::Twine &Message)>;

void applySection(Settings &S, const ConfigSection &Section, Complaint Complain) {
  for (const PlacedText &Glob : Section.Checks)
    if (!applyCheckGlobs(S, Glob.Text).empty())
      Complain(Glob.At, "'" + Glob.Text + "' fits no check" + meant(Glob.Text));
  for (const SeverityEntry &Entry : Section.Severities) {
    if (auto Index = findCheck(Entry.Check.Text))
      S.Checks[*Index].Level = Entry.Level;
    else
      Complain(Entry.Check.At,
               "unknown check '" + Entry.Check.Text + "'" + meant(Entry.Check.Text));
  }
  for (const OptionEntry &Entry : Section.Options)
    if (std::string Wrong = applyOption(S, Entry.Key.Text, Entry.Value); !Wrong.empty())
      Complain(Entry.Key.At, Wrong);
}

bool fits(const Layer &L, const PathPattern &Pattern, StringRef Path) {
  StringRef Base = L.Directory;
  for (unsigned I = 0; I < Pattern.Up; ++I)
    Base = path::parent_path(Base);
  auto Relative = below(Base, Path);
  return Relative && Pattern.Glob.match(*Relative);
}

/// Finds, reads and judges the files of settings, each once.
class SettingsReader {
public:
  SettingsReader(const ConfigFlags &Flags, llvm::vfs::FileSystem &Disk)
      : Flags(Flags), Disk(Disk), WorkingDirectory(workingDirectoryOf(Disk)) {
    if (!Flags.File.empty())
      if (const Layer *L = load(absolutePath(Flags.File, WorkingDirectory), Flags.File))
        Given.push_back(L);
    Settings Scratch = defaultSettings();
    applyFlags(Scratch,
               [this](const llvm::Twine &Message) { addError(llvm::createStringError(Message)); });
  }

  const std::string &workingDirectory() const { return WorkingDirectory; }

  bool isDirectory(StringRef Path) const {
    auto Status = Disk.status(Path);
    return Status && Status->isDirectory();
  }

  /// The layers for the files of an absolute directory.
  const Layers &layersOf(StringRef Directory) {
    if (!Flags.File.empty())
      return Given;
    if (auto Known = ByDirectory.find(Directory); Known != ByDirectory.end())
      return Known->second;
    Layers Result;
    const Layer *Own = discover(Directory);
    StringRef Parent = path::parent_path(Directory);
    if (!Parent.empty() && Parent != Directory && (!Own || Own->File.Inherit))
      Result = layersOf(Parent);
    if (Own)
      Result.push_back(Own);
    return ByDirectory.emplace(Directory.str(), std::move(Result)).first->second;
  }

  Sections sectionsFor(StringRef Path, const Layers &Applying) const {
    Sections Result;
    for (const Layer *L : Applying) {
      Result.push_back(&L->File.Section);
      for (const PathOverride &Override : L->File.Paths)
        if (llvm::any_of(Override.Patterns,
                         [&](const PathPattern &P) { return fits(*L, P, Path); }))
          Result.push_back(&Override.Section);
    }
    return Result;
  }

  Settings settingsFrom(const Sections &Applying) const {
    Settings Result = defaultSettings();
    for (const ConfigSection *Section : Applying)
      applySection(Result, *Section, [](TextPosition, const llvm::Twine &) {}); // judged by load()
    applyFlags(Result, [](const llvm::Twine &) {});
    return Result;
  }

  FailOn threshold(const Layers &Applying) const {
    if (Flags.Threshold)
      return *Flags.Threshold;
    for (const Layer *L : llvm::reverse(Applying))
      if (L->File.Threshold)
        return *L->File.Threshold;
    return FailOn::Warning;
  }

  /// The models of all files read so far.
  std::vector<ModelSet> models() const {
    std::vector<ModelSet> Result;
    for (const Layer *L : outermostFirst())
      if (!L->File.Models.empty())
        Result.push_back(L->File.Models);
    return Result;
  }

  /// The library files of cppcheck that these and the flags name.
  CppcheckLibrary cppcheckLibrary() {
    CppcheckLibrary Result;
    for (const Layer *L : outermostFirst())
      for (const PlacedText &Named : L->File.CppcheckFiles) {
        std::string Name = absolutePath(Named.Text, L->Directory);
        if (Disk.exists(Name))
          addError(
              readCppcheckFile(Disk, Name, below(WorkingDirectory, Name).value_or(Name), Result));
        else
          addError(
              positionedError(L->File.Path, Named.At, "there is no file '" + Named.Text + "'"));
      }
    for (const std::string &Name : Flags.CppcheckFiles)
      addError(readCppcheckFile(Disk, absolutePath(Name, WorkingDirectory), Name, Result));
    return Result;
  }

  /// What was wrong in the flags and in every file read; to be called once, after all reading.
  llvm::Error takeErrors() { return std::move(Errors); }

private:
  std::vector<const Layer *> outermostFirst() const {
    std::vector<const Layer *> All;
    for (const Layer &L : Read)
      All.push_back(&L);
    auto Key = [](const Layer *L) {
      return std::pair(StringRef(L->Directory).count('/'), StringRef(L->Directory));
    };
    llvm::sort(All, [&](const Layer *A, const Layer *B) { return Key(A) < Key(B); });
    return All;
  }

  void addError(llvm::Error E) { Errors = llvm::joinErrors(std::move(Errors), std::move(E)); }

  void applyFlags(Settings &S, llvm::function_ref<void(const llvm::Twine &)> Complain) const {
    for (const std::string &List : Flags.Checks)
      for (const std::string &Glob : splitGlobs(List))
        if (!applyCheckGlobs(S, Glob).empty())
          Complain("--checks: '" + Glob + "' fits no check" + meant(Glob));
    for (const std::string &Setting : Flags.Set) {
      auto [Key, Value] = StringRef(Setting).split('=');
      if (std::string Wrong = applyOption(S, Key, Value); !Wrong.empty())
        Complain("--set: " + Wrong);
    }
  }

  const Layer *discover(StringRef Directory) {
    std::string Name = absolutePath(StringRef(ConfigFileName), Directory);
    auto Status = Disk.status(Name);
    if (!Status || Status->isDirectory())
      return nullptr;
    const Layer *L = load(Name, below(WorkingDirectory, Name).value_or(Name));
    if (!L)
      return nullptr;
    for (const PathOverride &Override : L->File.Paths)
      for (const PathPattern &P : Override.Patterns)
        if (P.Up != 0)
          addError(positionedError(L->File.Path, P.Written.At,
                                   "'" + P.Written.Text +
                                       "' leaves the directory of this file, "
                                       "where nothing of it applies"));
    return L;
  }

  /// Null where the file could not be read.
  const Layer *load(StringRef Name, StringRef ShownName) {
    auto File = readConfigFile(Disk, Name, ShownName);
    if (!File) {
      addError(File.takeError());
      return nullptr;
    }
    Settings Scratch = defaultSettings();
    auto Complain = [&](TextPosition At, const llvm::Twine &Message) {
      addError(positionedError(ShownName, At, Message));
    };
    applySection(Scratch, File->Section, Complain);
    for (const PathOverride &Override : File->Paths)
      applySection(Scratch, Override.Section, Complain);
    if (!File->Models.empty()) {
      Models Known;
      addError(loadModels(Known, File->Models));
    }
    Read.push_back({std::move(*File), path::parent_path(Name).str()});
    return &Read.back();
  }

  const ConfigFlags &Flags;
  llvm::vfs::FileSystem &Disk;
  std::string WorkingDirectory;
  std::deque<Layer> Read;
  Layers Given; // of --config
  std::map<std::string, Layers, std::less<>> ByDirectory;
  llvm::Error Errors = llvm::Error::success();
};

/// A file or directory named by the user, and the layers that apply to it.
struct Subject {
  std::string Path; // absolute
  Layers Applying;
};

Subject subjectOf(SettingsReader &Reader, StringRef Name) {
  Subject Result;
  Result.Path = absolutePath(Name, Reader.workingDirectory());
  StringRef Path = Result.Path;
  Result.Applying = Reader.layersOf(Reader.isDirectory(Path) ? Path : path::parent_path(Path));
  return Result;
}

std::string yamlText(StringRef Value) {
  if (llvm::any_of(Value, [](unsigned char C) { return C < ' ' || C >= 0x7F; }))
    return '"' + llvm::yaml::escape(Value, /*EscapePrintable=*/false) + '"';
  std::string Quoted = "'";
  for (char C : Value)
    Quoted += C == '\'' ? "''" : std::string(1, C);
  return Quoted + "'";
}

/// The text of a .memlint file that sets all of these.
std::string renderYaml(const Settings &S, FailOn Threshold) {
  std::string Checks = "checks:\n  - '-*'\n", Severities, Options;
  for (auto [C, Own] : llvm::zip_equal(allChecks(), S.Checks)) {
    std::string Name(C->Name);
    if (Own.Enabled)
      Checks += "  - " + Name + "\n";
    if (Own.Level)
      Severities += "  " + Name + ": " + std::string(levelName(*Own.Level)) + "\n";
    for (auto [Spec, Value] : llvm::zip_equal(C->Options, Own.Options))
      Options += "  " + Name + "." + std::string(Spec.Name) + ": " +
                 (Spec.Kind == OptionKind::Text ? yamlText(Value) : Value) + "\n";
  }
  return "inherit: false\nfail-on: " +
         std::string(FailOnNames[static_cast<std::size_t>(Threshold)]) + "\n" + Checks +
         (Severities.empty() ? "" : "severities:\n" + Severities) +
         (Options.empty() ? "" : "options:\n" + Options);
}

std::uint32_t groupOf(Config &C, Settings S) {
  auto Same = llvm::find(C.Groups, S);
  if (Same == C.Groups.end())
    Same = C.Groups.insert(C.Groups.end(), std::move(S));
  return Same - C.Groups.begin();
}

} // namespace

llvm::Expected<RunSettings> resolveSettings(const ConfigFlags &Flags,
                                            llvm::ArrayRef<std::string> Files, StringRef Root,
                                            llvm::vfs::FileSystem &Disk) {
  SettingsReader Reader(Flags, Disk);
  RunSettings Result;
  std::string Top = absolutePath(Root, Reader.workingDirectory());
  const Layers &TopLayers = Reader.layersOf(Top);
  Result.Threshold = Reader.threshold(TopLayers);
  Result.Checks.Groups = {Reader.settingsFrom(Reader.sectionsFor(Top, TopLayers))};
  std::map<Sections, std::uint32_t> Groups;
  for (const std::string &File : Files) {
    std::string Path = absolutePath(File, Top);
    Sections Applying = Reader.sectionsFor(Path, Reader.layersOf(path::parent_path(Path)));
    auto [Group, New] = Groups.try_emplace(Applying, 0);
    if (New)
      Group->second = groupOf(Result.Checks, Reader.settingsFrom(Applying));
    Result.Checks.GroupOfFile.push_back(Group->second);
  }
  Result.Models = Reader.models();
  Result.Cppcheck = Reader.cppcheckLibrary();
  if (llvm::Error E = Reader.takeErrors())
    return E;
  return Result;
}

llvm::Expected<std::string> printSettings(const ConfigFlags &Flags, StringRef Name,
                                          llvm::vfs::FileSystem &Disk) {
  SettingsReader Reader(Flags, Disk);
  auto [Path, Applying] = subjectOf(Reader, Name);
  if (llvm::Error E = Reader.takeErrors())
    return E;
  std::string Result = "# Settings for " + (Name.empty() ? "this directory" : Name.str());
  for (const Layer *L : Applying)
    Result += (L == Applying.front() ? ", from " : ", ") + L->File.Path;
  return Result + "\n" +
         renderYaml(Reader.settingsFrom(Reader.sectionsFor(Path, Applying)),
                    Reader.threshold(Applying));
}

llvm::Expected<std::string> verifySettings(const ConfigFlags &Flags,
                                           llvm::ArrayRef<std::string> Names,
                                           llvm::vfs::FileSystem &Disk) {
  SettingsReader Reader(Flags, Disk);
  std::vector<std::string> Here{""};
  Layers Applying;
  for (const std::string &Name : Names.empty() ? llvm::ArrayRef(Here) : Names)
    for (const Layer *L : subjectOf(Reader, Name).Applying)
      if (!llvm::is_contained(Applying, L))
        Applying.push_back(L);
  Reader.cppcheckLibrary(); // for its mistakes
  if (llvm::Error E = Reader.takeErrors())
    return E;
  std::string Result;
  for (const Layer *L : Applying)
    Result += L->File.Path + " is valid\n";
  return Result.empty() ? "no .memlint file applies\n" : Result;
}

} // namespace memlint
