/* The server that is judged: a URL and credentials, and a mock server of our own behind them
 * unless somebody else's URL is given.
 *
 * One target at a time, for the whole process. What it is behind the URL, no test knows. */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>

struct credentials {
    const char *client_id, *consumer_key, *user_id, *user_secret; /* user_id NULL: personal */
};

struct target {
    char *origin;    /* "http://127.0.0.1:7627" */
    char *base_path; /* "/api/v1", "" */
    char *base_url;  /* both */
    struct credentials credentials;
    bool spawned;
};

/* Those of the default fixtures. */
extern const struct credentials john, second_user, newcomer, spaced_user, odd_user, partner_2,
    personal;

/* A connection of a user of PARTNER-2 and of second_user. */
#define SECOND_USERS_ID "4c0e8b56-1f3a-4d7e-b2c9-6a5d0f8e1b34"

/* The target that is now being judged. */
const struct target *target(void);

/* Judges `url`, with credentials of the environment or else of the default fixtures. False: one
 * line on stderr says what is wrong. */
bool target_use_url(const char *url);

/* Whether it has the default fixtures: a mock of ours, or a URL that is used with their
 * credentials. */
bool target_has_default_fixtures(void);

/* Starts `program` on a free port with the default fixtures, and judges it. False: one line on
 * stderr says why not. */
bool target_spawn(const char *program);

/* Ends the mock if one runs. */
void target_end(void);

#endif
