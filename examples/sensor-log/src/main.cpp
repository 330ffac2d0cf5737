#include "reading.h"
#include "ring.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <vector>

static constexpr std::array<std::uint8_t, 6> Sensors{1, 2, 3, 5, 8, 13};

static std::vector<reading> readAll(std::uint16_t Sequence) {
  std::vector<reading> Readings;
  for (std::uint8_t Sensor : Sensors)
    Readings.push_back(read_sensor(Sensor, Sequence));
  return Readings;
}

int main() {
  ring Latest{};
  for (const reading &R : readAll(1))
    ring_put(&Latest, R.celsius);
  std::printf("%d degrees at last\n", ring_last(&Latest));
  return 0;
}
