/* Whether cJSON has lacked memory in this thread.
 *
 * Of what it is told to add it leaves out what it has no memory for, and goes on. So who builds
 * JSON adds freely and asks once, at the end, as with a buffer. Whoever begins with a request
 * forgets what was before it. */
#ifndef JSON_MEMORY_H
#define JSON_MEMORY_H

#include <stdbool.h>

/* Has cJSON take its memory so that it is known. Any thread, any number of times. */
void json_memory_watch(void);

void json_memory_forget(void);
/* Something else that JSON was to be read from, or to go to, has lacked memory. */
void json_memory_lack(void);
bool json_memory_failed(void);

#endif
