#include "reading.h"

struct reading read_sensor(uint8_t sensor, uint16_t sequence) {
  struct reading r = {.sensor = sensor};
  r.millivolts = 3300 - sequence;
  r.celsius = 20 + sensor;
  return r;
}
