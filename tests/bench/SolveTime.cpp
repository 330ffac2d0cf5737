// memlint-solve-time DIRECTORY [VERDICTS]: what it costs to link and to solve the facts that
// `memlint facts --output DIRECTORY/` wrote, without reading and decoding them. A second name is
// that of a file for all verdicts, to compare before and after a change.
#include "analysis/encode/Encode.h"
#include "analysis/link/Program.h"
#include "analysis/project/FilePacking.h"
#include "analysis/project/ReadModels.h"
#include "analysis/solve/Escape.h"
#include "analysis/solve/Summaries.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace memlint;

namespace {

double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::vector<TuFacts> readFacts(const std::string &Directory) {
  std::vector<std::filesystem::path> Paths;
  for (const auto &Entry : std::filesystem::directory_iterator(Directory))
    Paths.push_back(Entry.path());
  std::sort(Paths.begin(), Paths.end());
  std::vector<TuFacts> Units;
  for (const auto &Path : Paths) {
    std::ifstream In(Path, std::ios::binary);
    const std::string Bytes{std::istreambuf_iterator<char>(In), {}};
    auto Read = decodeFacts(Bytes, filePacking());
    if (auto *Facts = std::get_if<TuFacts>(&Read))
      Units.push_back(std::move(*Facts));
    else
      std::cerr << Path << ": " << std::get<DecodeError>(Read).Reason << "\n";
  }
  return Units;
}

const char *word(const Verdict &V) {
  switch (V.Result) {
  case EscapeResult::Stays:
    return "stays";
  case EscapeResult::Lent:
    return "lent";
  case EscapeResult::MayEscape:
    return "may";
  case EscapeResult::OutlivesTurn:
    return "turn";
  case EscapeResult::Escapes:
    return "escapes";
  }
  return "";
}

/// One line, without the path.
void print(std::ostream &Out, const Program &P, const Verdict &V) {
  const ir::Function &F = P.Functions[V.Function];
  Out << P.path(F.Where.File) << ":" << V.Where.Line << ":" << V.Where.Column << " "
      << F.Symbols[0].Usr << " "
      << (V.Variable ? F.Variables[*V.Variable].Name : V.Callee + V.Family) << ": " << word(V)
      << (V.EndsAlways && !V.Variable ? " freed" : "") << (V.TurnPath.empty() ? "" : " turn");
  for (const EscapeSink &S : V.Sinks)
    Out << " | " << (S.Sure == Lane::Known ? "" : "may ") << S.Text << (S.Held ? "" : " gone")
        << (S.Borrowed ? " borrowed" : "");
  for (const ObjectEnd &E : V.Ends)
    Out << " | end " << static_cast<int>(E.Kind) << " " << E.Where.Line
        << (E.Sole ? "" : " shared");
  Out << "\n";
}

} // namespace

int main(int Count, char **Words) {
  if (Count < 2) {
    std::cerr << "memlint-solve-time DIRECTORY [VERDICTS]\n";
    return 2;
  }
  const std::vector<TuFacts> Units = readFacts(Words[1]);
  Models Known;
  if (llvm::Error E = loadModels(Known, {})) {
    llvm::consumeError(std::move(E));
    return 2;
  }
  const double Start = seconds();
  Linker Join;
  for (const TuFacts &Unit : Units)
    Join.add(Unit);
  const Program P = std::move(Join).finish();
  const double Linked = seconds();
  double Judging = 0;
  std::vector<Verdict> All;
  const Summaries Solved(
      P.Functions,
      [&](const ir::Symbol &S, CallArguments Arguments, ModelsOf Whose) {
        return Known.find(S, Arguments, Whose);
      },
      {},
      [&](std::size_t Function, const EscapeGraph &G) {
        const double Before = seconds();
        for (Verdict &V : escapesOf(G, G.callees(), Function))
          All.push_back(std::move(V));
        Judging += seconds() - Before;
      });
  const double End = seconds();
  std::size_t Results[2][5] = {};
  for (const Verdict &V : All)
    ++Results[V.Variable.has_value()][static_cast<int>(V.Result)];
  const SummaryCounts &C = Solved.counts();
  std::cout << Units.size() << " units, " << C.Functions << " functions, " << C.Recursive
            << " recursive, " << C.TooBig << " too big, " << C.Unsettled << " unsettled\n"
            << "link " << Linked - Start << " s, summaries " << End - Linked - Judging
            << " s, verdicts " << Judging << " s\n";
  for (int Locals : {0, 1})
    std::cout << (Locals ? "locals:      " : "allocations: ") << Results[Locals][0] << " stay, "
              << Results[Locals][1] << " are lent, " << Results[Locals][2] << " may escape, "
              << Results[Locals][3] << " outlive a turn, " << Results[Locals][4] << " escape\n";
  if (Count > 2) {
    std::sort(All.begin(), All.end());
    std::ofstream Out(Words[2]);
    for (const Verdict &V : All)
      print(Out, P, V);
  }
  return 0;
}
