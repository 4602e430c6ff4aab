/* Puts JSON elements into a store one by one: checks their shape, resolves what they refer to, and
 * says what is wrong with them. Fixture files and state documents are loaded by it. One thread. */
#ifndef LOADING_H
#define LOADING_H

#include "fixture_shapes.h"
#include "problems.h"
#include "store.h"

struct loading_id;
struct loading_personal;

/* Zero-initialise it and set what stands before `index`; loading_free() it. */
struct loading {
    struct store *store;     /* borrowed */
    struct store *catalogue; /* borrowed; whose brokerages are referred to; NULL: the store's own */
    struct problems problems;
    const char *client_id;      /* whose all elements are; NULL: each has its own "clientId" */
    bool broken[FIXTURE_KINDS]; /* references into what is broken are not reported */

    size_t index; /* of the element being loaded */
    bool dropped; /* one of its array was left out because of what it refers to */
    struct loading_personal *personal;
    struct loading_id *brokerage_ids;
    struct buffer brokerage;
};

/* Loads each element of `array`, which the caller has found to be one, and empties it. */
void loading_add(struct loading *loading, enum fixture_kind kind, cJSON *array);

/* Loads one element, at the pointer as it stands. One that was loaded is afterwards as it is
 * served, but for "clientId" and "userId": its brokerage stands in the place of the slug, and the
 * parts of an account are taken out. */
void loading_add_one(struct loading *loading, enum fixture_kind kind, cJSON *element);

/* The same with one element of a partner, without a word on what is wrong with it. False: it was
 * not loaded. */
bool loading_add_quietly(struct store *store, const char *client_id, enum fixture_kind kind,
                         cJSON *element);

/* To be called once all is loaded: every personal partner must have a user. */
void loading_check_personal(struct loading *loading, const char *partners_file);

void loading_free(struct loading *loading);

#endif
