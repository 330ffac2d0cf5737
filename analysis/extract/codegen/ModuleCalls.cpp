#include "analysis/extract/codegen/ModuleCalls.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Analysis/MemoryBuiltins.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BuildLibCalls.h"

namespace memlint {
namespace {

/// Which functions are those of a library that allocate. Asked of fresh declarations in a module of
/// their own: in the one that is compiled, flags and the explicit use of `operator new` forbid LLVM
/// to assume anything of them, and before its passes it does not yet say what they do.
class LibraryFunctions {
public:
  explicit LibraryFunctions(const llvm::Module &M)
      : Fresh("", M.getContext()), Known(M.getTargetTriple()), Library(Known) {
    Fresh.setTargetTriple(M.getTargetTriple());
    Fresh.setDataLayout(M.getDataLayout());
  }

  bool allocates(const llvm::Function &F) {
    if (!F.isDeclaration() || F.isIntrinsic()) // what has a body, its body tells
      return false;
    auto [Answer, New] = Answers.try_emplace(&F);
    if (New)
      Answer->second = ask(F);
    return Answer->second;
  }

private:
  bool ask(const llvm::Function &F) {
    auto *Plain = llvm::Function::Create(F.getFunctionType(), llvm::Function::ExternalLinkage,
                                         F.getName(), Fresh);
    llvm::inferNonMandatoryLibFuncAttrs(*Plain, Library);
    llvm::SmallVector<llvm::Value *> Arguments;
    for (llvm::Type *T : F.getFunctionType()->params())
      Arguments.push_back(llvm::PoisonValue::get(T));
    auto *Call = llvm::CallInst::Create(Plain, Arguments);
    const bool Does = llvm::isAllocationFn(Call, &Library);
    Call->deleteValue();
    return Does;
  }

  llvm::Module Fresh;
  llvm::TargetLibraryInfoImpl Known;
  llvm::TargetLibraryInfo Library;
  llvm::DenseMap<const llvm::Function *, bool> Answers;
};

ModuleCall readCall(const llvm::CallBase &Call, LibraryFunctions &Library, FunctionNames &Names) {
  ModuleCall Result;
  Result.At = Call.getDebugLoc().get();
  const auto *Callee =
      llvm::dyn_cast<llvm::Function>(Call.getCalledOperand()->stripPointerCastsAndAliases());
  if (!Callee)
    return Result;
  Result.Callee = Names.of(*Callee);
  Result.Allocates = Library.allocates(*Callee);
  return Result;
}

FunctionBody readBody(const llvm::Function &F, LibraryFunctions &Library, FunctionNames &Names) {
  FunctionBody Body;
  for (const llvm::Instruction &I : llvm::instructions(F)) {
    if (I.isDebugOrPseudoInst())
      continue;
    if (const auto *Call = llvm::dyn_cast<llvm::CallBase>(&I); Call && !Call->isInlineAsm())
      Body.Calls.push_back(readCall(*Call, Library, Names));
    for (const llvm::Value *Operand : I.operands())
      if (const auto *Named =
              llvm::dyn_cast<llvm::Function>(Operand->stripPointerCastsAndAliases());
          Named && !Named->isIntrinsic())
        Body.Mentions.push_back(Names.of(*Named));
  }
  return Body;
}

} // namespace

llvm::StringRef FunctionNames::of(const llvm::DISubprogram &S) {
  return Saved.save(S.getLinkageName().empty() ? S.getName() : S.getLinkageName());
}

llvm::StringRef FunctionNames::of(const llvm::Function &F) {
  return F.getSubprogram() ? of(*F.getSubprogram()) : Saved.save(F.getName());
}

ModuleCalls callsOf(const llvm::Module &M, FunctionNames &Names) {
  LibraryFunctions Library(M);
  ModuleCalls Result;
  for (const llvm::Function &F : M) {
    if (F.isDeclaration())
      continue;
    FunctionBody Body = readBody(F, Library, Names);
    auto &Joined = Result[Names.of(F)]; // a clone's with the original's
    Joined.Calls.insert(Joined.Calls.end(), Body.Calls.begin(), Body.Calls.end());
    Joined.Mentions.insert(Joined.Mentions.end(), Body.Mentions.begin(), Body.Mentions.end());
  }
  return Result;
}

} // namespace memlint
