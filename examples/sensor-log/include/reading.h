#ifndef READING_H
#define READING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a sensor measured: filled in by C, read by C++. */
struct reading {
  uint8_t sensor;
  int32_t millivolts;
  uint8_t channel;
  int32_t celsius;
};

struct reading read_sensor(uint8_t sensor, uint16_t sequence);

#ifdef __cplusplus
}
#endif

#endif
