// Pairs of fields that a smaller order destroys the other way round, where that can be told.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_DESTRUCTIONORDER_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_DESTRUCTIONORDER_H

#include "analysis/extract/records/OrderEvidence.h"

namespace memlint {

void seeDestructionOrder(OrderEvidence &Evidence, const MovingRecord &Record);

/// A type whose objects run code of their own, or wait for another's: locks, threads, futures.
bool ordersThreads(clang::QualType Type);

/// A type that starts a thread when it is built from something.
bool startsThread(clang::QualType Type);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_DESTRUCTIONORDER_H
