// Owners of one object, written as local variables by --fix: `saves N` is how many allocations fewer
// a call makes then. What is said `by hand` has a finding and no fix.
#include "counted.h"

#include <cstring>
#include <memory>
#include <string>
#include <utility>

struct P {
  int x = 0, y = 0;
};
struct Q {
  explicit Q(int n) : n(n) {}
  int twice() const { return 2 * n; }
  int n;
};
struct Two {
  Two(Q a, const Q &b) : sum(a.n + b.n) {}
  int sum;
};
struct Table {
  int of[4] = {1, 2, 3, 4};
  int operator[](int i) const { return of[i]; }
  int operator()(int i) const { return of[i] * 10; }
  int operator*() const { return of[0] * 100; }
  const Table *operator->() const { return this; }
};
struct Odd {
  int x = 1;
  int *operator&() { return &x; }
};
static int readP(const P *p) { return p->x + p->y; }
static int readP(const P &p) { return p.x - p.y; }
static const P *same(const P *p) { return p; }

int made() { // saves 1
  auto p = std::make_unique<P>();
  p->x = 1;
  return p->x + p->y;
}

int madeWithArguments() { // saves 1
  auto p = std::make_unique<std::pair<int, int>>(3, 4);
  return p->first * p->second;
}

int namedType() { // saves 1
  std::unique_ptr<Q> q = std::make_unique<Q>(4);
  return q->twice();
}

int constOwner() { // saves 1
  const auto q = std::make_unique<Q>(5);
  q->n = 6;
  return q->n;
}

int constObject() { // saves 1
  std::unique_ptr<const Q> q = std::make_unique<Q>(7);
  return q->twice();
}

int constInTheCall() { // saves 1
  auto q = std::make_unique<const Q>(7);
  return q->twice();
}

int bracketsWithin() { // saves 1
  auto p = std::make_unique<std::pair<int, std::pair<int, int>>>();
  p->second.first = 2;
  return p->second.first + p->first;
}

int blanksWithin() { // saves 1
  auto p = std :: make_unique < P > ( );
  return p -> x + ( * p ) . y;
}

int ofNew() { // saves 1
  std::unique_ptr<P> p(new P);
  p->y = 2;
  return p->y;
}

int ofNewWithParentheses() { // saves 1
  std::unique_ptr<P> p(new P());
  return p->y;
}

int ofNewInBraces() { // saves 1
  std::unique_ptr<P> p{new P{1, 2}};
  return readP(*p);
}

int ofNewByItsType() { // saves 1
  auto q = std::unique_ptr<Q>(new Q(8));
  return q->twice();
}

int ofNewOfAScalar() { // saves 1
  std::unique_ptr<int> n(new int(3));
  *n += 2;
  return*n;
}

int shared() { // saves 1
  auto s = std::make_shared<P>();
  s->x = 5;
  return readP(*s);
}

int sharedFromNew() { // saves 2
  std::shared_ptr<P> s(new P);
  return readP(s.get());
}

int manyWaysToTheObject() { // saves 1
  auto p = std::make_unique<P>();
  (*p).x = 1;
  (p)->y += 2;
  p.get()->y += 3;
  (*p.get()).y += 4;
  const P *q = p.get();
  const P *r = &*p;
  const bool equal = q == p.get() && r==&*p;
  return readP(p.get()) + readP(*p) + same(p.get())->x + (p.get())->x + equal;
}

int operatorsOfTheObject() { // saves 1
  auto t = std::make_unique<Table>();
  return (*t)[1] + (*t)(2) + **t + (*t)->of[3] + t->of[0];
}

int arithmetic() { // saves 1
  auto n = std::make_unique<int>(6);
  return 2**n - -*n + *n * *n;
}

int argumentsThatBeginWithTypes() { // saves 1
  int n = 3;
  auto t = std::make_unique<Two>(Q(n), Q(n));
  return t->sum;
}

int capturedByName() { // saves 1
  auto p = std::make_unique<P>();
  auto add = [&p](int n) { p->x += n; };
  add(2);
  return p->x;
}

int capturedAsAllElse() { // saves 1
  auto p = std::make_unique<P>();
  auto add = [&](int n) { return p->x += n; };
  return add(2) + add(3) + p->x;
}

int insideOfALambda() { // saves 1
  auto all = [](int n) {
    auto q = std::make_unique<Q>(n);
    return q->twice();
  };
  return all(9);
}

int twoOfThem() { // saves 2
  auto p = std::make_unique<P>();
  auto q = std::make_unique<Q>(1);
  p->x = q->n;
  q->n += p->x;
  return p->x + q->n;
}

int inEachTurn() { // saves 3
  int sum = 0;
  for (int i = 0; i < 3; ++i) {
    auto q = std::make_unique<Q>(i);
    sum += q->twice();
  }
  return sum;
}

int copiedOut() { // saves 1
  auto s = std::make_unique<std::string>("text");
  const std::string copy = *s;
  return static_cast<int>(copy.size() + s->size());
}

int byMemcpy() { // saves 1
  const P from{1, 2};
  auto p = std::make_unique<P>();
  std::memcpy(p.get(), &from, sizeof *p);
  return p->y;
}

int inTheHeadOfALoop() { // saves 1
  auto t = std::make_unique<Table>();
  int sum = 0;
  for (int n : t->of)
    sum += n;
  return sum;
}

int parenthesesAroundTheCall() { // by hand
  std::unique_ptr<P> p(std::make_unique<P>());
  return p->x;
}

int commentInTheDeclaration() { // by hand
  auto p = /* why */ std::make_unique<P>();
  return p->x;
}

#define X_OF(POINTER) ((POINTER)->x)
int namedInAMacro() { // by hand
  auto p = std::make_unique<P>();
  return X_OF(p);
}

int namedInAType() { // by hand
  auto p = std::make_unique<P>();
  decltype(p) *q = nullptr;
  return p->x + (q != nullptr);
}

int namedInAnotherBranch() { // by hand
  auto p = std::make_unique<P>();
#ifdef NEVER
  return p->y;
#else
  return p->x;
#endif
}

int severalInOneDeclaration() { // by hand
  std::unique_ptr<P> a(new P), b(new P);
  return a->x + b->y;
}

int addressOfItsOwn() { // by hand
  auto o = std::make_unique<Odd>();
  return o->x;
}

int anotherOfTheName() { // by hand
  auto p = std::make_unique<P>();
  {
    const int p = 2;
    static_assert(p == 2);
  }
  return p->x;
}

int inTheHeadOfAnIf() { // by hand
  if (auto p = std::make_unique<P>(); p->x == 0)
    return p->y;
  return 1;
}

int movedToAnother() { // by hand
  auto p = std::make_unique<P>();
  p->x = 8;
  auto q = std::move(p);
  return q->x;
}

int main() {
  CALL(made);
  CALL(madeWithArguments);
  CALL(namedType);
  CALL(constOwner);
  CALL(constObject);
  CALL(constInTheCall);
  CALL(bracketsWithin);
  CALL(blanksWithin);
  CALL(ofNew);
  CALL(ofNewWithParentheses);
  CALL(ofNewInBraces);
  CALL(ofNewByItsType);
  CALL(ofNewOfAScalar);
  CALL(shared);
  CALL(sharedFromNew);
  CALL(manyWaysToTheObject);
  CALL(operatorsOfTheObject);
  CALL(arithmetic);
  CALL(argumentsThatBeginWithTypes);
  CALL(capturedByName);
  CALL(capturedAsAllElse);
  CALL(insideOfALambda);
  CALL(twoOfThem);
  CALL(inEachTurn);
  CALL(copiedOut);
  CALL(byMemcpy);
  CALL(inTheHeadOfALoop);
  CALL(parenthesesAroundTheCall);
  CALL(commentInTheDeclaration);
  CALL(namedInAMacro);
  CALL(namedInAType);
  CALL(namedInAnotherBranch);
  CALL(severalInOneDeclaration);
  CALL(addressOfItsOwn);
  CALL(anotherOfTheName);
  CALL(inTheHeadOfAnIf);
  CALL(movedToAnother);
}
