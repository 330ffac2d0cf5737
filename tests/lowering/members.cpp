struct Part {
  Part();
  explicit Part(int *);
  ~Part();
  int *p;
};
struct Base {
  explicit Base(int *q) : kept(q) {}
  virtual ~Base();
  virtual void run();
  int *kept;
};
struct Whole : Base {
  Whole(int *q) : Base(q), part(q), ref(*q) { run(); }
  Whole() : Whole(nullptr) {}
  ~Whole() override { part.p = nullptr; }
  void run() override;
  int *get() const { return part.p; }
  Whole *self() { return this; }
  Part part;
  int &ref;
  int *made = new int(1);
  int *none = nullptr;
};
void virtuals(Base *b, Base &r, Whole w) {
  b->run();
  r.run();
  w.run();
  b->Base::run();
  (new Whole(nullptr))->run();
}
struct Implicit {
  Part a;
  int *b;
};
void implicits() {
  Implicit x;
  Implicit y{Part(nullptr), x.b};
  Implicit z = y;
  z = x;
}
struct Aggregate {
  Implicit inner;
  int *last;
  const Part &ref;
};
void aggregates(int *q) {
  Aggregate a{.inner = {.a = Part(q), .b = q}, .last = q, .ref = Part(q)};
  Aggregate b{{}, q, a.inner.a};
}
void member_pointers(Whole *w, void (Base::*f)(), int *Part::*m) {
  (w->*f)();
  int *p = w->part.*m;
  auto g = &Whole::get;
  (w->*g)();
}
struct Static {
  static int *shared;
  static void set(int *q) { shared = q; }
};
int *Static::shared = new int;
