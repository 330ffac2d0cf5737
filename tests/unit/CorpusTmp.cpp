#include "analysis/extract/HypotheticalLayout.h"
#include "analysis/extract/RecordUnits.h"
#include "analysis/extract/SmallerOrders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
using namespace clang; using namespace memlint;
struct V : RecursiveASTVisitor<V> {
  ASTContext &C; unsigned N=0, Same=0, Small=0, Bad=0, Exh=0, Wrong=0, WrongCopy=0;
  V(ASTContext &C):C(C){}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitRecordDecl(RecordDecl *R) {
    if (!R->isThisDeclarationADefinition() || !R->isCompleteDefinition() || R->isInvalidDecl() || R->isImplicit() || R->isDependentType()) return true;
    auto *K = dyn_cast<CXXRecordDecl>(R);
    if (K && (K->isLambda() || llvm::any_of(K->bases(), [](const CXXBaseSpecifier &B){ auto *D=B.getType()->getAsCXXRecordDecl(); return !D || !D->hasDefinition() || D->isInvalidDecl();}))) return true;
    for (auto *F : R->fields()) { if (F->isInvalidDecl() || F->getType()->isDependentType()) return true; if (F->getType()->isIncompleteType() && !F->getType()->isIncompleteArrayType()) return true; auto *I=F->getType()->getBaseElementTypeUnsafe()->getAsRecordDecl(); if (I && (I->isInvalidDecl() || !I->isCompleteDefinition())) return true; }
    ++N;
    bool Eq = copyMatches(C, *R);
    Same += Eq;
    auto &L = C.getASTRecordLayout(R);
    RecordFact F; F.Size = L.getSize().getQuantity(); F.Alignment = L.getAlignment().getQuantity();
    for (auto *D : R->fields()) { auto &X = F.Fields.emplace_back(); X.Size = D->getType()->isIncompleteArrayType()?0:C.getTypeSizeInChars(D->getType()).getQuantity(); if (D->isBitField()) X.BitWidth = D->getBitWidthValue(); X.Overlapping = D->isPotentiallyOverlapping(); }
    findSmallerOrder(C, *R, F);
    if (F.Smaller) { ++Small; if (!Eq) ++Bad; }
    if (Eq && !R->isUnion() && (F.NotReordered.empty() || F.NotReordered.find("packed")==0)) {
      auto U = unitsOf(C, *R);
      if (U.Exact && U.Units.size() <= 6 && U.Units.size() > 0) {
        ++Exh; auto P = U.declared(); bool ok=true; std::uint64_t Least=~0ull;
        do { auto S = sizeByClang(C, *R, U.fieldsInOrder(P)); Least=std::min(Least,S); ok &= S*8 == sizeInOrder(U.shape(), P); } while (std::next_permutation(P.begin(), P.end()));
        if (F.NotReordered.empty() && (F.Smaller ? F.Smaller->Size : F.Size) != Least) ok=false;
        if (!ok) { ++Wrong; std::fprintf(stderr, "WRONG %s\n", R->getQualifiedNameAsString().c_str()); }
      }
    } else if (!Eq) std::fprintf(stderr, "differs %s\n", R->getQualifiedNameAsString().c_str());
    return true;
  }
};
int main(int, char **A) {
  std::ifstream In(A[1]); std::stringstream S; S << In.rdbuf();
  std::string Name = A[1]; bool Cpp = Name.substr(Name.rfind('.')) != ".c";
  std::vector<std::string> Flags{std::string("--target=") + A[2], "-w", "-ferror-limit=0"};
  Flags.push_back(Cpp ? "-std=gnu++17" : "-std=gnu17");
  if (std::string(A[2]).find("windows") != std::string::npos) Flags.push_back("-fms-extensions");
  IgnoringDiagConsumer Silent;
  auto U = tooling::buildASTFromCodeWithArgs(S.str(), Flags, Name, "clang-tool", std::make_shared<PCHContainerOperations>(), tooling::getClangSyntaxOnlyAdjuster(), {}, &Silent);
  if (!U) return 1;
  V Visit(U->getASTContext()); Visit.TraverseDecl(U->getASTContext().getTranslationUnitDecl());
  std::printf("%u %u %u %u %u %u\n", Visit.N, Visit.Same, Visit.Small, Visit.Bad, Visit.Exh, Visit.Wrong);
}
