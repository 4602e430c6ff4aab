/* One event on its way to a partner's receiver: the body, and the signature that goes with it.
 *
 * The body is ordinary JSON with the fields in the documented order; signed is its canonical form.
 * So a receiver that signs the bytes as they arrived is found out. */
#ifndef WEBHOOK_DELIVERY_H
#define WEBHOOK_DELIVERY_H

#include <cjson/cJSON.h>
#include <stdint.h>

#include "snaptrade/signing.h"
#include "snaptrade/uuid.h"
#include "webhook_event.h"

/* What an event says; all borrowed. */
struct webhook_facts {
    enum webhook_event event;
    const char *texts[WEBHOOK_FIELDS]; /* eventType is not read */
    const cJSON *details;              /* NULL: all has gone well */
};

struct webhook_delivery {
    struct webhook_delivery *prev, *next;
    enum webhook_event event;
    char id[SNAPTRADE_UUID_LENGTH + 1]; /* webhookId */
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    unsigned era;     /* of its webhook, when it was sent */
    unsigned attempt; /* how often it has been posted */
    int64_t due;      /* milliseconds of the monotonic clock: when it may be posted */
    size_t length;
    char body[];
};

/* Without a text, webhookId and accountId become random, eventTimestamp `now` (microseconds since
 * 1970), and the result SUCCESS; the other fields that the event has must be there. free() it.
 * NULL: no memory. */
struct webhook_delivery *webhook_delivery_new(const struct webhook_facts *facts,
                                              const char *consumer_key, int64_t now);

#endif
