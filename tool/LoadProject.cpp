#include "tool/LoadProject.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/project/CompileCommands.h"
#include "analysis/project/ProjectRoot.h"
#include "analysis/project/ResourceDir.h"
#include "analysis/project/ToolchainFlags.h"

#include "llvm/Support/Path.h"

namespace memlint {
namespace {

/// The commands to analyse, and where relative paths of the project start.
struct Source {
  std::string Database, Root;
  CompileCommands Commands;
  bool Partial = false;
};

bool namesDatabase(const std::string &Input, llvm::vfs::FileSystem &Disk) {
  if (llvm::sys::path::extension(Input) == ".json" || llvm::StringRef(Input).ends_with("/"))
    return true;
  auto Status = Disk.status(Input);
  return Status && Status->isDirectory();
}

llvm::Expected<std::string> givenRoot(const std::string &Root, llvm::vfs::FileSystem &Disk) {
  llvm::SmallString<128> Real;
  auto Status = Disk.status(Root);
  if (!Status || !Status->isDirectory() || Disk.getRealPath(Root, Real))
    return llvm::createStringError("--root: '" + Root + "' is no directory");
  return std::string(Real);
}

llvm::Expected<std::string> rootOf(const Options &O, llvm::StringRef Start,
                                   const CompileCommands &Commands, const Environment &World) {
  if (!O.Root.empty())
    return givenRoot(O.Root, *World.Disk);
  std::vector<std::string> Files;
  Files.reserve(Commands.size());
  for (const auto &Command : Commands)
    Files.push_back(Command.Filename);
  return projectRoot(Start, Files, World.WorkingDirectory, *World.Disk);
}

llvm::Expected<Source> namedFiles(const Options &O, const Environment &World) {
  Source S;
  S.Commands = commandsForFiles(O.Inputs, *O.CompilerFlags, World.WorkingDirectory, *World.Disk);
  auto Root = rootOf(O, World.WorkingDirectory, S.Commands, World);
  if (!Root)
    return Root.takeError();
  S.Root = *Root;
  return S;
}

llvm::Expected<Source> databaseFiles(const Options &O, const Environment &World) {
  std::vector<std::string> Patterns = O.Inputs;
  DatabaseRequest Request{O.DatabaseDirectory, World.WorkingDirectory};
  if (Request.Given.empty() && !Patterns.empty() && namesDatabase(Patterns.front(), *World.Disk)) {
    Request.Given = Patterns.front();
    Patterns.erase(Patterns.begin());
  }
  auto Database = findDatabase(Request, *World.Disk);
  if (!Database)
    return Database.takeError();
  auto Commands = loadDatabase(*Database, *World.Disk);
  if (!Commands)
    return Commands.takeError();
  auto Root = rootOf(O, llvm::sys::path::parent_path(*Database), *Commands, World);
  if (!Root)
    return Root.takeError();
  auto Selected = selectUnits(*Commands, {Patterns, World.WorkingDirectory, *Root}, *World.Disk);
  if (!Selected)
    return Selected.takeError();
  bool Partial = Selected->size() < Commands->size();
  return Source{*Database, *Root, std::move(*Selected), Partial};
}

llvm::Expected<ToolchainOptions> toolchainOptions(const Options &O, const Environment &World) {
  auto ResourceDir = findResourceDir({O.ResourceDirectory, World.Executable}, *World.Disk);
  if (!ResourceDir)
    return ResourceDir.takeError();
  auto Drivers = parseDriverGlobs(O.QueryDrivers);
  if (!Drivers)
    return Drivers.takeError();
  return ToolchainOptions{
      *ResourceDir, O.ExtraArgsBefore, O.ExtraArgs, {std::move(*Drivers), World.SearchPath}};
}

} // namespace

llvm::Expected<LoadedProject> loadProject(const Options &O, const Environment &World) {
  auto From = O.CompilerFlags ? namedFiles(O, World) : databaseFiles(O, World);
  if (!From)
    return From.takeError();
  auto Toolchain = toolchainOptions(O, World);
  if (!Toolchain)
    return Toolchain.takeError();
  LoadedProject P;
  P.Database = From->Database;
  P.Root = From->Root;
  P.Partial = From->Partial;
  P.ResourceDir = Toolchain->ResourceDir;
  ToolchainFlags Flags(std::move(*Toolchain), World.Disk);
  for (const auto &Command : From->Commands) {
    if (auto Final = Flags.finalUnit(Command))
      P.Units.push_back(std::move(*Final));
    else
      P.Failures.push_back(
          {pathBelow(P.Root, Command.Filename), llvm::toString(Final.takeError())});
  }
  sortUnits(P.Units);
  P.Warnings = Flags.warnings();
  return P;
}

} // namespace memlint
