// YAML → models: the files of analysis/models, which are part of the program, and the key `models`
// of `.memlint` files are one language, described in analysis/models/README.md.
#ifndef MEMLINT_ANALYSIS_PROJECT_READMODELS_H
#define MEMLINT_ANALYSIS_PROJECT_READMODELS_H

#include "analysis/project/CppcheckLibrary.h"
#include "analysis/project/YamlValue.h"
#include "analysis/solve/Models.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace memlint {

/// Adds the entries of the list `Entries`, the value of the key `Key`, to a set. The error holds
/// every mistake found, one line each, in the form of positionedError.
llvm::Error readModels(llvm::StringRef Path, const PlacedText &Key, const YamlValue &Entries,
                       ModelSet &To);

/// Reads the text of a file that has the key `models` and no other.
llvm::Error readModelFile(llvm::StringRef Path, llvm::StringRef Text, ModelSet &To);

/// Fills `To` with memlint's own models and then, each beating what came before, the users'. An
/// error names what a user's set calls a kind and is none. What a cppcheck library says all of them
/// beat.
llvm::Error loadModels(Models &To, llvm::ArrayRef<ModelSet> Users,
                       const CppcheckLibrary &Cppcheck = {});

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_READMODELS_H
