// The text form's words, quoted names, numbers and marks, and a line of them to be read from left
// to right. Shared by the printer, which quotes what the reader would take for something else.
#ifndef MEMLINT_ANALYSIS_IR_TOKENS_H
#define MEMLINT_ANALYSIS_IR_TOKENS_H

#include "analysis/ir/Words.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace memlint::ir {

/// A name as it stands in a line: itself where it is a plain word and none of `But`, or in quotes.
std::string quoted(std::string_view Name, Words But = {});

struct Token {
  enum TokenKind { Word, Quoted, Number, Mark } Kind = Mark;
  std::uint32_t Which = 1; // of a name: n in NAME'n, the n-th that is called so
  std::string Text = {};
  std::uint64_t Value = 0; // of a number, as two's complement
};

/// A name and which of those that are called so.
using Handle = std::pair<std::string, std::uint32_t>;

/// One line. The first thing that does not fit is its fault; all that is asked for after it is
/// absent, empty or 0.
class Line {
public:
  explicit Line(std::string_view Text);

  bool atEnd() const { return At == Tokens.size(); }
  const std::string &fault() const { return Fault; }
  void fail(std::string Reason);

  /// Whether this comes next, which is taken then.
  bool word(std::string_view Text) { return take(isWord(Text)); }
  bool mark(std::string_view Text) { return take(isMark(Text)); }
  /// The index of the word of the list that comes next, and is taken.
  std::optional<std::uint32_t> oneOf(Words All);
  /// The same for flags: the bit.
  bool flag(Words All, std::uint32_t &Flags);
  /// Whether this comes next.
  bool isWord(std::string_view Text) const { return nextIs(Token::Word) && isText(Text); }
  bool isMark(std::string_view Text) const { return nextIs(Token::Mark) && isText(Text); }
  /// Whether `@` and a number come next.
  bool isPlace() const;
  bool isReserved() const {
    return nextIs(Token::Word) && indexOf(Reserved, Tokens[At].Text).has_value();
  }
  bool nextIsName() const { return nextIs(Token::Word) || nextIs(Token::Quoted); }
  bool nextIsNumber() const { return nextIs(Token::Number); }

  void expect(std::string_view Mark);
  Handle handle();
  std::string name() { return handle().first; }
  std::string label(); // a plain word or a number
  std::uint64_t number64();
  std::uint32_t number();
  /// Fails where the line goes on.
  void finish();

private:
  bool nextIs(Token::TokenKind Kind) const { return !atEnd() && Tokens[At].Kind == Kind; }
  bool isText(std::string_view Text) const {
    return Tokens[At].Text == Text && Tokens[At].Which == 1;
  }
  bool take(bool Is) {
    At += Is;
    return Is;
  }
  std::string next() const { return atEnd() ? "the end of the line" : "'" + Tokens[At].Text + "'"; }

  void split(std::string_view Text);
  std::size_t splitQuoted(std::string_view Text);
  std::size_t splitNumber(std::string_view Text);
  void splitWhich(std::string_view &Text);

  std::vector<Token> Tokens;
  std::size_t At = 0;
  std::string Fault;
};

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_TOKENS_H
