// Trip counts of loops and algorithms in every spelling.
#include "CountedCode.h"

namespace memlint {
namespace {

using namespace clang;
using namespace test;

// Numbers

TEST(TripCountTest, CountsUp) {
  const std::string One = "n > 1 ? static_cast<std::size_t>(n - 1) : 0",
                    Both = "b > a ? static_cast<std::size_t>(b) - static_cast<std::size_t>(a) : 0";
  expectCounts({
      {"int n", "", "for (int i = 0; i < n; ++i) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i = 0; i < n; i++) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i{0}; i != n; i += 1) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i(0); n > i; i = i + 1) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i{}; n != i; i = 1 + i) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i = 0; i + 1 < n; ++i) work(i);", One, "n - 1"},
      {"int n", "", "for (int i = 0; i < n - 1; ++i) work(i);", One, "n - 1"},
      {"int n", "", "for (int i = 1; i < n; ++i) work(i);", One, "n - 1"},
      {"int n", "", "for (int i = 1; i <= n; ++i) work(i);", guarded("n"), "n"},
      {"int n", "", "for (int i = 0; i <= n; ++i) work(i);",
       "n >= 0 ? static_cast<std::size_t>(n) + 1 : 0", "n + 1"},
      {"int n", "", "for (int i = 0; i < n + 2; ++i) work(i);",
       "n > -2 ? static_cast<std::size_t>(n) + 2 : 0", "n + 2"},
      {"int n", "", "for (int i = -3; i < n; ++i) work(i);",
       "n > -3 ? static_cast<std::size_t>(n) + 3 : 0", "n + 3"},
      {"int n", "", "for (int i = 0; i < n; i += 2) work(i);",
       "n > 0 ? (static_cast<std::size_t>(n) + 1) / 2 : 0", "(n + 1) / 2"},
      {"int n", "", "for (int i = 1; i < n; i += 2) work(i);",
       "n > 1 ? static_cast<std::size_t>(n) / 2 : 0", "n / 2"},
      {"int a, int b", "", "for (int i = a; i < b; ++i) work(i);", Both, "b - a"},
      {"int a, int b", "", "for (int i = a; i <= b; ++i) work(i);",
       "b >= a ? static_cast<std::size_t>(b) - static_cast<std::size_t>(a) + 1 : 0", "b - a + 1"},
      {"int a", "", "for (int i = a; i < 100; ++i) work(i);",
       "a < 100 ? 100 - static_cast<std::size_t>(a) : 0", "100 - a"},
      {"unsigned n", "", "for (unsigned i = 0; i < n; ++i) work(1);", "n"},
      {"unsigned n", "", "for (unsigned i = 1; i < n; ++i) work(1);", "n > 1 ? n - 1 : 0"},
      {"unsigned n", "", "for (unsigned i = 0; i <= n; ++i) work(1);",
       "static_cast<std::size_t>(n) + 1"},
      {"unsigned n", "", "for (unsigned i = 0; i < n; i += 4) work(1);",
       "(static_cast<std::size_t>(n) + 3) / 4"},
      {"unsigned short n", "", "for (int i = 1; i < n; ++i) work(1);",
       "n > 1 ? static_cast<std::size_t>(n - 1) : 0"},
      {"short n", "", "for (short i = 0; i < n; ++i) work(1);", guarded("n")},
      {"std::size_t n", "", "for (std::size_t i = 0; i < n; i += 2) work(1);", "(n + 1) / 2"},
      {"std::size_t a, std::size_t b", "", "for (auto i = a; i < b; ++i) work(1);",
       "b > a ? b - a : 0"},
      {"std::size_t a, unsigned short b", "", "for (auto i = a; i < b; ++i) work(1);",
       "b > a ? static_cast<std::size_t>(b) - a : 0"},
      {"const Ints &a", "", "for (int i = 0; i < static_cast<int>(a.size()); ++i) work(i);",
       "a.size()"},
      {"const Ints &a", "", "for (std::size_t i = 0; i + 1 < a.size(); ++i) work(1);",
       "a.size() > 1 ? a.size() - 1 : 0"},
      {"const Ints &a", "", "for (int i = 0; i < (int)a.size() - 1; ++i) work(1);",
       "a.size() > 1 ? a.size() - 1 : 0"},
      {"const Ints &a", "", "for (int i = 0, n = a.size(); i < n; ++i) work(1);", "a.size()"},
      {"Ints a", "", "for (std::size_t i = 0, n = a.size(); i < n; ++i) a.push_back(1);",
       "a.size()"},
      {"const Ints &a, int k", "", "for (int i = k; i < (int)a.size(); ++i) work(1);",
       "(int)a.size() > k ? static_cast<std::size_t>((int)a.size()) - "
       "static_cast<std::size_t>(k) : 0"},
      {"const std::string &a", "", "for (std::size_t i = 0; i < a.length(); ++i) work(1);",
       "a.length()"},
      {"const Ints &a", "", "for (long i = 0; i < std::ssize(a); ++i) work(1);",
       guarded("std::ssize(a)")},
      {"const Ints &a", "", "for (std::size_t i = 0; i < a.size() / 2; ++i) work(1);",
       "a.size() / 2"},
      {"int w, int h", "", "for (int i = 0; i < w * h; ++i) work(i);", guarded("w * h")},
      {"int n, int m", "", "for (int i = 0; i < std::min(n, m); ++i) work(i);",
       guarded("std::min(n, m)")},
      {"int n", "", "for (int i = 0; i < (n & 7); ++i) work(i);", guarded("(n & 7)")},
      {"Box b", "", "for (int i = 0; i < b.n; ++i) work(i);", guarded("b.n")},
      {"const Box &b", "", "for (int i = 0; i < b.count(); ++i) out.push_back(i);",
       "? " + guarded("b.count()")},
      {"", "", "for (int i = 0; i < LIMIT; ++i) work(i);", "LIMIT"},
      {"int n", "", "for (int i = 0; i < LESS(n); ++i) work(i);", guarded("LESS(n)")},
      {"", "", "for (int i = 0; i < Ten; i += 3) work(i);", "4"},
      {"", "", "for (char c = 'a'; c <= 'z'; ++c) work(c);", "26"},
      {"", "", "for (int i = 2; i <= 9; ++i) work(i);", "8"},
      {"int n", "int i;", "for (i = 0; i < n; ++i) work(i);", guarded("n")},
      {"int n", "int j = 0;", "for (int i = 0; i < n; ++i, ++j) work(j);", guarded("n")},
      {"int n", "int j, i;", "for (i = 0, j = 7; i < n; ++j, ++i) work(j);", guarded("n")},
  });
}

TEST(TripCountTest, CountsDown) {
  const std::string N = guarded("n");
  expectCounts({
      {"int n", "", "for (int i = n; i > 0; --i) work(i);", N, "n"},
      {"int n", "", "for (int i = n; i-- > 0;) work(i);", N},
      {"int n", "", "for (int i = n - 1; i >= 0; --i) work(i);", N, "n"},
      {"int n", "", "for (int i = n; --i >= 0;) work(i);", N},
      {"int n", "", "for (int i = n; i >= 1; i -= 1) work(i);", N},
      {"int n", "", "for (int i = n; i; --i) work(i);", N},
      {"int n", "", "for (int i = n; i != 0; i--) work(i);", N},
      {"int n", "", "for (int i = n; 0 < i; i = i - 1) work(i);", N},
      {"int n", "", "for (int i = n; i >= 0; --i) work(i);",
       "n >= 0 ? static_cast<std::size_t>(n) + 1 : 0"},
      {"int n", "", "for (int i = n; i > 0; i -= 2) work(i);",
       "n > 0 ? (static_cast<std::size_t>(n) + 1) / 2 : 0"},
      {"const Ints &a", "", "for (int i = (int)a.size() - 1; i >= 0; --i) work(i);", "a.size()"},
      {"const Ints &a", "", "for (std::size_t i = a.size(); i-- > 0;) work(1);", "a.size()"},
      {"const Ints &a", "", "for (std::size_t i = a.size(); i-- != 0;) work(1);", "a.size()"},
      {"std::size_t n", "", "for (std::size_t i = n - 1; i > 0; --i) work(1);",
       "n > 1 ? n - 1 : 0"},
      {"int a, int b", "", "for (int i = b; i > a; --i) work(i);",
       "b > a ? static_cast<std::size_t>(b) - static_cast<std::size_t>(a) : 0"},
      {"", "", "for (int i = 9; i >= 0; --i) work(i);", "10"},
      {"", "", "for (int i = Ten; i > 0; --i) work(i);", "Ten"},
  });
}

TEST(TripCountTest, CountsWhileAndDo) {
  const std::string N = guarded("n");
  expectCounts({
      {"int n", "int i = 0;", "while (i < n) { work(i); ++i; }", N},
      {"int n", "int i = 0;", "while (i < n) work(i++);", N},
      {"int n", "int i = 0; out.clear();", "while (i != n) { i += 1; }", N},
      {"int n", "int i; i = 0;", "while (n > i) { work(i); i++; }", N},
      {"int n, int i", "", "while (i < n) ++i;",
       "n > i ? static_cast<std::size_t>(n) - static_cast<std::size_t>(i) : 0"},
      {"int n", "int i = 0; if (more()) i = 5;", "while (i < n) ++i;",
       "n > i ? static_cast<std::size_t>(n) - static_cast<std::size_t>(i) : 0"},
      {"int n", "", "while (n--) work(n);", N},
      {"int n", "", "while (n-- > 0) work(n);", N},
      {"int n", "", "while (n > 0) { work(n); --n; }", N},
      {"unsigned n", "", "while (n) { n--; }", "n"},
      {"int n", "", "while (--n > 0) work(n);", "n > 1 ? static_cast<std::size_t>(n - 1) : 0"},
      {"int n", "int i = 0;", "while (i < n) { ++i; if (more()) continue; work(i); }", N},
      {"int n", "", "for (int i = 0; i < n;) { work(i); ++i; }", N},
      {"int n", "int i = 0;", "for (; i < n; ++i) work(i);", N},
      {"", "int i = 0;", "do { ++i; } while (i < 10);", "10"},
      {"", "int i = 0;", "do work(i); while (++i < 10);", "10"},
      {"std::queue<int> q", "", "while (!q.empty()) { work(q.front()); q.pop(); }", "q.size()"},
      {"std::stack<int> q", "", "while (q.size() > 0) { work(q.top()); q.pop(); }", "q.size()"},
      {"std::deque<int> q", "", "for (; !q.empty(); q.pop_front()) work(q.front());", "q.size()"},
      {"std::priority_queue<int> q", "", "while (q.size()) { work(q.top()); q.pop(); }",
       "q.size()"},
      {"Ints q", "", "while (!q.empty()) { int x = q.back(); q.pop_back(); if (x) continue; }",
       "q.size()"},
  });
}

// Ranges

TEST(TripCountTest, CountsRanges) {
  expectCounts({
      {"const Ints &a", "", "for (int x : a) work(x);", "a.size()"},
      {"const Ints *a", "", "for (int x : *a) work(x);", "a->size()"},
      {"const Bag &a", "", "for (int x : a) work(x);", "a.size()"},
      {"std::span<const int> a", "", "for (int x : a) work(x);", "a.size()"},
      {"std::initializer_list<int> a", "", "for (int x : a) work(x);", "a.size()"},
      {"", "", "for (int x : {1, 2, 3}) work(x);", "3"},
      {"", "int a[6] = {};", "for (int x : a) work(x);", "std::size(a)"},
      {"const Box &b", "", "for (int x : b.items) work(x);", "b.items.size()"},
      {"const Box &b", "", "for (int x : b.all()) work(x);", "? b.all().size()"},
      {"const std::list<int> &a", "", "for (auto i = a.begin(); i != a.end(); ++i) work(*i);",
       "a.size()"},
      {"std::map<int, int> a", "", "for (auto i = a.cbegin(); i != a.cend(); i++) work(i->first);",
       "a.size()"},
      {"Ints a", "", "for (Ints::const_iterator i = a.begin(); i != a.end(); ++i) work(*i);",
       "a.size()"},
      {"const Ints &a", "", "for (auto i = a.begin(), e = a.end(); i != e; ++i) work(*i);",
       "a.size()"},
      {"const Ints &a", "", "for (auto i = std::begin(a); i != std::end(a); ++i) work(*i);",
       "a.size()"},
      {"const Ints &a", "", "for (auto i = a.rbegin(); i != a.rend(); ++i) work(*i);", "a.size()"},
      {"const Ints *a", "", "for (auto i = a->begin(); i != a->end(); ++i) work(*i);", "a->size()"},
      {"const Ints &a", "", "for (auto i = a.begin() + 1; i != a.end(); ++i) work(*i);",
       "a.size() > 1 ? a.size() - 1 : 0"},
      {"const Ints &a", "auto i = a.begin();", "while (i != a.end()) work(*i++);", "a.size()"},
      {"const int *f, const int *l", "", "for (const int *p = f; p != l; ++p) work(*p);",
       "static_cast<std::size_t>(l - f)", "l - f"},
      {"int *f, int *l", "", "for (; f != l; ++f) work(*f);", "static_cast<std::size_t>(l - f)"},
      {"int *f, int *l", "", "for (int *p = f; p < l; ++p) work(*p);",
       "l > f ? static_cast<std::size_t>(l - f) : 0"},
      {"Ints::iterator f, Ints::iterator l", "", "while (f != l) work(*f++);",
       "static_cast<std::size_t>(l - f)"},
      {"const int *a, int n", "", "for (auto p = a; p != a + n; ++p) work(*p);", guarded("n")},
  });
}

TEST(TripCountTest, SaysWhereACountIsAnUpperBound) {
  expectCounts({
      {"int n", "", "for (int i = 0; i < n; ++i) if (more()) break;", "~ " + guarded("n")},
      {"int n", "", "for (int i = 0; i < n; ++i) if (more()) return;", "~ " + guarded("n")},
      {"int n", "", "for (int i = 0; i < n && more(); ++i) work(i);", "~ " + guarded("n")},
      {"int n", "", "for (int i = 0; more() && i < n; ++i) work(i);", "~ " + guarded("n")},
      {"const Ints *a", "", "for (unsigned i = 0; a && i < a->size(); ++i) work(1);",
       "! not a counted loop"},
      {"const Ints &a", "", "for (int x : a) if (x) break;", "~ a.size()"},
      {"int n", "", "for (int i = 0; i < n; ++i) { for (;;) break; }", guarded("n")},
      {"int n", "", "for (int i = 0; i < n; ++i) if (more()) throw 1;", guarded("n")},
  });
}

// Algorithms

TEST(TripCountTest, CountsAlgorithms) {
  expectCounts(
      {
          {"const Ints &a", "", "std::copy(a.begin(), a.end(), std::back_inserter(out));",
           "a.size()"},
          {"const int *f, const int *l", "", "std::copy(f, l, std::back_inserter(out));",
           "static_cast<std::size_t>(l - f)"},
          {"const int *a, int n", "", "std::copy(a, a + n, std::back_inserter(out));",
           guarded("n")},
          {"const Ints &a", "",
           "std::transform(a.begin(), a.end(), std::back_inserter(out), [](int x) { return x; });",
           "a.size()"},
          {"int n", "", "std::generate_n(std::back_inserter(out), n, next);", guarded("n")},
          {"std::size_t n", "", "std::fill_n(std::back_inserter(out), n, 1);", "n"},
          {"int *a", "", "std::copy_n(a, 12, std::back_inserter(out));", "12"},
          {"Ints a", "", "std::for_each(a.begin(), a.end(), [&](int x) { out.push_back(x); });",
           "a.size()"},
          {"Ints a, Ints b", "",
           "std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));",
           "a.size() + b.size()"},
          {"Ints a", "",
           "std::copy_if(a.begin(), a.end(), std::back_inserter(out), [](int) { return true; });",
           "~ a.size()"},
          {"Ints a", "", "std::ranges::copy(a, std::back_inserter(out));", "a.size()"},
          {"std::istream_iterator<int> f, std::istream_iterator<int> l", "",
           "std::copy(f, l, std::back_inserter(out));",
           "! the distance of the iterators is not known"},
          {"Ints a", "", "std::copy(a.begin(), a.begin() + next(), std::back_inserter(out));",
           "! the bound is a call"},
          {"", "", "std::generate_n(std::back_inserter(out), next(), next);",
           "! the bound is a call"},
          {"Ints a", "", "std::sort(a.begin(), a.end());", "! not a known algorithm"},
      },
      true);
}

// Sums and products

/// The product of the nest that is a function's body, outermost first; nothing where the inner
/// count may not be evaluated before the outer loop.
std::vector<TripCount> nestFactors(ASTContext &Context, const Stmt &Body) {
  FirstLoop Finder;
  Finder.TraverseStmt(const_cast<Stmt *>(&Body));
  std::vector<TripCount> Factors;
  for (const Stmt *Loop : Finder.Loops) {
    auto Count = tripCount(Context, *Loop, Body);
    if (!std::holds_alternative<TripCount>(Count))
      return {};
    Factors.push_back(std::get<TripCount>(Count));
    if (Loop != Finder.Loops.front() &&
        !isSafeInside(Context, Factors.back(), *Finder.Loops.front(), Body))
      return {};
  }
  return Factors;
}

TEST(TripCountTest, MultipliesNests) {
  const Row Rows[] = {
      {"const Ints &a, int m", "", "for (int x : a) for (int j = 0; j < m; ++j) work(x);",
       "a.size() * (" + guarded("m") + ")"},
      {"unsigned w, unsigned h", "",
       "for (unsigned y = 0; y < h; ++y) for (unsigned x = 0; x < w; ++x) work(1);",
       "static_cast<std::size_t>(h) * static_cast<std::size_t>(w)"},
      {"const Ints &a, const Ints &b", "", "for (int x : a) for (int y : b) work(x + y);",
       "a.size() * b.size()"},
      {"std::size_t n", "", "for (int i = 0; i < 3; ++i) for (std::size_t j = 0; j < n; ++j) {}",
       "n * 3"},
      {"", "", "for (int i = 0; i < 3; ++i) for (int j = 0; j < 4; ++j) {}", "12"},
      // Triangular, jagged, changed, uninitialised, or dangerous before the outer loop.
      {"int n", "", "for (int i = 0; i < n; ++i) for (int j = 0; j < i; ++j) {}", ""},
      {"int n", "", "for (int i = 0; i < n; ++i) for (int j = i; j < n; ++j) {}", ""},
      {"std::vector<Ints> a", "", "for (const Ints &r : a) for (int x : r) work(x);", ""},
      {"int n, int m", "", "for (int i = 0; i < n; ++i) { ++m; for (int j = 0; j < m; ++j) {} }",
       ""},
      {"int n", "int m;", "for (int i = 0; i < n; ++i) { for (int j = 0; j < m; ++j) {} }", ""},
      {"int n, const Box *p", "", "for (int i = 0; i < n; ++i) for (int j = 0; j < p->n; ++j) {}",
       ""},
      {"int n, const Ints *p", "", "for (int i = 0; i < n; ++i) for (int x : *p) {}", ""},
      {"int n, int m", "", "for (int i = 0; i < n; ++i) for (int j = 0; j < m / n; ++j) {}", ""},
  };
  std::string Text = Prelude, Reserving = Prelude;
  for (std::size_t I = 0; I < std::size(Rows); ++I)
    Text += functionText(Rows[I], I, "");
  Parsed P = parse(Text);
  ASSERT_EQ(P.Error, "");
  auto Functions = functionsOf(P.Unit->getASTContext());
  for (std::size_t I = 0; I < std::size(Rows); ++I) {
    const Stmt &Body = *Functions.at("f" + std::to_string(I))->getBody();
    auto Factors = nestFactors(P.Unit->getASTContext(), Body);
    EXPECT_EQ(Factors.empty() ? "" : productText(Factors), Rows[I].Count) << Rows[I].Loop;
    if (Factors.empty())
      continue;
    Reserving += functionText(Rows[I], 2 * I, productText(Factors));
    Reserving += functionText(Rows[I], 2 * I + 1, sumText(Factors));
  }
  EXPECT_EQ(refusal(Reserving), "");
}

TEST(TripCountTest, AddsCounts) {
  TripCount Three, Guarded, Size;
  Three.Count = Three.Trips = "3";
  Three.Number = 3;
  Guarded.Count = guarded("n");
  Guarded.Trips = "n";
  Guarded.IsSize = true;
  Guarded.Shape = CountShape::Conditional;
  Size.Count = Size.Trips = "a.size()";
  Size.IsSize = true;
  Size.Exact = false;
  const TripCount All[] = {Three, Guarded, Size}, Constants[] = {Three, Three};
  TripCount Sum = sum(All);
  EXPECT_EQ(Sum.Count, "(" + guarded("n") + ") + a.size() + 3");
  EXPECT_EQ(Sum.Trips, "3 + n + a.size()");
  EXPECT_FALSE(Sum.Exact);
  EXPECT_EQ(Sum.Number, std::nullopt);
  EXPECT_EQ(sum(Constants).Number, 6u);
  EXPECT_EQ(product(Constants).Number, 9u);
  const TripCount Nested[] = {Sum, Three};
  EXPECT_EQ(productText(Nested), "(" + Sum.Count + ") * 3");
}

} // namespace
} // namespace memlint
