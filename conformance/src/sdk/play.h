/* One requirement being played: a partner of its own on the mock, the call through the adapter, and
 * what the mock's journal has of it. */
#ifndef PLAY_H
#define PLAY_H

#include <cjson/cJSON.h>

#include "../run/verdict.h"
#include "../target/control_client.h"
#include "adapter.h"
#include "sdk_case.h"

struct play {
    const struct sdk_case *sdk_case;
    bool watching;      /* there is no adapter: what is asked for is not known, see watch.h */
    const char *origin; /* of the mock */
    struct control_client *control;
    struct adapter *adapter;
    int most_ms; /* to wait for an answer; 0: as long as the case needs */
    /* The partner and the user, whose texts the first four hold; NULL: they were not needed. */
    cJSON *made, *connection, *state, *given;
    const char *client_id, *consumer_key, *user_id, *user_secret, *authorization_id;
    const char *account_id; /* the first of the authorization; of calls that have one */
    char host[256];
    /* The last call, of this name. */
    const char *call;
    cJSON *request, *answer, *journal;
    enum adapter_end end;
    double seconds; /* that it took */
    enum verdict verdict;
    char *message, *expected, *received;
};

/* Makes the partner and what belongs to it. False: the verdict says why. */
bool play_begin(struct play *play);
/* Takes the partner away, and frees all but message, expected and received. */
void play_end(struct play *play);

/* Asks the adapter for the case's call and reads the journal. False: it did not answer, or has no
 * such call. */
bool play_ask(struct play *play);
/* The same for another call. */
bool play_ask_for(struct play *play, const char *call);

/* Uses the userId and userSecret that the server has just given, for what is asked next. False: the
 * body has none. */
bool play_take_user(struct play *play);

/* METHOD below the partner, `body` as JSON or NULL. False: the control API refused, and the verdict
 * says so. */
bool play_control(struct play *play, const char *method, const char *path, const char *body);

/* What GET answers there; the caller deletes it. NULL: as above. */
cJSON *play_get(struct play *play, const char *path);

/* The only rule: every request meets this action. */
bool play_break(struct play *play, const char *action);

/* Each ends the play, and returns false. */
__attribute__((format(printf, 2, 3))) bool play_fail(struct play *play, const char *format, ...);
bool play_differs(struct play *play, const char *what, const char *expected, const char *received);
__attribute__((format(printf, 3, 4))) bool play_verdict(struct play *play, enum verdict verdict,
                                                        const char *format, ...);

/* What the caller was given: NULL when it was an error, or is not there. */
const cJSON *play_body(const struct play *play);
int play_status(const struct play *play);         /* of a success or an error; 0: none */
const cJSON *play_error(const struct play *play); /* NULL: it was a success */

/* The journal's entries of the call. */
int play_requests(const struct play *play);
const cJSON *play_request(const struct play *play, int index);

#endif
