// Loops that must not be counted, and why.
#include "CountedCode.h"

namespace memlint {
namespace {

using namespace clang;
using namespace test;

TEST(TripCountTest, GivesReasonsForNumbers) {
  const std::string Not = "! not a counted loop", Changed = "! the counter is changed in the loop",
                    Kept = "! the bound may change in the loop",
                    Type = "! the bound is not an integer that counts",
                    Call = "! the bound is a call", Miss = "! the counter may miss its bound",
                    Wraps = "! the counter wraps before the loop ends",
                    Converted = "! the bound changes its value by a conversion";
  expectCounts({
      {"double n", "", "for (int i = 0; i < n; ++i) work(i);", Type},
      {"Color n", "", "for (int i = 0; i < n; ++i) work(i);", Type},
      {"bool n", "", "for (int i = 0; i < n; ++i) work(i);", Type},
      {"char n", "", "for (int i = 0; i < n; ++i) work(i);", Type},
      {"double n", "", "for (int i = 0; i < static_cast<int>(n); ++i) work(i);", Type},
      {"volatile int n", "", "for (int i = 0; i < n; ++i) work(i);",
       "! the bound may change at any time"},
      {"std::atomic<int> &n", "", "for (int i = 0; i < n; ++i) work(i);", Type},
      {"std::atomic<int> &n", "", "for (int i = 0; i < n.load(); ++i) work(i);", Call},
      {"", "", "for (int i = 0; i < next(); ++i) work(i);", Call},
      {"Box b", "", "for (int i = 0; i < b.next(); ++i) work(i);", Call},
      {"int *n", "", "for (int i = 0; i < *n; ++i) work(i);", Kept},
      {"int &n", "", "for (int i = 0; i < n; ++i) work(i);", Kept},
      {"int n", "", "for (int i = 0; i < n--; ++i) work(i);", "! the bound is computed"},
      {"int n, int m", "", "for (int i = 0; i < (m = n); ++i) work(i);", "! the bound is computed"},
      {"int n", "", "for (int i = 0; i < n; ++i) --n;", Kept},
      {"int n", "", "for (int i = 0; i < n; ++i) poke(n);", Kept},
      {"int n", "poke(n); int &r = n;", "for (int i = 0; i < n; ++i) work(r = 1);", Kept},
      {"Ints a", "", "for (std::size_t i = 0; i < a.size(); ++i) a.pop_back();", Kept},
      {"Ints a", "const Ints &b = a;", "for (std::size_t i = 0; i < b.size(); ++i) a.pop_back();",
       Kept},
      {"int n", "", "for (int i = 0; i < n; ++i) ++i;", Changed},
      {"int n", "", "for (int i = 0; i < n; ++i) if (more()) ++i;", Changed},
      {"int n", "", "for (int i = 0; i < n; ++i) poke(i);", Changed},
      {"int n", "", "for (int i = 0; i++ < n; ++i) work(i);", Changed},
      {"int n", "int i = 0;", "while (i < n) { if (more()) ++i; work(i); }", Not},
      {"int n", "int i = 0;", "while (i < n) { ++i; if (more()) ++i; }", Changed},
      {"int n", "int i = 0;", "while (i < n) { ++i; work(i); ++i; }", Changed},
      {"int n", "int i = 0;", "while (i < n) { if (more()) continue; ++i; }",
       "! the loop may not step its counter"},
      {"int n", "int i = 0;", "while (i < n) { more() && ++i; }", Not},
      {"int n", "int i = 0;", "while (i < n) work(more() ? i++ : 0);", Not},
      {"int n, int s", "", "for (int i = 0; i < n; i += s) work(i);", Not},
      {"int n", "", "for (int i = 1; i < n; i *= 2) work(i);", Not},
      {"int n", "", "for (int i = 0; i < n; i -= 1) work(i);", Not},
      {"int n", "", "for (int i = 0; i > n; ++i) work(i);", Not},
      {"int n", "", "for (int i = 0; i != n; i += 2) work(i);", Miss},
      {"unsigned n", "", "for (unsigned i = n; i > 0; i -= 2) work(1);", Miss},
      {"", "", "for (int i = 0; i != 9; i += 2) work(i);", Miss},
      {"unsigned n", "", "for (unsigned i = n; i >= 0; --i) work(1);", Wraps},
      {"", "", "for (short i = 0; i < 32769; ++i) work(i);", Wraps},
      {"", "", "for (int i = 0; i <= 2147483647; ++i) work(i);", Wraps},
      {"", "", "for (unsigned i = 0; i < -1; ++i) work(1);", Converted},
      {"", "", "for (int i = -1; i < 10u; ++i) work(1);",
       "! the counter changes its value by a conversion"},
      {"int n", "", "for (unsigned char i = n; i > 0; --i) work(i);",
       "! the counter changes its value by a conversion"},
      {"", "", "for (int i = 5; i < 5; ++i) work(i);", "! the loop does not run"},
      {"", "", "for (int i = 0; i < 0; ++i) work(i);", "! the loop does not run"},
      {"", "", "for (int i = 0, m = next(); i < m; ++i) work(i);", Call},
      {"int n", "", "for (int m = n, i = 0, k = m; i < k; ++i) work(i);",
       "! the bound is declared in the loop"},
      {"int first, unsigned last", "", "for (unsigned i = first; i < last; ++i) work(1);",
       "! compares a signed with an unsigned number"},
      {"", "", "while (more()) work(1);", Not},
      {"int n", "", "do { work(n); } while (--n > 0);",
       "! a loop whose number of iterations is not stated"},
      {"int &n", "", "while (n--) work(n);", Not},
      {"int n", "auto l = [&n] { ++n; };", "while (n-- > 0) l();", Changed},
      {"", "", "for (;;) work(1);", "! a loop whose number of iterations is not stated"},
      {"int n", "static int i = 0;", "for (i = 0; i < n; ++i) work(i);", Not},
      {"double n", "", "for (double d = 0; d < n; ++d) work(1);", Not},
  });
}

TEST(TripCountTest, GivesReasonsForRanges) {
  const std::string Kept = "! the range may change in the loop",
                    Unknown = "! the range does not know its size",
                    Computed = "! the range is computed",
                    Pops = "! the loop does not take one element each time";
  expectCounts({
      {"std::forward_list<int> a", "", "for (int x : a) work(x);", Unknown},
      {"Text a", "", "for (int x : a) work(x);", Unknown},
      {"Box b", "", "for (int x : b.made()) work(x);", Computed},
      {"", "", "for (int x : Ints(9)) work(x);", Computed},
      {"Ints a", "", "for (int x : a) a.push_back(x);", Kept},
      {"std::list<int> a", "std::list<int> &b = a;", "for (int x : a) b.push_back(x);", Kept},
      {"std::list<int> a", "", "for (auto i = a.begin(); i != a.end(); ++i) a.push_back(1);", Kept},
      {"std::list<int> a", "", "for (auto i = a.begin(); i != a.end(); ++i) i = a.erase(i);",
       "! the counter is changed in the loop"},
      {"std::list<int> a, std::list<int> b", "",
       "for (auto i = a.begin(); i != b.end(); ++i) work(*i);", Computed},
      {"std::list<int>::iterator f, std::list<int>::iterator l", "",
       "for (auto i = f; i != l; ++i) work(*i);", "! the distance of the iterators is not known"},
      {"std::istream_iterator<int> f, std::istream_iterator<int> l", "",
       "for (auto i = f; i != l; ++i) work(*i);", "! the distance of the iterators is not known"},
      {"const int *f, const int *l", "", "for (auto p = f; p != l; p += 2) work(*p);",
       "! not a counted loop"},
      {"std::queue<int> q", "", "while (!q.empty()) { q.pop(); q.push(1); }",
       "! not a counted loop"},
      {"std::queue<int> q", "", "while (!q.empty()) { if (more()) q.pop(); }",
       "! not a counted loop"},
      {"std::queue<int> q", "", "while (!q.empty()) { q.pop(); q.pop(); }", "! not a counted loop"},
      {"std::queue<int> q, std::queue<int> r", "", "while (!q.empty()) r.pop();",
       "! not a counted loop"},
  });
}

} // namespace
} // namespace memlint
