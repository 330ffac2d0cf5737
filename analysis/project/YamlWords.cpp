#include "analysis/project/YamlWords.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace memlint {

std::string YamlWords::meant(llvm::StringRef Word, Words Known) {
  std::pair<unsigned, llvm::StringRef> Best(~0u, "");
  for (llvm::StringRef K : Known)
    if (unsigned D = Word.edit_distance(K); D * 3 <= std::max(K.size(), Word.size()))
      Best = std::min(Best, {D, K});
  if (!Best.second.empty())
    return ("; did you mean '" + Best.second + "'?").str();
  return "; there are " + llvm::join(Known.drop_back(), ", ") + " and " + std::string(Known.back());
}

} // namespace memlint
