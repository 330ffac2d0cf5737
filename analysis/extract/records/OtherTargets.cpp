#include "analysis/extract/records/OtherTargets.h"

#include "analysis/extract/records/PortableRecords.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Basic/TargetOptions.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/TargetParser/Triple.h"

#include <map>

namespace memlint {
namespace {

using namespace clang;

/// A record with a smaller order, and its two copies in the text.
struct Candidate {
  const RecordDecl *Record = nullptr;
  RecordFact *Fact = nullptr;
  std::size_t Declared = 0, Smaller = 0; // indices of records of the text
};

/// The text, compiled for one target.
class Compiled {
public:
  /// Null where Clang does not take the text there.
  static std::unique_ptr<Compiled> make(const std::string &Text, llvm::StringRef Triple,
                                        const LangOptions &Language) {
    std::vector<std::string> Arguments{
        "-target",   Triple.str(), "-ffreestanding",
        "-nostdinc", "-w",         Language.CPlusPlus ? "-std=gnu++20" : "-std=gnu23"};
    if (Language.PackStruct != 0)
      Arguments.push_back("-fpack-struct=" + std::to_string(Language.PackStruct));
    IgnoringDiagConsumer Silent;
    auto Unit = tooling::buildASTFromCodeWithArgs(
        Text, Arguments, Language.CPlusPlus ? "records.cpp" : "records.c", "clang-tool",
        std::make_shared<PCHContainerOperations>(), tooling::getClangSyntaxOnlyAdjuster(), {},
        &Silent, llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>());
    if (!Unit || Unit->getDiagnostics().hasErrorOccurred())
      return nullptr;
    auto Result = std::unique_ptr<Compiled>(new Compiled);
    for (const Decl *D : Unit->getASTContext().getTranslationUnitDecl()->decls())
      if (const auto *Record = dyn_cast<RecordDecl>(D); Record && Record->isCompleteDefinition())
        Result->Records[Record->getName()] = Record;
    Result->Unit = std::move(Unit);
    return Result;
  }

  const RecordDecl &record(const PortableRecord &R) const { return *Records.at(R.Name); }
  std::uint64_t size(const PortableRecord &R) const {
    return Unit->getASTContext().getASTRecordLayout(&record(R)).getSize().getQuantity();
  }

private:
  std::unique_ptr<ASTUnit> Unit;
  llvm::StringMap<const RecordDecl *> Records;
};

/// Whether two records are alike in what decides about the use of their tail padding.
bool isAlike(const RecordDecl &A, const RecordDecl &B) {
  const auto *ClassA = dyn_cast<CXXRecordDecl>(&A), *ClassB = dyn_cast<CXXRecordDecl>(&B);
  if (!ClassA || !ClassB)
    return !ClassA && !ClassB;
  return ClassA->isPOD() == ClassB->isPOD() && ClassA->isTrivial() == ClassB->isTrivial() &&
         ClassA->isCXX11StandardLayout() == ClassB->isCXX11StandardLayout() &&
         ClassA->isEmpty() == ClassB->isEmpty() &&
         ClassA->isDynamicClass() == ClassB->isDynamicClass();
}

class TargetSizes {
public:
  explicit TargetSizes(ASTContext &Context) : Context(Context), Portable(Context) {}

  void add(const RecordDecl &Record, RecordFact &Fact) {
    auto Declared = Portable.write(Record);
    auto Smaller = Declared ? Portable.writeInOrder(Record, Fact.Smaller->Order) : std::nullopt;
    if (Smaller)
      Candidates.push_back({&Record, &Fact, *Declared, *Smaller});
  }

  /// Drops the candidates whose copies the unit's own target lays out in another way.
  void trustWhatMatches() {
    auto Here = compile(Context.getTargetInfo().getTriple().str());
    llvm::erase_if(Candidates, [&](const Candidate &C) {
      return !Here || Here->size(records()[C.Declared]) != C.Fact->Size ||
             Here->size(records()[C.Smaller]) != C.Fact->Smaller->Size ||
             !matches(*Here, C.Declared);
    });
  }

  /// All at once; one by one where the target does not take what one of them holds.
  void measure(const std::string &Target) const {
    if (auto There = Candidates.empty() ? nullptr : compile(Target)) {
      for (const Candidate &C : Candidates)
        C.Fact->Targets.push_back(
            {Target, There->size(records()[C.Declared]), There->size(records()[C.Smaller])});
      return;
    }
    for (std::size_t I = 0; Candidates.size() > 1 && I < Candidates.size(); ++I) {
      TargetSizes Alone(Context);
      Alone.add(*Candidates[I].Record, *Candidates[I].Fact);
      Alone.measure(Target);
    }
  }

  bool isEmpty() const { return Candidates.empty(); }

private:
  const std::vector<PortableRecord> &records() const { return Portable.records(); }
  std::unique_ptr<Compiled> compile(llvm::StringRef Triple) const {
    return Compiled::make(Portable.text(), Triple, Context.getLangOpts());
  }
  /// A record and all that it holds.
  bool matches(const Compiled &Here, std::size_t Index) const {
    const PortableRecord &R = records()[Index];
    return isAlike(*R.Original, Here.record(R)) &&
           Here.size(R) == static_cast<std::uint64_t>(
                               Context.getASTRecordLayout(R.Original).getSize().getQuantity()) &&
           llvm::all_of(R.Uses, [&](std::size_t Used) { return matches(Here, Used); });
  }

  ASTContext &Context;
  PortableRecords Portable;
  std::vector<Candidate> Candidates;
};

} // namespace

bool isKnownTarget(llvm::StringRef Triple) {
  DiagnosticOptions Show;
  DiagnosticsEngine Diagnostics(llvm::makeIntrusiveRefCnt<DiagnosticIDs>(), Show,
                                new IgnoringDiagConsumer);
  TargetOptions Options;
  Options.Triple = llvm::Triple::normalize(Triple);
  return llvm::IntrusiveRefCntPtr<TargetInfo>(TargetInfo::CreateTargetInfo(Diagnostics, Options)) !=
         nullptr;
}

void measureOnTargets(ASTContext &Context,
                      llvm::ArrayRef<std::pair<const RecordDecl *, RecordFact *>> Records,
                      llvm::ArrayRef<std::string> Targets) {
  if (Targets.empty() || Context.getLangOpts().ObjC)
    return;
  TargetSizes Sizes(Context);
  for (auto [Record, Fact] : Records)
    Sizes.add(*Record, *Fact);
  if (Sizes.isEmpty())
    return;
  Sizes.trustWhatMatches();
  for (const std::string &Target : Targets)
    Sizes.measure(Target);
}

} // namespace memlint
