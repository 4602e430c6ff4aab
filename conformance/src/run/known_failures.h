/* A file of what a target is known to fail, and why: lines "ID reason", comments that start with
 * '#', and blank lines. */
#ifndef KNOWN_FAILURES_H
#define KNOWN_FAILURES_H

struct known_failures;

/* The caller frees it. NULL: one line on stderr says where and what is wrong: the file cannot be
 * read, an id that no requirement has or that stands twice, or no reason. */
struct known_failures *known_failures_read(const char *path);
void known_failures_free(struct known_failures *failures);

/* The reason, which belongs to `failures` (a struct known_failures); NULL: not known. */
const char *known_failures_reason(void *failures, const char *id);

#endif
