// The definition of a record in another order: which text moves, and what cannot be moved.
#include "tests/unit/Reordered.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

using test::expectBlocked;
using test::expectReordered;
using test::Words;

const Words C = {"-std=c11"};

TEST(ReorderDefinitionTest, MovesLinesAndLeavesTheRest) {
  expectReordered("struct S {\n  char a;\n  long b;\n  char c;\n};\n", {1, 0, 2},
                  "struct S {\n  long b;\n  char a;\n  char c;\n};\n");
  expectReordered("struct S {\n  char a;\n  long b;\n  char c;\n};\n", {0, 2, 1},
                  "struct S {\n  char a;\n  char c;\n  long b;\n};\n");
  expectReordered("typedef struct {\n  char a;\n  long b;\n  char c;\n} S;\n", {2, 0, 1},
                  "typedef struct {\n  char c;\n  char a;\n  long b;\n} S;\n", C);
  expectReordered("struct S {\r\n\tchar a;\r\n\tlong b;\r\n\tchar c;\r\n};\r\n", {0, 2, 1},
                  "struct S {\r\n\tchar a;\r\n\tchar c;\r\n\tlong b;\r\n};\r\n");
}

TEST(ReorderDefinitionTest, MovesTokensWhereMembersShareALine) {
  expectReordered("struct S { char a; long b; char c; };\n", {0, 2, 1},
                  "struct S { char a; char c; long b; };\n");
  expectReordered("struct S { char a; long b; char c; };\n", {1, 0, 2},
                  "struct S { long b; char a; char c; };\n");
  expectReordered("struct S {\n  char a; long b;\n  char c; long d;\n};\n", {1, 3, 0, 2},
                  "struct S {\n  long b; long d; char a;\n  char c;\n};\n");
  expectReordered("struct S {\n  char a; char b;\n  long c;\n  long d;\n  long e;\n};\n",
                  {2, 3, 4, 0, 1},
                  "struct S {\n  long c;\n  long d;\n  long e;\n  char a;\n  char b;\n};\n");
  expectBlocked("struct S {\n  char a; long b; // which of them?\n  char c;\n};\n", {1, 0, 2},
                "comment");
  expectBlocked("struct S { char a; /* of a or b */ long b; char c; };\n", {1, 0, 2}, "comment");
}

TEST(ReorderDefinitionTest, CommentsMoveWithTheirField) {
  expectReordered("struct S { // all\n"
                  "  // the a,\n"
                  "  // in two lines\n"
                  "  char a; // at its end\n"
                  "          // and below\n"
                  "  /** b */\n"
                  "  long b; ///< more of b\n"
                  "  ///< and more\n"
                  "\n"
                  "  // a headline\n"
                  "\n"
                  "  char c; /* c */\n"
                  "};\n",
                  {1, 2, 0},
                  "struct S { // all\n"
                  "  /** b */\n"
                  "  long b; ///< more of b\n"
                  "  ///< and more\n"
                  "\n"
                  "  // a headline\n"
                  "\n"
                  "  char c; /* c */\n"
                  "  // the a,\n"
                  "  // in two lines\n"
                  "  char a; // at its end\n"
                  "          // and below\n"
                  "};\n");
}

TEST(ReorderDefinitionTest, KeepsGroupsBetweenBlankLines) {
  expectReordered("struct S {\n  char a;\n\n  long b;\n  long c;\n\n  char d;\n};\n", {1, 2, 0, 3},
                  "struct S {\n  long b;\n  long c;\n  char a;\n\n  char d;\n};\n");
  expectReordered("struct S {\n  char a;\n\n  long b;\n\n  char d;\n};\n", {0, 2, 1},
                  "struct S {\n  char a;\n  char d;\n\n  long b;\n};\n");
  expectReordered("struct S {\n  long z;\n  char a;\n\n  long b;\n\n  char d;\n  long e;\n};\n",
                  {0, 1, 3, 2, 4},
                  "struct S {\n  long z;\n  char a;\n  char d;\n\n  long b;\n\n  long e;\n};\n");
}

TEST(ReorderDefinitionTest, FieldsKeepTheirAccess) {
  expectReordered(
      "class S {\npublic:\n  char a;\n  long b;\n\nprivate:\n  char c;\n  long d;\n};\n",
      {0, 2, 1, 3},
      "class S {\npublic:\n  char a;\nprivate:\n  char c;\npublic:\n  long b;\n\n"
      "private:\n  long d;\n};\n");
  expectReordered("class S {\n  char a;\n\n public:\n  long b;\n  char c;\n};\n", {1, 2, 0},
                  "class S {\n public:\n  long b;\n  char c;\n private:\n  char a;\n};\n");
  expectReordered("class S {\npublic:\n  long b;\n  char c;\n\nprivate:\n  long d;\n  char e;\n"
                  "  int f;\n};\n",
                  {0, 1, 3, 2, 4},
                  "class S {\npublic:\n  long b;\n  char c;\n\nprivate:\n  char e;\n  long d;\n"
                  "  int f;\n};\n");
  expectReordered("struct S { char a; long b; private: char c; };\n", {0, 2, 1},
                  "struct S { char a; private: char c; public: long b; };\n");
}

TEST(ReorderDefinitionTest, ADocumentedFieldKeepsItsBlankLine) {
  expectReordered("struct S {\n  // the a\n  char a;\n\n  // the b\n  long b;\n\n  // the c\n"
                  "  char c;\n};\n",
                  {0, 2, 1},
                  "struct S {\n  // the a\n  char a;\n\n  // the c\n  char c;\n\n  // the b\n"
                  "  long b;\n};\n");
  expectReordered("struct S {\n  char a;\n  long b;\n\n  // the c\n  char c;\n};\n", {0, 2, 1},
                  "struct S {\n  char a;\n  // the c\n  char c;\n  long b;\n};\n");
}

TEST(ReorderDefinitionTest, LeavesNoEmptyAccessSection) {
  expectReordered("class S {\npublic:\n  char a;\n\nprivate:\n  long b;\n\npublic:\n  char c;\n"
                  "};\n",
                  {1, 0, 2},
                  "class S {\n  long b;\npublic:\n  char a;\n\npublic:\n  char c;\n};\n");
  expectReordered("struct S {\n protected:\n  char a;\n private:\n  long b; // the b\n};\n", {1, 0},
                  "struct S {\n private:\n  long b; // the b\n protected:\n  char a;\n};\n");
  expectReordered("struct S {\n  char a;\n private:\n  // all that is hidden\n\n  long b;\n};\n",
                  {1, 0},
                  "struct S {\n private:\n  long b;\n public:\n  char a;\n private:\n"
                  "  // all that is hidden\n};\n");
  expectReordered("class S { public: char a; private: long b; void f(); public: char c; };\n",
                  {1, 0, 2},
                  "class S { long b; public: char a; private: void f(); public: char c; };\n");
  expectReordered("class S { public: char a; private: long b; public: };\n", {1, 0},
                  "class S { long b; public: char a; public: };\n");
}

TEST(ReorderDefinitionTest, AttributesMoveWithTheirField) {
  expectReordered("struct S {\n  alignas(8) char a;\n  [[maybe_unused]] long b;\n"
                  "  char c __attribute__((aligned(2)));\n  __attribute__((unused)) char d;\n};\n",
                  {1, 0, 3, 2},
                  "struct S {\n  [[maybe_unused]] long b;\n  alignas(8) char a;\n"
                  "  __attribute__((unused)) char d;\n  char c __attribute__((aligned(2)));\n};\n");
  expectReordered("#define GUARDED_BY(x) __attribute__((guarded_by(x)))\n"
                  "#define UNUSED __attribute__((unused))\n"
                  "struct __attribute__((capability(\"mutex\"))) M { long l; };\n"
                  "struct S {\n  UNUSED char a GUARDED_BY(mu);\n  M mu;\n  char c;\n};\n",
                  {1, 0, 2},
                  "#define GUARDED_BY(x) __attribute__((guarded_by(x)))\n"
                  "#define UNUSED __attribute__((unused))\n"
                  "struct __attribute__((capability(\"mutex\"))) M { long l; };\n"
                  "struct S {\n  M mu;\n  UNUSED char a GUARDED_BY(mu);\n  char c;\n};\n");
  expectBlocked("#define MARKER\nstruct S {\n  MARKER\n  char a;\n  long b;\n  char c;\n};\n",
                {1, 0, 2}, "macro");
}

TEST(ReorderDefinitionTest, TakesDeclarationsOfSeveralFieldsApart) {
  expectReordered("struct S {\n  char a, b; // two\n  long c;\n  char d;\n};\n", {2, 0, 1, 3},
                  "struct S {\n  long c;\n  char a, b; // two\n  char d;\n};\n");
  expectReordered("struct S {\n  const int a = 1, *b = nullptr, (*c)(int) = 0, d[2] = {1, 2};\n"
                  "  long e;\n};\n",
                  {0, 4, 1, 2, 3},
                  "struct S {\n  const int a = 1;\n  long e;\n"
                  "  const int *b = nullptr, (*c)(int) = 0, d[2] = {1, 2};\n};\n");
  expectReordered("struct S { char a, *b; long c; };\n", {1, 2, 0},
                  "struct S { char *b; long c; char a; };\n", C);
  expectReordered("struct S {\n  unsigned const a, b;\n  char c;\n};\n", {0, 2, 1},
                  "struct S {\n  unsigned const a;\n  char c;\n  unsigned const b;\n};\n", C);
  expectBlocked("struct S { struct { char x; } a, b; long c; };\n", {0, 2, 1}, "declared-together",
                C);
  expectBlocked("struct S { alignas(8) char a, b; long c; };\n", {0, 2, 1}, "declared-together");
  expectBlocked("struct S { char a, /* why */ b; long c; };\n", {0, 2, 1}, "declared-together");
}

TEST(ReorderDefinitionTest, TypesMoveWithTheFieldTheyAreDefinedWith) {
  expectReordered("struct S {\n  char a;\n  struct {\n    long x;\n    char y;\n  } b;\n"
                  "  union {\n    char c;\n    int d;\n  };\n  enum { P, Q } e;\n};\n",
                  {1, 2, 3, 0},
                  "struct S {\n  struct {\n    long x;\n    char y;\n  } b;\n"
                  "  union {\n    char c;\n    int d;\n  };\n  enum { P, Q } e;\n  char a;\n};\n");
  expectBlocked("struct S { char a; struct In { long x; } b; struct In c; char d; };\n",
                {0, 2, 1, 3}, "declared-later", C);
  expectBlocked("struct S { enum { N = 3 } a; char b[N]; long c; };\n", {1, 0, 2}, "declared-later",
                C);
  expectBlocked("struct S { char a; long b; decltype(b) c; };\n", {0, 2, 1}, "declared-later");
  expectReordered("struct S { char a; long b; struct { long b; } c; };\n", {0, 2, 1},
                  "struct S { char a; struct { long b; } c; long b; };\n", C);
}

TEST(ReorderDefinitionTest, StaysBehindWhatItNames) {
  expectReordered("struct S {\n  char a;\n\n  using Type = long;\n  int other();\n\n  Type b;\n"
                  "  char c;\n  Type d;\n};\n",
                  {0, 2, 1, 3},
                  "struct S {\n  char a;\n  char c;\n\n  using Type = long;\n  int other();\n\n"
                  "  Type b;\n  Type d;\n};\n");
  expectReordered("struct S {\n  char a;\n\n  using Type = char;\n\n  long b;\n  Type c;\n};\n",
                  {0, 2, 1},
                  "struct S {\n  char a;\n\n  using Type = char;\n\n  Type c;\n  long b;\n};\n");
  expectBlocked(
      "struct S {\n  char a;\n  long b;\n  using Type = char;\n  long e;\n  Type c;\n};\n",
      {0, 3, 1, 2}, "declared-later");
  expectBlocked(
      "struct S {\n  char a;\n  long b;\n  static constexpr int N = 3;\n  char c[N];\n};\n",
      {2, 0, 1}, "declared-later");
}

TEST(ReorderDefinitionTest, MethodsStayWhereTheyAre) {
  expectReordered("struct S {\n  char a;\n  void set(long b) { this->b = b; }\n  long b;\n"
                  "  friend int peek(const S &);\n  static int Count;\n  char c;\n};\n",
                  {1, 0, 2},
                  "struct S {\n  long b;\n  char a;\n  void set(long b) { this->b = b; }\n"
                  "  friend int peek(const S &);\n  static int Count;\n  char c;\n};\n");
}

TEST(ReorderDefinitionTest, BlocksWhereThePreprocessorStandsBetween) {
  expectBlocked("struct S {\n  char a;\n#ifdef X\n  int x;\n#endif\n  long b;\n  char c;\n};\n",
                {1, 0, 2}, "preprocessor");
  expectBlocked("struct S {\n  char a;\n#define SIZE 3\n  long b;\n  char c;\n};\n", {0, 2, 1},
                "preprocessor");
  expectReordered("struct S {\n#ifdef X\n  int x;\n#endif\n  char a;\n  long b;\n  char c;\n"
                  "#if 1\n  int d;\n#endif\n};\n",
                  {1, 0, 2, 3},
                  "struct S {\n#ifdef X\n  int x;\n#endif\n  long b;\n  char a;\n  char c;\n"
                  "#if 1\n  int d;\n#endif\n};\n");
}

TEST(ReorderDefinitionTest, BlocksWhereAMacroWritesFields) {
  expectBlocked("#define FIELD(T, N) T N\nstruct S { FIELD(char, a); long b; char c; };\n",
                {1, 0, 2}, "macro");
  expectBlocked("#define FIELDS char a; long b;\nstruct S { FIELDS char c; };\n", {1, 0, 2},
                "macro");
  expectReordered("#define BYTE char\nstruct S { BYTE a; long b; BYTE c; };\n", {1, 0, 2},
                  "#define BYTE char\nstruct S { long b; BYTE a; BYTE c; };\n");
  expectReordered(
      "#include <stdbool.h>\nstruct S { bool a; long b; bool c, d; int e; };\n", {1, 0, 2, 4, 3},
      "#include <stdbool.h>\nstruct S { long b; bool a; bool c; int e; bool d; };\n", C);
}

} // namespace
} // namespace memlint
