/* JSON from outside is parsed, changed and printed by functions that call themselves, one level
 * after the other, also on the small stacks of a server's threads. Pure. */
#ifndef SIGNING_JSON_DEPTH_H
#define SIGNING_JSON_DEPTH_H

#include <stdbool.h>
#include <stddef.h>

/* Whether more than `most` arrays and objects are open at once. The text need not be valid JSON: it
 * is then at least as deep as a parser comes before it gives up. */
bool json_nests_deeper(const char *text, size_t most);

#endif
