// What growing a vector costs by the facts, against std::vector itself.
#include "tests/runner/Engine.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {
namespace {

/// Element types, for this test's compiler and for memlint alike.
#define ELEMENT_TYPES(...)                                                                         \
  __VA_ARGS__                                                                                      \
  constexpr char ElementTypes[] = #__VA_ARGS__;

namespace elements {
ELEMENT_TYPES(
    struct Plain {
      int a;
      double b;
    };
    struct Text {
      std::string a;
      int b;
    };
    struct MoveMayThrow {
      MoveMayThrow();
      MoveMayThrow(const MoveMayThrow &);
      MoveMayThrow(MoveMayThrow &&);
    };
    struct MoveNoexcept {
      MoveNoexcept();
      MoveNoexcept(const MoveNoexcept &);
      MoveNoexcept(MoveNoexcept &&) noexcept;
    };
    struct MoveOnlyMayThrow {
      MoveOnlyMayThrow();
      MoveOnlyMayThrow(MoveOnlyMayThrow &&);
    };
    struct CopyDeleted {
      CopyDeleted();
      CopyDeleted(const CopyDeleted &) = delete;
      CopyDeleted(CopyDeleted &&);
    };
    struct CopyOnly {
      CopyOnly();
      CopyOnly(const CopyOnly &);
    };
    struct OnlyADestructor {
      ~OnlyADestructor();
      std::string a;
    };
    struct OnlyAVirtualDestructor {
      virtual ~OnlyAVirtualDestructor() = default;
      std::string a;
    };
    struct OnlyACopyAssignment {
      OnlyACopyAssignment &operator=(const OnlyACopyAssignment &);
      std::string a;
    };
    struct HoldsMoveMayThrow { MoveMayThrow a; };
    struct DerivesMoveMayThrow : MoveMayThrow { int b; };
    struct HoldsAnArray { MoveMayThrow a[2]; }; struct DefaultedNoexcept {
      DefaultedNoexcept();
      DefaultedNoexcept(const DefaultedNoexcept &) = default;
      DefaultedNoexcept(DefaultedNoexcept &&) noexcept = default;
      MoveMayThrow a;
    };
    struct DefaultedMayThrow {
      DefaultedMayThrow();
      DefaultedMayThrow(const DefaultedMayThrow &) = default;
      DefaultedMayThrow(DefaultedMayThrow &&) noexcept(false) = default;
      std::string a;
    };
    struct DefaultedAfterwards {
      DefaultedAfterwards();
      DefaultedAfterwards(const DefaultedAfterwards &);
      DefaultedAfterwards(DefaultedAfterwards &&);
      std::string a;
    };
    inline DefaultedAfterwards::DefaultedAfterwards(DefaultedAfterwards &&) = default;
    struct HoldsConst { const std::string a; }; struct HoldsConstAndUnique {
      const std::string a;
      std::unique_ptr<int> b;
    };
    struct HoldsUnique {
      MoveMayThrow a;
      std::unique_ptr<int> b;
    };
    struct HoldsReference { std::string &a; }; struct TrivialButDestructor {
      ~TrivialButDestructor() {}
      int a;
    };
    struct DestructorMayThrow {
      ~DestructorMayThrow() noexcept(false);
      std::unique_ptr<int> a;
      DestructorMayThrow(DestructorMayThrow &&) noexcept;
      DestructorMayThrow(const DestructorMayThrow &);
    };
    struct ConditionallyNoexcept {
      ConditionallyNoexcept(ConditionallyNoexcept &&) noexcept(sizeof(int) == 4);
      ConditionallyNoexcept(const ConditionallyNoexcept &);
    };
    using Enum = enum class E : short{A};)
} // namespace elements

/// As [utility] and [vector.capacity] have it: trivial elements are copied as bytes, others moved
/// unless that may throw and copying is possible.
template <class T> Relocation relocationOfType() {
  if (std::is_trivially_copyable_v<T>)
    return Relocation::Trivial;
  return !std::is_nothrow_move_constructible_v<T> && std::is_copy_constructible_v<T>
             ? Relocation::Copy
             : Relocation::Move;
}

struct ElementCase {
  std::string Type;
  std::size_t Size;
  Relocation Moves;
};

#define ELEMENT(...)                                                                               \
  ElementCase { #__VA_ARGS__, sizeof(__VA_ARGS__), relocationOfType<__VA_ARGS__>() }

TEST(GrowthFactsTest, KnowsHowElementsMove) {
  using namespace elements;
  const ElementCase Cases[] = {
      ELEMENT(int),
      ELEMENT(char),
      ELEMENT(int *),
      ELEMENT(long double),
      ELEMENT(Enum),
      ELEMENT(Plain),
      ELEMENT(std::pair<int, char>),
      ELEMENT(std::array<int, 9>),
      ELEMENT(std::string),
      ELEMENT(std::vector<int>),
      ELEMENT(std::unique_ptr<int>),
      ELEMENT(std::shared_ptr<int>),
      ELEMENT(std::function<void()>),
      ELEMENT(std::optional<std::string>),
      ELEMENT(std::pair<std::string, int>),
      ELEMENT(std::pair<const std::string, int>),
      ELEMENT(std::pair<const int, std::string>),
      ELEMENT(std::array<std::string, 2>),
      ELEMENT(std::array<MoveMayThrow, 2>),
      ELEMENT(std::list<int>),
      ELEMENT(std::deque<int>),
      ELEMENT(std::map<int, int>),
      ELEMENT(std::set<std::string>),
      ELEMENT(std::unordered_map<int, int>),
      ELEMENT(Text),
      ELEMENT(MoveMayThrow),
      ELEMENT(MoveNoexcept),
      ELEMENT(MoveOnlyMayThrow),
      ELEMENT(CopyDeleted),
      ELEMENT(CopyOnly),
      ELEMENT(OnlyADestructor),
      ELEMENT(OnlyAVirtualDestructor),
      ELEMENT(OnlyACopyAssignment),
      ELEMENT(HoldsMoveMayThrow),
      ELEMENT(DerivesMoveMayThrow),
      ELEMENT(HoldsAnArray),
      ELEMENT(DefaultedNoexcept),
      ELEMENT(DefaultedMayThrow),
      ELEMENT(DefaultedAfterwards),
      ELEMENT(HoldsConst),
      ELEMENT(HoldsConstAndUnique),
      ELEMENT(HoldsUnique),
      ELEMENT(HoldsReference),
      ELEMENT(TrivialButDestructor),
      ELEMENT(DestructorMayThrow),
      ELEMENT(ConditionallyNoexcept),
  };
  std::string Text = "#include <array>\n#include <deque>\n#include <functional>\n#include <list>\n"
                     "#include <map>\n#include <memory>\n#include <optional>\n#include <set>\n"
                     "#include <string>\n#include <unordered_map>\n#include <vector>\n" +
                     std::string(elements::ElementTypes) + "\n";
  for (std::size_t I = 0; I < std::size(Cases); ++I)
    Text += "void f" + std::to_string(I) + "(int n, " + Cases[I].Type + " &x) { std::vector<" +
            Cases[I].Type + "> v; for (int i = 0; i < n; ++i) v.push_back(static_cast<" +
            Cases[I].Type + " &&>(x)); }\n";
  auto Growths = test::growthsByFunction(test::factsOf({{"a.cpp", Text}}, "a.cpp", {"-std=c++20"}));
  for (std::size_t I = 0; I < std::size(Cases); ++I) {
    auto Found = Growths.find("f" + std::to_string(I));
    ASSERT_NE(Found, Growths.end()) << Cases[I].Type;
    EXPECT_EQ(Found->second.Moves, Cases[I].Moves) << Cases[I].Type;
    EXPECT_EQ(Found->second.ElementSize, Cases[I].Size) << Cases[I].Type;
  }
}

} // namespace
} // namespace memlint
