// Decides which declarations of a record move, and beside which of those that stay each comes to
// stand: in its own access section where it can, behind the types that it names.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERPLACES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERPLACES_H

#include "analysis/extract/records/MemberChunks.h"
#include "analysis/extract/records/MemberNames.h"

#include <string>
#include <vector>

namespace memlint {

class RecordRewrite;

/// Fields that stay together: a whole declaration, or a part of one that is taken apart.
struct MemberUnit {
  const MemberChunk *Chunk = nullptr;
  std::vector<const clang::FieldDecl *> Fields;
  std::string Text;   // of the declaration, where it is a part
  unsigned Place = 0; // of its first field in the new order
  bool Leads = true;  // holds the first field of its chunk
  bool Kept = false;
  MemberNames Names;
};

/// Moved units that come to stand together, in their order.
struct Insertion {
  const MemberUnit *Anchor = nullptr; // a kept one
  bool Behind = true;                 // or before it
  std::vector<const MemberUnit *> Units;
};

struct MemberPlan {
  std::vector<MemberUnit> Units;     // in the old order
  std::vector<Insertion> Insertions; // in the order of the text
};

/// Blocks the rewrite where declarations cannot be taken apart or would not find what they name.
std::optional<MemberPlan> planMembers(const RecordBody &Body, RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERPLACES_H
