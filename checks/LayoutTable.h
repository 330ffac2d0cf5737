// Layouts as text: the cells that every table of a record shares, and the table that puts a record
// as declared beside its smaller order. Lines end in no newline and in no blank. A character counts
// as one column.
#ifndef MEMLINT_CHECKS_LAYOUTTABLE_H
#define MEMLINT_CHECKS_LAYOUTTABLE_H

#include "checks/LayoutRows.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// Characters of UTF-8; bytes that are none count one each.
std::size_t columnsOf(std::string_view Text);

/// `Text`, or its beginning and end with `…` between them, in at most `Columns` (at least 1).
std::string cutToFit(std::string_view Text, std::size_t Columns);

std::string padLeft(std::string_view Text, std::size_t Columns);
std::string padRight(std::string_view Text, std::size_t Columns);

/// `bool Active`, `-- padding`, `-- base Shape` in at most `Columns`; the type is cut before the
/// name is.
std::string rowLabel(const LayoutRow &Row, std::size_t Columns, bool WithType);

/// The text of a rule to stand before the row at `Index`, where a cache line has ended since the
/// row before began: `---- cache line 2`, with the bytes of it that the row before has taken. Empty
/// where none has.
std::string lineRule(const std::vector<LayoutRow> &Rows, std::size_t Index);

/// The record as declared and, on the right, in the order `R.Smaller`, which must be present: a
/// heading and a line for each row, none wider than `Columns` (at least 60). Of long records only
/// what is near a hole or a moved field is shown.
std::vector<std::string> beforeAndAfter(const RecordFact &R, std::size_t Columns);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTTABLE_H
