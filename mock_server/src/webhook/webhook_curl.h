/* libcurl, loaded when it is first needed: it brings two dozen libraries along, which cost every
 * start 4 MB and some milliseconds, and most mocks never post anything.
 *
 * Nothing is unloaded: libraries below libcurl cannot be. */
#ifndef WEBHOOK_CURL_H
#define WEBHOOK_CURL_H

#include <curl/curl.h>
#include <stdbool.h>

#define WEBHOOK_CURL_FUNCTIONS(X)                                                                  \
    X(global_init)                                                                                 \
    X(global_cleanup)                                                                              \
    X(easy_init)                                                                                   \
    X(easy_cleanup)                                                                                \
    X(easy_setopt)                                                                                 \
    X(easy_getinfo)                                                                                \
    X(easy_strerror)                                                                               \
    X(multi_init)                                                                                  \
    X(multi_cleanup)                                                                               \
    X(multi_add_handle)                                                                            \
    X(multi_remove_handle)                                                                         \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_wakeup)                                                                                \
    X(multi_info_read)                                                                             \
    X(slist_append)                                                                                \
    X(slist_free_all)

/* Each as curl_NAME(). The name of a member takes no parentheses. */
struct webhook_curl {
#define WEBHOOK_CURL_MEMBER(name) __typeof__(curl_##name) *name; /* NOLINT */
    WEBHOOK_CURL_FUNCTIONS(WEBHOOK_CURL_MEMBER)
#undef WEBHOOK_CURL_MEMBER
};

/* False: it cannot be loaded; one line on stderr says why. */
bool webhook_curl_load(struct webhook_curl *curl);

#endif
