/* One request as the journal keeps it: as it came, in one allocation, never changed once it is
 * there.
 *
 * Masking would cost every request, and few are ever looked at: so an entry holds secrets, and
 * whoever shows one to people takes its target, headers and body from the functions that mask them.
 * Whoever holds a reference may read it, in any thread. */
#ifndef JOURNAL_ENTRY_H
#define JOURNAL_ENTRY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../http/http.h"
#include "snaptrade/mask.h"

/* More of one request are not masked. */
enum { JOURNAL_MOST_SECRETS = 24 };

/* What is known about the delivery of a webhook, beside the request that it is. */
struct journal_webhook {
    const char *event_type, *webhook_id;
    const char *error; /* why no whole answer came; NULL: one did */
    unsigned attempt;  /* from 1; 0: it was dropped before the first */
};

/* What is known about a request when its answer is ready; all borrowed. */
struct journal_record {
    int64_t time;         /* microseconds since 1970 */
    int64_t microseconds; /* from the head's arrival to the answer's */
    int status;
    const char *method, *path, *query; /* raw; the query without '?' */
    const struct http_header *headers;
    size_t header_count;
    const char *client_id, *signature_rule, *diagnosis, *fault; /* "": there is none */
    double fault_draw; /* from 0 to below 1, when there is a fault */
    size_t body_bytes;
    const char *body;                      /* raw; NULL: there is none, or nobody kept it */
    uint64_t connection;                   /* a number per TCP connection */
    struct snaptrade_secrets secrets;      /* consumerKeys to be masked; NULL, "": none */
    const struct journal_webhook *webhook; /* NULL: the request is one to us */
    bool counted; /* by a limit or a fault rule: more has changed than the journal */
};

enum journal_text {
    JOURNAL_METHOD,
    JOURNAL_TARGET, /* raw: the path, and '?' and the query when there is one */
    JOURNAL_CLIENT_ID,
    JOURNAL_SIGNATURE_RULE,
    JOURNAL_DIAGNOSIS,
    JOURNAL_FAULT,
    JOURNAL_BODY,          /* raw, up to a NUL; "" as well when nobody kept it */
    JOURNAL_WEBHOOK_EVENT, /* these three: of a webhook's delivery */
    JOURNAL_WEBHOOK_ID,
    JOURNAL_WEBHOOK_ERROR,
    JOURNAL_TEXTS
};

struct journal_entry {
    uint64_t id;
    atomic_uint references;
    struct journal_entry *next; /* of those that nobody refers to any more */
    size_t size;                /* of the allocation */
    int64_t time, microseconds;
    int status;
    double fault_draw;
    size_t body_bytes;
    uint64_t connection;
    unsigned webhook_attempt;
    size_t path_length;            /* of the target's */
    size_t header_count;           /* their names and values stand one behind the other */
    uint32_t texts[JOURNAL_TEXTS]; /* where each begins in `bytes` */
    uint32_t headers;
    size_t secret_count; /* they stand likewise, and are never to be shown */
    uint32_t secrets;
    char bytes[];
};

/* The caller has the only reference. NULL: no memory. */
struct journal_entry *journal_entry_new(const struct journal_record *record);

void journal_entry_hold(struct journal_entry *entry);
void journal_entry_release(struct journal_entry *entry);

/* Gives one reference up; true: it was the last, and the entry is the caller's to free(). */
bool journal_entry_let_go(struct journal_entry *entry);

/* "" when there is none. */
const char *journal_entry_text(const struct journal_entry *entry, enum journal_text text);

/* The raw header at *place, and *place moved to the next; start with entry->headers. */
struct http_header journal_entry_header(const struct journal_entry *entry, size_t *place);

/* The target, the value of a header of the entry, and its body, as people may see them; free()
 * each. NULL: no memory. */
char *journal_entry_show_target(const struct journal_entry *entry);
char *journal_entry_show_header(const struct journal_entry *entry,
                                const struct http_header *header);
char *journal_entry_show_body(const struct journal_entry *entry);

#endif
