#include "analysis/extract/growth/StandardLibrary.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/TargetInfo.h"

namespace memlint {

StandardLibrary standardLibraryOf(const clang::ASTContext &Context) {
  auto Defined = [&](llvm::StringRef Macro) {
    return Context.Idents.get(Macro).hadMacroDefinition();
  };
  if (Defined("_LIBCPP_VERSION"))
    return StandardLibrary::Libcxx;
  if (Defined("__GLIBCXX__"))
    return StandardLibrary::Libstdcxx;
  if (Defined("_MSVC_STL_VERSION"))
    return StandardLibrary::Msvc;
  const llvm::Triple &Target = Context.getTargetInfo().getTriple();
  if (Target.isKnownWindowsMSVCEnvironment())
    return StandardLibrary::Msvc;
  return Target.isOSDarwin() || Target.isAndroid() || Target.isOSFreeBSD()
             ? StandardLibrary::Libcxx
             : StandardLibrary::Libstdcxx;
}

} // namespace memlint
