// Random definitions of C and C++ with everything that has a say in a layout: bit-fields, alignas,
// packing, bases with and without tail padding, empty members, flexible arrays. The same on every
// run and platform.
#ifndef MEMLINT_TESTS_UNIT_RANDOMRECORDS_H
#define MEMLINT_TESTS_UNIT_RANDOMRECORDS_H

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace memlint::test {

struct RandomRecord {
  std::string Before, Head; // what stands in front of the name, and what follows it
  std::vector<std::string> Fields;
  std::string Rest, After; // behind the fields, and behind the record

  /// The definition with its fields in this order.
  std::string text(const std::string &Name, std::span<const std::uint32_t> Order) const;
};

class RandomRecords {
public:
  RandomRecords(bool Cpp, bool BitFields, std::uint64_t Seed)
      : Cpp(Cpp), BitFields(BitFields), Random(Seed) {}

  /// What the definitions need in front of them.
  static std::string prelude(bool Cpp);
  /// So many units at most: side by side, bit-fields are one.
  RandomRecord record(std::size_t Units);

private:
  bool oneIn(std::uint64_t Count) { return below(Count) == 0; }
  std::uint64_t below(std::uint64_t Limit) { return Random() % Limit; }
  std::string oneOf(std::span<const char *const> Words) { return Words[below(Words.size())]; }
  std::string newName() { return "f" + std::to_string(Named++); }
  std::string plainField();
  std::string bitField();
  std::string bases();
  void addHead(RandomRecord &Record);

  const bool Cpp, BitFields;
  std::mt19937_64 Random;
  std::size_t Named = 0;
};

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_RANDOMRECORDS_H
