#include "analysis/extract/ContendedTypes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

bool isStandardName(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"atomic", "atomic_flag", "mutex", "timed_mutex", "recursive_mutex"}, true)
      .Cases({"recursive_timed_mutex", "shared_mutex", "shared_timed_mutex"}, true)
      .Cases({"counting_semaphore", "latch"}, true)
      .Default(false);
}

/// POSIX leaves open what these types are; only their names are certain.
bool isPosixName(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({"pthread_mutex_t", "pthread_rwlock_t", "pthread_spinlock_t", "sem_t"}, true)
      .Default(false);
}

bool isContendedClass(const CXXRecordDecl &Class) {
  if (Class.hasAttr<CapabilityAttr>())
    return true;
  return Class.isInStdNamespace() && Class.getIdentifier() && isStandardName(Class.getName());
}

} // namespace

bool isContended(QualType Type) {
  for (QualType T = Type; const auto *Typedef = T->getAs<TypedefType>();
       T = Typedef->getDecl()->getUnderlyingType())
    if (isPosixName(Typedef->getDecl()->getName()))
      return true;
  if (Type->isAtomicType())
    return true;
  const RecordDecl *Record = Type->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->isUnion())
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(Record);
  if (Class && isContendedClass(*Class))
    return true;
  if (Class && (Class->getNumBases() != 0 || Class->isInStdNamespace()))
    return false;
  return std::distance(Record->field_begin(), Record->field_end()) == 1 &&
         isContended(Record->field_begin()->getType());
}

} // namespace memlint
