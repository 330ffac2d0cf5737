// Which types several threads write to: atomics, locks, and records that are only a wrapper of one.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONTENDEDTYPES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONTENDEDTYPES_H

#include "clang/AST/Type.h"

#include <string>

namespace memlint {

/// By the type alone: `_Atomic`, the standard library's atomics and mutexes, POSIX's locks, a class
/// with Clang's `capability` attribute, and a record with one such field and nothing else.
bool isContended(clang::QualType Type);

/// What contends: `atomic`, `lock`, or the wrapper's own name. Members of different kinds are
/// mostly parts of one protocol.
std::string contentionKind(clang::QualType Type);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONTENDEDTYPES_H
