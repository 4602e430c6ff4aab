/* What a fault does to a request's answer, and how the control API is told so. */
#ifndef FAULT_ACTION_H
#define FAULT_ACTION_H

#include <cjson/cJSON.h>

#include "../http/delivery.h"
#include "../state/problems.h"

enum { FAULT_BODY_MAX = 65536, FAULT_HEADERS_MAX = 8192, FAULT_DELAY_MAX_MS = 3600000 };

struct fault_action_row;

/* The texts are those of the JSON object that it was read from. */
struct fault_action {
    const struct fault_action_row *row;
    bool executes;                   /* the request is done, whatever becomes of its answer */
    int64_t least_delay, most_delay; /* milliseconds */
    int64_t number;                  /* of bytes, bytes per second, or seconds, as the row has it */
    enum delivery_end end;
    int status;
    const char *code, *detail; /* of the envelope */
    struct buffer text;        /* what `detail` points to when it was not given */
    struct buffer headers;     /* lines that end in CRLF */
    struct head_given given;   /* the same */
    struct buffer body;
};

/* Reads an object, which must stay as long as the action; the action is to be freed in any case.
 * False: there is a problem at each thing that is wrong. */
bool fault_action_read(struct fault_action *action, const cJSON *object, struct problems *problems);
void fault_action_free(struct fault_action *action);

/* Whether it keeps the client waiting, delay aside. */
bool fault_action_waits(const struct fault_action *action);

/* Changes the answer to a request, which has been executed if the action says so, and its delivery,
 * which is zeroed but for its delay. What it sets borrows from the action. A status of 0 is that of
 * an answer that is never sent. */
void fault_action_apply(const struct fault_action *action, struct http_response *response,
                        struct delivery *delivery);

#endif
