#include "analysis/extract/SourceMap.h"
#include "tool/LoadProject.h"
#include "tool/Run.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Program.h"

namespace memlint {

/// What is asked for when a unit is read in another way than its compiler reads it: the tool chain,
/// the headers, and the final flags of the first unit that was selected.
int doctor(const Options &O, const Environment &World) {
  World.Out << "memlint:            " MEMLINT_VERSION " at " << World.Executable
            << "\nLLVM:               " LLVM_VERSION_STRING "\n";
  auto Project = loadProject(O, World);
  if (!Project)
    return usageError(Project.takeError(), World);
  World.Out << "resource directory: " << Project->ResourceDir << "\ndatabase:           "
            << (Project->Database.empty() ? "none, files named with flags" : Project->Database)
            << "\nroot:               " << Project->Root
            << "\nunits:              " << Project->Units.size() << "\n";
  for (const std::string &Warning : Project->Warnings)
    World.Out << "warning:            " << Warning << "\n";
  for (const UnitFailure &F : Project->Failures)
    World.Out << "not analysed:       " << F.Unit << ": " << F.Reason << "\n";
  if (!Project->Units.empty()) {
    const Unit &First = Project->Units.front();
    World.Out << "\n"
              << pathBelow(Project->Root, First.File) << " is read in " << First.Directory
              << " as\n ";
    for (const std::string &Argument : First.Arguments) {
      World.Out << " ";
      llvm::sys::printArg(World.Out, Argument, /*Quote=*/false);
    }
    World.Out << "\n";
  }
  return Project->Failures.empty() ? ExitClean : ExitFailedUnits;
}

} // namespace memlint
