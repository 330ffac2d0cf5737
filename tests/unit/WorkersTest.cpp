// Jobs that do what Clang at its worst does: every outcome is the job's own.
#include "analysis/project/Workers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace memlint {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Clock = std::chrono::steady_clock;

auto finished(const std::string &Bytes) {
  return AllOf(Field(&JobOutcome::Finished, true), Field(&JobOutcome::Bytes, Bytes),
               Field(&JobOutcome::Reason, ""));
}

auto failed(const testing::Matcher<std::string> &Reason) {
  return AllOf(Field(&JobOutcome::Finished, false), Field(&JobOutcome::Bytes, ""),
               Field(&JobOutcome::Reason, Reason));
}

/// The outcomes by job, each of which came once and to this process; and in which order they came.
struct Outcomes {
  std::map<std::size_t, JobOutcome> ByJob;
  std::vector<std::size_t> Order;
};

Outcomes run(std::size_t Jobs, unsigned Workers,
             const std::function<std::string(std::size_t)> &Work,
             std::chrono::seconds Timeout = 60s) {
  Outcomes All;
  pid_t Parent = ::getpid();
  llvm::Error E =
      runInWorkers(Jobs, {Workers, Timeout}, Work, [&](std::size_t Job, JobOutcome Outcome) {
        EXPECT_EQ(::getpid(), Parent);
        EXPECT_LT(Job, Jobs);
        EXPECT_TRUE(All.ByJob.emplace(Job, std::move(Outcome)).second) << "twice: " << Job;
        All.Order.push_back(Job);
      });
  EXPECT_FALSE(bool(E)) << llvm::toString(std::move(E));
  EXPECT_EQ(All.ByJob.size(), Jobs);
  return All;
}

/// As the operating system has it, whatever a sanitizer has put in its place.
void dieOf(int Signal) {
  std::signal(Signal, SIG_DFL);
  ::raise(Signal);
}

/// Takes `Kilobytes` of stack, a frame of about one kilobyte at a time. Each frame is written to
/// from the next, so that no compiler can do without it.
[[gnu::noinline]] unsigned useStack(unsigned Kilobytes, volatile char *Before = nullptr) {
  volatile char Frame[1000];
  Frame[Kilobytes % 1000] = 1;
  if (Before)
    Before[Kilobytes % 1000] = Frame[Kilobytes % 1000];
  return Kilobytes == 0 ? 0 : useStack(Kilobytes - 1, Frame) + Frame[Kilobytes % 1000];
}

std::string bytesOfJob(std::size_t Job, std::size_t Size) {
  std::string Bytes(Size, '\0');
  for (std::size_t I = 0; I < Size; ++I)
    Bytes[I] = static_cast<char>(Job * 31 + I * 7 + (I >> 8));
  return Bytes;
}

// Jobs that end badly

TEST(WorkersTest, TellsHowAJobDied) {
  auto All = run(6, 2, [](std::size_t Job) -> std::string {
    switch (Job) {
    case 0:
      dieOf(SIGABRT);
      break;
    case 1:
      dieOf(SIGSEGV);
      break;
    case 2:
      dieOf(SIGKILL); // as the kernel does when memory runs out
      break;
    case 3:
      ::_exit(0);
    case 4:
      ::_exit(3);
    }
    return "fine";
  });
  EXPECT_THAT(All.ByJob[0], failed(HasSubstr("crashed (Aborted")));
  EXPECT_THAT(All.ByJob[1], failed(HasSubstr("crashed (Segmentation fault")));
  EXPECT_THAT(All.ByJob[2], failed(HasSubstr("crashed (Killed")));
  EXPECT_THAT(All.ByJob[3], failed(HasSubstr("status 0")));
  EXPECT_THAT(All.ByJob[4], failed(HasSubstr("status 3")));
  EXPECT_THAT(All.ByJob[5], finished("fine"));
}

TEST(WorkersTest, SurvivesAStackThatOverflows) {
  auto All = run(3, 1, [](std::size_t Job) -> std::string {
    std::signal(SIGSEGV, SIG_DFL);
    std::signal(SIGBUS, SIG_DFL);
    return std::to_string(Job == 1 ? useStack(1'000'000) : Job);
  });
  EXPECT_THAT(All.ByJob[0], finished("0"));
  EXPECT_THAT(All.ByJob[1], failed(Not(IsEmpty())));
  EXPECT_THAT(All.ByJob[2], finished("2"));
}

TEST(WorkersTest, GivesEachJobABigStack) {
  auto All = run(2, 1, [](std::size_t) { return std::to_string(useStack(40 * 1024)); });
  EXPECT_THAT(All.ByJob[0], finished(std::to_string(40 * 1024)));
  EXPECT_THAT(All.ByJob[1], finished(std::to_string(40 * 1024))) << "again on the same stack";
}

TEST(WorkersTest, SurvivesAnException) {
  auto All = run(2, 1, [](std::size_t Job) -> std::string {
    if (Job == 0) {
      int Nowhere = ::open("/dev/null", O_WRONLY); // what std::terminate says
      ::dup2(Nowhere, STDERR_FILENO);
      throw std::runtime_error("out of a job");
    }
    return "fine";
  });
  EXPECT_THAT(All.ByJob[0], failed(Not(IsEmpty())));
  EXPECT_THAT(All.ByJob[1], finished("fine"));
}

TEST(WorkersTest, EndsAJobThatHangs) {
  auto Start = Clock::now();
  auto All = run(
      4, 4,
      [](std::size_t Job) -> std::string {
        if (Job == 1)
          for (;;)
            ::pause();
        if (Job == 2) {
          for (int Signal : {SIGTERM, SIGINT, SIGALRM, SIGPIPE})
            std::signal(Signal, SIG_IGN);
          for (volatile unsigned Busy = 0;; Busy = Busy + 1) {
          }
        }
        return "fine";
      },
      1s);
  EXPECT_GE(Clock::now() - Start, 1s);
  EXPECT_LT(Clock::now() - Start, 5s);
  EXPECT_THAT(All.ByJob[0], finished("fine"));
  EXPECT_THAT(All.ByJob[1], failed(HasSubstr("longer than 1 s")));
  EXPECT_THAT(All.ByJob[2], failed(HasSubstr("longer than 1 s")));
  EXPECT_THAT(All.ByJob[3], finished("fine"));
}

TEST(WorkersTest, LetsOthersWorkWhileAJobHangs) {
  auto All = run(
      30, 2,
      [](std::size_t Job) -> std::string {
        if (Job == 0)
          for (;;)
            ::pause();
        return std::to_string(Job);
      },
      1s);
  EXPECT_EQ(All.Order.back(), 0u);
  for (std::size_t Job = 1; Job < 30; ++Job)
    EXPECT_THAT(All.ByJob[Job], finished(std::to_string(Job)));
}

TEST(WorkersTest, CountsTheTimeOfEachJobAlone) {
  // A worker's jobs take longer together than one may.
  auto All = run(
      4, 1,
      [](std::size_t Job) {
        std::this_thread::sleep_for(400ms);
        return std::to_string(Job);
      },
      1s);
  for (auto &[Job, Outcome] : All.ByJob)
    EXPECT_THAT(Outcome, finished(std::to_string(Job)));
}

TEST(WorkersTest, EndsAJobThatClosedItsPipesAndHangs) {
  auto Start = Clock::now();
  auto All = run(
      1, 1,
      [](std::size_t) -> std::string {
        ::alarm(6); // ends this test even where nobody ends the job
        for (int Descriptor = 3; Descriptor < 256; ++Descriptor)
          ::close(Descriptor);
        for (;;)
          ::pause();
      },
      1s);
  EXPECT_THAT(All.ByJob[0], failed(Not(IsEmpty())));
  EXPECT_LT(Clock::now() - Start, 4s);
}

TEST(WorkersTest, CostsOneJobForEachCrash) {
  // What each of many jobs does is decided by its number alone, and so is its outcome.
  for (unsigned Workers : {1u, 3u, 8u}) {
    auto All = run(
        150, Workers,
        [](std::size_t Job) -> std::string {
          switch (Job * 2654435761u % 7) {
          case 0:
            dieOf(SIGSEGV);
            break;
          case 1:
            ::_exit(static_cast<int>(Job % 100));
          case 2:
            return "";
          case 3:
            return bytesOfJob(Job, 200'000);
          }
          return bytesOfJob(Job, Job);
        },
        60s);
    for (std::size_t Job = 0; Job < 150; ++Job)
      switch (Job * 2654435761u % 7) {
      case 0:
        EXPECT_THAT(All.ByJob[Job], failed(HasSubstr("Segmentation fault"))) << Job;
        break;
      case 1:
        EXPECT_THAT(All.ByJob[Job], failed(HasSubstr("status " + std::to_string(Job % 100))))
            << Job;
        break;
      case 2:
        EXPECT_THAT(All.ByJob[Job], finished("")) << Job;
        break;
      case 3:
        EXPECT_TRUE(All.ByJob[Job].Bytes == bytesOfJob(Job, 200'000)) << Job;
        break;
      default:
        EXPECT_THAT(All.ByJob[Job], finished(bytesOfJob(Job, Job))) << Job;
      }
  }
}

TEST(WorkersTest, EndsWhenEveryJobCrashes) {
  auto All = run(20, 4, [](std::size_t) -> std::string {
    dieOf(SIGKILL);
    return "";
  });
  for (auto &[Job, Outcome] : All.ByJob)
    EXPECT_THAT(Outcome, failed(HasSubstr("Killed"))) << Job;
}

// Jobs that end well

TEST(WorkersTest, TakesLongAnswers) {
  constexpr std::size_t Long = 10 << 20;
  auto All = run(6, 3, [](std::size_t Job) { return bytesOfJob(Job, Long + Job); });
  for (auto &[Job, Outcome] : All.ByJob) {
    EXPECT_TRUE(Outcome.Finished);
    EXPECT_TRUE(Outcome.Bytes == bytesOfJob(Job, Long + Job)) << Job;
  }
}

TEST(WorkersTest, TakesEmptyAnswers) {
  auto All = run(9, 2, [](std::size_t) { return std::string(); });
  for (auto &[Job, Outcome] : All.ByJob)
    EXPECT_THAT(Outcome, finished("")) << Job;
}

TEST(WorkersTest, DoesManyJobsWithFewWorkers) {
  auto All = run(2000, 2, [](std::size_t Job) { return std::to_string(Job) + "\0x"; });
  for (auto &[Job, Outcome] : All.ByJob)
    EXPECT_THAT(Outcome, finished(std::to_string(Job)));
}

TEST(WorkersTest, StartsNoMoreProcessesThanItNeeds) {
  struct Case {
    std::size_t Jobs;
    unsigned Workers;
    std::size_t MostProcesses;
  };
  for (Case C : {Case{40, 3, 3}, Case{3, 40, 3}, Case{1, 1, 1}, Case{5, 5, 5}}) {
    auto All = run(C.Jobs, C.Workers, [](std::size_t) { return std::to_string(::getpid()); });
    std::set<std::string> Processes;
    for (auto &[Job, Outcome] : All.ByJob)
      Processes.insert(Outcome.Bytes);
    EXPECT_LE(Processes.size(), C.MostProcesses);
    EXPECT_EQ(Processes.count(std::to_string(::getpid())), 0u);
  }
}

TEST(WorkersTest, DoesNothingForNoJobs) {
  bool Called = false;
  EXPECT_FALSE(bool(runInWorkers(
      0, {4, 1s}, [](std::size_t) { return std::string(); },
      [&](std::size_t, JobOutcome) { Called = true; })));
  EXPECT_FALSE(Called);
}

TEST(WorkersTest, WorksOnSeveralAtATime) {
  auto Start = Clock::now();
  run(8, 4, [](std::size_t) {
    std::this_thread::sleep_for(250ms);
    return std::string();
  });
  EXPECT_LT(Clock::now() - Start, 1500ms) << "one after the other takes 2 s";
}

TEST(WorkersTest, KeepsWhatAJobChangesFromThisProcess) {
  int Changed = 0;
  auto Here = std::filesystem::current_path();
  run(3, 1, [&](std::size_t) {
    Changed = 1;
    std::filesystem::current_path("/");
    return std::string();
  });
  EXPECT_EQ(Changed, 0);
  EXPECT_EQ(std::filesystem::current_path(), Here);
}

// What is left behind

std::size_t openDescriptors() {
  auto All = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(All), end(All)));
}

void onPipe(int) {}

TEST(WorkersTest, LeavesNothingBehind) {
  auto *Former = std::signal(SIGPIPE, onPipe);
  std::size_t Before = openDescriptors();
  run(
      40, 4,
      [](std::size_t Job) -> std::string {
        if (Job % 5 == 0)
          dieOf(SIGKILL);
        if (Job == 7)
          for (;;)
            ::pause();
        return "x";
      },
      1s);
  EXPECT_EQ(openDescriptors(), Before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
  EXPECT_EQ(std::signal(SIGPIPE, Former), &onPipe);
}

TEST(WorkersTest, WritesBufferedOutputOnce) {
  std::string Path = testing::TempDir() + "memlint-workers-output-" + std::to_string(::getpid());
  std::FILE *Out = std::fopen(Path.c_str(), "w");
  ASSERT_NE(Out, nullptr);
  std::fputs("once\n", Out);
  run(6, 3, [](std::size_t Job) -> std::string {
    if (Job % 2)
      std::exit(1); // flushes what the process has buffered
    return "";
  });
  std::fclose(Out);
  EXPECT_EQ(std::filesystem::file_size(Path), 5u);
  std::filesystem::remove(Path);
}

// Workers that do not start

/// Runs eight jobs over eight workers with room for so many descriptors more. Exits with 0 when all
/// end well, with 1 for an error that says why.
[[noreturn]] void runWithDescriptors(std::size_t Room) {
  ::alarm(20);
  rlimit Limit{};
  ::getrlimit(RLIMIT_NOFILE, &Limit);
  for (Limit.rlim_cur = 0;; ++Limit.rlim_cur) // the limit is on numbers, and some may be free
    if (::fcntl(static_cast<int>(Limit.rlim_cur), F_GETFD) < 0 && Room-- == 0)
      break;
  ::setrlimit(RLIMIT_NOFILE, &Limit);
  std::size_t Good = 0;
  llvm::Error E = runInWorkers(
      8, {8, 10s}, [](std::size_t Job) { return std::to_string(Job); },
      [&](std::size_t Job, JobOutcome Outcome) { Good += Outcome.Bytes == std::to_string(Job); });
  if (!E)
    ::_exit(Good == 8 ? 0 : 2);
  std::fputs(llvm::toString(std::move(E)).c_str(), stderr);
  ::_exit(1);
}

TEST(WorkersTest, SaysWhyNoWorkerStarts) {
  for (std::size_t Room : {0u, 2u})
    EXPECT_EXIT(runWithDescriptors(Room), testing::ExitedWithCode(1),
                "cannot start a worker: Too many open files");
}

TEST(WorkersTest, GoesOnWithTheWorkersThatStart) {
  // "An error means that no worker could be started": here one can.
  EXPECT_EXIT(runWithDescriptors(4), testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace memlint
