// The texts of this folder's YAML files, as the build put them into the program. analysis/project
// reads them (ReadModels.h).
#ifndef MEMLINT_ANALYSIS_MODELS_EMBEDDEDMODELS_H
#define MEMLINT_ANALYSIS_MODELS_EMBEDDEDMODELS_H

#include <span>
#include <string_view>

namespace memlint {

struct EmbeddedModel {
  std::string_view Name; // of the file
  std::string_view Text;
};

/// In the order of their names.
std::span<const EmbeddedModel> embeddedModels();

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODELS_EMBEDDEDMODELS_H
