// checks: reserve-in-loop, reserve-ignores-size, reserve-straight-line
#include "calls.h"

#include <memory>
#include <string>
#include <vector>

using Rows = std::vector<std::vector<int>>;

std::vector<int> flattened(const Rows &rows) {
  std::vector<int> v;
  for (const auto &row : rows) {
    v.reserve(v.size() + row.size());
    for (int x : row)
      v.push_back(x);
  }
  return v;
}

std::vector<int> insertedRows(const Rows &rows) {
  std::vector<int> v;
  for (const auto &row : rows) {
    v.reserve(v.size() + row.size());
    v.insert(v.end(), row.begin(), row.end());
  }
  return v;
}

std::vector<int> sometimes(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i) {
    if (i % 2) {
      v.reserve(v.size() + 3);
      v.insert(v.end(), 3, i);
    }
  }
  return v;
}

void outParameter(std::vector<int> &out, int n) {
  for (int i = 0; i < n; ++i) {
    out.reserve(out.size() + 1);
    out.push_back(i);
  }
}

std::vector<int> total(const Rows &rows) {
  std::vector<int> v;
  std::size_t sum = 0;
  for (const auto &row : rows) {
    sum += row.size();
    v.reserve(sum);
    for (int x : row)
      v.push_back(x);
  }
  v.push_back(static_cast<int>(sum));
  return v;
}

std::vector<int> twoMore(int n) {
  std::vector<int> v;
  while (n > 0) {
    --n;
    v.reserve(2 + v.size());
    v.push_back(n);
    v.push_back(n);
  }
  return v;
}

std::vector<int> forgetsThree(std::size_t n) {
  std::vector<int> v = {1, 2, 3};
  v.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    v.push_back(0);
  return v;
}

std::vector<int> forgetsACopy(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v(a);
  v.reserve(b.size());
  for (int x : b)
    v.push_back(x + 1);
  return v;
}

std::vector<int> fiveNumbers() {
  std::vector<int> v;
  v.push_back(1);
  v.push_back(2);
  v.push_back(3);
  v.push_back(4);
  v.push_back(5);
  return v;
}

std::vector<long> fiveExpressions(int n) {
  std::vector<long> v;
  v.push_back(n);
  v.push_back(n / 2);
  v.emplace_back(n % 7);
  v.push_back(n & 15);
  v.push_back(0);
  return v;
}

std::vector<unsigned char> fiveBytes(unsigned char n) {
  std::vector<unsigned char> v;
  v.push_back(n);
  v.push_back(1);
  v.push_back('a');
  v.push_back(static_cast<unsigned char>(n + 1));
  v.push_back(255);
  return v;
}

std::vector<std::string> fiveWords(const std::string &name) {
  std::vector<std::string> v;
  v.emplace_back("--verbose");
  v.push_back("--name, a text of more than sixteen letters");
  v.emplace_back(name);
  v.emplace_back(3, 'x');
  v.push_back(name + "!");
  return v;
}

std::vector<std::unique_ptr<int>> fivePointers() {
  std::vector<std::unique_ptr<int>> v;
  v.push_back(std::make_unique<int>(1));
  v.push_back(std::make_unique<int>(2));
  v.push_back(std::make_unique<int>(3));
  v.push_back(nullptr);
  v.emplace_back(new int(5));
  v.erase(v.begin() + 3);
  return v;
}

std::vector<std::vector<int>> fiveRows(std::size_t n) {
  std::vector<std::vector<int>> v;
  v.emplace_back(n);
  v.emplace_back(n, 7);
  v.push_back({1, 2});
  v.emplace_back();
  v.push_back({});
  return v;
}

std::vector<int> quietDoubling(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i) {
    v.reserve(v.size() * 2);
    v.push_back(i);
  }
  return v;
}

std::vector<int> quietOneBranch(int n) {
  std::vector<int> v;
  v.push_back(1);
  if (n)
    v.push_back(2);
  v.push_back(3);
  v.push_back(4);
  v.push_back(5);
  return v;
}

std::vector<int> quietEmpty(const std::vector<int> &b) {
  std::vector<int> v;
  v.reserve(b.size());
  for (int x : b)
    v.push_back(x + 1);
  return v;
}

int main() {
  for (std::size_t n : {0u, 1u, 3u, 40u, 500u}) {
    const Rows rows(n, std::vector<int>(n % 7, 2));
    const std::vector<int> some(n, 1);
    const int count = static_cast<int>(n);
    call("flattened", flattened, rows);
    call("insertedRows", insertedRows, rows);
    call("total", total, rows);
    call("sometimes", sometimes, count);
    call("outParameter", into(std::vector<int>(3), outParameter), count);
    call("twoMore", twoMore, count);
    call("forgetsThree", forgetsThree, n);
    call("forgetsACopy", forgetsACopy, some, some);
    call("forgetsACopy", forgetsACopy, std::vector<int>(3), some);
    call("fiveExpressions", fiveExpressions, count);
    call("fiveWords", fiveWords, std::string(n, 'y'));
    call("fiveRows", fiveRows, n);
    call("quietDoubling", quietDoubling, count);
    call("quietOneBranch", quietOneBranch, count);
    call("quietEmpty", quietEmpty, some);
  }
  call("sometimes", sometimes, -1);
  call("fiveBytes", fiveBytes, static_cast<unsigned char>(255));
  call("fiveNumbers", fiveNumbers);
  call("fivePointers", fivePointers);
}
