#include "tool/EscapeText.h"

#include "checks/EscapeWording.h"
#include "checks/Wording.h"

namespace memlint {

std::string drawEscapes(const std::vector<ShownEscape> &All, const PlaceText &Place) {
  std::string Text;
  for (const ShownEscape &E : All) {
    Text += Place(spanOf(*E.Function, E.Said.Where)) + ": " +
            quoted(subjectText(*E.Function, E.Said)) + " " + verdictText(*E.Function, E.Said) +
            "\n";
    for (const Step &S : stepsOf(pathOf(E.Said))) {
      const std::string Where = Place(S.Where);
      Text += "    " + (Where.empty() ? "" : Where + ": ") + S.Message + "\n";
    }
  }
  return Text;
}

} // namespace memlint
