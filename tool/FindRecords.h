// The records that a name on the command line means: how `memlint layout` reads what it is given.
#ifndef MEMLINT_TOOL_FINDRECORDS_H
#define MEMLINT_TOOL_FINDRECORDS_H

#include "analysis/link/Program.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <vector>

namespace memlint {

/// Records of a program, each layout of a record once: units that lay it out alike are one.
std::vector<const RecordFact *> distinctLayouts(const Program &P);

/// All layouts of the one name that `Name` means: a qualified name, the end of one where only one
/// has it, or a template's name where it has one instance. White space does not count, nor a
/// leading `struct`. A leading `::` asks for the whole name. The error is one line: nothing has the
/// name, or several do.
llvm::Expected<std::vector<const RecordFact *>>
findRecords(const std::vector<const RecordFact *> &Records, llvm::StringRef Name);

} // namespace memlint

#endif // MEMLINT_TOOL_FINDRECORDS_H
