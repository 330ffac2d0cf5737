// Functions of the memory IR in text with what the solver must say of them: files of
// tests/solver/escape. Those of tests/solver/resources read so, too; their wants are told in
// OwnershipTest.cpp.
//
//   # model std::get: ret = this.*.own       a model that the file's functions call
//   # whole-program                          SummaryOptions of the file
//   function f
//     # summary: ret = arg1                  the effects of the function, and no others
//     local x                                # want escapes ret
//   block 0
//     p = new 0 T                            # want stays freed
//
// `want` on the line of an allocation or a local: `stays`, `turn` (outlives its turn of the loop),
// `escapes SINK`, `lent SINK` or `may SINK`; then `gone` (the sink does not hold it at the end),
// `borrowed`, `freed` (ended on each path), and `via A, B` with the steps of the path. Each
// allocation and each local that does not stay needs its want.
#ifndef MEMLINT_TESTS_UNIT_SOLVERCASES_H
#define MEMLINT_TESTS_UNIT_SOLVERCASES_H

#include "analysis/solve/Escape.h"
#include "analysis/solve/Summaries.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace memlint::test {

/// A file of cases, read.
struct SolverCases {
  std::vector<ir::Function> Functions;
  std::map<std::string, Summary, std::less<>> Models; // by the functions' names
  SummaryOptions Options;
  std::map<std::uint32_t, std::string> Wants;   // by lines
  std::map<std::string, std::string> Summaries; // by names
  std::string Fault;                            // why it could not be read
};

SolverCases readCases(std::string_view Text);

ModelLookup lookup(const SolverCases &Cases);

/// All verdicts of the functions in the order that is given, by line, as `want` writes them, with
/// the path.
struct SolvedCases {
  std::map<std::uint32_t, std::string> Verdicts, Paths;
  std::map<std::string, std::string> Summaries;
};
SolvedCases solve(const SolverCases &Cases, const std::vector<ir::Function> &Functions);

/// What is wrong, a line each.
std::string compare(const SolverCases &Cases, const SolvedCases &Solved);

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_SOLVERCASES_H
