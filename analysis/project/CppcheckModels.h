// What users' cppcheck libraries say of memory, as models. They are less exact than models in
// memlint's own language: all of those beat them, and say by which family what they know is
// released.
#ifndef MEMLINT_ANALYSIS_PROJECT_CPPCHECKMODELS_H
#define MEMLINT_ANALYSIS_PROJECT_CPPCHECKMODELS_H

#include "analysis/project/CppcheckLibrary.h"
#include "analysis/solve/Models.h"

namespace memlint {

struct CppcheckModels {
  ModelSet Groups; // who acquires and releases: also of functions whose bodies are seen
  ModelSet Others; // of functions without a body
};

/// Groups that share a `<dealloc>` are one family. It bears the name that `Known` has for it, or
/// else that of its first `<dealloc>`; a group without one says nothing. Of what stands twice the
/// last counts.
CppcheckModels modelsOf(const CppcheckLibrary &Library, const Models &Known);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_CPPCHECKMODELS_H
