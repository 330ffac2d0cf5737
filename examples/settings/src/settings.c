#define _POSIX_C_SOURCE 200809L
#include "settings.h"

#include <string.h>

FILE *settings_open(const char *named) { return fopen(named ? named : "settings.txt", "r"); }

char *settings_value(FILE *from, const char *key) {
  char line[256];
  const size_t length = strlen(key);
  rewind(from);
  while (fgets(line, sizeof line, from))
    if (strncmp(line, key, length) == 0 && line[length] == '=')
      return strdup(line + length + 1);
  return NULL;
}
