/* The fault of one request: choosing it, what it does to the answer, and its waits. */
#ifndef FAULT_H
#define FAULT_H

#include "../api/mock.h"
#include "../fault/faults.h"
#include "control.h"

/* Zeroed, or after fault_end(): none. */
struct fault {
    struct fault_rule *rule; /* held; NULL: none */
    struct fault_decision decision;
    bool has_place; /* among the requests that may wait */
    struct delivery delivery;
    struct tenant *tenant; /* held: the partner that the request names; NULL: none that is known */
    char consumer_key[STORE_TEXT_SIZE]; /* the partner's */
};

/* Chooses the fault of a request, which need not be signed: one that it asks for with the header
 * X-Sandbox-Fault, else the first rule of its partner that is for it, else of those for all. An
 * error is to be answered in the place of all else. fault_end() follows in any case. */
enum api_error fault_choose(struct fault *fault, struct control *control,
                            const struct http_request *request);

/* Whether the request is to be executed: it has no fault, or one that keeps only the answer. */
bool fault_executes(const struct fault *fault);

/* Changes the answer, if there is a fault, and lets the report know whose request it was, if there
 * is a fault or an error. */
void fault_apply(struct fault *fault, struct http_response *response, struct mock_report *report);

/* How to deliver the answer; NULL: as usual. */
const struct delivery *fault_delivery(const struct fault *fault);

/* The name of its rule; "": there is no fault. */
const char *fault_name(const struct fault *fault);

/* Waits, as its delivery says. */
enum delivery_pause fault_pause(const struct fault *fault, struct control *control,
                                const struct control_peer *peer, int64_t milliseconds);

void fault_end(struct fault *fault, struct control *control);

#endif
