/* The file that says where the mock answers: there is one only while it does, and only whole. */
#ifndef READY_FILE_H
#define READY_FILE_H

#include <stdbool.h>

/* What is there and is no regular file, such as a pipe, is written to; else a file takes its
 * place. False: it could not be written. */
bool ready_file_write(const char *path, const char *base_url);

/* Removes a regular file, and nothing else. */
void ready_file_remove(const char *path);

#endif
