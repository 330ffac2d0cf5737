// Runs jobs in worker processes, several at a time. A job that crashes, overruns its stack's limit
// or its time costs that job and its process, nothing else. The only place that forks or starts
// threads.
#ifndef MEMLINT_ANALYSIS_PROJECT_WORKERS_H
#define MEMLINT_ANALYSIS_PROJECT_WORKERS_H

#include "llvm/Support/Error.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace memlint {

/// How a job ended: with bytes, or with a reason why there are none.
struct JobOutcome {
  bool Finished = false;
  std::string Bytes;  // what the job returned
  std::string Reason; // half a sentence: "Clang crashed (Segmentation fault)"
};

struct WorkerOptions {
  unsigned Workers = 1;              // at least 1
  std::chrono::seconds JobTimeout{}; // at least 1 s
};

/// Runs `Work(0)` … `Work(Jobs - 1)` in forked children of this process, each on a stack of 64 MB,
/// and calls `Done` in this process as each ends, in no particular order. The process must have one
/// thread when this is called. An error means that no worker could be started.
llvm::Error runInWorkers(std::size_t Jobs, const WorkerOptions &Options,
                         const std::function<std::string(std::size_t)> &Work,
                         const std::function<void(std::size_t, JobOutcome)> &Done);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_WORKERS_H
