#include "analysis/extract/records/RecordRewrite.h"

#include "analysis/extract/SourceMap.h"

#include "clang/AST/Decl.h"

namespace memlint {

using namespace clang;

RecordRewrite::RecordRewrite(ReorderCandidate Candidate, const SourceText &Text, SourceMap &Map)
    : Candidate(Candidate), Text(Text), Map(Map), Places(order().size()) {
  for (unsigned Place = 0; Place < order().size(); ++Place)
    Places[order()[Place]] = Place;
}

bool RecordRewrite::owns(const FieldDecl *Field) const {
  return Field && Field->getParent()->getCanonicalDecl() == Candidate.Record->getCanonicalDecl();
}

unsigned RecordRewrite::place(const FieldDecl *Field) const {
  return Places[Field->getFieldIndex()];
}

std::string RecordRewrite::nameOf(unsigned Index) const {
  const FieldFact &Field = Candidate.Fact->Fields[Index];
  return Field.Name.empty() ? "an unnamed field" : "'" + Field.Name + "'";
}

RewriteAnswer RecordRewrite::answer() const {
  RewriteAnswer Answer{{}, Blockers};
  for (const FileEdit &Edit : Edits)
    Answer.Edits.push_back({Edit.Where.Begin, Edit.Where.End, Edit.New});
  return Answer;
}

void RecordRewrite::add(const RewriteAnswer &Answer) {
  const FileID File = Text.placeOf(record().getLocation()).first;
  for (const RewriteAnswer::Edit &Edit : Answer.Edits)
    Edits.push_back({{File, Edit.Begin, Edit.End}, Edit.New});
  for (OrderBlockerFact Blocker : Answer.Blockers) {
    Blocker.Where.File = Candidate.Fact->Where.File;
    Blockers.push_back(std::move(Blocker));
  }
}

void RecordRewrite::block(StringRef Kind, std::string Reason, SourceLocation Where) {
  Span Place = Map.token(Where);
  if (!Place)
    Place = Candidate.Fact->Where;
  Blockers.push_back({Candidate.Fact->Usr, Kind.str(), std::move(Reason), Place});
}

void RecordRewrite::block(StringRef Kind, std::string Reason, const TextRange &Where) {
  Span Place = Map.bytes(Where.File, Where.Begin, Where.End - Where.Begin);
  if (!Place)
    Place = Candidate.Fact->Where;
  Blockers.push_back({Candidate.Fact->Usr, Kind.str(), std::move(Reason), Place});
}

std::optional<ReorderFact> RecordRewrite::takeReorder() {
  ReorderFact Fact{Candidate.Fact->Usr, Candidate.Fact->Where, Candidate.Fact->Smaller->Order, {}};
  for (FileEdit &Edit : Edits) {
    const TextRange &Where = Edit.Where;
    Fact.Edits.push_back({Map.bytes(Where.File, Where.Begin, Where.End - Where.Begin),
                          Text.text(Where).str(), std::move(Edit.New)});
  }
  Edits.clear();
  auto Key = [](const TextEdit &E) { return std::tie(E.Where, E.New); };
  llvm::sort(Fact.Edits, [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
  Fact.Edits.erase(llvm::unique(Fact.Edits), Fact.Edits.end());
  for (std::size_t I = 1; I < Fact.Edits.size(); ++I) {
    const Span &A = Fact.Edits[I - 1].Where, &B = Fact.Edits[I].Where;
    bool Apart = A.File != B.File || std::tie(A.EndLine, A.EndColumn) <= std::tie(B.Line, B.Column);
    if (!Apart || std::tie(A.Line, A.Column) == std::tie(B.Line, B.Column))
      Blockers.push_back(
          {Fact.Record, "nested", "what would be rewritten stands within itself", B});
  }
  if (isBlocked())
    return std::nullopt;
  return Fact;
}

std::vector<OrderBlockerFact> RecordRewrite::takeBlockers() {
  auto Key = [](const OrderBlockerFact &B) { return std::tie(B.Where, B.Kind, B.Reason); };
  llvm::sort(Blockers, [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
  Blockers.erase(llvm::unique(Blockers), Blockers.end());
  return std::move(Blockers);
}

} // namespace memlint
