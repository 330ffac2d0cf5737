// Puts a record of a text into an order that the test names, as the rewrite does, and checks what
// must hold of every rewrite: the edits fit, the text still compiles without a new warning, the
// fields stand in that order, and the size is the one that Clang promised.
#ifndef MEMLINT_TESTS_UNIT_REORDERED_H
#define MEMLINT_TESTS_UNIT_REORDERED_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace memlint::test {

using Order = std::vector<std::uint32_t>;
using Words = std::vector<std::string>;
using Texts = std::map<std::string, std::string>; // files by name

struct Reordered {
  Texts After;    // unchanged where something blocks
  Words Blockers; // "kind at a.cpp:3", sorted
};

/// `Main` is one of `Files`; what it includes are the others.
Reordered reordered(const Texts &Files, const std::string &Main, const std::string &Record,
                    const Order &Fields, const Words &Flags);

/// The file "a.cpp" or, where the flags name C, "a.c".
void expectReordered(const std::string &Before, const Order &Fields, const std::string &After,
                     const Words &Flags = {"-std=c++20"}, const std::string &Record = "S");
/// One place at least blocks, all of them of this kind.
void expectBlocked(const std::string &Text, const Order &Fields, const std::string &Kind,
                   const Words &Flags = {"-std=c++20"}, const std::string &Record = "S");

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_REORDERED_H
