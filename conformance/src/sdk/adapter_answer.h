/* An answer of an adapter, as conformance/sdk/PROTOCOL.md has it. Pure. */
#ifndef ADAPTER_ANSWER_H
#define ADAPTER_ANSWER_H

#include <cjson/cJSON.h>
#include <stddef.h>

/* Reads a line without its newline as the answer to request `id`, which the caller deletes. NULL:
 * it is none, or no memory. */
cJSON *adapter_answer_read(const char *line, size_t length, long id);

#endif
