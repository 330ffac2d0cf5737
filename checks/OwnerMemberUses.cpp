#include "checks/OwnerMemberUses.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace memlint {
namespace {

using MemberKey = std::tuple<std::string_view, std::string_view>; // class and member
using UsesByFunction = std::map<std::string_view, std::vector<const OwnerUseFact *>>;

void addUse(OwnerMemberUses &To, const OwnerUseFact &Use) {
  if (!Use.Against.empty())
    To.Against = Use.Against;
  if (Use.Made)
    To.Made.push_back(Use.Made);
  else if (Use.Constructor)
    To.Always = false;
}

void addMember(OwnerMemberUses &To, const OwnerMemberFact &Member, const UsesByFunction &Uses) {
  To.Members.push_back(&Member);
  To.Always &= Member.Always;
  if (Member.Made)
    To.Made.push_back(Member.Made);
  for (const std::string &Function : Member.Functions) {
    const auto Known = Uses.find(Function);
    if (Known == Uses.end()) {
      To.Against = "a function that may touch it is not seen";
      return;
    }
    for (const OwnerUseFact *Use : Known->second)
      addUse(To, *Use);
  }
}

} // namespace

std::vector<OwnerMemberUses> ownerMemberUses(const Program &P, bool Shared) {
  std::map<MemberKey, UsesByFunction> Uses;
  for (const OwnerUseFact &Use : P.OwnerUses)
    Uses[{Use.Record, Use.Member}][Use.Function].push_back(&Use);
  std::vector<OwnerMemberUses> All;
  std::map<MemberKey, std::size_t> Known;
  for (const OwnerMemberFact &Member : P.OwnerMembers) {
    if (Member.Shared != Shared)
      continue;
    auto [At, New] = Known.try_emplace({Member.Record, Member.Member}, All.size());
    if (New)
      All.emplace_back();
    addMember(All[At->second], Member, Uses[{Member.Record, Member.Member}]);
  }
  for (OwnerMemberUses &Member : All) {
    std::sort(Member.Made.begin(), Member.Made.end());
    Member.Made.erase(std::unique(Member.Made.begin(), Member.Made.end()), Member.Made.end());
  }
  return All;
}

} // namespace memlint
