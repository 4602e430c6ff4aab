/* Posting to receivers, many at once, in one thread: the only user of libcurl in the mock server.
 *
 * Only http and https; no redirect is followed, no proxy asked, no connection used twice; what a
 * receiver answers beyond its status is read up to a bound and forgotten. One thread, but for
 * webhook_posts_wake(). */
#ifndef WEBHOOK_POST_H
#define WEBHOOK_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct webhook_posts;
struct webhook_posts *webhook_posts_new(void);        /* NULL: no memory, or no libcurl */
void webhook_posts_free(struct webhook_posts *posts); /* breaks off what is under way */

/* All borrowed until it is done. */
struct webhook_post {
    const char *url, *signature, *body;
    size_t length;
    bool public_only; /* connect to public addresses only */
    void *ticket;     /* given back with the result */
};

/* False: no memory. */
bool webhook_posts_start(struct webhook_posts *posts, const struct webhook_post *post);

/* Works on what is under way until something is done, it is woken, or the time is over. */
void webhook_posts_wait(struct webhook_posts *posts, int milliseconds);

/* Ends a wait, or the next one; from any thread. */
void webhook_posts_wake(struct webhook_posts *posts);

struct webhook_result {
    void *ticket;
    int status;        /* 0: no answer came */
    const char *error; /* static; NULL: the answer is whole */
    int64_t microseconds;
};

/* The next one that is done; false: none is, or not yet. */
bool webhook_posts_take(struct webhook_posts *posts, struct webhook_result *result);

#endif
