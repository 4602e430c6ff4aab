/* consumerKeys in a request, where none belongs: a confused client sends its key along, and the
 * journal and the log must not show it. */
#ifndef STRAY_KEYS_H
#define STRAY_KEYS_H

#include "../http/http.h"
#include "../state/store.h"

/* So many different ones are found; nobody is that confused. */
enum { STRAY_KEYS_MOST = 16 };

struct stray_keys {
    size_t count;
    char keys[STRAY_KEYS_MOST][STORE_TEXT_SIZE];
};

/* Finds the keys of all partners that stand in the path, the query or a header's value, in whatever
 * way mask.h would find them there. None when there is no memory to look. */
void stray_keys_find(struct store *store, const struct http_request *request,
                     struct stray_keys *found);

#endif
