// What findings made from facts of waste have in common: the place, the subject, the steps for the
// places that the fact names, and its fixes.
#ifndef MEMLINT_CHECKS_WASTEFINDING_H
#define MEMLINT_CHECKS_WASTEFINDING_H

#include "analysis/model/Finding.h"
#include "analysis/model/GrowthFacts.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace memlint {

/// A finding without a message. Each place of the fact whose role is listed becomes a step with the
/// text beside it; others are left out.
Finding
findingOf(const WasteFact &Waste,
          std::initializer_list<std::pair<std::string_view, std::string_view>> TextOfRole = {});

} // namespace memlint

#endif // MEMLINT_CHECKS_WASTEFINDING_H
