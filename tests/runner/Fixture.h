// A fixture: annotated C or C++ that says which findings are expected where. Read into parts, flags
// and expectations; see tests/README.md for the language.
#ifndef MEMLINT_TESTS_RUNNER_FIXTURE_H
#define MEMLINT_TESTS_RUNNER_FIXTURE_H

#include <string>
#include <vector>

namespace memlint::test {

/// How a line's expectation is meant.
enum class Kind {
  Want,        // a finding must be there
  FalseAlarm,  // `fp:` is there, and should not be
  NotYetFound, // `fn:` is not there, and should be
};

struct Expectation {
  Kind Meaning = Kind::Want;
  std::string Level; // `note`, `warning`, `error`; empty: any
  unsigned Line = 0;
  std::string File;    // name of the part
  std::string Pattern; // ECMAScript, searched in the message
};

/// One file of a fixture.
struct Part {
  std::string Name, Text;
  bool isUnit() const;
};

struct Fixture {
  std::string Check; // the folder's name
  std::string Name;  // the file's name
  std::vector<Part> Parts;
  std::vector<std::string> Flags, Checks, Set;
  std::vector<Expectation> Expectations;
  std::vector<Expectation> Blockers; // what keeps a line's findings from being fixed
  std::string Problem; // what is wrong with the fixture's own text; empty when nothing is
};

Fixture parseFixture(const std::string &Check, const std::string &Name, const std::string &Text);

} // namespace memlint::test

#endif // MEMLINT_TESTS_RUNNER_FIXTURE_H
