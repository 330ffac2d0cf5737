// Rewrites a comma-separated list by putting other texts into its places: the lines and commas
// stay, the elements and the comments that belong to them move. Initializers, constructor
// initializers and structured bindings are such lists.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_SLOTPERMUTATION_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_SLOTPERMUTATION_H

#include "analysis/extract/SourceText.h"

#include <string>
#include <vector>

namespace memlint {

class RecordRewrite;

/// What comes to stand in a place of the list.
struct SlotContent {
  std::string Text;    // where the list has no such text yet
  int From = -1;       // the place whose text it is; -1: `Text`
  bool Braced = false; // in braces that the text lacks
};

struct SlotList {
  clang::FileID File;
  unsigned HeadFrom = 0; // an offset before the first place, behind which its comments stand
  std::vector<std::pair<unsigned, unsigned>> Slots; // [begin, end) of each place, in their order
};

/// Puts `Contents`, of which there are at least as many as places, into the list; what is more
/// follows in the last place. Blocks the rewrite where comments or preprocessor lines stand so that
/// nobody can say to which element they belong.
void permuteSlots(const SlotList &List, const std::vector<SlotContent> &Contents,
                  RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_SLOTPERMUTATION_H
