// One body, as the fields of classes see it: which of its values are a field's, and what becomes of
// them. FieldStories has what all bodies say.
#ifndef MEMLINT_ANALYSIS_SOLVE_FIELDREADER_H
#define MEMLINT_ANALYSIS_SOLVE_FIELDREADER_H

#include "analysis/solve/FieldStories.h"

#include <optional>

namespace memlint {

class FieldReader {
public:
  FieldReader(FieldStories &All, std::size_t Function);
  void read();

private:
  using Node = std::uint32_t; // a variable, the result, a field: equal values are one group
  struct Group {
    std::set<ClassField> Fields;
    std::vector<FieldAcquisition> Fresh;
    std::vector<OpPlace> Deletes, Stores;
    std::string Doubt;
    bool Foreign = false; // may be what nobody made here
    bool Outside = false; // a field is written of another object than the receiver
    bool Released = false, Emptied = false, Returned = false;

    void add(Group Other);
  };

  Node root(Node N);
  void unite(Node A, Node B);
  Group &group(Node N) { return Groups[root(N)]; }
  void doubt(std::optional<Node> N, std::string_view Why);
  void makeForeign(std::optional<Node> N);
  std::optional<ClassField> fieldAt(const ir::Path &P);
  std::optional<Node> nodeOf(const ir::Path &P);
  std::optional<Node> nodeOf(std::uint32_t PathIndex);
  Node nodeOf(ClassField Field);
  std::optional<Node> heldBy(const ir::Value &V);
  std::optional<Node> pointedBy(const ir::Value &V);

  void readOp(OpPlace At, const ir::Op &Op);
  void copy(OpPlace At, const ir::Op &Op);
  void copyObject(OpPlace At, const ir::Op &Op);
  void stored(OpPlace At, std::uint32_t PathIndex);
  void remove(OpPlace At, const ir::Op &Op);
  void call(OpPlace At, const ir::Op &Op);
  void callUnseen(const ir::Op &Op);
  void callKnown(OpPlace At, const ir::Op &Op, const Summary &S);
  void release(OpPlace At, Node N, const Effect &E);
  void moveArgument(OpPlace At, const ir::Op &Op, Node N, const Slot &To);
  void write(OpPlace At, const ir::Op &Op, std::size_t Argument, Node N, const Effect &E);
  void takeResult(OpPlace At, const ir::Op &Op, const std::vector<const Summary *> &Any);
  ReturnedValue returnedBy(const ir::Op &Op) const;
  void readObjects(OpPlace At, const ir::Op &Op, bool Unseen);
  void giveAway(const ir::Value &V);
  void finish();

  FieldStories &All;
  const std::size_t Index;
  const ir::Function &F;
  const PathTypes Types;
  std::vector<Node> Parents;
  std::vector<Group> Groups; // by roots
  std::map<ClassField, Node> OfFields;
  std::vector<std::optional<std::optional<Node>>> OfPaths;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FIELDREADER_H
