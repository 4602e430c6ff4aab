/* All that answers, behind one door: SnapTrade's API (api/), its connection portal (portal/), the
 * control API beside them (control/), and the journal of what was asked. Without a socket; any
 * number of threads may call at once. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "api/mock.h"
#include "control/control.h"
#include "control/fault.h"
#include "control/webhooks.h"
#include "journal/journal.h"
#include "portal/portal.h"

struct sandbox_config {
    struct mock_config mock;       /* with the settled store of the fixtures; clock and limits are
                                    * the sandbox's business */
    int64_t (*now)(void *context); /* the real clock: microseconds since 1970 */
    void *now_context;
    unsigned rate_limit; /* of each partner, until the control API says otherwise; 0: none */
    struct journal_limits journal;
    bool has_control; /* false: /_sandbox/ is an unknown path */
    bool hints;       /* X-Sandbox-Diagnosis on refused requests */
    struct access_rules access;
    const char *fixtures; /* the folder that a reload reads; borrowed */
    size_t most_partners; /* that the control API makes */
    unsigned most_waiting;
    size_t most_body;            /* bytes of a body of the control API */
    uint64_t seed;               /* of faults, where the control API has not set one */
    const char *webhook_url;     /* of the fixtures' partners; NULL: none */
    int64_t webhook_retry_delay; /* milliseconds before the first retry */
    bool visitors;               /* whoever comes may make a partner */
    const char *version;
};

struct sandbox {
    struct sandbox_config config;
    struct journal_book *book;
    struct fault_book *faults;
    struct tenants *tenants;
    struct webhooks *webhooks;
    struct portal_sessions *sessions;
    struct control control;
};

/* What is found out about a request of the API on its way: its fault, and whose it is, whose clock
 * and limit count. Zeroed, or after sandbox_end(): nothing yet. */
struct sandbox_visit {
    struct sandbox *sandbox;
    struct fault fault;
    struct tenant *tenant; /* held; NULL: not known */
    struct stray_keys stray;
};

/* NULL: no memory. */
struct sandbox *sandbox_new(const struct sandbox_config *config);
void sandbox_free(struct sandbox *sandbox);

/* How long a body the request may have. */
size_t sandbox_most_body(const struct sandbox *sandbox, const char *path);

/* Answers; see mock_handle(). sandbox_end() follows when the answer has been delivered. */
void sandbox_handle(struct sandbox *sandbox, struct mock_worker *worker,
                    const struct http_request *request, const struct control_peer *peer,
                    struct http_response *response, struct mock_report *report,
                    struct sandbox_visit *visit);
void sandbox_end(struct sandbox *sandbox, struct sandbox_visit *visit);

/* The same for a request that is in doubt, or too long; see mock_refuse(). */
void sandbox_refuse(struct sandbox *sandbox, struct mock_worker *worker,
                    const struct http_request *request, enum api_error error,
                    struct http_response *response, struct mock_report *report,
                    struct sandbox_visit *visit);

/* Keeps an answered request in the journal, and its partner alive; to be called before the answer
 * is delivered, so that who has the answer, or waits in vain for one, finds it there. Calls of the
 * control API are not kept, nor what a browser asks the portal. */
void sandbox_record(struct sandbox *sandbox, const struct http_request *request,
                    const struct http_response *response, const struct mock_report *report,
                    struct sandbox_visit *visit, int64_t microseconds);

/* Ends all waits; later ones end at once. */
void sandbox_stop_waits(struct sandbox *sandbox);

/* What is due: to be called every second or so. */
void sandbox_tick(struct sandbox *sandbox);

#endif
