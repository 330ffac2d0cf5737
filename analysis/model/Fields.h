// The list of a struct's fields, said once beside the struct. Encoding, decoding, the JSON view and
// the renumbering of files at link all walk this list, so that a new fact field is one line.
#ifndef MEMLINT_ANALYSIS_MODEL_FIELDS_H
#define MEMLINT_ANALYSIS_MODEL_FIELDS_H

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace memlint {

/// One field of a struct: its name in the JSON view and where it stands.
template <class Owner, class Type> struct Field {
  std::string_view Name;
  Type Owner::*Member;
};

template <class Owner, class Type>
constexpr Field<Owner, Type> field(std::string_view Name, Type Owner::*Member) {
  return {Name, Member};
}

/// A struct that lists its fields in a static `fields()`, in the order of the encoding.
template <class T>
concept Fielded = requires { T::fields(); };

template <class T>
concept ListOfFacts = std::is_same_v<T, std::vector<typename T::value_type>>;
template <class T>
concept MaybeFact = std::is_same_v<T, std::optional<typename T::value_type>>;

/// Calls `Visit(name, value)` for each listed field of `Value`, in order.
template <class T, class Visitor> constexpr void forEachField(T &Value, Visitor &&Visit) {
  std::apply([&](const auto &...F) { (Visit(F.Name, Value.*(F.Member)), ...); },
             std::remove_const_t<T>::fields());
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_FIELDS_H
