#include "analysis/extract/trips/TripCount.h"

namespace memlint {
namespace {

bool isLiteral(const TripCount &Count) {
  return Count.Number && Count.Count == std::to_string(*Count.Number);
}

std::string inParentheses(const TripCount &Count) {
  return Count.Shape == CountShape::Primary ? Count.Count : "(" + Count.Count + ")";
}

/// The factor or term as a std::size_t.
std::string asSize(const TripCount &Count) {
  return Count.IsSize ? inParentheses(Count) : "static_cast<std::size_t>(" + Count.Count + ")";
}

/// Whether blanks stand outside all parentheses.
bool isLoose(const std::string &Text) {
  int Depth = 0;
  for (char C : Text) {
    Depth += (C == '(') - (C == ')');
    if (C == ' ' && Depth == 0)
      return true;
  }
  return false;
}

std::string said(const TripCount &Count) {
  return isLoose(Count.Trips) ? "(" + Count.Trips + ")" : Count.Trips;
}

enum class Operation { Times, Plus };

/// False where the result does not fit.
bool apply(Operation Op, std::uint64_t &Into, std::uint64_t Number) {
  return Op == Operation::Times ? !__builtin_mul_overflow(Into, Number, &Into)
                                : !__builtin_add_overflow(Into, Number, &Into);
}

void append(std::string &To, const char *Between, const std::string &Text) {
  if (!Text.empty())
    To += (To.empty() ? "" : Between) + Text;
}

/// All that is known of each holds for the whole; `Neutral` changes nothing.
TripCount combined(std::span<const TripCount> Parts, Operation Op) {
  if (Parts.size() == 1)
    return Parts.front();
  const std::uint64_t Neutral = Op == Operation::Times ? 1 : 0;
  const char *Between = Op == Operation::Times ? " * " : " + ";
  TripCount Whole;
  Whole.Number = Neutral;
  std::uint64_t Literals = Neutral;
  for (const TripCount &Part : Parts) {
    bool Merges = isLiteral(Part) && apply(Op, Literals, *Part.Number);
    if (!Merges)
      append(Whole.Count, Between, asSize(Part));
    append(Whole.Trips, Between, Op == Operation::Times ? said(Part) : Part.Trips);
    if (!Part.Number || !Whole.Number || !apply(Op, *Whole.Number, *Part.Number))
      Whole.Number.reset();
    Whole.Exact &= Part.Exact;
    Whole.AsksAccessor |= Part.AsksAccessor;
    Whole.IsDistance |= Part.IsDistance;
    Whole.Reads.append(Part.Reads.begin(), Part.Reads.end());
  }
  Whole.IsSize = !Whole.Count.empty();
  if (Literals != Neutral || Whole.Count.empty())
    append(Whole.Count, Between, std::to_string(Literals));
  if (Whole.Count.find(Between) != std::string::npos)
    Whole.Shape = CountShape::Arithmetic;
  return Whole;
}

} // namespace

TripCount product(std::span<const TripCount> Factors) {
  return combined(Factors, Operation::Times);
}

TripCount sum(std::span<const TripCount> Terms) { return combined(Terms, Operation::Plus); }

std::string productText(std::span<const TripCount> Factors) { return product(Factors).Count; }

std::string sumText(std::span<const TripCount> Terms) { return sum(Terms).Count; }

} // namespace memlint
