#include "tool/FindRecords.h"

#include "checks/AllChecks.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <map>
#include <set>

namespace memlint {
namespace {

using llvm::StringRef;
using Records = std::vector<const RecordFact *>;

bool isWordCharacter(char C) {
  return llvm::isAlnum(C) || C == '_' || (static_cast<unsigned char>(C) & 0x80) != 0;
}

/// Without the white space that C++ does not need.
std::string withoutSpace(StringRef Text) {
  std::string Result;
  bool Space = false;
  for (char C : Text) {
    if (llvm::isSpace(C)) {
      Space = true;
      continue;
    }
    if (Space && !Result.empty() && isWordCharacter(Result.back()) && isWordCharacter(C))
      Result += ' ';
    Result += C;
    Space = false;
  }
  return Result;
}

/// A record's name, and where in it the names that it consists of begin.
struct SplitName {
  std::string Text;
  std::vector<std::size_t> Starts{0};
  std::size_t Arguments = std::string::npos; // where the last name's template arguments begin
};

SplitName split(StringRef Name) {
  SplitName Result;
  Result.Text = withoutSpace(Name);
  int Depth = 0;
  for (std::size_t I = 0; I < Result.Text.size(); ++I) {
    char C = Result.Text[I];
    if (C == '<' && Depth == 0)
      Result.Arguments = I;
    if (StringRef("<([{").contains(C))
      ++Depth;
    else if (StringRef(">)]}").contains(C))
      --Depth;
    else if (Depth == 0 && StringRef(Result.Text).substr(I).starts_with("::")) {
      Result.Starts.push_back(I + 2);
      Result.Arguments = std::string::npos;
    }
  }
  return Result;
}

/// How a name fits what was asked for; a better fit hides the others.
enum Fit { Whole, End, Template, None };

Fit fitOf(const SplitName &Name, StringRef Asked, bool OnlyWhole) {
  StringRef Text = Name.Text;
  if (Text == Asked)
    return Whole;
  if (OnlyWhole)
    return None;
  if (llvm::any_of(Name.Starts, [&](std::size_t S) { return Text.substr(S) == Asked; }))
    return End;
  StringRef Pattern = Text.substr(0, Name.Arguments);
  if (Pattern.size() != Text.size() &&
      llvm::any_of(Name.Starts, [&](std::size_t S) { return Pattern.substr(S) == Asked; }))
    return Template;
  return None;
}

StringRef askedName(StringRef Name) {
  Name = Name.trim();
  for (StringRef Keyword : {"struct", "class", "union"})
    if (StringRef Rest = Name; Rest.consume_front(Keyword) && Rest.ltrim() != Rest)
      return Rest.ltrim();
  return Name;
}

llvm::Error severalFit(StringRef Asked, const std::set<std::string> &Names) {
  constexpr std::size_t Shown = 12;
  std::string List;
  auto Name = Names.begin();
  for (std::size_t I = 0; I < std::min(Names.size(), Shown); ++I)
    List += (I == 0 ? "'" : ", '") + *Name++ + "'";
  if (Names.size() > Shown)
    List += " and " + std::to_string(Names.size() - Shown) + " more";
  return llvm::createStringError("'" + Asked + "' may be " + List + ": name one of them");
}

llvm::Error noneFits(StringRef Asked, const Records &All) {
  std::map<std::string, std::string> ByWord; // whole names and their ends
  for (const RecordFact *R : All) {
    SplitName Name = split(R->Name);
    for (std::size_t S : Name.Starts)
      ByWord.try_emplace(Name.Text.substr(S), R->Name);
  }
  std::vector<std::string_view> Known;
  Known.reserve(ByWord.size());
  for (const auto &[Word, Name] : ByWord)
    Known.push_back(Word);
  std::string_view Near = nearest(std::string_view(Asked), Known);
  return llvm::createStringError("no record is called '" + Asked + "'" +
                                 (Near.empty()
                                      ? "; 'memlint layout --all' lists them"
                                      : "; did you mean '" + ByWord.at(std::string(Near)) + "'?"));
}

bool isSameLayout(const RecordFact &A, const RecordFact &B) {
  return A.Where == B.Where && A.Name == B.Name && A.Size == B.Size && A.Alignment == B.Alignment &&
         A.Parts == B.Parts && A.Fields == B.Fields;
}

} // namespace

std::vector<const RecordFact *> distinctLayouts(const Program &P) {
  Records Result;
  std::size_t PlaceBegins = 0;
  for (const RecordFact &R : P.Records) {
    if (Result.empty() || Result.back()->Where != R.Where)
      PlaceBegins = Result.size();
    auto Same = std::find_if(Result.begin() + PlaceBegins, Result.end(),
                             [&](const RecordFact *Known) { return isSameLayout(*Known, R); });
    if (Same == Result.end())
      Result.push_back(&R);
    else if (R.Smaller && !(*Same)->Smaller)
      *Same = &R; // another order is known where its constructors are not
  }
  return Result;
}

llvm::Expected<std::vector<const RecordFact *>> findRecords(const Records &All, StringRef Name) {
  std::string Asked = withoutSpace(askedName(Name));
  StringRef Word = Asked;
  bool OnlyWhole = Word.consume_front("::");
  Records Best;
  std::set<std::string> Names;
  Fit BestFit = None;
  for (const RecordFact *R : All) {
    Fit F = fitOf(split(R->Name), Word, OnlyWhole);
    if (F == None || F > BestFit)
      continue;
    if (F < BestFit) {
      Best.clear();
      Names.clear();
      BestFit = F;
    }
    Best.push_back(R);
    Names.insert(R->Name);
  }
  if (Best.empty())
    return noneFits(Word, All);
  if (Names.size() > 1)
    return severalFit(Word, Names);
  return Best;
}

} // namespace memlint
