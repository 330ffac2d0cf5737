// Functions of the memory IR in few bytes: they are most of what a unit says, and an operation as
// an array of arrays would take several times what it takes here. A part of the fact file.
//
// All texts of all functions stand once in a list of texts. The rest is numbers, each 7 bits to a
// byte, the low ones first, the last byte below 128 (LEB128). They stand in columns of like numbers
// (FunctionStreams.h), each behind its length in bytes; FunctionCoder.h says in which order a
// function is put into them.
#ifndef MEMLINT_ANALYSIS_ENCODE_FUNCTIONBYTES_H
#define MEMLINT_ANALYSIS_ENCODE_FUNCTIONBYTES_H

#include "analysis/model/MemoryIr.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

struct FunctionBytes {
  std::vector<std::string> Texts; // in the order of their first use
  std::string Numbers;
};

FunctionBytes packFunctions(const std::vector<ir::Function> &Functions);

/// Nothing where the bytes are no well-formed functions, or mean far more text than bytes of their
/// number do in earnest.
std::optional<std::vector<ir::Function>> unpackFunctions(const std::vector<std::string_view> &Texts,
                                                         std::string_view Numbers);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_ENCODE_FUNCTIONBYTES_H
