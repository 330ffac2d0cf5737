#include "analysis/project/Workers.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <vector>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace memlint {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned StackBytes = 64u << 20; // deep templates and initializers: as clangd's threads

bool readAll(int From, void *To, std::size_t Size) {
  auto *At = static_cast<char *>(To);
  while (Size != 0) {
    auto Got = llvm::sys::RetryAfterSignal(-1, ::read, From, At, Size);
    if (Got <= 0)
      return false;
    At += Got;
    Size -= Got;
  }
  return true;
}

bool writeAll(int To, const void *From, std::size_t Size) {
  const auto *At = static_cast<const char *>(From);
  while (Size != 0) {
    auto Put = llvm::sys::RetryAfterSignal(-1, ::write, To, At, Size);
    if (Put <= 0)
      return false;
    At += Put;
    Size -= Put;
  }
  return true;
}

/// Whether nobody can write to it any more; what was written before may still be there.
bool hasHungUp(int Pipe) {
  pollfd HungUp{Pipe, 0, 0};
  return ::poll(&HungUp, 1, 0) > 0;
}

/// The child's side: takes job numbers until the parent closes the pipe. Each answer is its length
/// in 8 bytes and the bytes.
[[noreturn]] void serve(int Requests, int Answers,
                        const std::function<std::string(std::size_t)> &Work) {
  std::atomic<bool> Working = false;
  llvm::thread BigStack(std::optional<unsigned>(StackBytes), [&] {
    std::uint64_t Job;
    while (readAll(Requests, &Job, sizeof Job)) {
      Working = true;
      if (hasHungUp(Requests)) // killed since: nobody waits for the answer
        break;
      std::string Bytes = Work(Job);
      Working = false;
      std::uint64_t Length = Bytes.size();
      if (!writeAll(Answers, &Length, sizeof Length) ||
          !writeAll(Answers, Bytes.data(), Bytes.size()))
        break;
    }
  });
  // The pipe hangs up when the parent has no more jobs, and when it was killed: a job that never
  // ends must not outlive it.
  pollfd HungUp{Requests, 0, 0};
  while (::poll(&HungUp, 1, -1) < 0 && errno == EINTR)
    ;
  if (!Working)
    BigStack.join(); // it met the end of the pipe, too
  _exit(0);          // the parent's buffers and atexit handlers are the parent's
}

/// The parent's view of one child, and of the job it works on.
struct Worker {
  pid_t Process = 0;
  int Requests = -1, Answers = -1;
  std::optional<std::size_t> Job;
  Clock::time_point Deadline;
  std::string Answer; // as far as it has arrived, with its length in front
};

std::string describeDeath(int Status) {
  if (WIFSIGNALED(Status))
    return std::string("Clang crashed (") + strsignal(WTERMSIG(Status)) + ")";
  return "Clang ended its process with status " + std::to_string(WEXITSTATUS(Status));
}

class Pool {
public:
  Pool(std::size_t Jobs, const WorkerOptions &Options,
       const std::function<std::string(std::size_t)> &Work,
       const std::function<void(std::size_t, JobOutcome)> &Done)
      : Jobs(Jobs), Options(Options), Work(Work), Done(Done) {}
  ~Pool() {
    for (Worker &W : Workers) {
      if (W.Job) // left by an error; nobody will read its answer
        ::kill(W.Process, SIGKILL);
      retire(W);
    }
  }

  llvm::Error run() {
    Workers.resize(std::min<std::size_t>(Options.Workers, Jobs));
    for (std::size_t Started = 0; Started < Workers.size(); ++Started)
      if (llvm::Error E = assignNext(Workers[Started])) {
        if (Started == 0)
          return E;
        llvm::consumeError(std::move(E)); // fewer at once will do
        Workers.resize(Started);
      }
    while (Ended < Jobs) {
      waitForAnswers();
      for (Worker &W : Workers)
        if (W.Job && (Clock::now() >= W.Deadline))
          fail(W, "took longer than " + std::to_string(Options.JobTimeout.count()) +
                      " s (raise --unit-timeout to give it more)");
      for (Worker &W : Workers)
        if (!W.Job)
          if (llvm::Error E = assignNext(W))
            return E;
    }
    return llvm::Error::success();
  }

private:
  llvm::Error start(Worker &W) {
    std::array<int, 2> Requests, Answers;
    if (::pipe(Requests.data()) != 0)
      return llvm::createStringError("cannot start a worker: " + llvm::sys::StrError());
    if (::pipe(Answers.data()) != 0) {
      ::close(Requests[0]), ::close(Requests[1]);
      return llvm::createStringError("cannot start a worker: " + llvm::sys::StrError());
    }
    std::fflush(nullptr); // else the child would hold a copy of what is not yet written
    W.Process = ::fork();
    if (W.Process == 0) {
      for (Worker &Other : Workers) // a pipe stays open as long as anyone holds its end
        ::close(Other.Requests), ::close(Other.Answers);
      ::close(Requests[1]), ::close(Answers[0]);
      serve(Requests[0], Answers[1], Work);
    }
    ::close(Requests[0]), ::close(Answers[1]);
    if (W.Process < 0) {
      std::string Reason = llvm::sys::StrError();
      ::close(Requests[1]), ::close(Answers[0]);
      W.Process = 0;
      return llvm::createStringError("cannot start a worker: " + Reason);
    }
    W.Requests = Requests[1];
    W.Answers = Answers[0];
    return llvm::Error::success();
  }

  llvm::Error assignNext(Worker &W) {
    if (Next == Jobs)
      return llvm::Error::success();
    if (W.Process == 0)
      if (llvm::Error E = start(W))
        return E;
    std::uint64_t Job = Next++;
    W.Job = Job;
    W.Answer.clear();
    W.Deadline = Clock::now() + Options.JobTimeout;
    writeAll(W.Requests, &Job, sizeof Job); // a dead child shows as the end of its answers
    return llvm::Error::success();
  }

  void waitForAnswers() {
    std::vector<pollfd> Descriptors;
    std::vector<Worker *> Busy;
    auto Wait = std::chrono::milliseconds::max();
    for (Worker &W : Workers) {
      if (!W.Job)
        continue;
      Descriptors.push_back({W.Answers, POLLIN, 0});
      Busy.push_back(&W);
      Wait =
          std::min(Wait, std::chrono::ceil<std::chrono::milliseconds>(W.Deadline - Clock::now()));
    }
    auto Milliseconds = std::clamp<long long>(Wait.count(), 0, 60'000);
    if (::poll(Descriptors.data(), Descriptors.size(), static_cast<int>(Milliseconds)) <= 0)
      return;
    for (std::size_t I = 0; I < Busy.size(); ++I)
      if (Descriptors[I].revents != 0)
        takeAnswer(*Busy[I]);
  }

  void takeAnswer(Worker &W) {
    std::array<char, 1 << 16> Buffer;
    auto Got = llvm::sys::RetryAfterSignal(-1, ::read, W.Answers, Buffer.data(), Buffer.size());
    if (Got <= 0)
      return fail(W, "");
    W.Answer.append(Buffer.data(), Got);
    std::uint64_t Length;
    if (W.Answer.size() < sizeof Length)
      return;
    std::memcpy(&Length, W.Answer.data(), sizeof Length);
    if (W.Answer.size() - sizeof Length < Length)
      return;
    W.Answer.erase(0, sizeof Length);
    end(W, {true, std::move(W.Answer), ""});
  }

  /// Gives up on the worker's job and ends its process; without a reason, by how it died.
  void fail(Worker &W, std::string Reason) {
    if (!Reason.empty())
      ::kill(W.Process, SIGKILL);
    int Status = retire(W);
    end(W, {false, "", Reason.empty() ? describeDeath(Status) : Reason});
  }

  void end(Worker &W, JobOutcome Outcome) {
    std::size_t Job = *W.Job;
    W.Job.reset();
    ++Ended;
    Done(Job, std::move(Outcome));
  }

  /// Closes the pipes, which ends an idle worker, and waits for it.
  int retire(Worker &W) {
    int Status = 0;
    if (W.Process <= 0)
      return Status;
    ::close(W.Requests);
    ::close(W.Answers);
    llvm::sys::RetryAfterSignal(-1, ::waitpid, W.Process, &Status, 0);
    W.Process = 0;
    W.Requests = W.Answers = -1;
    return Status;
  }

  std::size_t Jobs, Next = 0, Ended = 0;
  const WorkerOptions &Options;
  const std::function<std::string(std::size_t)> &Work;
  const std::function<void(std::size_t, JobOutcome)> &Done;
  std::vector<Worker> Workers;
};

} // namespace

llvm::Error runInWorkers(std::size_t Jobs, const WorkerOptions &Options,
                         const std::function<std::string(std::size_t)> &Work,
                         const std::function<void(std::size_t, JobOutcome)> &Done) {
  // Writing to a worker that has died must fail, not end this process.
  auto *Former = std::signal(SIGPIPE, SIG_IGN);
  llvm::scope_exit Restore([&] { std::signal(SIGPIPE, Former); });
  return Pool(Jobs, Options, Work, Done).run();
}

} // namespace memlint
