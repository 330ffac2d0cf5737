#include "analysis/extract/records/DefinitionEdits.h"

#include "analysis/extract/records/MemberPlaces.h"
#include "analysis/extract/records/RecordRewrite.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseSet.h"

#include <map>

namespace memlint {
namespace {

using namespace clang;

class DefinitionEditor {
public:
  DefinitionEditor(const RecordBody &Body, const MemberPlan &Plan, RecordRewrite &Rewrite)
      : Body(Body), Plan(Plan), Rewrite(Rewrite), Text(Rewrite.text()) {
    for (const Decl *D : Rewrite.record().decls())
      if (const auto *Label = dyn_cast<AccessSpecDecl>(D))
        if (auto [File, At] = Text.placeOf(Label->getBeginLoc()); File == Body.File)
          Labels[At] = Label;
    for (const MemberUnit &Unit : Plan.Units)
      if (Unit.Leads && !Unit.Kept)
        Going.insert(Unit.Chunk);
  }

  void run() {
    for (const Insertion &I : Plan.Insertions)
      if (!insert(I))
        return;
    remove();
    join();
    if (!Edits.empty() && !crossesDirective())
      for (FileEdit &Edit : Edits)
        Rewrite.edit(std::move(Edit));
  }

private:
  const TextPiece *before(const MemberChunk &C) const {
    return C.First > 0 ? &Body.Pieces[C.First - 1] : nullptr;
  }
  const TextPiece *behind(const MemberChunk &C) const {
    return C.Last + 1 < Body.Pieces.size() ? &Body.Pieces[C.Last + 1] : nullptr;
  }
  void edit(unsigned Begin, unsigned End, std::string New) {
    FileEdit Edit{{Body.File, Begin, End}, std::move(New)};
    auto Before = [](const FileEdit &A, const FileEdit &B) {
      return std::pair(A.Where.Begin, A.Where.End) < std::pair(B.Where.Begin, B.Where.End);
    };
    Edits.insert(std::upper_bound(Edits.begin(), Edits.end(), Edit, Before), std::move(Edit));
  }
  bool blockComment(const MemberChunk &Chunk) {
    Rewrite.block("comment", "a comment on a line of several members may belong to any of them",
                  Chunk.Fields.front()->getLocation());
    return false;
  }

  // Insertions

  bool insert(const Insertion &I) {
    const MemberChunk &Anchor = *I.Anchor->Chunk;
    if (!Anchor.OwnsLines && Anchor.NearComment)
      return blockComment(Anchor);
    std::string New;
    AccessSpecifier Section = I.Anchor->Fields.front()->getAccess(), Now = Section;
    unsigned At = I.Behind ? Anchor.OuterEnd : Anchor.OuterBegin;
    const AccessSpecDecl *Opens = I.Behind ? nullptr : labelRightBefore(Anchor);
    if (Opens && I.Units.back()->Fields.front()->getAccess() != Section) {
      // Nothing would stand between that label and the one of what is inserted.
      At = placeBefore(*Opens, Anchor);
      Now = accessBefore(*Opens);
    } else {
      Opens = nullptr;
    }
    for (const MemberUnit *Unit : I.Units) {
      AccessSpecifier Access = Unit->Fields.front()->getAccess();
      if (Access != Now)
        New += label(Access, I);
      else if (I.Behind && endsGroup(Anchor) && isDocumentedGroup(*Unit))
        New += Text.newline(Body.File, Anchor.Begin);
      Now = Access;
      if (!Unit->Chunk->OwnsLines && Unit->Chunk->NearComment)
        return blockComment(*Unit->Chunk);
      if (!Anchor.OwnsLines && Unit->Text.empty() && hasComments(*Unit->Chunk))
        return blockComment(*Unit->Chunk);
      New += written(*Unit, I);
    }
    if (Now != Section && !Opens && !(I.Behind && endsSection(Anchor)))
      New += label(Section, I);
    edit(At, At, std::move(New));
    return true;
  }
  bool endsGroup(const MemberChunk &C) const {
    return C.OwnsLines && Text.isBlank(Body.File, C.OuterEnd, Text.nextLine(Body.File, C.OuterEnd));
  }
  /// Its comment stands above it, with a blank line before, which it keeps.
  bool isDocumentedGroup(const MemberUnit &Unit) const {
    const MemberChunk &C = *Unit.Chunk;
    return Unit.Text.empty() && C.OwnsLines && C.OuterBegin > Body.Begin &&
           C.OuterBegin < Text.lineBegin(Body.File, C.Begin) &&
           Text.isBlank(Body.File, Text.lineBegin(Body.File, C.OuterBegin - 1), C.OuterBegin);
  }
  bool hasComments(const MemberChunk &C) const {
    return C.OwnsLines && (!Text.isBlank(Body.File, C.OuterBegin, C.Begin) ||
                           !Text.isBlank(Body.File, C.End, C.OuterEnd));
  }
  bool endsSection(const MemberChunk &Anchor) const {
    auto Next = std::find_if(
        Body.Pieces.begin() + Anchor.Last + 1, Body.Pieces.end(),
        [this](const TextPiece &P) { return !P.isComment() && !chunkThatGoes(P.Begin); });
    return Next == Body.Pieces.end() || labelAt(Next->Begin);
  }
  /// The access label that the section of a chunk begins with, if the chunk comes first there, and
  /// the label stands as the chunk does: on lines of its own, or among others.
  const AccessSpecDecl *labelRightBefore(const MemberChunk &Chunk) const {
    std::size_t I = Chunk.First;
    while (I > 0 && (Body.Pieces[I - 1].isComment() || chunkThatGoes(Body.Pieces[I - 1].Begin)))
      --I;
    if (I < 2 || !Body.Pieces[I - 1].is(tok::colon))
      return nullptr;
    unsigned At = Body.Pieces[I - 2].Begin;
    bool BeginsLine = Text.isBlank(Body.File, Text.lineBegin(Body.File, At), At);
    return BeginsLine == Chunk.OwnsLines ? labelAt(At) : nullptr;
  }
  unsigned placeBefore(const AccessSpecDecl &Label, const MemberChunk &Chunk) const {
    unsigned At = Text.placeOf(Label.getBeginLoc()).second;
    return Chunk.OwnsLines ? Text.lineBegin(Body.File, At) : At;
  }
  AccessSpecifier accessBefore(const AccessSpecDecl &Label) const {
    AccessSpecifier Access = Rewrite.record().isClass() ? AS_private : AS_public;
    for (const Decl *D : Rewrite.record().decls()) {
      if (D == &Label)
        break;
      if (const auto *Earlier = dyn_cast<AccessSpecDecl>(D))
        Access = Earlier->getAccess();
    }
    return Access;
  }
  /// Of which the text at an offset is a part, comments included.
  const MemberChunk *chunkThatGoes(unsigned At) const {
    auto Chunk = llvm::find_if(Body.Chunks, [&](const MemberChunk &C) {
      return At >= C.OuterBegin && At < C.OuterEnd && goes(C);
    });
    return Chunk == Body.Chunks.end() ? nullptr : &*Chunk;
  }
  const AccessSpecDecl *labelAt(unsigned At) const {
    auto Label = Labels.find(At);
    return Label == Labels.end() ? nullptr : Label->second;
  }

  /// The unit's declaration, as a line of the anchor's or beside it.
  std::string written(const MemberUnit &Unit, const Insertion &I) const {
    const MemberChunk &Anchor = *I.Anchor->Chunk, &Chunk = *Unit.Chunk;
    std::string Tokens =
        Unit.Text.empty() ? Text.text({Body.File, Chunk.Begin, Chunk.End}).str() : Unit.Text;
    if (!Anchor.OwnsLines)
      return I.Behind ? " " + Tokens : Tokens + " ";
    StringRef Indent = Text.indentation(Body.File, Anchor.Begin);
    if (!Unit.Text.empty() || !Chunk.OwnsLines)
      return (Indent + Tokens + Text.newline(Body.File, Anchor.Begin)).str();
    return reindented(Text.text({Body.File, Chunk.OuterBegin, Chunk.OuterEnd}),
                      Text.indentation(Body.File, Chunk.Begin), Indent);
  }
  static std::string reindented(StringRef Lines, StringRef Old, StringRef New) {
    std::string Result;
    while (!Lines.empty()) {
      StringRef Line = Lines.take_front(std::min(Lines.find('\n'), Lines.size() - 1) + 1);
      Lines = Lines.drop_front(Line.size());
      if (Line.consume_front(Old))
        Result += New;
      Result += Line;
    }
    return Result;
  }

  /// An access label as the record's other labels stand.
  std::string label(AccessSpecifier Access, const Insertion &I) const {
    std::string Word = getAccessSpelling(Access).str() + ":";
    const MemberChunk &Anchor = *I.Anchor->Chunk;
    if (!Anchor.OwnsLines)
      return I.Behind ? " " + Word : Word + " ";
    StringRef Indent = Text.indentation(Body.File, Body.End);
    if (!Labels.empty())
      Indent = Text.indentation(Body.File, Labels.rbegin()->first);
    return (Indent + Word + Text.newline(Body.File, Anchor.Begin)).str();
  }

  // Deletions

  bool goes(const MemberChunk &Chunk) const { return Going.contains(&Chunk); }

  void remove() {
    for (const MemberUnit &Unit : Plan.Units)
      if (Unit.Kept && !Unit.Text.empty())
        edit(Unit.Chunk->Begin, Unit.Chunk->End, Unit.Text);
    for (std::size_t I = 0; I < Body.Chunks.size(); ++I) {
      if (!goes(Body.Chunks[I]))
        continue;
      std::size_t Last = I;
      while (Last + 1 < Body.Chunks.size() && goes(Body.Chunks[Last + 1]) &&
             adjoins(Body.Chunks[Last], Body.Chunks[Last + 1]))
        ++Last;
      removeRun(Body.Chunks[I], Body.Chunks[Last]);
      I = Last;
    }
    for (std::size_t I = 0; I < Body.Pieces.size(); ++I)
      if (labelAt(Body.Pieces[I].Begin))
        removeIfEmptied(I);
  }
  /// An access label of whose section nothing stays goes too.
  void removeIfEmptied(std::size_t Label) {
    std::size_t I = Label;
    while (I < Body.Pieces.size() && !Body.Pieces[I].is(tok::colon))
      ++I;
    const MemberChunk *Last = nullptr;
    for (++I; I < Body.Pieces.size() && !labelAt(Body.Pieces[I].Begin); ++I) {
      const MemberChunk *Gone = chunkThatGoes(Body.Pieces[I].Begin);
      if (!Gone)
        return;
      Last = Gone;
    }
    if (!Last)
      return;
    MemberChunk Section = *Last;
    Section.First = Label;
    Section.Begin = Body.Pieces[Label].Begin;
    Section.OuterBegin = Text.lineBegin(Body.File, Section.Begin);
    Section.OwnsLines =
        Last->OwnsLines && Text.isBlank(Body.File, Section.OuterBegin, Section.Begin);
    removeRun(Section, Section);
  }
  bool adjoins(const MemberChunk &A, const MemberChunk &B) const {
    return A.OwnsLines == B.OwnsLines &&
           (A.OwnsLines ? A.OuterEnd == B.OuterBegin
                        : A.Last + 1 == B.First && Text.onOneLine(Body.File, A.End, B.Begin));
  }
  void removeRun(const MemberChunk &First, const MemberChunk &Last) {
    if (First.OwnsLines)
      return removeLines(First.OuterBegin, Last.OuterEnd, First, Last);
    const TextPiece *Before = before(First), *Behind = behind(Last);
    bool LineBegins = Text.isBlank(Body.File, Text.lineBegin(Body.File, First.Begin), First.Begin);
    bool LineEnds = Text.isBlank(Body.File, Last.End, Text.lineEnd(Body.File, Last.End));
    if (LineBegins && LineEnds)
      removeLines(Text.lineBegin(Body.File, First.Begin), Text.nextLine(Body.File, Last.End), First,
                  Last);
    else if (LineBegins)
      edit(First.Begin, Behind ? Behind->Begin : Last.End, "");
    else
      edit(Before ? Before->End : Body.Begin, Last.End, "");
  }
  /// Where a whole group of lines goes, one of the blank lines around it goes too.
  void removeLines(unsigned Begin, unsigned End, const MemberChunk &First,
                   const MemberChunk &Last) {
    unsigned Above = Begin > Body.Begin ? Text.lineBegin(Body.File, Begin - 1) : Begin;
    unsigned Below = Text.nextLine(Body.File, End);
    bool BlankAbove = Above > Body.Begin && Text.isBlank(Body.File, Above, Begin);
    bool BlankBelow = Below <= Body.End && Text.isBlank(Body.File, End, Below);
    bool Opens = !BlankAbove && (!before(First) || before(First)->is(tok::colon));
    bool Closes = !BlankBelow && !behind(Last);
    if (BlankBelow && (BlankAbove || Opens))
      End = Below;
    else if (BlankAbove && Closes)
      Begin = Above;
    edit(Begin, End, "");
  }

  // All together

  /// Edits that touch become one.
  void join() {
    std::vector<FileEdit> Joined;
    for (FileEdit &Edit : Edits) {
      if (Joined.empty() || Joined.back().Where.End < Edit.Where.Begin) {
        Joined.push_back(std::move(Edit));
        continue;
      }
      Joined.back().Where.End = std::max(Joined.back().Where.End, Edit.Where.End);
      Joined.back().New += Edit.New;
    }
    Edits = std::move(Joined);
  }

  bool crossesDirective() {
    for (const TextPiece &P : Body.Pieces)
      if (P.Directive && P.Begin >= Edits.front().Where.Begin && P.Begin < Edits.back().Where.End) {
        Rewrite.block("preprocessor", "a preprocessor line stands between the fields that move",
                      TextRange{Body.File, P.Begin, P.End});
        return true;
      }
    return false;
  }

  const RecordBody &Body;
  const MemberPlan &Plan;
  RecordRewrite &Rewrite;
  const SourceText &Text;
  std::map<unsigned, const AccessSpecDecl *> Labels; // by where they begin
  llvm::DenseSet<const MemberChunk *> Going;         // of the plan
  std::vector<FileEdit> Edits; // by place; of one place, in the order they were made
};

} // namespace

void editDefinition(RecordRewrite &Rewrite) {
  auto Body = readBody(Rewrite);
  if (!Body)
    return;
  if (auto Plan = planMembers(*Body, Rewrite))
    DefinitionEditor(*Body, *Plan, Rewrite).run();
}

} // namespace memlint
