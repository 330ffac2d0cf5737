#include "analysis/link/Program.h"
#include "analysis/solve/FlowWalk.h"
#include "checks/Check.h"
#include "checks/ResourceFamilies.h"
#include "checks/ResourceWording.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <map>
#include <set>

namespace memlint {
namespace {

/// `closed`, in the present.
std::string endingVerb(const std::string &Ending) {
  static const std::map<std::string, std::string> Others = {{"freed", "frees"},
                                                            {"unmapped", "unmaps"},
                                                            {"ended", "ends"},
                                                            {"joined", "joins"},
                                                            {"joined or detached", "joins"}};
  const auto At = Others.find(Ending);
  return At == Others.end() ? Ending.substr(0, Ending.size() - 1) + "s" : At->second;
}

std::string word(MemberFault What) {
  switch (What) {
  case MemberFault::NotReleased:
    return "not-released";
  case MemberFault::Overwritten:
    return "overwritten";
  case MemberFault::Copied:
    return "copied";
  case MemberFault::CutOff:
    return "base-deleted";
  }
  return "";
}

class Wording {
public:
  Wording(const Program &P, const FaultyMember &M)
      : P(P), M(M), F(P.Functions[M.Acquired.Function]),
        Made(spanOf(F, opAt(F, M.Acquired.Made).Where)),
        Acquired(acquiredName(F, M.Acquired.Made, M.Acquired.Callee)), What(quoted(Acquired)),
        Ending(endingOf(M.Acquired.Family)) {}

  Finding finding() const {
    Finding Found;
    Found.Where = M.What == MemberFault::Copied ? otherPlace() : Made;
    Found.Subject = M.Class + "::" + M.Field + ": " + Acquired;
    Found.Message = message();
    Found.Steps.push_back({Made, What + " is made here for " + quoted(M.Field)});
    if (const std::string Then = otherText(); !Then.empty())
      Found.Steps.push_back({otherPlace(), Then});
    Found.Props = {{"family", M.Acquired.Family},
                   {"acquire", Acquired},
                   {"class", M.Class},
                   {"field", M.Field},
                   {"exit", word(M.What)}};
    return Found;
  }

private:
  Span otherPlace() const {
    const ir::Function &Other = P.Functions[M.Other->Function];
    return M.What == MemberFault::NotReleased ? Other.Where
                                              : spanOf(Other, opAt(Other, M.Other->At).Where);
  }
  std::string method() const {
    return quoted(shortName(P.Functions[M.Other->Function].Symbols[0].Name) + "()");
  }
  std::string message() const {
    const std::string Field = quoted(M.Field), Class = quoted(shortName(M.Class));
    switch (M.What) {
    case MemberFault::NotReleased: {
      const std::string Start = What + " in " + Field + " is not " + Ending;
      if (M.Other)
        return Start + " when a " + Class + " ends: " + method() + " " + endingVerb(Ending) +
               (M.HasDestructor ? " it, the destructor does not call it"
                                : " it, and there is no destructor to call it");
      return Start + (M.HasDestructor ? " by the destructor of " : ": no destructor in ") + Class;
    }
    case MemberFault::Overwritten:
      return What + " overwrites " + Field + ", and what " + Class + " held there is not " + Ending;
    case MemberFault::Copied:
      return "the copy of a " + Class + " holds the same " + Field +
             ", which both destructors release";
    case MemberFault::CutOff:
      return What + " in " + Field + " is not " + Ending + " where a " + Class +
             " is deleted as a " + quoted(shortName(M.OtherClass)) +
             ", whose destructor is not virtual";
    }
    return "";
  }
  std::string otherText() const {
    if (!M.Other)
      return "";
    switch (M.What) {
    case MemberFault::NotReleased:
      return method() + " " + endingVerb(Ending) + " it";
    case MemberFault::Overwritten:
      return "called for the same object a second time";
    case MemberFault::Copied:
      return "copied here, member by member";
    case MemberFault::CutOff:
      return "deleted here";
    }
    return "";
  }

  const Program &P;
  const FaultyMember &M;
  const ir::Function &F;
  const Span Made;
  const std::string Acquired, What, Ending;
};

/// Of the instances of a template, of which each has its own class, one speaks for all.
void run(CheckContext &Context) {
  const MemberFaults &Faults = Context.solved().memberFaults();
  const Program &P = Context.program();
  std::set<std::tuple<Span, std::string, std::string>> Said;
  for (const FaultyMember &M : Faults.All) {
    if (P.Functions[M.Acquired.Function].Flags & ir::LeftAlone)
      continue;
    Finding Found = Wording(P, M).finding();
    if (Found.Where && Said.insert({Found.Where, M.Field, word(M.What)}).second)
      Context.report(std::move(Found));
  }
  for (const std::string &Why : Faults.Silent)
    Context.silent(Why);
}

} // namespace

extern constinit const Check ResourceMember = {
    .Name = "resource-member",
    .Title = "a class loses what a field of it owns, or releases it twice",
    .Doc = R"(## What it does
Reports a field that its own class fills with memory, a stream or another resource, where nobody else
takes it away, and

- the destructor does not release it, nor what it calls; the finding says which method does,
- a method puts another one there, and the object has one already,
- the destructor releases it, and an object is copied member by member,
- the object is deleted as a base whose destructor is not virtual.

What the methods do is read in the whole program.

## Why
An object that ends takes the last name for what its fields own with it, and a copy has a name too many.

## Example
```cpp
extern "C" int puts(const char *);

class Table {
public:
  explicit Table(int Rows) : Cells(new int[Rows]()) {} // want "'new int\[\]' in 'Cells' is not freed by the destructor"
  Table(const Table &) = delete;
  ~Table() { puts("end"); }
  int first() const { return Cells[0]; }

private:
  int *Cells;
};

int use() {
  Table One(8);
  return One.first();
}
```

## Use instead
```cpp
class Table {
public:
  explicit Table(int Rows) : Cells(new int[Rows]()) {}
  Table(const Table &) = delete;
  ~Table() { delete[] Cells; }
  int first() const { return Cells[0]; }

private:
  int *Cells;
};

int use() {
  Table One(8);
  return One.first();
}
```

## When it stays silent
When the destructor is not seen, no object of the class is destroyed before the program ends, or code
that memlint does not see gets an object or the field. When the field also holds what others own, is
set or released from outside of the class, goes to another field, or the users of objects call the
method that releases it. When a destructor asks for a count or a flag first, copies are not told of.
Elements of arrays and containers are not followed.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 772,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
    .TellsWhatIsKnown = true, // who else releases a field, other units may say
};

} // namespace memlint
