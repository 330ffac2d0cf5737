// Who may touch the private members of a class: its functions, those of the classes in it, and
// functions that are its friends.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_MEMBERSUSERS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_MEMBERSUSERS_H

#include "clang/AST/DeclCXX.h"

#include <optional>
#include <vector>

namespace memlint {

/// The functions that have a body that somebody wrote, and the initializers in the class.
struct MembersUsers {
  std::vector<const clang::FunctionDecl *> Functions;
  std::vector<const clang::Expr *> Initializers;
};

/// Nothing where others may, whose names the unit does not tell: friends that are classes,
/// templates, classes in it without a definition.
std::optional<MembersUsers> usersOfMembers(const clang::CXXRecordDecl &Class);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_MEMBERSUSERS_H
