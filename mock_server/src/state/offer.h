/* What a brokerage offers to whoever would connect it. */
#ifndef OFFER_H
#define OFFER_H

#include <stdbool.h>

#include <cjson/cJSON.h>

/* Borrowed from the brokerage. */
struct offer {
    const char *slug, *name;
    bool is_open; /* enabled, and not in maintenance */
    bool trades;
};

/* Of the JSON of a brokerage, or of nothing (NULL), which offers nothing. */
struct offer offer_of(const cJSON *brokerage);

#endif
