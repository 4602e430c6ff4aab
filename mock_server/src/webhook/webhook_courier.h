/* Carries deliveries to the receivers: one thread, which posts for many partners at once.
 *
 * A partner's deliveries are posted one after the other, in order; a slow receiver holds up nobody
 * else's. What is not delivered is posted again, up to three times and ever later; meanwhile the
 * next ones go out. Each post is kept in the journal, and so is what was dropped. The thread starts
 * with the first delivery. Any thread may call any function. */
#ifndef WEBHOOK_COURIER_H
#define WEBHOOK_COURIER_H

#include "webhook.h"

enum { WEBHOOK_RETRIES = 3 };

struct webhook_courier_config {
    struct journal_book *book;
    int64_t (*now)(void *context); /* microseconds since 1970 */
    void *now_context;
    int64_t retry_delay; /* milliseconds before the first retry; the next ones wait twice as long */
};

struct webhook_courier;
struct webhook_courier *webhook_courier_new(const struct webhook_courier_config *config);
/* NULL is fine; breaks off what is under way, and forgets what waits. */
void webhook_courier_free(struct webhook_courier *courier);

enum webhook_sending { WEBHOOK_SENT, WEBHOOK_OFF, WEBHOOK_NO_MEMORY };

/* Takes the delivery over, whatever it returns. */
enum webhook_sending webhook_courier_send(struct webhook_courier *courier, struct webhook *webhook,
                                          struct webhook_delivery *delivery);

#endif
