// with errors: what the compiler could not make sense of is not lowered, all else is.
int *kept;
void use(unsigned long);
struct S {
  int *p = Unknown;
  int *q;
  S(int *a);
  S(long) : q(missing(kept)) {}
};

S::S(int *a) : q(a) {}
void unresolvedCallee() {
  auto length = sizeof(Unknown) - 1;
  use(length);
}
void undeclaredName(int *p) {
  kept = p;
  kept = Unknown;
}
void wrongArgument() { use("text"); }
void inLambda() {
  auto f = [] { return Unknown; };
  f();
}
int *fine(int *p) { return p; }
