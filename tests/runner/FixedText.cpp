#include "tests/runner/FixedText.h"

#include "analysis/project/ApplyEdits.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace memlint::test {

std::vector<Part> withFixes(const Program &P, const CheckResults &Results,
                            std::vector<Part> Parts) {
  std::vector<const Fix *> All, Chosen;
  for (const Finding &F : Results.Findings)
    if (!F.Fixes.empty())
      All.push_back(&F.Fixes.front());
  for (std::size_t I : independentFixes(All))
    Chosen.push_back(All[I]);
  for (const auto &[File, Edits] : editsByFile(Chosen)) {
    auto Edited = std::ranges::find(Parts, P.path(File), &Part::Name);
    if (Edited == Parts.end()) {
      ADD_FAILURE() << "a fix edits '" << P.path(File) << "', which is not of the fixture";
      continue;
    }
    auto Text = applyEdits(Edited->Text, Edits);
    if (Text)
      Edited->Text = std::move(*Text);
    else
      ADD_FAILURE() << Edited->Name << ": " << llvm::toString(Text.takeError());
  }
  return Parts;
}

std::string fixedText(const Fixture &F, const std::vector<Part> &Parts) {
  std::string Text;
  for (const Part &P : Parts)
    Text += (Parts.size() == 1 && P.Name == F.Name ? "" : "//--- " + P.Name + "\n") + P.Text;
  return Text;
}

} // namespace memlint::test
