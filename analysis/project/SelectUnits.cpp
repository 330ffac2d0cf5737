#include "analysis/project/CompileCommands.h"

#include "analysis/project/AbsolutePath.h"
#include "analysis/project/PathGlob.h"

#include "clang/Driver/Types.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

namespace memlint {
namespace {

namespace path = llvm::sys::path;
using clang::tooling::CompileCommand;

/// The commands in the form that Clang's interpolation asks for.
class LoadedDatabase : public clang::tooling::CompilationDatabase {
public:
  explicit LoadedDatabase(const CompileCommands &Commands) : Commands(Commands) {}

  std::vector<CompileCommand> getCompileCommands(llvm::StringRef File) const override {
    CompileCommands Result;
    for (const CompileCommand &Command : Commands)
      if (Command.Filename == File)
        Result.push_back(Command);
    return Result;
  }
  std::vector<std::string> getAllFiles() const override {
    llvm::StringSet<> Seen;
    std::vector<std::string> Result;
    for (const CompileCommand &Command : Commands)
      if (Seen.insert(Command.Filename).second)
        Result.push_back(Command.Filename);
    return Result;
  }

private:
  const CompileCommands &Commands;
};

/// The rest of the path below a directory; empty when the path is elsewhere.
llvm::StringRef below(llvm::StringRef Directory, llvm::StringRef Path) {
  Directory.consume_back("/");
  return Path.consume_front(Directory) && Path.consume_front("/") ? Path : llvm::StringRef();
}

/// A glob and the directory that it starts from; with none, it is for whole paths.
struct PlacedGlob {
  std::string Directory;
  PathGlob Glob;

  bool match(llvm::StringRef Path) const {
    return Glob.match(Directory.empty() ? Path : below(Directory, Path));
  }
};

llvm::Expected<std::vector<PlacedGlob>> placedGlobs(llvm::StringRef Pattern, const Selection &S) {
  std::vector<std::pair<std::string, std::string>> Places;
  if (path::is_absolute(Pattern)) {
    Places = {{"", Pattern.str()}};
  } else if (!Pattern.contains('/')) {
    Places = {{"", ("**/" + Pattern).str()}};
  } else {
    for (llvm::StringRef Base : {S.WorkingDirectory, S.Root}) {
      llvm::StringRef Rest = Pattern;
      while (Rest.consume_front("./") || Rest.starts_with("../"))
        if (Rest.consume_front("../"))
          Base = path::parent_path(Base);
      Places.emplace_back(Base.str(), Rest.str());
    }
  }
  std::vector<PlacedGlob> Result;
  for (auto &[Directory, Text] : Places) {
    auto Glob = PathGlob::create(Text);
    if (!Glob)
      return Glob.takeError();
    Result.push_back({std::move(Directory), std::move(*Glob)});
  }
  return Result;
}

/// By its name; .inc and its like are what projects call headers that Clang has no language for.
bool isSourceName(llvm::StringRef File) {
  llvm::StringRef Extension = path::extension(File);
  Extension.consume_front(".");
  auto Type = clang::driver::types::lookupTypeForExtension(Extension);
  return clang::driver::types::isDerivedFromC(Type) ||
         llvm::is_contained({"inc", "inl", "ipp", "tpp", "tcc", "txx", "def"}, Extension);
}

class Selector {
public:
  Selector(const CompileCommands &Commands, const Selection &S, llvm::vfs::FileSystem &FS)
      : Commands(Commands), S(S), FS(FS), Chosen(Commands.size()) {}

  llvm::Error choose(llvm::StringRef Pattern);
  CompileCommands chosen() const;

private:
  bool chooseIf(llvm::function_ref<bool(llvm::StringRef Path)> Fits);
  bool chooseFile(llvm::StringRef File);
  llvm::Error adapt(llvm::StringRef File, llvm::StringRef Pattern);
  llvm::Error fitsNothing(llvm::StringRef Pattern) const;
  std::string realPath(llvm::StringRef Path) const;

  const CompileCommands &Commands;
  const Selection &S;
  llvm::vfs::FileSystem &FS;
  std::vector<bool> Chosen;
  CompileCommands Adapted;
};

std::string Selector::realPath(llvm::StringRef Path) const {
  llvm::SmallString<256> Real;
  return FS.getRealPath(Path, Real) ? Path.str() : Real.str().str();
}

/// Files go by the names that the database has for them, and only where that finds none by what
/// they are without symbolic links.
bool Selector::chooseIf(llvm::function_ref<bool(llvm::StringRef Path)> Fits) {
  for (bool Real : {false, true}) {
    bool Any = false;
    for (std::size_t I = 0; I < Commands.size(); ++I)
      if (Fits(Real ? realPath(Commands[I].Filename) : Commands[I].Filename))
        Chosen[I] = Any = true;
    if (Any)
      return true;
  }
  return false;
}

bool Selector::chooseFile(llvm::StringRef File) {
  std::string Real = realPath(File);
  return chooseIf([&](llvm::StringRef Path) { return Path == File || Path == Real; });
}

/// Adds the command of the most similar file, adapted to one that has none.
llvm::Error Selector::adapt(llvm::StringRef File, llvm::StringRef Pattern) {
  if (!isSourceName(File))
    return llvm::createStringError("'" + Pattern + "' is not a C or C++ file");
  auto Inferred =
      clang::tooling::inferMissingCompileCommands(std::make_unique<LoadedDatabase>(Commands))
          ->getCompileCommands(File);
  Adapted.insert(Adapted.end(), Inferred.begin(), Inferred.end());
  return llvm::Error::success();
}

llvm::Error Selector::fitsNothing(llvm::StringRef Pattern) const {
  std::string Message = ("no unit fits '" + Pattern + "'").str();
  llvm::StringRef Name = path::filename(Pattern), Nearest;
  unsigned Distance = Name.size() / 3 + 1; // as far as a misspelling goes
  for (const CompileCommand &Command : Commands) {
    llvm::StringRef Theirs = path::filename(Command.Filename);
    unsigned D = Name.edit_distance(Theirs, /*AllowReplacements=*/true, Distance);
    if (D < Distance) {
      Distance = D;
      llvm::StringRef Relative = below(S.WorkingDirectory, Command.Filename);
      Nearest = Relative.empty() ? llvm::StringRef(Command.Filename) : Relative;
    }
  }
  if (!Nearest.empty() && !isGlob(Pattern))
    Message += ("; did you mean '" + Nearest + "'?").str();
  return llvm::createStringError(Message);
}

llvm::Error Selector::choose(llvm::StringRef Pattern) {
  for (llvm::StringRef Base : {S.WorkingDirectory, S.Root}) {
    std::string Path = absolutePath(Pattern, Base);
    auto Status = FS.status(Path);
    if (!Status)
      continue;
    if (Status->isRegularFile())
      return chooseFile(Path) ? llvm::Error::success() : adapt(Path, Pattern);
    if (chooseIf([&](llvm::StringRef File) { return !below(Path, File).empty(); }))
      return llvm::Error::success();
  }
  auto Globs = placedGlobs(Pattern, S);
  if (!Globs)
    return Globs.takeError();
  bool Any = chooseIf([&](llvm::StringRef File) {
    return llvm::any_of(*Globs, [&](const PlacedGlob &G) { return G.match(File); });
  });
  return Any ? llvm::Error::success() : fitsNothing(Pattern);
}

CompileCommands Selector::chosen() const {
  CompileCommands Result;
  for (std::size_t I = 0; I < Commands.size(); ++I)
    if (Chosen[I])
      Result.push_back(Commands[I]);
  llvm::append_range(Result, Adapted);
  return Result;
}

} // namespace

llvm::Expected<CompileCommands> selectUnits(const CompileCommands &Commands, const Selection &S,
                                            llvm::vfs::FileSystem &FS) {
  if (S.Patterns.empty())
    return Commands;
  Selector Result(Commands, S, FS);
  for (llvm::StringRef Pattern : S.Patterns)
    if (llvm::Error E = Result.choose(Pattern))
      return E;
  return Result.chosen();
}

} // namespace memlint
