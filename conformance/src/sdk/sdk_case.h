/* A requirement of an SDK: a call that its adapter is asked to make, what the mock does with it,
 * and the judge of both sides: what stood on the wire, and what the caller was given. */
#ifndef SDK_CASE_H
#define SDK_CASE_H

#include <cjson/cJSON.h>

#include "../catalogue/requirement.h"

struct play;

/* False: it said why, by play_fail() or another of play.h. */
typedef bool sdk_step(struct play *play);

/* Looks at one request of the play, an entry of the mock's journal, see sent.h. */
typedef bool sdk_look(struct play *play, const cJSON *entry);

struct sdk_case {
    const char *call; /* "list_brokerage_authorizations" ... */
    /* In place of what the mock makes: values that are hard to encode. A userId makes a user with
     * one connection. */
    const char *client_id, *consumer_key, *user_id, *user_secret;
    bool bare;                    /* the base URL has no /api/v1 */
    const char *authorization_id; /* NULL: the user's first */
    const char *account_id;       /* the same */
    const char *user_ids, *session_ids;
    const char
        *more; /* an object of JSON: further fields of what the adapter is asked, or others */
    int timeout_seconds; /* 0: the adapter's own */
    const char *fault;   /* the action of a rule that every request meets; NULL: none */
    sdk_step *prepare;   /* NULL: nothing more */
    sdk_step *judge;
    /* What the wire alone tells, of each request; NULL: nothing. */
    sdk_look *look;
    /* The requests at which `look` looks when nobody asked for them, see watch.h: those of a
     * method, or "*": all; NULL: those of the call. */
    const char *seen;
    /* For the judge. */
    int status;
    const char *text, *other;
};

struct sdk_row {
    struct requirement head; /* its test and setup are NULL */
    struct sdk_case play;
};

struct sdk_area {
    struct area head; /* its rows are NULL */
    const struct sdk_row *rows;
    size_t count;
};

#define SDK_AREA(name, title, rows)                                                                \
    {                                                                                              \
        {name, title, NULL, 0}, rows, sizeof(rows) / sizeof *(rows)                                \
    }

extern const struct sdk_area sdk_sign_area, sdk_call_area, sdk_result_area, sdk_error_area,
    sdk_fault_area, sdk_safety_area, sdk_users_area, sdk_login_area, sdk_accounts_area,
    sdk_body_area;

/* All of them, ending in NULL. */
extern const struct sdk_area *const sdk_areas[];

#endif
