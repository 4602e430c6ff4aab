/* A file of settings, which a shell can read too: lines NAME=VALUE, the value in quotes or not,
 * "export" before the name or not; comments that start with '#', and blank lines. The client and
 * the conformance suite read the same one. */
#ifndef SETTINGS_FILE_H
#define SETTINGS_FILE_H

#include <stdbool.h>

enum { SETTINGS_MESSAGE_SIZE = 512 };

/* Called for each line in turn; neither text outlives the call. */
typedef void settings_file_taker(void *context, const char *name, const char *value);

/* False: `message` is one line without values that names the file, and the line when it is one
 * that is wrong. */
bool settings_file_read(const char *path, settings_file_taker *take, void *context,
                        char message[SETTINGS_MESSAGE_SIZE]);

#endif
