#include "analysis/project/ApplyEdits.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace memlint {
namespace {

using Place = std::pair<std::uint32_t, std::uint32_t>; // line, column

Place beginOf(const Span &S) { return {S.Line, S.Column}; }
Place endOf(const Span &S) { return {S.EndLine, S.EndColumn}; }
bool isEmpty(const Span &S) { return beginOf(S) == endOf(S); }

/// Of two spans in order: whether edits of them depend on which is made first.
bool touch(const Span &First, const Span &Second) {
  if (First.File != Second.File || endOf(First) < beginOf(Second))
    return false;
  return endOf(First) > beginOf(Second) || isEmpty(First) || isEmpty(Second);
}

/// Spans of which no two touch.
class TakenPlaces {
public:
  bool touches(const Span &S) const {
    auto Next = Places.lower_bound(S);
    return (Next != Places.end() && touch(S, *Next)) ||
           (Next != Places.begin() && touch(*std::prev(Next), S));
  }
  void take(const Span &S) { Places.insert(S); }

private:
  std::set<Span> Places;
};

/// A text and where its lines begin.
class Lines {
public:
  explicit Lines(llvm::StringRef Text) : Text(Text), Starts(lineStarts(Text)) {}

  /// The byte at a place; npos where the text has no such place.
  std::size_t offset(Place P) const {
    auto [Line, Column] = P;
    if (Line == 0 || Line > Starts.size() || Column == 0)
      return llvm::StringRef::npos;
    std::size_t End = Line < Starts.size() ? Starts[Line] : Text.size();
    std::size_t Offset = Starts[Line - 1] + Column - 1;
    return Offset <= End ? Offset : llvm::StringRef::npos;
  }
  bool endInCrLf() const {
    return Starts.size() > 1 && Text.take_front(Starts[1]).ends_with("\r\n");
  }

private:
  llvm::StringRef Text;
  std::vector<std::size_t> Starts;
};

/// With CRLF for each LF that stands alone.
std::string withCrLf(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '\n' && !llvm::StringRef(Result).ends_with("\r"))
      Result += '\r';
    Result += C;
  }
  return Result;
}

} // namespace

std::vector<std::size_t> lineStarts(llvm::StringRef Text) {
  std::vector<std::size_t> Starts{0};
  std::size_t At = 0;
  while ((At = Text.find_first_of("\r\n", At)) != llvm::StringRef::npos) {
    At += Text.substr(At).starts_with("\r\n") ? 2 : 1;
    Starts.push_back(At);
  }
  return Starts;
}

llvm::Expected<std::string> applyEdits(llvm::StringRef Text, std::span<const TextEdit> Edits) {
  std::vector<const TextEdit *> Sorted;
  Sorted.reserve(Edits.size());
  for (const TextEdit &E : Edits)
    Sorted.push_back(&E);
  // Insertions at one place keep the order in which they are given.
  std::ranges::sort(Sorted, {}, [](const TextEdit *E) { return std::pair(E->Where, E); });
  Lines Source(Text);
  std::string Result;
  std::size_t Done = 0;
  for (const TextEdit *E : Sorted) {
    std::size_t Begin = Source.offset(beginOf(E->Where)), End = Source.offset(endOf(E->Where));
    if (Begin == llvm::StringRef::npos || End == llvm::StringRef::npos || Begin > End ||
        Text.slice(Begin, End) != E->Old)
      return llvm::createStringError("its source has changed since it was read");
    if (Begin < Done)
      return llvm::createStringError("its edits overlap");
    Result += Text.slice(Done, Begin);
    Result += Source.endInCrLf() ? withCrLf(E->New) : E->New;
    Done = End;
  }
  Result += Text.substr(Done);
  return Result;
}

std::vector<std::size_t> independentFixes(std::span<const Fix *const> Fixes) {
  TakenPlaces Taken;
  std::vector<std::size_t> Chosen;
  for (std::size_t I = 0; I < Fixes.size(); ++I) {
    const std::vector<TextEdit> &Edits = Fixes[I]->Edits;
    if (std::ranges::any_of(Edits, [&](const TextEdit &E) { return Taken.touches(E.Where); }))
      continue;
    for (const TextEdit &E : Edits)
      Taken.take(E.Where);
    Chosen.push_back(I);
  }
  return Chosen;
}

std::map<FileId, std::vector<TextEdit>> editsByFile(std::span<const Fix *const> Fixes) {
  std::map<FileId, std::vector<TextEdit>> ByFile;
  for (const Fix *F : Fixes)
    for (const TextEdit &E : F->Edits)
      ByFile[E.Where.File].push_back(E);
  return ByFile;
}

} // namespace memlint
