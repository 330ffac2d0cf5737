#include "analysis/extract/Extract.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/Suppressions.h"
#include "analysis/extract/UserScope.h"
#include "analysis/extract/growth/ContainerWaste.h"
#include "analysis/extract/growth/FunctionInstances.h"
#include "analysis/extract/growth/Growth.h"
#include "analysis/extract/growth/Wastes.h"
#include "analysis/extract/lower/LowerUnit.h"
#include "analysis/extract/owners/CaptureForms.h"
#include "analysis/extract/owners/LocalForms.h"
#include "analysis/extract/owners/LoneOwners.h"
#include "analysis/extract/owners/OwnerMembers.h"
#include "analysis/extract/records/CandidateWalk.h"
#include "analysis/extract/records/DefinitionMemory.h"
#include "analysis/extract/records/FieldUses.h"
#include "analysis/extract/records/LayoutTraits.h"
#include "analysis/extract/records/OrderBlockers.h"
#include "analysis/extract/records/OtherTargets.h"
#include "analysis/extract/records/RecordCounts.h"
#include "analysis/extract/records/RecordInstances.h"
#include "analysis/extract/records/RecordLayouts.h"
#include "analysis/extract/records/ReorderEdits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

#include <map>

namespace memlint {
namespace {

using namespace clang;

/// The one walk over every unit.
class FactVisitor : public RecursiveASTVisitor<FactVisitor> {
public:
  FactVisitor(ASTContext &Context, SourceMap &Map, KnownDefinitions &Known, TuFacts &Facts)
      : Context(Context), Map(Map), Facts(Facts), Memory(Context, Known),
        Records(Context, Map, Memory), Traits(Context, Map), Waste(Context, Map),
        Owners(Context, Map, Facts) {}

  /// What a fact is made of stands in C's declarations alone, and those of a function, whatever
  /// block they stand in, are a list: nothing is to be found in statements and types.
  void readScope() {
    const LangOptions &Language = Context.getLangOpts();
    if (Language.CPlusPlus || Language.ObjC)
      TraverseAST(Context);
    else
      for (Decl *D : Context.getTraversalScope())
        readDeclared(*D);
  }
  bool VisitRecordDecl(RecordDecl *Record) {
    if (isInstance(*Record)) // explicitly made: their template tells of them
      return true;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      Owners.read(*Class);
    if (auto Fact = Records.read(*Record)) {
      if (Fact->Smaller)
        Smaller.emplace_back(Record, Facts.Records.size());
      Traits.readRecord(*Record, *Fact);
      Facts.Records.push_back(std::move(*Fact));
    }
    return true;
  }
  bool VisitClassTemplateDecl(ClassTemplateDecl *Template) {
    forEachInstance(*Template, [this](const CXXRecordDecl &Record) {
      if (auto Fact = Records.read(Record))
        Facts.Records.push_back(std::move(*Fact));
    });
    forEachMemberInstance(*Template,
                          [this](const FunctionDecl &Function) { readInstance(Function); });
    return true;
  }
  bool VisitFunctionTemplateDecl(FunctionTemplateDecl *Template) {
    forEachInstance(*Template, [this](const FunctionDecl &Function) { readInstance(Function); });
    return true;
  }
  bool VisitVarDecl(VarDecl *Variable) {
    Traits.readVariable(*Variable);
    return true;
  }
  bool VisitTemplateSpecializationTypeLoc(TemplateSpecializationTypeLoc Written) {
    Traits.readSpecialization(Written);
    return true;
  }
  bool VisitFunctionDecl(FunctionDecl *Function) {
    if (!isLeftOut(*Function)) { // lambdas are read with the function around them
      std::ranges::move(loneOwners(Context, Map, *Function), std::back_inserter(Facts.LoneOwners));
      std::ranges::move(localForms(Context, Map, *Function), std::back_inserter(Facts.LocalForms));
      std::ranges::move(captureForms(Context, Map, *Function),
                        std::back_inserter(Facts.LocalForms));
    }
    return readBody(*Function);
  }
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    if (Lambda->isGenericLambda())
      forEachInstance(*Lambda, [this](const FunctionDecl &Function) { readInstance(Function); });
    return readBody(*Lambda->getCallOperator());
  }

  void finish(const std::vector<std::string> &Targets) {
    std::vector<ReorderCandidate> Candidates;
    Candidates.reserve(Smaller.size());
    for (auto [Record, Index] : Smaller)
      Candidates.push_back({Record, &Facts.Records[Index]});
    readUses(Candidates);
    Facts.Traits = Traits.take();
    measureCandidates(Targets);
    Waste.finish(Facts.Wastes);
    for (const auto &[Key, Count] : Silences)
      Facts.Silences.push_back({Key.first, Key.second, Count});
  }

private:
  void readDeclared(Decl &D) {
    if (D.isImplicit() || isa<EnumDecl>(D))
      return;
    if (auto *Record = dyn_cast<RecordDecl>(&D))
      VisitRecordDecl(Record);
    else if (auto *Variable = dyn_cast<VarDecl>(&D))
      VisitVarDecl(Variable);
    if (auto *Scope = dyn_cast<DeclContext>(&D))
      for (Decl *Inner : Scope->decls())
        readDeclared(*Inner);
  }
  /// Few units have anything that this is asked for; only these are walked over again.
  void readUses(const std::vector<ReorderCandidate> &Candidates) {
    std::vector<std::unique_ptr<CandidateReader>> Readers;
    if (!Candidates.empty()) {
      Readers.push_back(readRecordCounts(Context, Map, Candidates, Facts.Counts));
      Readers.push_back(readOrderBlockers(Context, Map, Candidates, Facts.Blockers));
      Readers.push_back( // after the blockers: what they keep as it is needs no edits
          readReorderEdits(Context, Map, Candidates, Memory, Facts.Blockers, Facts.Reorders));
    }
    if (!Traits.watched().empty())
      Readers.push_back(readFieldUses(Context, Map, Traits.watched(), Facts.FieldUses));
    if (!Readers.empty())
      walkForCandidates(Context, Readers);
  }
  void measureCandidates(const std::vector<std::string> &Targets) {
    std::vector<std::pair<const RecordDecl *, RecordFact *>> Candidates;
    Candidates.reserve(Smaller.size());
    for (auto [Record, Index] : Smaller)
      Candidates.emplace_back(Record, &Facts.Records[Index]);
    measureOnTargets(Context, Candidates, Targets);
  }
  bool isLeftOut(const FunctionDecl &Function) const {
    return !Function.doesThisDeclarationHaveABody() || Function.isDependentContext() ||
           isTemplateInstantiation(Function.getTemplateSpecializationKind()) ||
           !Function.getBody() || isa<CoroutineBodyStmt>(Function.getBody()) ||
           !Context.getLangOpts().CPlusPlus || // nothing of C grows by itself
           Context.getLangOpts().ObjC;         // its loops and calls are not known here
  }
  bool readBody(const FunctionDecl &Function) {
    if (isLeftOut(Function))
      return true;
    readGrowths(Function);
    Waste.readBody(Function);
    readContainerWaste(Context, Map, Function, Facts.Wastes);
    return true;
  }
  /// Code of a template, which tells of it once, however many instances grow alike. What they do
  /// not agree in is not written into the source.
  void readInstance(const FunctionDecl &Function) {
    if (isa<CoroutineBodyStmt>(Function.getBody()) || Context.getLangOpts().ObjC)
      return;
    std::size_t First = Facts.Growths.size();
    readGrowths(Function);
    for (std::size_t I = First; I < Facts.Growths.size();) {
      GrowthFact &Made = Facts.Growths[I];
      auto [Known, New] = Instances.try_emplace({placeOf(Made.Loop), Made.Container}, I);
      if (New) {
        ++I;
        continue;
      }
      GrowthFact &Said = Facts.Growths[Known->second];
      if (Said.Count != Made.Count)
        Said.Fixes.clear();
      Facts.Growths.erase(Facts.Growths.begin() + static_cast<std::ptrdiff_t>(I));
    }
  }
  static std::tuple<FileId, std::uint32_t, std::uint32_t> placeOf(const Span &S) {
    return {S.File, S.Line, S.Column};
  }
  void readGrowths(const FunctionDecl &Function) {
    auto Growths = growthFacts(Context, Map, Function, [&](const char *Reason) {
      ++Silences[{"reserve-missing", Reason}];
    });
    std::move(Growths.begin(), Growths.end(), std::back_inserter(Facts.Growths));
  }

  ASTContext &Context;
  SourceMap &Map;
  TuFacts &Facts;
  DefinitionMemory Memory;
  RecordReader Records;
  LayoutTraits Traits;
  Wastes Waste;
  OwnerMembers Owners;
  std::vector<std::pair<const RecordDecl *, std::size_t>> Smaller; // and where their facts stand
  std::map<std::pair<std::string, std::string>, std::uint64_t> Silences;
  /// Where the growths of templates' instances stand among the facts, by their places and names.
  std::map<std::pair<std::tuple<FileId, std::uint32_t, std::uint32_t>, std::string>, std::size_t>
      Instances;
};

} // namespace

TuFacts extractFacts(ASTContext &Context, const ExtractOptions &Options, KnownDefinitions &Known) {
  TuFacts Facts;
  const SourceManager &Sources = Context.getSourceManager();
  SourceMap Map(Context, Options.Root, Options.LibraryDirectories);
  UnitFact &Unit = Facts.Units.emplace_back();
  if (Span Main = Map.bytes(Sources.getMainFileID(), 0, 0))
    Unit.File = Map.path(Main.File);
  {
    UserScope Scope(Context);
    FactVisitor Visitor(Context, Map, Known, Facts);
    Visitor.readScope();
    Visitor.finish(Options.Targets);
  }
  if (Options.Lower) {
    UserScope Scope(Context, Map);
    Facts.Functions = lowerUnit(Context, Map);
  }
  Facts.Suppressions = suppressionFacts(Sources, Map);
  Facts.Files = Map.takeFiles();
  return Facts;
}

} // namespace memlint
