// flags: -std=c++20
// What attributes say of functions out of sight: the result refers to a parameter or to the object,
// a parameter is captured by another or by this; and noescape, of which nothing comes.
#include <memory>
#include <string>
#include <vector>

const int *pick(const int *p [[clang::lifetimebound]]);
const int &either(const int &a [[clang::lifetimebound]], const int &b);
void into(std::vector<const int *> &to, const int &n [[clang::lifetime_capture_by(to)]]);
void read(const int &n [[clang::noescape]]);
struct Record {
  const std::string &name() const [[clang::lifetimebound]];
  const std::string &shared() const;
};
class Log {
public:
  void add(const int &n [[clang::lifetime_capture_by(this)]]);
  int sum() const;
};
struct [[gsl::Owner(char)]] Text {
  Text(const char *s);
  Text(const Text &);
  ~Text();
};
struct [[gsl::Pointer(char)]] View {
  View(const Text &t);
  char front() const;
};

const int *local() {
  int n = 1;
  return pick(&n); // want "'n'.*outlives"
}
const int *ofTheCaller(const int *p) { return pick(p); }
const int &theFirst(int a, const int &b) {
  return either(a, b); // want "'a'.*outlives"
}
const int &theSecond(int a, const int &b) { return either(b, a); }
const std::string &nameOf(Record r) {
  return r.name(); // want "'r'.*outlives"
}
const std::string &sharedOf(Record r) { return r.shared(); }
void captured(std::vector<const int *> &to) {
  int n = 1;
  into(to, n); // want "'n'.*outlives"
}
int capturedByALocal() {
  int n = 1;
  std::vector<const int *> to;
  into(to, n);
  return *to[0];
}
void logged(Log &log) {
  int n = 1;
  log.add(n); // want "'n'.*outlives"
}
int loggedByALocal() {
  int n = 1;
  Log log;
  log.add(n);
  return log.sum();
}
int onlyRead() {
  int n = 1;
  read(n);
  return n;
}
View viewOfALocal() {
  Text t("text");
  return t; // want "'t'.*outlives"
}
View viewOfTheCallers(const Text &t) { return t; }
char usedHere() {
  Text t("text");
  View v = t;
  return v.front();
}
