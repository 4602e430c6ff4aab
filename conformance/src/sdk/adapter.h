/* An adapter: the program that makes an SDK's calls, one JSON line in and one out, as
 * conformance/sdk/PROTOCOL.md has it.
 *
 * Whatever it does, a call ends in time: one that hangs, dies, floods or writes what is no answer
 * is ended with all its children, and started again for the next call. */
#ifndef ADAPTER_H
#define ADAPTER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum adapter_end {
    ADAPTER_ANSWERED,
    ADAPTER_HUNG,    /* no answer in time */
    ADAPTER_DIED,    /* it ended, or closed its output */
    ADAPTER_FLOODED, /* more output than an answer can have */
    ADAPTER_RUBBISH, /* a line that is no answer to the request */
    ADAPTER_MISSING  /* it does not start */
};

struct adapter;

/* `command` ends in NULL and is borrowed. Nothing is started yet. NULL: no memory. */
struct adapter *adapter_new(char *const *command);
void adapter_free(struct adapter *adapter);

/* Sends `request`, whose "id" it sets, and waits for the answer. *answer is the caller's; NULL
 * unless it answered. */
enum adapter_end adapter_ask(struct adapter *adapter, cJSON *request, int limit_ms, cJSON **answer);

/* What was wrong, in words; and the raw line, when that was it ("" otherwise). */
const char *adapter_why(const struct adapter *adapter);

/* What it has written to stderr since adapter_forget(), as much of it as is kept. */
const char *adapter_logs(struct adapter *adapter);
/* The raw line of the last answer. */
const char *adapter_line(const struct adapter *adapter);
void adapter_forget(struct adapter *adapter);

#endif
