/* What a request must look like to be found in the journal, and whether one does.
 *
 * A pattern is a set of filters, all of which must match; none of them: every request does. Zero
 * it, then set what there is. It borrows the texts it is given. */
#ifndef JOURNAL_PATTERN_H
#define JOURNAL_PATTERN_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../state/problems.h"
#include "journal_entry.h"

enum journal_filter {
    JOURNAL_BY_METHOD,
    JOURNAL_BY_PATH,      /* see journal_match_path() */
    JOURNAL_BY_STATUS,    /* a number, or a class such as "4xx" */
    JOURNAL_BY_USER_ID,   /* as decoded from the query */
    JOURNAL_BY_CLIENT_ID, /* here and in those below "*" is any but none, "" none */
    JOURNAL_BY_SIGNATURE_RULE,
    JOURNAL_BY_DIAGNOSIS,
    JOURNAL_BY_FAULT,
    JOURNAL_BY_EVENT_TYPE, /* of a webhook */
    JOURNAL_FILTERS
};

enum { JOURNAL_LIST_DEFAULT = 100, JOURNAL_LIST_MAX = 1000 };

struct journal_pattern {
    const char *wanted[JOURNAL_FILTERS];
    int least_status, most_status;
    uint64_t after; /* only larger ids; no filter, but the begin of what is looked at */
    size_t limit;   /* of a list, which has the newest; 0: JOURNAL_LIST_DEFAULT */
    unsigned set;   /* which of all these have been */
};

/* Sets one of them by its name in the API ("userId", "after", "limit"), as in a query, decoded.
 * False: it is unknown, set already, or its value is bad, and a problem at /NAME says so. */
bool journal_pattern_set(struct journal_pattern *pattern, const char *name, const char *value,
                         struct problems *problems);

/* Sets them from a JSON object, where null is none and "limit" has no place. False: there is a
 * problem at each that is wrong. */
bool journal_pattern_read(struct journal_pattern *pattern, const cJSON *object,
                          struct problems *problems);

/* The filters that do not match, a bit for each; 0: the entry is one of those looked for. */
unsigned journal_pattern_differs(const struct journal_pattern *pattern,
                                 const struct journal_entry *entry);

const char *journal_filter_name(enum journal_filter filter);

#endif
