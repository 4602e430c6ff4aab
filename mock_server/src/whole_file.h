/* A file of one text that others wait for: it is there only whole. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H

#include <stdbool.h>

/* What is there and is no regular file, such as a pipe, is written to; else a file takes its
 * place. False: it could not be written, and errno says why. */
bool whole_file_write(const char *path, const char *text);

/* Removes a regular file, and nothing else. */
void whole_file_remove(const char *path);

#endif
