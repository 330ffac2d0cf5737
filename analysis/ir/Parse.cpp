#include "analysis/ir/FunctionParser.h"
#include "analysis/ir/Text.h"

#include <optional>

namespace memlint::ir {
namespace {

class Parser {
public:
  /// False where the text ends.
  bool line(std::string_view Text);
  bool endFunction();

  std::vector<Function> Read;
  ParseError Error; // of line 0 where there is none

private:
  bool failed(const Line &L);

  std::size_t Number = 0;
  std::optional<FunctionParser> Current;
};

bool Parser::failed(const Line &L) {
  if (!L.fault().empty())
    Error = {Number, L.fault()};
  return Error.Line != 0;
}

bool Parser::endFunction() {
  if (!Current)
    return true;
  auto Made = std::move(*Current).finish();
  Current.reset();
  if (auto *Wrong = std::get_if<ParseError>(&Made))
    Error = *Wrong;
  else
    Read.push_back(std::move(std::get<Function>(Made)));
  return Error.Line == 0;
}

bool Parser::line(std::string_view Text) {
  ++Number;
  Line L(Text);
  if (!failed(L) && L.word("function")) {
    if (endFunction())
      Current.emplace(L, Number);
  } else if (!L.atEnd() && !Current) {
    L.fail("a function begins with the word 'function'");
  } else if (!L.atEnd()) {
    Current->read(L, Number);
  }
  return !failed(L);
}

} // namespace

std::variant<std::vector<Function>, ParseError> parse(std::string_view Text) {
  Parser P;
  bool Good = true;
  while (Good && !Text.empty()) {
    const std::size_t End = Text.find('\n');
    Good = P.line(Text.substr(0, End));
    Text.remove_prefix(End == std::string_view::npos ? Text.size() : End + 1);
  }
  if (!Good || !P.endFunction())
    return std::move(P.Error);
  return std::move(P.Read);
}

} // namespace memlint::ir
