/* The server that is judged: a URL and credentials, and a server of our own behind them unless
 * somebody else's URL is given.
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
    const char *ca_file; /* PEM; NULL: the system's certificates */
    long timeout_ms;     /* for one answer */
    bool spawned;        /* a fresh server of ours */
    bool has_default_fixtures;
    /* Of the target that this one stands in for; NULL: it is the target. */
    char *meant_origin, *meant_base_path;
};

/* Those of the default fixtures. */
extern const struct credentials john, second_user, newcomer, spaced_user, odd_user, partner_2,
    personal;

/* A connection of a user of PARTNER-2 and of second_user. */
#define SECOND_USERS_ID "4c0e8b56-1f3a-4d7e-b2c9-6a5d0f8e1b34"

/* The target that is now being judged. */
const struct target *target(void);

/* What somebody said about a server that is not ours. */
struct target_options {
    const char *url;
    const char *ca_file;
    long timeout_ms;
    bool own_credentials; /* those of the default fixtures will not do */
};

/* Judges `options->url`, with the credentials of the settings, or else of the default fixtures.
 * What `options` points to stays, and the settings are not forgotten. False: one line on stderr
 * says what is wrong. */
bool target_use(const struct target_options *options);

/* Puts a server of our own, started from `program`, in the place of the target that was described
 * to target_use(): to it everything goes that is meant for the other one. It has the default
 * fixtures, but the target's clientId and userId; `removable` (NULL: none) is its user's first
 * connection. The secrets are ours. False: one line on stderr says why not. */
bool target_stand_in(const char *program, const char *removable);

/* How a server of our own is started, beside what every one gets. */
struct target_setup {
    const char *options[6];   /* the last is NULL */
    const char *consumer_key; /* of one partner PASSIVTEST in place of the default fixtures; NULL:
                                 the default fixtures */
};

/* Starts `program` on a free port, and judges it; `setup` may be NULL. False: one line on stderr
 * says why not. */
bool target_spawn(const char *program, const struct target_setup *setup, long timeout_ms);

/* Ends the server if it is ours, and forgets it. */
void target_end(void);

#endif
