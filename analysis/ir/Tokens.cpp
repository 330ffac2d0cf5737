#include "analysis/ir/Tokens.h"

#include <algorithm>
#include <charconv>

namespace memlint::ir {
namespace {

bool isDigit(char C) { return C >= '0' && C <= '9'; }
bool isLetter(char C) { return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') || C == '_'; }

/// The length of the plain word that a text begins with: identifiers with `::` between them, and
/// `-` before a letter.
std::size_t wordLength(std::string_view Text) {
  auto LetterAt = [&](std::size_t I) { return I < Text.size() && isLetter(Text[I]); };
  std::size_t Length = 0;
  while (LetterAt(Length)) {
    while (LetterAt(Length) || (Length < Text.size() && isDigit(Text[Length])))
      ++Length;
    if (Text.substr(Length).starts_with("::") && LetterAt(Length + 2))
      Length += 2;
    else if (Text.substr(Length).starts_with("-") && LetterAt(Length + 1))
      Length += 1;
  }
  return Length;
}

char unescaped(char C) { return C == 'n' ? '\n' : C == 't' ? '\t' : C; }

} // namespace

std::string quoted(std::string_view Name, Words But) {
  if (!Name.empty() && wordLength(Name) == Name.size() && !indexOf(But, Name))
    return std::string(Name);
  std::string Text = "\"";
  for (char C : Name) {
    const auto Byte = static_cast<unsigned char>(C);
    if (C == '"' || C == '\\')
      (Text += '\\') += C;
    else if (C == '\n' || C == '\t')
      Text += C == '\n' ? "\\n" : "\\t";
    else if (Byte < 0x20 || Byte == 0x7f)
      for (int Shift : {9, 6, 3, 0})
        Text += Shift == 9 ? '\\' : static_cast<char>('0' + (Byte >> Shift & 7));
    else
      Text += C;
  }
  return Text += '"';
}

Line::Line(std::string_view Text) { split(Text); }

void Line::fail(std::string Reason) {
  if (Fault.empty())
    Fault = std::move(Reason);
  At = Tokens.size();
}

void Line::split(std::string_view Text) {
  static constexpr std::string_view Long[] = {"->", "==", "<=", "<+"};
  while (Fault.empty() && !Text.empty() && Text.front() != '#') {
    const char C = Text.front();
    if (C == ' ' || C == '\t' || C == '\r') {
      Text.remove_prefix(1);
      continue;
    }
    std::size_t Length = wordLength(Text);
    if (Length != 0) {
      Tokens.push_back({.Kind = Token::Word, .Text = std::string(Text.substr(0, Length))});
    } else if (C == '"') {
      Length = splitQuoted(Text);
    } else if (isDigit(C) || (C == '-' && Text.size() > 1 && isDigit(Text[1]))) {
      Length = splitNumber(Text);
    } else {
      Length = indexOf(Long, Text.substr(0, 2)) ? 2 : 1;
      Tokens.push_back({.Kind = Token::Mark, .Text = std::string(Text.substr(0, Length))});
    }
    Text.remove_prefix(Length);
    if (Tokens.back().Kind == Token::Word || Tokens.back().Kind == Token::Quoted)
      splitWhich(Text);
  }
  if (!Fault.empty())
    Tokens.clear();
}

/// C's escapes; the length with both quotes.
std::size_t Line::splitQuoted(std::string_view Text) {
  Token T{.Kind = Token::Quoted};
  std::size_t I = 1;
  for (; I < Text.size() && Text[I] != '"'; ++I) {
    if (Text[I] != '\\' || ++I == Text.size()) {
      T.Text += I < Text.size() ? Text.substr(I, 1) : "";
      continue;
    }
    unsigned Byte = 0, Digits = 0;
    for (; Digits < 3 && I < Text.size() && Text[I] >= '0' && Text[I] <= '7'; ++I, ++Digits)
      Byte = 8 * Byte + static_cast<unsigned>(Text[I] - '0');
    if (Digits != 0)
      --I;
    T.Text += Digits != 0 ? static_cast<char>(Byte) : unescaped(Text[I]);
  }
  if (I >= Text.size())
    Fault = "a quote is not closed";
  Tokens.push_back(std::move(T));
  return std::min(I + 1, Text.size());
}

/// Directly behind another number, `-` stands between the two.
std::size_t Line::splitNumber(std::string_view Text) {
  const bool Between =
      Text.front() == '-' && !Tokens.empty() && Tokens.back().Kind == Token::Number;
  if (Between) {
    Tokens.push_back({.Kind = Token::Mark, .Text = "-"});
    return 1;
  }
  const bool Negative = Text.front() == '-';
  Token T{.Kind = Token::Number};
  const char *First = Text.data() + (Negative ? 1 : 0), *End = Text.data() + Text.size();
  const auto [Rest, Error] = std::from_chars(First, End, T.Value);
  T.Text = std::string(Text.data(), Rest);
  if (Error != std::errc() || (Negative && T.Value > std::uint64_t{1} << 63))
    Fault = T.Text + " is too big";
  T.Value = Negative ? 0 - T.Value : T.Value;
  Tokens.push_back(T);
  return static_cast<std::size_t>(Rest - Text.data());
}

/// `'n` behind a name.
void Line::splitWhich(std::string_view &Text) {
  if (Text.size() < 2 || Text[0] != '\'' || !isDigit(Text[1]))
    return;
  const char *First = Text.data() + 1;
  const auto [Rest, Error] = std::from_chars(First, Text.data() + Text.size(), Tokens.back().Which);
  if (Error != std::errc() || Tokens.back().Which == 0)
    Fault = "what stands behind ' is no number from 1";
  Text.remove_prefix(static_cast<std::size_t>(Rest - Text.data()));
}

std::optional<std::uint32_t> Line::oneOf(Words All) {
  auto Index = nextIs(Token::Word) ? indexOf(All, Tokens[At].Text) : std::nullopt;
  At += Index.has_value();
  return Index;
}

bool Line::flag(Words All, std::uint32_t &Flags) {
  const auto Bit = oneOf(All);
  if (Bit)
    Flags |= std::uint32_t{1} << *Bit;
  return Bit.has_value();
}

bool Line::isPlace() const {
  return isMark("@") && At + 1 < Tokens.size() && Tokens[At + 1].Kind == Token::Number;
}

void Line::expect(std::string_view Mark) {
  if (!mark(Mark))
    fail("expected '" + std::string(Mark) + "', not " + next());
}

Handle Line::handle() {
  if (!nextIsName()) {
    fail("expected a name, not " + next());
    return {"", 1};
  }
  const Token &T = Tokens[At++];
  return {T.Text, T.Which};
}

std::string Line::label() {
  if (nextIs(Token::Word) || nextIs(Token::Number))
    return Tokens[At++].Text;
  fail("expected a block, not " + next());
  return "";
}

std::uint64_t Line::number64() {
  if (nextIs(Token::Number))
    return Tokens[At++].Value;
  fail("expected a number, not " + next());
  return 0;
}

std::uint32_t Line::number() {
  const std::string Text = next();
  const std::uint64_t Value = number64();
  if (Value <= UINT32_MAX)
    return static_cast<std::uint32_t>(Value);
  fail(Text + " is too big, or below 0");
  return 0;
}

void Line::finish() {
  if (!atEnd())
    fail("what does " + next() + " mean here?");
}

} // namespace memlint::ir
