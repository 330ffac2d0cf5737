#include "analysis/project/PathGlob.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace memlint {
namespace {

constexpr std::size_t MostAlternatives = 1024;

/// The position of the next `Wanted` outside escapes at or after `From`, or npos.
std::size_t findUnescaped(llvm::StringRef Text, char Wanted, std::size_t From) {
  for (std::size_t I = From; I < Text.size(); ++I) {
    if (Text[I] == '\\')
      ++I;
    else if (Text[I] == Wanted)
      return I;
  }
  return llvm::StringRef::npos;
}

/// Spells out the first pair of braces, again and again: a brace may hold a `/`, which no pattern
/// for one name can. A brace that is never closed stands for itself.
bool spellOutBraces(std::vector<std::string> &Globs) {
  for (std::size_t I = 0; I < Globs.size();) {
    llvm::StringRef Glob = Globs[I];
    std::size_t Open = findUnescaped(Glob, '{', 0);
    std::size_t Close = findUnescaped(Glob, '}', Open == Glob.npos ? Glob.size() : Open);
    if (Close == Glob.npos) {
      ++I;
      continue;
    }
    std::vector<std::string> Spelt;
    for (std::size_t From = Open + 1; From <= Close;) {
      std::size_t To = std::min(findUnescaped(Glob, ',', From), Close);
      Spelt.push_back(
          (Glob.take_front(Open) + Glob.slice(From, To) + Glob.drop_front(Close + 1)).str());
      From = To + 1;
    }
    if (Globs.size() + Spelt.size() > MostAlternatives)
      return false;
    Globs.erase(Globs.begin() + I);
    Globs.insert(Globs.begin() + I, Spelt.begin(), Spelt.end());
  }
  return true;
}

template <class Name>
bool matchNames(llvm::ArrayRef<std::unique_ptr<Name>> Names, llvm::ArrayRef<llvm::StringRef> Path) {
  if (Names.empty())
    return Path.empty();
  if (Names.front()->Pattern)
    return !Path.empty() && Names.front()->Pattern->match(Path.front()) &&
           matchNames(Names.drop_front(), Path.drop_front());
  for (std::size_t Skipped = 0; Skipped <= Path.size(); ++Skipped)
    if (matchNames(Names.drop_front(), Path.drop_front(Skipped)))
      return true;
  return false;
}

} // namespace

llvm::Expected<PathGlob::Names> PathGlob::parse(llvm::StringRef Glob) {
  Names Result;
  llvm::SmallVector<llvm::StringRef> Parts;
  Glob.split(Parts, '/');
  for (llvm::StringRef Part : Parts) {
    bool AnyDirectories = Part == "**";
    if (AnyDirectories && !Result.empty() && !Result.back()->Pattern)
      continue; // `**/**` says no more, and takes squared time
    auto N = std::make_unique<Name>(Name{Part.str(), std::nullopt});
    if (!AnyDirectories) {
      auto Pattern = llvm::GlobPattern::create(N->Text);
      if (!Pattern)
        return Pattern.takeError();
      N->Pattern = std::move(*Pattern);
    }
    Result.push_back(std::move(N));
  }
  return Result;
}

llvm::Expected<PathGlob> PathGlob::create(llvm::StringRef Glob) {
  std::vector<std::string> Globs{Glob.str()};
  if (!spellOutBraces(Globs))
    return llvm::createStringError("'" + Glob + "' stands for too many globs");
  std::vector<Names> Alternatives;
  for (llvm::StringRef Spelt : Globs) {
    auto Parsed = parse(Spelt);
    if (!Parsed)
      return llvm::createStringError("'" + Glob +
                                     "' is not a glob: " + llvm::toString(Parsed.takeError()));
    Alternatives.push_back(std::move(*Parsed));
  }
  PathGlob Result;
  Result.Alternatives = std::make_shared<const std::vector<Names>>(std::move(Alternatives));
  return Result;
}

bool PathGlob::match(llvm::StringRef Path) const {
  llvm::SmallVector<llvm::StringRef> Parts;
  Path.split(Parts, '/');
  return llvm::any_of(*Alternatives, [&](const Names &N) { return matchNames<Name>(N, Parts); });
}

bool isGlob(llvm::StringRef Text) { return Text.find_first_of("*?[{\\") != Text.npos; }

} // namespace memlint
