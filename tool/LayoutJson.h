// Records for machines, as `memlint layout --json` writes them. The document:
//
//   { "version": 1,
//     "records": [ {
//       "name", "kind": "struct"|"class"|"union", "file", "line", "column",
//       "instance": true where it was made from a template,
//       "size", "alignment", "dataSize", "cacheLines": of 64 bytes, "wasted": bytes unused,
//       "couldBe": the size in a smaller order, and "order": its fields' names; where one is known,
//       "notReordered": why none was looked for; where so,
//       "rows": [ { "kind", "name" and "type" where it has one,
//                   "offset", "size": bytes, or, where kind begins with "bit-",
//                   "offset", "bitOffset", "bits" } ] } ],
//     "summary": { "units", "analysed", "withErrors", "failures": [ { "unit", "reason" } ] } }
//
// The kinds of rows: vtable-pointer, virtual-base-pointer, base, virtual-base, field, bit-field,
// hole, bit-hole, padding, bit-padding. Rows stand in the order of RecordRows.h, records in the
// order in which they would be drawn. `file` is relative to the project's root where it is in it.
#ifndef MEMLINT_TOOL_LAYOUTJSON_H
#define MEMLINT_TOOL_LAYOUTJSON_H

#include "analysis/link/Program.h"
#include "tool/Report.h"

#include <string>
#include <vector>

namespace memlint {

std::string layoutsToJson(const Program &P, const std::vector<const RecordFact *> &Records,
                          const RunSummary &Summary);

} // namespace memlint

#endif // MEMLINT_TOOL_LAYOUTJSON_H
