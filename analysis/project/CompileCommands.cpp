#include "analysis/project/CompileCommands.h"

#include "analysis/project/AbsolutePath.h"
#include "analysis/project/CommandLine.h"
#include "analysis/project/KeptFlags.h"

#include "clang/Driver/Types.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace memlint {
namespace {

namespace path = llvm::sys::path;
using clang::tooling::CompileCommand;

constexpr llvm::StringLiteral DatabaseName = "compile_commands.json";

/// Without dots, unless a symbolic link before a `..` makes that another file.
std::string fileName(llvm::StringRef Directory, llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  std::string WithoutDots = absolutePath(Path, Directory);
  llvm::SmallString<256> WithDots = Path;
  path::make_absolute(Directory, WithDots);
  bool DotsMatter = Path.contains("..") && !FS.exists(WithoutDots) && FS.exists(WithDots);
  return DotsMatter ? WithDots.str().str() : WithoutDots;
}

bool isFile(llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  auto Status = FS.status(Path);
  return Status && Status->isRegularFile();
}

bool isDirectory(llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  auto Status = FS.status(Path);
  return Status && Status->isDirectory();
}

/// The directories directly in `Parent` that `Wanted` accepts by name, in order.
template <class Predicate>
std::vector<std::string> directoriesIn(llvm::StringRef Parent, llvm::vfs::FileSystem &FS,
                                       Predicate Wanted) {
  std::vector<std::string> Result;
  std::error_code Error;
  for (auto I = FS.dir_begin(Parent, Error); !Error && I != llvm::vfs::directory_iterator();
       I.increment(Error))
    if (Wanted(path::filename(I->path())) && isDirectory(I->path(), FS))
      Result.push_back(I->path().str());
  std::ranges::sort(Result);
  return Result;
}

bool isBuildName(llvm::StringRef Name) {
  return Name.starts_with("build") || Name.starts_with("cmake-build-") || Name == "out";
}

/// The database in a directory or in its build directories; empty when there is none.
std::string databaseIn(llvm::StringRef Directory, llvm::vfs::FileSystem &FS) {
  if (std::string Own = absolutePath(DatabaseName, Directory); isFile(Own, FS))
    return Own;
  auto Builds = directoriesIn(Directory, FS, isBuildName);
  for (llvm::StringRef Build : Builds)
    if (std::string Path = absolutePath(DatabaseName, Build); isFile(Path, FS))
      return Path;
  for (llvm::StringRef Build : Builds)
    for (llvm::StringRef Preset : directoriesIn(Build, FS, [](llvm::StringRef) { return true; }))
      if (std::string Path = absolutePath(DatabaseName, Preset); isFile(Path, FS))
        return Path;
  return {};
}

/// What llvm::json can read: without the trailing commas that other Clang tools accept here, and
/// with bad bytes of a file name made printable, which costs that file and no more. Fails where
/// brackets nest deeper than in any database, for the parser calls itself for each.
llvm::Expected<std::string> readableJson(llvm::StringRef Text) {
  constexpr unsigned DeepestNesting = 100;
  Text.consume_front("\xEF\xBB\xBF");
  std::string Result = llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
  bool InString = false;
  unsigned Depth = 0;
  std::size_t Comma = std::string::npos; // with nothing but space since
  for (std::size_t I = 0; I < Result.size(); ++I) {
    char C = Result[I];
    if (InString) {
      I += C == '\\' ? 1 : 0;
      InString = C != '"';
      continue;
    }
    if (C == ']' || C == '}') {
      if (Comma != std::string::npos)
        Result[Comma] = ' ';
      Depth -= Depth ? 1 : 0;
    }
    if ((C == '[' || C == '{') && ++Depth > DeepestNesting)
      return llvm::createStringError("its brackets nest too deep");
    InString = C == '"';
    if (!llvm::isSpace(C))
      Comma = C == ',' ? I : std::string::npos;
  }
  return Result;
}

llvm::Expected<llvm::json::Value> parseDatabase(llvm::StringRef Path, llvm::StringRef Text) {
  auto Readable = readableJson(Text);
  if (!Readable)
    return llvm::createStringError(
        "'" + Path + "' is not a compilation database: " + llvm::toString(Readable.takeError()));
  auto Parsed = llvm::json::parse(*Readable);
  if (Parsed)
    return Parsed;
  // "[3:17, byte=45]: Expected…" is the parser's form.
  std::string Message = llvm::toString(Parsed.takeError());
  auto [Place, Rest] = llvm::StringRef(Message).split("]: ");
  llvm::StringRef LineAndColumn = Place.drop_front().split(',').first;
  return llvm::createStringError(Path + ":" + LineAndColumn + ": not JSON: " + Rest);
}

/// One entry of the array, and how to speak of it.
class EntryReader {
public:
  EntryReader(llvm::StringRef DatabasePath, std::size_t Index, llvm::vfs::FileSystem &FS)
      : DatabasePath(DatabasePath), Index(Index), FS(FS) {}

  llvm::Expected<CompileCommand> read(const llvm::json::Value &Entry) const;

private:
  llvm::Error wrong(const llvm::Twine &What) const {
    return llvm::createStringError("'" + DatabasePath + "': entry " + llvm::Twine(Index + 1) + " " +
                                   What);
  }
  llvm::Expected<std::vector<std::string>> words(const llvm::json::Object &Entry) const;

  llvm::StringRef DatabasePath;
  std::size_t Index;
  llvm::vfs::FileSystem &FS;
};

llvm::Expected<std::vector<std::string>> EntryReader::words(const llvm::json::Object &Entry) const {
  std::vector<std::string> Result;
  if (const llvm::json::Value *Arguments = Entry.get("arguments")) {
    const llvm::json::Array *List = Arguments->getAsArray();
    if (!List)
      return wrong("has \"arguments\" that are not an array");
    for (const llvm::json::Value &Item : *List) {
      auto Word = Item.getAsString();
      if (!Word)
        return wrong("has an argument that is not a string");
      Result.push_back(Word->str());
    }
  } else if (const llvm::json::Value *Command = Entry.get("command")) {
    auto Text = Command->getAsString();
    if (!Text)
      return wrong("has a \"command\" that is not a string");
    Result = splitShellWords(*Text);
  } else {
    return wrong("has neither a \"command\" nor \"arguments\"");
  }
  dropLaunchers(Result);
  if (Result.empty() || Result.front().empty())
    return wrong("has no compiler in its command");
  return Result;
}

llvm::Expected<CompileCommand> EntryReader::read(const llvm::json::Value &Entry) const {
  const llvm::json::Object *Object = Entry.getAsObject();
  if (!Object)
    return wrong("is not an object");
  auto File = Object->getString("file");
  if (!File || File->empty())
    return wrong("has no \"file\"");
  auto Words = words(*Object);
  if (!Words)
    return Words.takeError();
  CompileCommand Result;
  Result.Directory =
      absolutePath(Object->getString("directory").value_or("."), path::parent_path(DatabasePath));
  Result.Filename = fileName(Result.Directory, *File, FS);
  Result.CommandLine = std::move(*Words);
  expandResponseFiles(Result.CommandLine, Result.Directory, FS);
  return Result;
}

} // namespace

llvm::Expected<std::string> findDatabase(const DatabaseRequest &Request,
                                         llvm::vfs::FileSystem &FS) {
  constexpr llvm::StringLiteral Advice =
      "; create one with cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON or bear -- make, or pass files "
      "with -- flags";
  llvm::StringRef Here = Request.WorkingDirectory;
  if (Request.Given.empty()) {
    for (llvm::StringRef Level = Here; !Level.empty(); Level = path::parent_path(Level))
      if (std::string Found = databaseIn(Level, FS); !Found.empty())
        return Found;
    return llvm::createStringError("no " + DatabaseName + " in or above '" + Here + "'" + Advice);
  }
  std::string Given = absolutePath(Request.Given, Here);
  if (isDirectory(Given, FS)) {
    std::string Found = databaseIn(Given, FS);
    if (Found.empty())
      return llvm::createStringError("no " + DatabaseName + " in '" + Request.Given + "'" + Advice);
    return Found;
  }
  if (!FS.exists(Given))
    return llvm::createStringError("'" + Request.Given + "' does not exist" + Advice);
  return Given;
}

llvm::Expected<CompileCommands> loadDatabase(llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  auto Buffer = FS.getBufferForFile(Path);
  if (!Buffer)
    return llvm::createStringError("cannot read '" + Path + "': " + Buffer.getError().message());
  llvm::StringRef Text = (*Buffer)->getBuffer();
  if (Text.trim().empty())
    return llvm::createStringError("'" + Path + "' is empty");
  auto Parsed = parseDatabase(Path, Text);
  if (!Parsed)
    return Parsed.takeError();
  const llvm::json::Array *Entries = Parsed->getAsArray();
  if (!Entries)
    return llvm::createStringError("'" + Path + "' is not a compilation database: no array");
  if (Entries->empty())
    return llvm::createStringError("'" + Path + "' has no entries; was the project configured?");

  CompileCommands Result;
  std::set<std::tuple<std::string, std::string, std::vector<std::string>>> Seen;
  for (const llvm::json::Value &Entry : *Entries) {
    auto Command = EntryReader(Path, &Entry - Entries->data(), FS).read(Entry);
    if (!Command)
      return Command.takeError();
    if (compilesCFamily(*Command, FS) &&
        Seen.emplace(Command->Filename, Command->Directory, Command->CommandLine).second)
      Result.push_back(std::move(*Command));
  }
  if (Result.empty())
    return llvm::createStringError("'" + Path + "' names no C or C++ file");
  return Result;
}

CompileCommands commandsForFiles(llvm::ArrayRef<std::string> Files,
                                 llvm::ArrayRef<std::string> Flags,
                                 llvm::StringRef WorkingDirectory, llvm::vfs::FileSystem &FS) {
  namespace types = clang::driver::types;
  CompileCommands Result;
  Result.reserve(Files.size());
  for (const std::string &File : Files) {
    CompileCommand Command;
    Command.Directory = absolutePath(".", WorkingDirectory);
    Command.Filename = fileName(WorkingDirectory, File, FS);
    llvm::StringRef Extension = path::extension(Command.Filename);
    Extension.consume_front(".");
    types::ID Type = types::lookupTypeForExtension(Extension);
    bool IsC = Type != types::TY_INVALID && Type != types::TY_CHeader && !types::isCXX(Type);
    Command.CommandLine.push_back(IsC ? "clang" : "clang++");
    Command.CommandLine.insert(Command.CommandLine.end(), Flags.begin(), Flags.end());
    expandResponseFiles(Command.CommandLine, Command.Directory, FS);
    Command.CommandLine.insert(Command.CommandLine.end(), {"--", Command.Filename});
    Result.push_back(std::move(Command));
  }
  return Result;
}

} // namespace memlint
