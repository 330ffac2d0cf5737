#include "analysis/extract/codegen/Survivors.h"

#include "analysis/extract/ErrorCounter.h"
#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/CodeGen/BackendUtil.h"
#include "clang/CodeGen/ModuleBuilder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

/// A unit's compilation as its owner sees it: what it asks, and what comes back.
struct Request {
  const std::string &Root;
  const std::vector<SourcePlace> &Sites;
  llvm::LLVMContext &Context;
  std::optional<CompiledSites> Answer{};
  std::string Failure{};
};

/// LLVM's own way with an error is to end the process.
class QuietHandler : public llvm::DiagnosticHandler {
public:
  bool handleDiagnostics(const llvm::DiagnosticInfo &) override { return true; }
};

std::string levelOf(const CodeGenOptions &Options) {
  if (Options.OptimizeSize != 0)
    return Options.OptimizeSize == 1 ? "-Os" : "-Oz";
  return "-O" + std::to_string(Options.OptimizationLevel);
}

/// Between places of the source and those of debug locations: both know files by true names, and
/// debug locations follow #line.
class Places {
public:
  Places(SourceManager &Sources, const std::string &Root) : Sources(Sources), Root(Root) {}

  std::vector<DebugPlace> debugPlaces(const std::vector<SourcePlace> &Sites) const {
    std::vector<DebugPlace> Result;
    Result.reserve(Sites.size());
    for (const SourcePlace &S : Sites)
      Result.push_back(debugPlace(S));
    return Result;
  }

  std::string pathOf(const llvm::DIFile &File) const {
    llvm::SmallString<256> Path(File.getFilename());
    if (!llvm::sys::path::is_absolute(Path)) {
      Path = File.getDirectory();
      llvm::sys::path::append(Path, File.getFilename());
    }
    return trueName(Path);
  }

private:
  DebugPlace debugPlace(const SourcePlace &S) const {
    llvm::SmallString<256> Path(S.File);
    llvm::sys::path::make_absolute(Root, Path);
    auto File = Sources.getFileManager().getOptionalFileRef(Path);
    if (!File)
      return {};
    const SourceLocation At = Sources.translateFileLineCol(*File, S.Line, S.Column);
    const PresumedLoc Place = Sources.getPresumedLoc(At);
    if (Place.isInvalid())
      return {};
    return {trueName(Place.getFilename()), Place.getLine(), Place.getColumn()};
  }

  std::string trueName(llvm::StringRef Name) const {
    FileManager &Files = Sources.getFileManager();
    llvm::SmallString<256> Absolute(Name), Real;
    Files.makeAbsolutePath(Absolute);
    llvm::sys::path::remove_dots(Absolute, /*remove_dot_dot=*/true);
    return std::string(Files.getVirtualFileSystem().getRealPath(Absolute, Real) ? Absolute : Real);
  }

  SourceManager &Sources;
  const std::string &Root;
};

/// Runs behind the code generator, whose module it reads, optimises, and reads again.
class OptimiseAndRead : public ASTConsumer {
public:
  OptimiseAndRead(CompilerInstance &Compiler, CodeGenerator &Generator, Request &R)
      : Compiler(Compiler), Generator(Generator), R(R) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    llvm::Module *Module = Generator.GetModule();
    if (!Module || Compiler.getDiagnostics().hasErrorOccurred())
      return;
    std::string Problem;
    if (!llvm::TargetRegistry::lookupTarget(Module->getTargetTriple(), Problem)) {
      R.Failure = "this LLVM has no backend for '" + Module->getTargetTriple().str() + "'";
      return;
    }
    const Places Known(Context.getSourceManager(), R.Root);
    AllocationFates Fates(Known.debugPlaces(R.Sites),
                          [&](const llvm::DIFile &File) { return Known.pathOf(File); });
    Fates.readBefore(*Module);
    CodeGenOptions &Options = Compiler.getCodeGenOpts();
    emitBackendOutput(Compiler, Options, Context.getTargetInfo().getDataLayoutString(), Module,
                      Backend_EmitNothing, Compiler.getFileManager().getVirtualFileSystemPtr(),
                      nullptr);
    if (!Compiler.getDiagnostics().hasErrorOccurred())
      R.Answer = {levelOf(Options), Fates.readAfter(*Module)};
  }

private:
  CompilerInstance &Compiler;
  CodeGenerator &Generator;
  Request &R;
};

class CompileAction : public ASTFrontendAction {
public:
  explicit CompileAction(Request &R) : R(R) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 llvm::StringRef File) override {
    CodeGenOptions &Options = Compiler.getCodeGenOpts();
    // Locations alone, with columns, and names that tell instances of templates apart.
    Options.setDebugInfo(llvm::codegenoptions::DebugLineTablesOnly);
    Options.DebugColumnInfo = true;
    Options.DebugInfoForProfiling = true;
    Options.DebugCompilationDir.clear(); // the true one
    Options.DebugPrefixMap.clear();
    Options.PrepareForLTO = Options.PrepareForThinLTO = Options.FatLTO = Options.UnifiedLTO = false;
    auto Generator = CreateLLVMCodeGen(Compiler, File, R.Context);
    auto Reader = std::make_unique<OptimiseAndRead>(Compiler, *Generator, R);
    std::vector<std::unique_ptr<ASTConsumer>> Both;
    Both.push_back(std::move(Generator));
    Both.push_back(std::move(Reader));
    return std::make_unique<MultiplexConsumer>(std::move(Both));
  }

private:
  Request &R;
};

} // namespace

llvm::Expected<CompiledSites> survivorsOf(const std::vector<std::string> &Arguments,
                                          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                          const std::string &Root,
                                          const std::vector<SourcePlace> &Sites) {
  llvm::InitializeAllTargetInfos(); // these do nothing twice
  llvm::InitializeAllTargets();
  llvm::InitializeAllTargetMCs();
  llvm::LLVMContext Context;
  Context.setDiscardValueNames(true);
  Context.setDiagnosticHandler(std::make_unique<QuietHandler>());
  Request R{Root, Sites, Context};
  ErrorCounter Errors(Root);
  auto Manager = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), std::move(Files));
  tooling::ToolInvocation Invocation(Arguments, std::make_unique<CompileAction>(R), Manager.get());
  Invocation.setDiagnosticConsumer(&Errors);
  Invocation.run();
  if (R.Answer)
    return std::move(*R.Answer);
  for (std::string *Reason : {&R.Failure, &Errors.FirstError})
    if (!Reason->empty())
      return llvm::createStringError(*Reason);
  return llvm::createStringError("Clang could not compile it");
}

} // namespace memlint
