/* A client of the mock's control API, for tests. One serves one thread; many may work at once. */
#ifndef CONTROL_CLIENT_H
#define CONTROL_CLIENT_H

#include <cjson/cJSON.h>

struct control_client;

/* Of the mock at `origin`, which is borrowed. NULL: no memory. curl_global_init() comes first. */
struct control_client *control_client_new(const char *origin);
void control_client_free(struct control_client *client); /* NULL is fine */

/* Calls carry this token from now on, which is borrowed; NULL: none. */
void control_client_use_token(struct control_client *client, const char *token);

/* METHOD /_sandbox PATH, with `body` as JSON unless it is NULL. Returns the status, 0 when no whole
 * answer came. *json (may be NULL) is the caller's, NULL when the body is no JSON. */
int control_client_call(struct control_client *client, const char *method, const char *path,
                        const char *body, cJSON **json);

/* The body of the last answer, or why there was none; valid until the next call. */
const char *control_client_text(const struct control_client *client);

#endif
