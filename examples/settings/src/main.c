#include "settings.h"

#include <stdlib.h>

static int show(const char *path) {
  FILE *settings = settings_open(path);
  if (!settings)
    return -1;
  char *host = settings_value(settings, "host");
  char *port = settings_value(settings, "port");
  if (!host || !port)
    return -1;
  printf("%s%s", host, port);
  free(host);
  free(port);
  fclose(settings);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return puts("usage: settings FILE") == EOF;
  return show(argv[1]) == 0 ? 0 : 1;
}
