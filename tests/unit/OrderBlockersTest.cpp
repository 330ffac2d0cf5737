// What blocks a smaller order: for each kind of evidence what must block, by name, and beside it
// what looks like it and must not. A record `S` of each text has a smaller order, in which a field
// between two small ones changes places with one of them, whichever.
#include "tests/runner/Engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace memlint {
namespace {

using test::factsOf;
using testing::ElementsAre;
using Words = std::vector<std::string>;

constexpr char CLibrary[] = R"(#pragma GCC system_header
#ifdef __cplusplus
extern "C" {
#endif
typedef __SIZE_TYPE__ size_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
int memcmp(const void *, const void *, size_t);
void bzero(void *, size_t);
void explicit_bzero(void *, size_t);
void *malloc(size_t) __attribute__((malloc));
void *realloc(void *, size_t);
void free(void *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
size_t fwrite(const void *, size_t, size_t, void *);
long write(int, const void *, size_t);
uint32_t ntohl(uint32_t);
uint32_t htonl(uint32_t);
size_t strlen(const char *) __attribute__((pure));
int rand(void);
#define offsetof(T, F) __builtin_offsetof(T, F)
#define be32toh(x) __builtin_bswap32(x)
#ifdef __cplusplus
}
#endif
)";

constexpr char Library[] = R"(#pragma GCC system_header
#include "c.h"
namespace std {
using size_t = ::size_t;
enum class byte : unsigned char {};
template <class T> struct remove_reference { using type = T; };
template <class T> struct remove_reference<T &> { using type = T; };
template <class T> constexpr typename remove_reference<T>::type &&move(T &&t) noexcept {
  return static_cast<typename remove_reference<T>::type &&>(t);
}
template <class T> struct holder { // a value of the library, as small as what it holds
  holder(); holder(T); holder(const holder &); holder(holder &&); ~holder();
  size_t size() const;
  T *begin(); const T *begin() const; T take();
  T held;
};
struct mutex { ~mutex(); char state; };
struct thread { thread(); template <class F> explicit thread(F f); ~thread(); long handle; };
template <class T> struct function { function(); ~function(); void *code; };
template <class T> struct unique_ptr { unique_ptr(T * = nullptr); ~unique_ptr(); T *p; };
template <class T, class... A> unique_ptr<T> make_unique(A &&...);
template <class F> int invoke(F);
template <class T> struct span { span(T &); T *p; size_t n; };
template <class T> span<const byte> as_bytes(span<T>) noexcept;
template <class To, class From> To bit_cast(const From &) noexcept;
template <class T> struct is_standard_layout { static constexpr bool value = __is_standard_layout(T); };
template <class T> inline constexpr bool is_standard_layout_v = __is_standard_layout(T);
template <class T> inline constexpr bool is_trivially_copyable_v = __is_trivially_copyable(T);
template <class T>
inline constexpr bool has_unique_object_representations_v = __has_unique_object_representations(T);
inline constexpr size_t hardware_destructive_interference_size = 64;
struct ostream { ostream &write(const char *, long); };
struct strong_ordering { signed char v; static const strong_ordering less, equal, greater; };
inline constexpr strong_ordering strong_ordering::less{-1}, strong_ordering::equal{0},
    strong_ordering::greater{1};
}
inline void *operator new(size_t, void *p) noexcept { return p; }
)";

constexpr char Plain[] = "struct S { long b; char c; long d; char e; };\n";

/// The facts of a text in C++20, or in C where the name says so.
TuFacts factsOfText(const std::string &Text, const std::string &Name = "a.cpp") {
  bool IsC = Name.ends_with(".c");
  return factsOf({{"c.h", CLibrary},
                  {"std.h", Library},
                  {Name, (IsC ? "#include \"c.h\"\n" : "#include \"std.h\"\n") + Text}},
                 Name, {IsC ? "-std=c17" : "-std=c++20"});
}

/// The kinds of what blocks `Record`, which must have a smaller order.
std::set<std::string> kinds(const TuFacts &Facts, const std::string &Record = "S") {
  auto R = std::find_if(Facts.Records.begin(), Facts.Records.end(), [&](const RecordFact &F) {
    return F.Name == Record || F.Name.ends_with("::" + Record);
  });
  if (R == Facts.Records.end() || !R->Smaller)
    return {"no smaller order"};
  std::set<std::string> Kinds;
  for (const OrderBlockerFact &B : Facts.Blockers) {
    EXPECT_TRUE(B.Where) << B.Kind << ": " << B.Reason;
    if (B.Record == R->Usr)
      Kinds.insert(B.Kind);
  }
  return Kinds;
}

/// `line kind: reason`, lines counted from the text's first.
Words told(const std::string &Text, const std::string &Name = "a.cpp") {
  Words Told;
  for (const OrderBlockerFact &B : factsOfText(Text, Name).Blockers)
    Told.push_back(std::to_string(B.Where.Line - 1) + " " + B.Kind + ": " + B.Reason);
  return Told;
}

void expectKind(const std::string &Kind, const Words &Texts, const std::string &Name = "a.cpp") {
  for (const std::string &Text : Texts)
    EXPECT_EQ(kinds(factsOfText(Text, Name)), std::set<std::string>{Kind}) << Text;
}

void expectNone(const Words &Texts, const std::string &Name = "a.cpp") {
  for (const std::string &Text : Texts)
    EXPECT_EQ(kinds(factsOfText(Text, Name)), std::set<std::string>{}) << Text;
}

/// Each text behind the plain record.
Words afterPlain(Words Texts) {
  for (std::string &Text : Texts)
    Text = Plain + Text;
  return Texts;
}

std::string classOf(const std::string &Members) {
  return "int next(); int other; void note(void *);\nstruct S { long b; char c; long d; char e; " +
         Members + " };";
}

TEST(OrderBlockers, InitializersThatUseTheObject) {
  expectKind("initializer",
             {
                 classOf("S() : b(0), c(1), d(c), e(char(d)) {}"),
                 classOf("S() : b(0), c(1), d(this->c), e(char((*this).d)) {}"),
                 classOf("S(); }; S::S() : b(0), c(1), d(c), e(char(d)) {} struct Other {"),
                 classOf("template <class T> S(T t) : b(t), c(1), d(c), e(char(d)) {} }; "
                         "inline S made(1); struct Other {"),
                 classOf("int sum() const; S() : b(0), c(1), d(sum()), e(2) {}"),
                 classOf("S() : b(0), c(char([this] { return d; }())), d([&] { return c; }()), "
                         "e(char([=, this] { return d; }())) {}"),
                 "long keep(void *);\nstruct S { long b = 0; char c = 1; long d = keep(this); char "
                 "e = 2; };",
                 "struct S { long b = 0; char c = 1; long d = c; char e = char(d); };",
                 "struct V { virtual int f(); }; struct S : V "
                 "{ char c; long d; char e; S() : c(1), d(f()), e(2) {} };",
             });
  expectNone({
      classOf("S(long c, long d) : b(0), c(char(c)), d(c), e(char(d)) {}"), // the parameters
      classOf("S() : b(0), c(1), d(sizeof(c)), e(sizeof d) {}"),
      classOf("S() : b(0), c(b), d(b), e(char(b)) {}"), // keeps its place before them
      classOf("static int sum(); static const int k = 3; S() : b(0), c(k), d(k), e(k) {}"),
      classOf("S() { d = c; e = char(d); }"), // the body runs behind them all
      "struct V { int f() const; int g = 0; }; struct S : V "
      "{ char c; long d; char e; S() : c(g), d(f()), e(g) {} };", // a base is there already
      "struct S { long b = 0; char c = 1; long d = b; char e = 2; };",
  });
}

TEST(OrderBlockers, SideEffectsOfInitializers) {
  expectKind(
      "side-effects",
      {
          classOf("S() : b(0), c(next()), d(next()), e(next()) {}"),
          classOf("S() : b(0), c(char(++other)), d(other++), e(char(other += 2)) {}"),
          classOf("S(int n) : b(0), c(char(n++)), d(n), e(char(n++)) {}"),
          classOf("S() : b(0), c(char(rand())), d(rand()), e(char(rand())) {}"),
          classOf(
              "S() : b(0), c(next()), d(other), e(next()) {}"), // `next` may change what d reads
          "int next(); struct S { long b = 0; char c = next(); long d = next(); char e = next(); "
          "S() {} };",
          "int next(); struct S { long b; char c; long d; char e; };\nS s{1, char(next()), next(), "
          "char(next())};",
          "int next(); struct S { long b; char c; long d; char e; };"
          "S all[] = {{1}, {1, char(next()), next(), char(next())}};",
          "int next(); struct S { long b; char c; long d; char e; }; struct O { int x; S s; };"
          "O o{7, 1, char(next()), next(), char(next())};",
          "int next(); struct S { long b; char c; long d; char e; };"
          "S s{.c = char(next()), .d = next(), .e = char(next())};",
          classOf("S() : b(0), c(std::invoke([] { return next(); })), d(std::invoke(next)), "
                  "e(std::invoke(next)) {}"),
          "struct Gauge { char set(char n) { return c = n; } char c; };\n"
          "struct S { long b; char c; long d; char e; S(Gauge &g) : b(0), c(g.set(1)), "
          "d(g.set(2)), e(g.c) {} };",
          "struct Loud { Loud(); char c; }; struct Big { Big(); long l; };\n"
          "struct S { long b; Loud c; Big d; Loud e; S() : b(0) {} };",
          "struct S { long b; std::holder<char> c; std::holder<long> d; std::holder<char> e;\n"
          "  S(std::holder<char> x, std::holder<long> y) : b(0), c(x), d(char(x.size())), "
          "e(std::move(x)) {}\n"
          "  S(std::holder<long> y) : b(0), c(char(y.size())), d(std::move(y)), e(char(y.size())) "
          "{} };",
          "struct User { User(int); }; int f(); struct S { long b; char c; std::unique_ptr<User> "
          "d; char e;\n"
          "  S() : b(0), c(f()), d(std::make_unique<User>(1)), e(f()) {} };",
      });
  expectNone({
      classOf("S(int n, int *p) : b(n), c(char(n)), d(*p), e(char(n + 1)) {}"),
      classOf(
          "static constexpr int two() { return 2; } S() : b(0), c(two()), d(two()), e(two()) {}"),
      classOf("static int two() { return 2; } S() : b(0), c(two()), d(two()), e(two()) {}"),
      classOf("__attribute__((const)) static int k(int); S() : b(0), c(k(1)), d(k(2)), e(k(3)) {}"),
      classOf("S() : b(0), c(next()), d(0), e(2) {}"), // one alone
      classOf("S(const char *s) : b(0), c(char(strlen(s))), d(strlen(s)), e(char(strlen(s))) {}"),
      classOf("S() : b(0), c(1) { d = next(); e = char(next()); c = char(next()); }"),
      "struct S { long b; char *c; char k; int *d; char e; S() : b(0), c(new char[2]), k(0),\n"
      "  d(new int), e(0) {} };",
      "struct S { long b; std::holder<char> c; std::holder<long> d; std::holder<char> e;\n"
      "  S(std::holder<char> x, std::holder<long> y, std::holder<char> z) : b(0), "
      "c(std::move(x)),\n"
      "    d(std::move(y)), e(std::move(z)) {}\n"
      "  S(S &&o) : b(o.b), c(std::move(o.c)), d(std::move(o.d)), e(std::move(o.e)) {} };",
      "struct S { long b; char c; const char *d; char e; S(std::holder<char> h) : b(0),\n"
      "  c(*h.begin()), d(h.begin()), e(*h.begin()) {} };",
      "int next(); struct S { long b; char c; long d; char e; }; S s{next(), 1, 2, 3}, t{1, 2, "
      "next()};",
      classOf("S() : b(0), c(std::invoke([] { return 2; })), d(std::invoke([] { return 3; })), "
              "e(std::invoke([] { return 4; })) {}"),
      "struct Calm { Calm() { set(0); } void set(char n) { c = n; } char c; };\n"
      "struct S { long b; Calm c; long d; Calm e; S() : b(0), d(2) {} };",
      "struct Calm { Calm() : c(0) {} char c; }; struct Big { Big() { l = 1; } long l; };\n"
      "struct S { long b; Calm c; Big d; Calm e; S() : b(0) {} };",
  });
}

TEST(OrderBlockers, Destructors) {
  const std::string Types =
      "struct Small { ~Small(); char c; }; struct Big { ~Big(); long l; };\n"
      "struct Values { std::holder<long> v; }; struct Opaque; struct Trivial { long l; };\n";
  auto Members = [&](const std::string &Low, const std::string &High) {
    return Types + "struct S { long b; " + Low + " c; " + High + " d; " + Low + " e; };";
  };
  expectKind("destruction",
             {Members("Small", "Big"), Members("Small", "std::holder<long>"),
              Members("std::holder<char>", "std::unique_ptr<Big>"),
              Members("std::holder<char>", "std::unique_ptr<Opaque>"),
              Members("std::holder<char>", "std::function<void()>"),
              Members("std::mutex", "std::holder<long>"), Members("std::mutex", "Big"),
              Members("std::holder<char>", "std::thread"),
              "bool stop(); struct S { long b; char c; std::thread d; char e;\n"
              "  S() : b(0), c(0), d([] {}), e(1) {} };"});
  expectNone({Members("std::holder<char>", "std::holder<long>"),
              Members("std::holder<char>", "std::unique_ptr<int>"),
              Members("std::holder<char>", "std::unique_ptr<Trivial>"),
              Members("std::holder<char>", "std::unique_ptr<std::holder<Values>>"),
              Members("std::holder<char>", "Values"), Members("Small", "long"),
              Members("char", "Big"), Members("std::mutex", "long"), Members("char", "std::thread"),
              "struct S { long b; char c; std::thread d; char e; S() : b(0), c(0), e(1) {} };"});
}

TEST(OrderBlockers, Offsets) {
  const Words Both = {"unsigned long o(void) { return offsetof(struct S, d); }",
                      "struct O { int x; struct S s; };\n"
                      "unsigned long o(void) { return offsetof(struct O, s.d); }",
                      "struct O { int x; struct S s[3]; };\n"
                      "unsigned long o(void) { return offsetof(struct O, s[1].d); }",
                      "unsigned long o(void) { return (unsigned long)&((struct S *)0)->d; }"};
  expectKind("offsetof", afterPlain(Both));
  expectKind("offsetof", afterPlain(Both), "a.c");
  expectNone(afterPlain({"struct O { int x; struct S s; };\n"
                         "unsigned long o(void) { return offsetof(struct O, s); }",
                         "unsigned long o(void) { return sizeof(((struct S *)0)->d); }",
                         "long *o(struct S *s) { return &s->d; }"}),
             "a.c");
  expectKind("member-pointer",
             afterPlain({"template <long S::*M> long get(S &s) { return s.*M; }\n"
                         "long f(S &s) { return get<&S::d>(s); }",
                         "template <auto M> struct Field {}; Field<&S::d> field;"}));
  expectNone(afterPlain({"long S::*m = &S::d; long f(S &s) { return s.*m; }",
                         "template <class T> struct Field {}; Field<long S::*> field;"}));
}

TEST(OrderBlockers, Assertions) {
  expectKind("static-assert",
             afterPlain({"static_assert(sizeof(S) == 32, \"\");",
                         "static_assert(alignof(S) == 8 && sizeof(int) == 4);",
                         "static_assert(std::is_standard_layout<S>::value, \"\");",
                         "static_assert(std::is_standard_layout_v<S>);",
                         "static_assert(__is_standard_layout(S));",
                         "struct O { S s; int i; }; static_assert(sizeof(O) == 40);",
                         "constexpr unsigned long Size = sizeof(S); static_assert(Size == 32);"}));
  const Words InC = {"typedef char check[sizeof(struct S) == 32 ? 1 : -1];",
                     "_Static_assert(sizeof(struct S) == 32, \"\");",
                     "int f(void) { return sizeof(char[1 - 2 * !(sizeof(struct S) == 32)]); }"};
  expectKind("static-assert", afterPlain(InC), "a.c");
  expectKind("size-compared",
             afterPlain({"int f(void) { return sizeof(struct S) != 32; }",
                         "struct check { int bad : sizeof(struct S) == 32 ? 1 : 2; };"}),
             "a.c");
  expectNone(afterPlain({"char buffer[sizeof(struct S)], more[4 * sizeof(struct S)];",
                         "_Static_assert(sizeof(long) == 8, \"\");",
                         "_Static_assert(sizeof(struct S *) == 8, \"\");",
                         "unsigned long f(unsigned long n) { return n / sizeof(struct S); }",
                         "char buffer[sizeof(struct S) > 16 ? sizeof(struct S) : 16];"}),
             "a.c");
  expectNone(afterPlain({"static_assert(std::is_trivially_copyable_v<S>);",
                         "template <class T> struct Pool { static_assert(sizeof(T) >= 8); T *p; };"
                         "Pool<S> pool;",
                         "template <class T> bool fits() { return sizeof(T) == 8; }\n"
                         "bool f = fits<S>();"}));
}

TEST(OrderBlockers, BytesInC) {
  const Words Texts = {
      "void f(struct S *s, void *o) { fwrite(s, sizeof *s, 1, o); }",
      "void f(struct S *s, void *o) { fwrite(s, sizeof(struct S), 10, o); }",
      "void f(struct S *s) { unsigned long n = sizeof *s; write(1, s, n); }",
      "void f(struct S s[4]) { write(1, s, 4 * sizeof s[0]); }",
      "struct S all[4]; void f(void) { write(1, all, sizeof all); }",
      "struct O { int x; struct S s; }; void f(struct O *o) { write(1, o, sizeof *o); }",
      "int put(const unsigned char *, int); int f(struct S *s)\n"
      "{ return put((const unsigned char *)s, sizeof *s); }",
      "#define PUT(x) write(1, &(x), sizeof(x))\nvoid f(struct S s) { PUT(s); }",
      "void f(struct S *s, char *from) { memcpy(s, from, sizeof *s); }",
      "void f(struct S *s, char *from, int n) { memcpy(from, s, n); }",
      "int f(struct S *s, struct S *t) { return memcmp(s, t, sizeof *s); }",
      "void f(struct S *s) { memset(s, 0, 16); }",
      "void f(struct S *s) { memset(s, 0, sizeof *s - 8); }",
      "void f(struct S *s) { memset(&s->b, 0, sizeof s->b + 1); }",
      "void f(struct S *s, struct S *t) { memcpy(s, t, 16); }",
      "struct O { struct S s; char raw[4]; };\n"
      "void f(struct O *o, void *from) { memcpy(o, from, sizeof *o); }"};
  expectKind("bytes", afterPlain(Texts), "a.c");
}

TEST(OrderBlockers, BytesOfWholeObjectsInC) {
  expectNone(
      afterPlain(
          {"void f(struct S *s) { memset(s, 0, sizeof *s); bzero(s, sizeof *s); }",
           "void f(struct S *s) { explicit_bzero(s, sizeof *s); }",
           "void f(struct S *s) { memset(s, 0, 4 * sizeof *s); memset(s, 0xff, sizeof *s); }",
           "void f(struct S *s, struct S *t) { memcpy(s, t, sizeof *s); }",
           "void f(struct S *s, int n) { memmove(s + 1, s, (n - 1) * sizeof *s); }",
           "void f(struct S *s) { memset(&s->d, 0, sizeof s->d); }",
           "int cmp(const void *, const void *);\n"
           "void f(struct S *s, int n) { qsort(s, n, sizeof *s, cmp); }",
           "struct S *f(struct S *s, int n) { return realloc(s, n * sizeof *s); }",
           "void *grow(void *, size_t); struct S *f(struct S *s)\n"
           "{ s = (struct S *)grow(s, 9 * sizeof *s); return s; }",
           "struct S *f(void) { struct S *s = malloc(sizeof *s); return s; }",
           "void f(struct S *s) { free(s); }",
           "void add(void *list, void *s); void f(void *l, struct S *s) { add(l, s); }",
           "void log_size(const char *, size_t); void f(void) { log_size(\"S\", sizeof(struct S)); "
           "}",
           "void f(struct S **s) { write(1, s, sizeof *s); }",
           "struct O { struct S *s; }; void f(struct O *o) { write(1, o, sizeof *o); }"}),
      "a.c");
}

TEST(OrderBlockers, BytesInCpp) {
  expectKind("bytes",
             afterPlain({"template <class T> void put(const T &t) { write(1, &t, sizeof t); }\n"
                         "void f(S s) { put(s); }",
                         "template <class T> void put(const T &t) { write(1, &t, sizeof(T)); }\n"
                         "void f(S s) { put(s); }",
                         "unsigned hash(const void *, size_t);\n"
                         "unsigned f(const S &s) { return hash(&s, sizeof s); }",
                         "void f(std::ostream &o, const S &s)\n"
                         "{ o.write(reinterpret_cast<const char *>(&s), sizeof s); }",
                         "void f(S (&s)[2]) { std::as_bytes(std::span<S>(s[0])); }",
                         "bool unique = std::has_unique_object_representations_v<S>;",
                         "bool unique = __has_unique_object_representations(S);",
                         "template <class T> unsigned hash(const T &) {\n"
                         "  return std::has_unique_object_representations_v<T>; }\n"
                         "unsigned f(S s) { return hash(s); }"}));
  expectNone(afterPlain({"template <class T> void put(const T &t) { write(1, &t, sizeof t); }\n"
                         "void f(int s) { put(s); }",
                         "void f(void *at) { new (at) S(); }",
                         "void f(std::ostream &o, const S &s) { o.write(\"S\", sizeof s); }"}));
  expectKind(
      "bit-cast",
      afterPlain({"struct R { char raw[32]; }; R f(S s) { return __builtin_bit_cast(R, s); }",
                  "struct R { char raw[32]; }; S f(R r) { return std::bit_cast<S>(r); }"}));
  expectNone(afterPlain({"long f(double d) { return std::bit_cast<long>(d); }"}));
}

TEST(OrderBlockers, Casts) {
  const Words Both = {
      "char *f(struct S *s) { return (char *)s; }",
      "struct S *f(unsigned char *s) { return (struct S *)s; }",
      "int *f(struct S *s) { return (int *)s; }",
      "char *f(struct S *s) { return (char *)(void *)s; }",
      "struct H { long b; char c; }; struct H *f(struct S *s) { return (struct H *)s; }",
      "struct H; struct H *f(struct S *s) { return (struct H *)s; }",
      "typedef const struct S *P; typedef uint8_t *B; B f(P s) { return (B)s; }",
      "struct O { int x; struct S s; }; char *f(struct O *o) { return (char *)o; }",
      "struct S all[4]; char *f(void) { return (char *)all; }"};
  expectKind("cast", afterPlain(Both));
  expectKind("cast", afterPlain(Both), "a.c");
  expectKind("cast", afterPlain({"char *f(S *s) { return reinterpret_cast<char *>(s); }",
                                 "std::byte *f(S *s) { return reinterpret_cast<std::byte *>(s); }",
                                 "long &f(S &s) { return reinterpret_cast<long &>(s.c); }\n"
                                 "int &g(S &s) { return reinterpret_cast<int &>(s); }"}));
  expectNone(afterPlain({"struct S *f(void *s) { return (struct S *)s; }",
                         "void *f(struct S *s) { return (void *)s; }",
                         "struct S *f(const struct S *s) { return (struct S *)s; }",
                         "unsigned long f(struct S *s) { return (unsigned long)s; }",
                         "char *f(struct S *s) { return (char *)&s->c; }",
                         "static char room[sizeof(struct S)];\n"
                         "struct S *f(void) { return (struct S *)room; }",
                         "static unsigned char room[sizeof(struct S)];\n"
                         "struct S *f(void) { return (struct S *)&room; }",
                         "char *f(struct S **s) { return (char *)s; }",
                         "struct O { struct S s; int x; };\n"
                         "struct S *f(struct O *o) { return (struct S *)o; }\n"
                         "struct O *g(struct S *s) { return (struct O *)s; }"}),
             "a.c");
  expectNone(
      afterPlain({"struct Handle {}; Handle *f(S *s) { return reinterpret_cast<Handle *>(s); }",
                  "struct T : S {}; S *f(T *t) { return (S *)t; } T *g(S *s) { return (T *)s; }"}));
}

TEST(OrderBlockers, TheFirstFieldIsPinnedByACast) {
  const std::string Pinned = "struct H { long kind; int more; };\n"
                             "struct S { struct H h; char c; long d; char e; };\n";
  EXPECT_EQ(
      kinds(factsOfText(Pinned + "struct H *f(struct S *s) { return (struct H *)s; }", "a.c")),
      std::set<std::string>{}); // it stays where it is
  const std::string Moved = "struct S { char c; long d; char e; long f; char g; };\n";
  EXPECT_EQ(kinds(factsOfText(Moved + "long *f(struct S *s) { return (long *)s; }", "a.c")),
            std::set<std::string>{"cast"});
}

TEST(OrderBlockers, Addresses) {
  expectKind("address",
             afterPlain({"#define UART ((struct S *)0x40001000)\n"
                         "void f(void) { UART->b = 1; }"}),
             "a.c");
  expectNone(afterPlain({"struct S *none = (struct S *)0, *bad = (struct S *)-1;",
                         "struct S *f(unsigned long n) { return (struct S *)n; }"}),
             "a.c");
}

TEST(OrderBlockers, Unions) {
  expectKind(
      "union",
      afterPlain({"union U { struct S s; char raw[32]; };", "union U { struct S s[2]; long l; };",
                  "struct O { int x; struct S s; }; union U { struct O o; char raw[40]; };"}),
      "a.c");
  expectNone(afterPlain({"union U { struct S s; };", "union U { struct S *s; char raw[8]; };",
                         "struct O { int x; struct S s; }; union U { struct O o; long l; };"}),
             "a.c");
}

TEST(OrderBlockers, Comparisons) {
  expectKind("comparison", {classOf("auto operator<=>(const S &) const = default;"),
                            classOf("friend auto operator<=>(const S &, const S &) = default;"),
                            classOf("std::strong_ordering operator<=>(const S &) const = default;"
                                    "bool operator<(const S &) const = default;")});
  expectNone({classOf("bool operator==(const S &) const = default;"),
              classOf("std::strong_ordering operator<=>(const S &o) const;"),
              classOf("bool operator<(const S &o) const { return b < o.b; }")});
}

TEST(OrderBlockers, Interfaces) {
  const std::string S(Plain);
  expectKind(
      "interface",
      {"extern \"C\" {\n" + S + "}", "extern \"C\" { namespace n { " + S + "} }",
       "struct __attribute__((visibility(\"default\"))) S { long b; char c; long d; char e; };",
       "#pragma GCC visibility push(default)\n" + S});
  expectNone(
      {S, "extern \"C++\" {\n" + S + "}", S + "extern \"C\" void f(S *);",
       "struct __attribute__((visibility(\"hidden\"))) S { long b; char c; long d; char e; };"});
  auto InHeader = [&](const std::string &Header) {
    return kinds(factsOf({{"s.h", Header}, {"a.c", "#include \"s.h\"\n"}}, "a.c", {"-std=c17"}));
  };
  EXPECT_EQ(InHeader("#ifdef __cplusplus\nextern \"C\" {\n#endif\n" + S),
            std::set<std::string>{"interface"});
  EXPECT_EQ(InHeader(S), std::set<std::string>{});
}

TEST(OrderBlockers, GeneratedFiles) {
  auto InFile = [](const std::string &Header, const std::string &Name) {
    return kinds(factsOf({{Name, Header + Plain}, {"b.cpp", "#include \"" + Name + "\"\n"}},
                         "b.cpp", {"-std=c++20"}));
  };
  const std::set<std::string> Generated = {"generated"}, None;
  EXPECT_EQ(InFile("// Generated by x. DO NOT EDIT!\n", "s.h"), Generated);
  EXPECT_EQ(InFile("/*\n * @generated\n */\n", "s.h"), Generated);
  EXPECT_EQ(InFile("", "s.pb.h"), Generated);
  EXPECT_EQ(InFile("// The table is generated at start.\n", "s.h"), None);
  EXPECT_EQ(InFile("// Do not edit this without care.\n", "s.h"), None);
  EXPECT_EQ(InFile(std::string(30, '\n') + "// generated, do not edit\n", "s.h"), None);
}

TEST(OrderBlockers, MacrosAmongTheMembers) {
  const std::string Macros =
      "#define REFLECT(...) static constexpr auto names() { return #__VA_ARGS__; }\n"
      "#define OBJECT static const int meta; int id() const;\n"
      "#define NO_COPY(T) T(const T &) = delete; T &operator=(const T &) = delete\n"
      "#define TEST_FRIEND(T) friend class T\n#define EXPORT\n#define LINK struct "
      "Link { int *next; }\n";
  auto With = [&](const std::string &Macro) { return Macros + classOf(Macro); };
  expectKind("macro-in-body", {With("REFLECT(b, c, d)"), With("OBJECT")});
  expectNone({With("S() = default; NO_COPY(S);"), With("TEST_FRIEND(Tests);"),
              With("EXPORT int id() const;"), With("LINK *link;")});
}

TEST(OrderBlockers, Reflection) {
  const std::string Pfr = "namespace boost { namespace pfr {\n"
                          "template <int N, class T> void get(const T &); int version(); } }\n";
  expectKind("reflection", {Plain + Pfr + "void f(S s) { boost::pfr::get<0>(s); }"});
  expectNone(
      {Plain + Pfr + "struct T {}; void f(T s) { boost::pfr::get<0>(s); boost::pfr::version(); }"});
}

TEST(OrderBlockers, IntendedLayout) {
  auto With = [](const std::string &Field) {
    return "struct S { long b; char c; long d; " + Field + " char e; };";
  };
  expectKind("intended-layout",
             {With("char pad[2];"), With("char _pad0;"), With("short __reserved_2;"),
              With("char m_padding;"), With("char Unused1[1];"), With("char filler_;"),
              With("alignas(16) long x;"),
              With("char x[std::hardware_destructive_interference_size];")});
  expectNone({With("char padded;"), With("char lily_pad;"), With("char reserved_words;"),
              With("char spareParts;"), With("char m_;"), With("char _1;"), With("char x[64];")});
}

TEST(OrderBlockers, VolatileMemory) {
  expectKind("volatile", {"struct S { volatile long b; volatile char c; volatile long d; volatile "
                          "char e[1]; };",
                          "struct S { long b; char c; volatile long d; char e; };\n"
                          "S *at(unsigned long n) { return (S *)n; }",
                          "struct S { long b; char c; volatile long d; char e; };\n"
                          "long at(unsigned long n) { return reinterpret_cast<S *>(n + 8)->d; }",
                          Plain + std::string("volatile S regs;"),
                          Plain + std::string("void f(volatile S *s);"),
                          Plain + std::string("long f(void *p) { return ((volatile S *)p)->b; }")});
  expectKind("section", {Plain + std::string("__attribute__((section(\".init\"))) S s;"),
                         Plain + std::string("__attribute__((section(\".init\"))) S all[2];")});
  expectNone({"struct S { long b; char c; volatile long *d; char e; };",
              "struct S { long b; char c; volatile long d; char e; };",
              "struct S { volatile char c; long d; volatile int e; };\n"
              "S *none = (S *)0, *bad = (S *)-1; S *f(void *p) { return (S *)p; }",
              Plain + std::string("S *at(unsigned long n) { return (S *)n; }"),
              Plain + std::string("S *volatile current;"),
              Plain + std::string("__attribute__((section(\".init\"))) S *s;")});
}

TEST(OrderBlockers, WireFormats) {
  const std::string S = "struct S { long b; char c; long d; char e; uint32_t len; };\n";
  expectKind("wire-format",
             {S + "uint32_t f(struct S *s) { return ntohl(s->len); }",
              S + "void f(struct S *s) { s->len = htonl(4); }",
              S + "uint32_t f(struct S *s) { return be32toh(s->len); }",
              S + "void f(struct S *s) { s->len = __builtin_bswap32(s->len); }"},
             "a.c");
  expectNone({S + "uint32_t f(struct S *s) { return htonl(s->len); }", // goes elsewhere
              S + "void f(struct S *s, uint32_t n) { s->len = ntohl(n); }",
              S + "struct W { uint32_t n; }; uint32_t f(struct W *w) { return ntohl(w->n); }"},
             "a.c");
}

TEST(OrderBlockers, TheReasonAndThePlace) {
  EXPECT_THAT(told(Plain + std::string("#define SIZE sizeof(struct S)\n"
                                       "static_assert(SIZE   ==\n    32);\n"
                                       "void f(S *s) {\n"
                                       "  write(1, s, SIZE);\n"
                                       "  char *c = (char *)s;\n"
                                       "}\n"
                                       "struct O { S s; };\n"
                                       "void g(O *o) { write(1, o, sizeof *o); }\n"),
                   "a.cpp"),
              ElementsAre("3 static-assert: static_assert(SIZE == 32)",
                          "6 bytes: 'write' takes the bytes of 'S'",
                          "7 cast: a cast to 'char *' shows the bytes of 'S'",
                          "10 bytes: 'write' takes the bytes of 'O', which holds 'S'"));
}

TEST(OrderBlockers, OnlyRecordsWithASmallerOrder) {
  EXPECT_THAT(told("struct S { long b; char c; };\nstatic_assert(sizeof(S) == 16);\n"
                   "void f(S *s) { write(1, s, sizeof *s); }"),
              ElementsAre());
}

} // namespace
} // namespace memlint
