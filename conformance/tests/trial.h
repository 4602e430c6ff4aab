/* A trial: what a test does that has a partner of its own, and thereby a mock to itself.
 *
 * It makes the partner, sees its connections and events, disables, removes and adds connections,
 * finds in the journal exactly what it has asked, restores its state, and deletes the partner. Any
 * number of trials may run at once on one mock; none may see another. One serves one thread. */
#ifndef TRIAL_H
#define TRIAL_H

#include <stdbool.h>

struct trial;

/* Of the mock at `origin`, which is borrowed; every other number asks for new ids. NULL: no
 * memory. curl_global_init() comes first. */
struct trial *trial_new(const char *origin, unsigned number);
void trial_free(struct trial *trial); /* NULL is fine */

/* The two halves, in this order. False: trial_why() says what was wrong. */
bool trial_make(struct trial *trial);
bool trial_play(struct trial *trial);

/* "" as long as all went well. */
const char *trial_why(const struct trial *trial);

/* "" before it is made. */
const char *trial_client_id(const struct trial *trial);

#endif
