// What checks say of themselves, made into pages: `memlint explain`, checks/README.md, and the
// examples that the tests run.
#ifndef MEMLINT_CHECKS_DOCS_H
#define MEMLINT_CHECKS_DOCS_H

#include "checks/Check.h"

#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// The headings that every Check::Doc has, in this order; "Options" is made from Check::Options.
inline constexpr std::string_view DocHeadings[] = {"What it does", "Why", "Example", "Use instead",
                                                   "When it stays silent"};

/// A block of code of a check's page, with the language of its fence and the heading above it.
struct DocExample {
  std::string_view Heading, Language, Code;
};

std::vector<DocExample> docExamples(const Check &C);

/// What is wrong with a check's texts, a line each: a heading that is missing or out of order, an
/// example without code, a name that is not `family-what`. Empty when nothing is.
std::string docProblems(const Check &C);

/// One check's page in Markdown, options included.
std::string checkPage(const Check &C);

/// checks/README.md: a table of all checks and every page.
std::string allPages();

} // namespace memlint

#endif // MEMLINT_CHECKS_DOCS_H
