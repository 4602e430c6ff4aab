/* The sessions of the connection portal that login has opened: what each may do, and how long.
 *
 * A session is found by a random token, which is as good as a password until it ends: 5 minutes
 * after it was opened by the partner's clock, or with the attempt that connects or is given up. A
 * failed attempt leaves it open. Of those that ended it is known for a while why. There is room
 * for so many of each partner, and for so many in all; the oldest goes. All of a user go with the
 * user, all of a partner with the partner and when its state is reset or replaced.
 *
 * Copies what it is given and hands out copies. Any thread may call any function. */
#ifndef PORTAL_SESSIONS_H
#define PORTAL_SESSIONS_H

#include "../api/login.h"
#include "../random.h"
#include "../state/store.h"

enum {
    PORTAL_SESSION_SECONDS = 300,
    PORTAL_SESSIONS_OF_PARTNER = 200,
    PORTAL_SESSIONS_MOST = 4000
};

struct portal_session {
    char token[RANDOM_SECRET_SIZE];
    char id[SNAPTRADE_UUID_LENGTH + 1]; /* session_id of its events */
    char client_id[STORE_TEXT_SIZE], user_id[STORE_TEXT_SIZE];
    char broker[STORE_TEXT_SIZE];              /* slug; "": any */
    char reconnect[SNAPTRADE_UUID_LENGTH + 1]; /* "": a new connection */
    enum login_type type;
    char custom_redirect[LOGIN_REDIRECT_SIZE]; /* "": none */
    bool immediate_redirect, has_close_button, is_dark;
    int64_t opened; /* microseconds since 1970 on the partner's clock */
    bool used;
    bool of_fixtures; /* its partner is */
};

struct portal_sessions;
struct portal_sessions *portal_sessions_new(void); /* NULL: no memory */
void portal_sessions_free(struct portal_sessions *sessions);

/* Opens one, and says by which link it is found. False: no memory, or no random bytes. */
bool portal_sessions_open(struct portal_sessions *sessions, const struct login_wish *wish,
                          bool of_fixtures, int64_t now, struct login_link *link);

/* By its token, or by its id among those of a partner. False: there is none. */
bool portal_sessions_find(struct portal_sessions *sessions, const char *token,
                          struct portal_session *copy);
bool portal_sessions_find_id(struct portal_sessions *sessions, const char *client_id,
                             const char *id, struct portal_session *copy);

enum portal_state { PORTAL_OPEN, PORTAL_USED, PORTAL_EXPIRED };
/* `now` as in `opened`. */
enum portal_state portal_session_state(const struct portal_session *session, int64_t now);

void portal_sessions_use(struct portal_sessions *sessions, const char *token);

/* Those of a user, or of all (NULL). */
void portal_sessions_forget(struct portal_sessions *sessions, const char *client_id,
                            const char *user_id);
/* Those of the fixtures' partners. */
void portal_sessions_forget_fixtures(struct portal_sessions *sessions);

#endif
