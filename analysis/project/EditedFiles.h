// A file system in which some files have another text than the disk's. What a unit is parsed over
// to see what an edit would do to it.
#ifndef MEMLINT_ANALYSIS_PROJECT_EDITEDFILES_H
#define MEMLINT_ANALYSIS_PROJECT_EDITEDFILES_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <string>

namespace memlint {

/// New texts of existing files, by absolute path.
using EditedTexts = std::map<std::string, std::string>;

/// `Base` with the texts laid over it. A file is known by what it is, not by its path: it has its
/// new text through every link and every spelling. A path without a file in `Base` is passed over.
/// The texts must outlive the result.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
withEditedTexts(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base, const EditedTexts &Texts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_EDITEDFILES_H
