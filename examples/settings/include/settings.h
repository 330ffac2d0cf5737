#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdio.h>

/// The file that the user has named, or the one beside the program; null: there is none. Who asks
/// closes it.
FILE *settings_open(const char *named);

/// The value of a key, which the caller frees; null: the file has no such key.
char *settings_value(FILE *from, const char *key);

#endif
