/* A fault rule: which requests it is for, and what becomes of them. Held by reference; it does not
 * change, but for its counts. */
#ifndef FAULT_RULE_H
#define FAULT_RULE_H

#include <cjson/cJSON.h>
#include <stdatomic.h>

#include "../http/http.h"
#include "fault_action.h"

enum { FAULT_NAME_SIZE = 65 };

/* What a request must have; the texts are those of the rule's document. */
struct fault_match {
    const char *method, *path, *user_id; /* NULL: any; the path as in journal_match_path() */
    int64_t nth;                         /* of those that have the above; 0: any */
    double probability;
    int64_t times; /* how many requests it is for; 0: no end */
};

struct fault_counts {
    uint64_t matched; /* requests that no rule before it had taken, and that have its method, path
                       * and userId */
    uint64_t applied; /* those of them that it was applied to */
    uint64_t by_name; /* and those that asked for it */
};

struct fault_rule {
    atomic_uint references;
    atomic_bool ended; /* it has been taken away: who waits because of it goes on */
    cJSON *document;   /* as it was given */
    const char *name;
    struct fault_match match;
    bool only_by_name;
    struct fault_action action;
    struct fault_counts counts; /* under the lock of its set */
};

/* Reads a rule; the caller has the only reference. NULL: there is a problem at each thing that is
 * wrong. */
struct fault_rule *fault_rule_read(const cJSON *object, struct problems *problems);

void fault_rule_hold(struct fault_rule *rule);
void fault_rule_release(struct fault_rule *rule); /* NULL is fine */

/* Whether a request has the method, path and userId. Pure. */
bool fault_rule_fits(const struct fault_rule *rule, const struct http_request *request);

/* What a rule does with a request that fits, or that names it. */
struct fault_decision {
    bool applies;
    double draw;      /* from 0 to below 1: what was compared with the probability */
    int64_t delay_ms; /* drawn too, where the delay is a range */
};

/* Decides, and counts. The draw depends on nothing but the seed, the rule's name, and how many
 * requests it has been asked about before in the same way. */
struct fault_decision fault_rule_match(struct fault_rule *rule, uint64_t seed);
struct fault_decision fault_rule_name(struct fault_rule *rule, uint64_t seed);

#endif
