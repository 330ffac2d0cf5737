// Findings as one JSON document for scripts: every fact of a finding as it stands, without the
// conventions of a viewer.
//
//   {
//     "version": 1,                    of this format; grows when a field changes its meaning
//                                      or goes
//     "findings": [                    in the order of the text form: by file, line, column;
//                                      with --codegen, what survives before all others
//       {
//         "check": "memlint-layout-padding",
//         "level": "warning",          or "note", "error"
//         "message": "struct 'Node' is 24 bytes, ...",
//         "file": "src/list.h",        relative to the project's root, absolute outside it
//         "line": 12, "column": 8,     from 1; columns count bytes
//         "endLine": 12, "endColumn": 12,   one past the last byte
//         "steps": [                   the story, in order; a step may have no place, and a
//                                      "table": lines to be shown in characters of one width
//           {"message": "...", "file": ..., "line": ..., "column": ..., "endLine": ...,
//           "endColumn": ...}
//         ],
//         "fixes": [                   alternatives, the best first; not verified, as --fix does
//           {"description": "...",
//            "edits": [                all are to be made, or none; sorted, no two overlap
//              {"file": ..., "line": ..., "column": ..., "endLine": ..., "endColumn": ...,
//               "old": "...", "new": "..."}    an insertion has no old text
//            ]}
//         ],
//         "properties": {"size": 24},  by check; the names are stable
//         "fingerprint": "9f..."       the same while the finding is, wherever its lines move
//       }
//     ],
//     "summary": {
//       "units": 159, "analysed": 158, "withErrors": 3,     units of the run
//       "failures": [{"unit": "src/a.cpp", "reason": "..."}],
//       "errors": 0, "warnings": 3, "notes": 1,             findings by level
//       "suppressed": 2                                     findings that a comment silences
//     }
//   }
//
// Bytes that are not UTF-8 become U+FFFD; a fix that has such bytes is left out. A finding or step
// without a place lacks the five fields.
#ifndef MEMLINT_TOOL_JSONOUTPUT_H
#define MEMLINT_TOOL_JSONOUTPUT_H

#include "tool/Report.h"

#include <string>

namespace memlint {

/// The whole document, ending in a newline; the same report gives the same bytes.
std::string renderJson(const Report &R);

} // namespace memlint

#endif // MEMLINT_TOOL_JSONOUTPUT_H
