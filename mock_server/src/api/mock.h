/* The mock of SnapTrade's Connections API, without a socket: a request in, a response out.
 *
 * mock_handle() is the only way in. Any number of threads may call it at once, each with a worker
 * of its own. */
#ifndef MOCK_H
#define MOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "../auth/stray_keys.h"
#include "../http/http.h"
#include "../state/store.h"
#include "api_error.h"
#include "snaptrade/diagnosis.h"

struct login_wish;
struct login_link;

struct mock_config {
    struct store *store; /* borrowed; outlives the mock */
    /* Microseconds since 1970 on the clock of a partner, or of everybody (NULL). */
    int64_t (*now)(void *context, const char *client_id);
    /* May the partner's request, whose signature is right, go on? If not, in how many seconds?
     * NULL: it always may. */
    bool (*admit)(void *context, const char *client_id, unsigned *seconds);
    /* Opens the connection portal. False: no memory. */
    bool (*open_portal)(void *context, const struct login_wish *wish, struct login_link *link);
    void *context;             /* of all three */
    const char *portal_url;    /* what links to the portal begin with; NULL: the request's Host */
    const char *portal_scheme; /* where there is no portal_url; NULL: the request's */
    int64_t clock_skew;        /* seconds a timestamp may be off, either way; 0: not checked */
    bool strict;               /* signatures over path and query as sent only */
    bool contract_2026_08;     /* what left SnapTrade's public API file in that month is gone */
};

/* Where a consumerKey stands among the secrets of a report. */
enum { MOCK_OWN_KEY, MOCK_STRAY_KEYS, MOCK_SECRETS = MOCK_STRAY_KEYS + STRAY_KEYS_MOST };

/* What there is to say about a request beyond its response: for the log. Each is "" when there is
 * nothing to say.
 *
 * `secrets` are to be masked wherever the request is shown, and never shown: the consumerKey of a
 * known partner, and those that stray in a request that was not let in; NULL: none. They are valid
 * until the next request. */
struct mock_report {
    char client_id[STORE_TEXT_SIZE]; /* of a known partner */
    char rule[SNAPTRADE_RULE_SIZE];  /* the signature rule that matched */
    char refusal[API_DETAIL_SIZE];   /* why the request was refused */
    const char *diagnosis;           /* static: the name of the mistake in its signature */
    const char *secrets[MOCK_SECRETS];
    enum api_error error; /* API_OK when it was not refused */
};

/* What one thread keeps between requests. */
struct mock_worker;
struct mock_worker *mock_worker_new(void); /* NULL: no memory */
void mock_worker_free(struct mock_worker *worker);

/* Starts an answer that has nothing to say yet, but the id of its request. */
void mock_start(struct mock_worker *worker, struct http_response *response,
                struct mock_report *report);

/* Fills `response` (its body buffer is emptied first and keeps its memory; the caller frees it)
 * and `report`. */
void mock_handle(const struct mock_config *config, struct mock_worker *worker,
                 const struct http_request *request, struct http_response *response,
                 struct mock_report *report);

/* The same for a request that never reached the API, because its framing is in doubt. */
void mock_refuse(enum api_error error, struct mock_worker *worker, struct http_response *response,
                 struct mock_report *report);

/* All that there is to say about the signature of a request, whatever it was answered with. False:
 * no memory. snaptrade_diagnosis_free() after both. */
bool mock_explain(const struct mock_config *config, const struct http_request *request,
                  struct snaptrade_diagnosis *diagnosis);

#endif
