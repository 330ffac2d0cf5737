// checks: reserve-missing
#include "calls.h"

#include <algorithm>
#include <climits>
#include <iterator>
#include <list>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

using Ints = std::vector<int>;
template <class T> using Seq = std::vector<T>;

struct Names : std::vector<std::string> {};

struct MoveMayThrow {
  explicit MoveMayThrow(int n) : Number(new int(n)) {}
  MoveMayThrow(const MoveMayThrow &Other) : Number(new int(*Other.Number)) {}
  MoveMayThrow &operator=(const MoveMayThrow &) = delete;
  ~MoveMayThrow() { delete Number; }
  std::size_t digest() const { return static_cast<std::size_t>(*Number); }
  int *Number;
};

struct MoveOnlyMayThrow {
  explicit MoveOnlyMayThrow(int n) : Number(n) {}
  MoveOnlyMayThrow(MoveOnlyMayThrow &&Other) noexcept(false) : Number(Other.Number) {}
  std::size_t digest() const { return static_cast<std::size_t>(Number); }
  int Number;
};

struct alignas(64) Wide {
  std::size_t digest() const { return static_cast<std::size_t>(Number); }
  int Number;
};

// A list of one's own, as those of Qt: signed sizes, append and <<.
template <class T> class OwnList {
public:
  OwnList() = default;
  OwnList(OwnList &&Other) noexcept
      : First(std::exchange(Other.First, nullptr)), Used(Other.Used), Room(Other.Room) {}
  OwnList &operator=(OwnList &&) = delete;
  ~OwnList() { ::operator delete(First); }
  void reserve(long long Count) {
    if (Count <= Room)
      return;
    auto *Bigger =
        static_cast<T *>(::operator new(sizeof(T) * static_cast<std::size_t>(Count)));
    std::copy(begin(), end(), Bigger);
    ::operator delete(First);
    First = Bigger;
    Room = Count;
  }
  long long size() const { return Used; }
  void append(const T &Value) {
    if (Used == Room)
      reserve(Room ? Room * 2 : 1);
    First[Used++] = Value;
  }
  void push_back(const T &Value) { append(Value); }
  OwnList &operator<<(const T &Value) {
    append(Value);
    return *this;
  }
  const T *begin() const { return First; }
  const T *end() const { return First + Used; }

private:
  T *First = nullptr;
  long long Used = 0, Room = 0;
};

struct squares {
  explicit squares(int n);
  std::size_t size() const { return Made.size(); }
  std::size_t digest() const { return ::digest(Made); }
  std::vector<int> Made;
};

squares::squares(int n) {
  for (int i = 0; i < n; ++i)
    Made.push_back(i % 100 * i);
}

struct plusOnes {
  explicit plusOnes(const std::vector<int> &src);
  std::size_t size() const { return Made.size(); }
  std::size_t digest() const { return ::digest(Made); }
  std::vector<int> Made;
};

plusOnes::plusOnes(const std::vector<int> &src) {
  for (int x : src)
    this->Made.push_back(x + 1);
}

Ints throughUsing(int n) {
  Ints v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

Seq<long> throughAliasTemplate(int n) {
  Seq<long> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> throughAuto(int n) {
  auto v = std::vector<int>();
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

Names derived(int n) {
  Names v;
  for (int i = 0; i < n; ++i)
    v.push_back("a name of more than sixteen letters");
  return v;
}

std::pmr::vector<long> polymorphic(int n) {
  std::pmr::vector<long> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<std::unique_ptr<int>> moveOnly(int n) {
  std::vector<std::unique_ptr<int>> v;
  for (int i = 0; i < n; ++i)
    v.push_back(std::make_unique<int>(i));
  return v;
}

std::vector<std::shared_ptr<int>> shared(int n) {
  std::vector<std::shared_ptr<int>> v;
  for (int i = 0; i < n; ++i)
    v.emplace_back(new int(i));
  return v;
}

std::vector<std::vector<int>> rows(int n) {
  std::vector<std::vector<int>> v;
  for (int i = 0; i < n; ++i)
    v.emplace_back();
  return v;
}

std::vector<MoveMayThrow> moveMayThrow(int n) {
  std::vector<MoveMayThrow> v;
  for (int i = 0; i < n; ++i)
    v.emplace_back(i);
  return v;
}

std::vector<MoveOnlyMayThrow> moveOnlyMayThrow(int n) {
  std::vector<MoveOnlyMayThrow> v;
  for (int i = 0; i < n; ++i)
    v.emplace_back(i);
  return v;
}

std::vector<Wide> overAligned(int n) {
  std::vector<Wide> v;
  for (int i = 0; i < n; ++i)
    v.push_back({i});
  return v;
}

std::vector<std::pair<int, int>> numbered(const std::vector<int> &src) {
  std::vector<std::pair<int, int>> v;
  int i = 0;
  for (int x : src)
    v.emplace_back(i++, x);
  return v;
}

std::vector<std::string> movedOut(std::vector<std::string> words) {
  std::vector<std::string> v;
  for (auto &word : words)
    v.push_back(std::move(word));
  return v;
}

OwnList<int> appended(int n) {
  OwnList<int> v;
  for (int i = 0; i < n; ++i)
    v.append(i);
  return v;
}

OwnList<int> shiftedIn(unsigned n) {
  OwnList<int> v;
  for (unsigned i = 0; i < n; ++i)
    v << static_cast<int>(i);
  return v;
}

OwnList<int> ownFromAVector(const std::vector<int> &src) {
  OwnList<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

OwnList<int> ownSum(std::size_t n, long long m) {
  OwnList<int> v;
  for (std::size_t i = 0; i < n; ++i)
    v.append(1);
  for (long long i = 0; i < m; ++i)
    v.append(2);
  return v;
}

OwnList<int> ownAfterTwo(int n) {
  OwnList<int> v;
  v.append(1);
  v.append(2);
  for (int i = 0; i < n; ++i)
    v.append(i);
  return v;
}

OwnList<int> ownFromAnOther(const OwnList<int> &src) {
  OwnList<int> v;
  for (int x : src)
    v << x + 1;
  return v;
}

OwnList<int> ownGrid(unsigned width, int height) {
  OwnList<int> v;
  for (int y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x)
      v.append(y);
  return v;
}

std::vector<int> fromAnOwnList(const OwnList<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x * 2);
  return v;
}

std::vector<int> countedByAnOwnList(const OwnList<int> &src) {
  std::vector<int> v;
  for (long long i = 0; i < src.size(); ++i)
    v.push_back(1);
  return v;
}

template <class T> std::vector<T> instantiated(T x, std::size_t n) {
  std::vector<T> v;
  for (std::size_t i = 0; i < n; ++i)
    v.push_back(x);
  return v;
}

std::string letters(std::size_t n) {
  std::string s;
  for (std::size_t i = 0; i < n; ++i)
    s += 'x';
  return s;
}

std::string pushed(int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s.push_back(static_cast<char>('a' + i % 26));
  return s;
}

std::string flipped(const std::string &src) {
  std::string s;
  for (char c : src)
    s.push_back(static_cast<char>(c ^ 32));
  return s;
}

std::wstring wide(std::size_t n) {
  std::wstring s;
  for (std::size_t i = 0; i < n; ++i)
    s.push_back(L'x');
  return s;
}

std::string hex(const std::vector<int> &src) {
  std::string s;
  for (int x : src) {
    s += "0123456789abcdef"[x / 16 % 16];
    s += "0123456789abcdef"[x % 16];
  }
  return s;
}

std::string sixtyLetters() {
  std::string s;
  for (int i = 0; i < 60; ++i)
    s.push_back('x');
  return s;
}

std::unordered_map<int, int> emplaced(int n) {
  std::unordered_map<int, int> m;
  for (int i = 0; i < n; ++i)
    m.emplace(i, i);
  return m;
}

std::unordered_map<int, int> indexed(int n) {
  std::unordered_map<int, int> m;
  for (int i = 0; i < n; ++i)
    m[i] = i % 100;
  return m;
}

std::unordered_map<int, int> keysOfAMap(const std::unordered_map<int, int> &src) {
  std::unordered_map<int, int> m;
  for (const auto &[key, value] : src)
    m.emplace(key, value + 1);
  return m;
}

std::unordered_set<int> keysOfASet(const std::unordered_set<int> &src) {
  std::unordered_set<int> s;
  for (int x : src)
    s.insert(x);
  return s;
}

std::unordered_set<int> manyConstants() {
  std::unordered_set<int> s;
  for (int i = 0; i < 140; ++i)
    s.insert(i);
  return s;
}

std::vector<int> fromTwo(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v;
  std::transform(a.begin(), a.end(), b.begin(), std::back_inserter(v), std::plus<int>());
  return v;
}

std::vector<int> fromAList(const std::list<int> &src) {
  std::vector<int> v;
  std::transform(src.begin(), src.end(), std::back_inserter(v), [](int x) { return x + 1; });
  return v;
}

std::vector<int> fromPointers(const int *first, const int *last) {
  std::vector<int> v;
  std::transform(first, last, std::back_inserter(v), [](int x) { return x + 1; });
  return v;
}

std::vector<int> rangesTransformed(const std::vector<int> &src) {
  std::vector<int> v;
  std::ranges::transform(src, std::back_inserter(v), [](int x) { return x + 1; });
  return v;
}

std::vector<int> generated(std::size_t n) {
  std::vector<int> v;
  std::generate_n(std::back_inserter(v), n, [i = 0]() mutable { return i++; });
  return v;
}

std::vector<int> generatedSigned(int n) {
  std::vector<int> v;
  std::generate_n(std::back_inserter(v), n, [i = 0]() mutable { return i++; });
  return v;
}

std::vector<int> filled(int n) {
  std::vector<int> v;
  std::fill_n(std::back_inserter(v), n, 7);
  return v;
}

std::vector<int> copied(const std::list<int> &src) {
  std::vector<int> v;
  std::copy(src.begin(), src.end(), std::back_inserter(v));
  return v;
}

std::vector<int> copiedBackwards(const std::vector<int> &src) {
  std::vector<int> v;
  std::reverse_copy(src.begin(), src.end(), std::back_inserter(v));
  return v;
}

std::vector<int> copiedN(const std::vector<int> &src, int n) {
  std::vector<int> v;
  std::copy_n(src.begin(), n, std::back_inserter(v));
  return v;
}

std::vector<int> partialSums(const std::vector<int> &src) {
  std::vector<int> v;
  std::partial_sum(src.begin(), src.end(), std::back_inserter(v));
  return v;
}

std::vector<int> merged(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(v));
  return v;
}

std::unordered_map<int, int> quietComputedKeys(int n) {
  std::unordered_map<int, int> m;
  for (int i = 0; i < n; ++i)
    m[i % 10] = i;
  return m;
}

std::vector<int> quietCopyIf(const std::vector<int> &src) {
  std::vector<int> v;
  std::copy_if(src.begin(), src.end(), std::back_inserter(v), [](int x) { return x % 2 == 0; });
  return v;
}

std::vector<int> quietUnion(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(v));
  return v;
}

void callCounted(int n) {
  call("squares", [](int m) { return squares(m); }, n);
  call("throughUsing", throughUsing, n);
  call("throughAliasTemplate", throughAliasTemplate, n);
  call("throughAuto", throughAuto, n);
  call("derived", derived, n);
  call("polymorphic", polymorphic, n);
  call("moveOnly", moveOnly, n);
  call("shared", shared, n);
  call("rows", rows, n);
  call("moveOnlyMayThrow", moveOnlyMayThrow, n);
  call("overAligned", overAligned, n);
  call("moveMayThrow", moveMayThrow, n);
  call("appended", appended, n);
  call("ownAfterTwo", ownAfterTwo, n);
  call("pushed", pushed, n);
  call("emplaced", emplaced, n);
  call("indexed", indexed, n);
  call("generatedSigned", generatedSigned, n);
  call("filled", filled, n);
  call("quietComputedKeys", quietComputedKeys, n);
}

void callSized(std::size_t n) {
  const std::vector<int> src(n, 3);
  std::unordered_map<int, int> map;
  std::unordered_set<int> set;
  for (std::size_t i = 0; i < n; ++i)
    if (map.emplace(static_cast<int>(i), 1).second)
      set.insert(static_cast<int>(i));
  const std::list<int> list(src.begin(), src.end());
  call("plusOnes", [](const std::vector<int> &All) { return plusOnes(All); }, src);
  call("numbered", numbered, src);
  call("movedOut", movedOut, std::vector<std::string>(n, "a text of more than sixteen letters"));
  call("shiftedIn", shiftedIn, static_cast<unsigned>(n));
  call("ownFromAVector", ownFromAVector, src);
  call("ownSum", ownSum, n, static_cast<long long>(n));
  call("ownSum", ownSum, n, -1LL);
  call("ownFromAnOther", ownFromAnOther, appended(static_cast<int>(n)));
  call("fromAnOwnList", fromAnOwnList, appended(static_cast<int>(n)));
  call("countedByAnOwnList", countedByAnOwnList, appended(static_cast<int>(n)));
  call("instantiated", instantiated<int>, 1, n);
  call("instantiated", instantiated<double>, 1., n);
  call("letters", letters, n);
  call("flipped", flipped, std::string(n, 'x'));
  call("wide", wide, n);
  call("hex", hex, src);
  call("keysOfAMap", keysOfAMap, map);
  call("keysOfASet", keysOfASet, set);
  call("fromTwo", fromTwo, src, src);
  call("fromAList", fromAList, list);
  call("fromPointers", fromPointers, src.data(), src.data() + n);
  call("rangesTransformed", rangesTransformed, src);
  call("generated", generated, n);
  call("copied", copied, list);
  call("copiedBackwards", copiedBackwards, src);
  call("copiedN", copiedN, src, static_cast<int>(n));
  call("partialSums", partialSums, src);
  call("merged", merged, src, src);
  call("merged", merged, src, std::vector<int>());
  call("quietCopyIf", quietCopyIf, src);
  call("quietUnion", quietUnion, src, src);
}

int main() {
  for (int n : {0, 1, -1, 7, 1000, -1000, INT_MIN})
    callCounted(n);
  for (std::size_t n : {0u, 1u, 2u, 500u, 1000u})
    callSized(n);
  call("ownGrid", ownGrid, 40u, 25);
  call("ownGrid", ownGrid, 40u, -1);
  call("ownGrid", ownGrid, UINT_MAX, INT_MIN);
  call("sixtyLetters", sixtyLetters);
  call("manyConstants", manyConstants);
}
