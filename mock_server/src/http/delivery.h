/* How an answer is delivered when it is not simply written: late, slowly, in part, or not at all.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "head.h"

enum delivery_end {
    DELIVERY_WHOLE,
    DELIVERY_CUT,          /* closed after some bytes of the body, as if nothing were missing */
    DELIVERY_RESET,        /* a TCP reset before the first byte */
    DELIVERY_RESET_MIDDLE, /* a TCP reset after half of the body, or of the head where it has none
                            */
    DELIVERY_NONE,         /* not a byte; closed after a time */
    DELIVERY_ENDS
};

/* Zeroed: at once, and whole. */
struct delivery {
    int64_t delay_ms;              /* before all else */
    const struct head_given *head; /* in the place of our headers; NULL: ours */
    bool closes;                   /* the head says so: it is unclear where the answer ends */
    int64_t bytes_per_second;      /* of the body; 0: all at once */
    enum delivery_end end;
    size_t cut;         /* DELIVERY_CUT: bytes of the body that are sent */
    int64_t silence_ms; /* DELIVERY_NONE: until it is closed */
};

enum delivery_pause {
    DELIVERY_GO_ON,
    DELIVERY_HURRY,  /* it was cut short: what is left is delivered at once */
    DELIVERY_GIVE_UP /* the client has left */
};

/* The connection that it goes to. */
struct mg_connection;
struct delivery_way {
    struct mg_connection *connection;
    enum delivery_pause (*pause)(void *context, int64_t milliseconds);
    void (*reset)(void *context); /* sends a TCP reset */
    void *context;
};

/* Delivers the bytes of an answer, of which the first `head` are its head. False: the connection
 * is not fit for another answer. */
bool delivery_carry_out(const struct delivery *delivery, const struct buffer *answer, size_t head,
                        const struct delivery_way *way);

#endif
