#include "analysis/extract/records/SlotPermutation.h"

#include "analysis/extract/records/RecordRewrite.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// A place of the list with what belongs to it.
struct Slot {
  unsigned Begin, End;            // the element with the comments glued to it
  unsigned TrailPlace;            // where a comment at the end of the line begins, with blanks
  std::optional<TextRange> Trail; // that comment
  bool LooseBefore = false, LooseBehind = false; // a comment that may belong elsewhere
};

class Permutation {
public:
  Permutation(const SlotList &List, const std::vector<SlotContent> &Contents,
              RecordRewrite &Rewrite)
      : List(List), Contents(Contents), Rewrite(Rewrite), Text(Rewrite.text()) {}

  void run() {
    for (auto [Begin, End] : List.Slots)
      Slots.push_back({Begin, End, End, std::nullopt});
    std::size_t First = 0, Last = Slots.size();
    while (First < Last && !changes(First))
      ++First;
    while (Last > First && !changes(Last - 1))
      --Last;
    if (First == Last)
      return;
    for (std::size_t I = First; I <= Last; ++I)
      if (!readGap(I))
        return;
    if (isWhole(First, Last))
      for (std::size_t I = First; I < Last; ++I)
        if (changes(I))
          replace(I);
  }

private:
  bool changes(std::size_t I) const {
    const SlotContent &C = Contents[I];
    return C.From != int(I) || C.Braced || (I + 1 == Slots.size() && Contents.size() > I + 1);
  }
  bool block(StringRef Kind, const char *What, unsigned Begin, unsigned End) {
    Rewrite.block(Kind, What, TextRange{List.File, Begin, End});
    return false;
  }
  bool sameLine(unsigned A, unsigned B) const { return Text.onOneLine(List.File, A, B); }

  /// Reads what stands before place I, or behind the last one: a comma and comments.
  bool readGap(std::size_t I) {
    Slot *Before = I > 0 ? &Slots[I - 1] : nullptr, *After = I < Slots.size() ? &Slots[I] : nullptr;
    unsigned From = Before ? List.Slots[I - 1].second : List.HeadFrom;
    unsigned To = After ? After->Begin : Text.lineEnd(List.File, From);
    std::vector<TextPiece> Pieces = Text.pieces(List.File, From, To);
    if (!Before)
      dropCode(Pieces);
    std::optional<unsigned> Comma;
    std::vector<TextPiece> Comments;
    for (const TextPiece &P : Pieces) {
      if (P.isComment())
        Comments.push_back(P);
      else if (P.is(tok::comma) && !Comma)
        Comma = P.Begin;
      else if (!After)
        break; // the code behind the list
      else
        return block(P.Directive ? "preprocessor" : "macro",
                     P.Directive ? "a preprocessor line stands between initializers"
                                 : "more than a comma stands between initializers",
                     P.Begin, P.End);
    }
    if (After && Before && !Comma)
      return block("macro", "a macro writes the comma between initializers", From, To);
    if (Before)
      Before->TrailPlace = Comma && sameLine(*Comma, Before->End) ? *Comma + 1 : Before->End;
    bool CodeBehind =
        !After && !Pieces.empty() && !Pieces.back().isComment() && !Pieces.back().is(tok::comma);
    for (const TextPiece &C : Comments)
      assign(C, Before, After, Comma, CodeBehind);
    return true;
  }

  /// The head of the list begins somewhere in code; only the comments right before the first place
  /// count.
  static void dropCode(std::vector<TextPiece> &Pieces) {
    auto Code = std::find_if(Pieces.rbegin(), Pieces.rend(),
                             [](const TextPiece &P) { return !P.isComment(); });
    Pieces.erase(Pieces.begin(), Code.base());
  }

  void assign(const TextPiece &C, Slot *Before, Slot *After, std::optional<unsigned> Comma,
              bool CodeBehind) {
    bool Behind = Before && sameLine(Before->End, C.Begin); // on the line of the place before it
    bool Ahead = After && sameLine(C.End, After->Begin);
    if (Before && (!Comma || C.Begin < *Comma) && Behind && isBlock(C) && (Comma || CodeBehind)) {
      Before->End = C.End; // `1 /* one */, 2`
      Before->TrailPlace = std::max(Before->TrailPlace, C.End);
    } else if (Ahead && (!Before || (Comma && C.Begin > *Comma)) && isBlock(C)) {
      After->Begin = std::min(After->Begin, C.Begin); // `1, /* two */ 2`
    } else if (Behind && !Ahead && !Before->Trail && !sharesLine(*Before)) {
      Before->TrailPlace = blanksBefore(C.Begin);
      Before->Trail = TextRange{List.File, Before->TrailPlace, C.End};
    } else if (Before && !(Behind || After)) {
      // behind the list, on a later line
    } else if (!Before && After && !Ahead && sameLine(List.HeadFrom, C.Begin)) {
      // `{ // a row`: of the list, not of its first element
    } else {
      if (Before)
        Before->LooseBehind = true;
      if (After)
        After->LooseBefore = true;
    }
  }
  bool isBlock(const TextPiece &C) const {
    return Text.text(List.File).substr(C.Begin).starts_with("/*");
  }
  bool sharesLine(const Slot &S) const {
    return &S != &Slots.front() && sameLine((&S - 1)->End, S.End);
  }
  unsigned blanksBefore(unsigned At) const {
    return Text.text(List.File).take_front(At).rtrim(" \t").size();
  }

  /// Whether every changed place may be taken apart.
  bool isWhole(std::size_t First, std::size_t Last) {
    bool Trails = false;
    for (std::size_t I = First; I < Last; ++I) {
      const Slot &S = Slots[I];
      if (S.LooseBefore || S.LooseBehind)
        return block("comment", "a comment stands between initializers", S.Begin, S.End);
      Trails |= S.Trail.has_value();
      for (const TextPiece &P : Text.pieces(List.File, S.Begin, S.End))
        if (P.Directive)
          return block("preprocessor", "a preprocessor line stands in an initializer", P.Begin,
                       P.End);
    }
    if (Trails && Contents.size() > Slots.size())
      return block("comment", "comments stand in a list that grows", Slots[First].Begin,
                   Slots[First].End);
    for (std::size_t I = First; I < Last; ++I) {
      const Slot *From = Contents[I].From >= 0 ? &Slots[Contents[I].From] : nullptr;
      unsigned Behind = Slots[I].Trail ? Slots[I].Trail->End : Slots[I].TrailPlace;
      if (From && From->Trail && !Text.isBlank(List.File, Behind, Text.lineEnd(List.File, Behind)))
        return block("comment", "a comment would come to stand before code", From->Trail->Begin,
                     From->Trail->End);
    }
    return true;
  }

  std::string textOf(const SlotContent &C) const {
    if (C.From < 0)
      return C.Text;
    const Slot &From = Slots[C.From];
    std::string Element = Text.text({List.File, From.Begin, From.End}).str();
    return C.Braced ? "{" + Element + "}" : Element;
  }

  void replace(std::size_t I) {
    const Slot &S = Slots[I];
    std::string New = textOf(Contents[I]);
    if (I + 1 == Slots.size())
      for (std::size_t More = I + 1; More < Contents.size(); ++More)
        New += ", " + textOf(Contents[More]);
    if (New != Text.text({List.File, S.Begin, S.End}))
      Rewrite.edit({{List.File, S.Begin, S.End}, std::move(New)});
    std::string OldTrail = S.Trail ? Text.text(*S.Trail).str() : "", NewTrail;
    if (int From = Contents[I].From; From >= 0 && Slots[From].Trail)
      NewTrail = Text.text(*Slots[From].Trail).str();
    if (OldTrail != NewTrail)
      Rewrite.edit({S.Trail.value_or(TextRange{List.File, S.TrailPlace, S.TrailPlace}), NewTrail});
  }

  const SlotList &List;
  const std::vector<SlotContent> &Contents;
  RecordRewrite &Rewrite;
  const SourceText &Text;
  std::vector<Slot> Slots;
};

} // namespace

void permuteSlots(const SlotList &List, const std::vector<SlotContent> &Contents,
                  RecordRewrite &Rewrite) {
  if (!List.Slots.empty())
    Permutation(List, Contents, Rewrite).run();
}

} // namespace memlint
