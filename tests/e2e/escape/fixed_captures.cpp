// Closures that --fix makes hold copies: each case then gives 1. Where a copy would not be the
// same, or would dangle as well, the finding has no fix: those named left*.
#include "cases.h"

#include <functional>
#include <string>
#include <string_view>

static std::function<int()> callback;
static std::function<std::function<int()>()> maker;

void stored() {
  int n = 1;
  callback = [&n] { return n; };
}
void storedByDefault(int n) {
  callback = [&] { return n + 1; };
}
void oneOfThree(int a, const int b, int c) {
  callback = [a, & b, c] { return a + b + c; };
}
void ofAText() {
  std::string s = "a text of more than sixteen letters";
  callback = [&s] { return static_cast<int>(s.size()); };
}
std::function<int()> returned(int n) {
  return [&n] { return 2 * n; };
}
void severalOfOne(int n) {
  callback = [&n] { return n + n * n; };
}

void leftAsItChanges() {
  int n = 1;
  callback = [&n] { return ++n; };
}
void leftAsItChangesLater() {
  int n = 1;
  callback = [&n] { return n; };
  n = 2;
}
void leftAsItIsAnAddress() {
  int n = 1;
  int *p = &n;
  callback = [&p] { return *p; };
}
void leftAsItIsAView() {
  std::string s = "a text of more than sixteen letters";
  std::string_view v = s;
  callback = [&v] { return static_cast<int>(v.front()); };
}
void leftWithin() {
  int n = 1;
  maker = [&n] { return std::function<int()>([&n] { return n; }); };
}

static const Case Cases[] = {
    DANGLES(stored, (stored(), callback() == 1)),
    DANGLES(storedByDefault, (storedByDefault(1), callback() == 2)),
    DANGLES(oneOfThree, (oneOfThree(1, 2, 3), callback() == 6)),
    DANGLES(ofAText, (ofAText(), callback() == 35)),
    DANGLES(returned, returned(2)() == 4),
    DANGLES(severalOfOne, (severalOfOne(2), callback() == 6)),
    DANGLES(leftAsItChanges, (leftAsItChanges(), callback())),
    DANGLES(leftAsItChangesLater, (leftAsItChangesLater(), callback())),
    DANGLES(leftAsItIsAnAddress, (leftAsItIsAnAddress(), callback())),
    DANGLES(leftAsItIsAView, (leftAsItIsAView(), callback())),
    DANGLES(leftWithin, (leftWithin(), maker()())),
    FINE(ran, 1),
};
int main(int count, char **values) { return choose(Cases, count, values); }
