/* The call that opens the connection portal for a user.
 *
 * What it opens, and how a browser comes there, is whoever's business gave config->open_portal().
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "context.h"

/* How much a connection may do; what was not said is not asked for either. */
enum login_type { LOGIN_ANY, LOGIN_READ, LOGIN_TRADE, LOGIN_TRADE_IF_AVAILABLE };

/* Bytes of a customRedirect with its NUL. */
enum { LOGIN_REDIRECT_SIZE = 2049, LOGIN_TOKEN_SIZE = 65 };

/* What the portal is opened for; all checked. */
struct login_wish {
    const char *client_id, *user_id;
    const char *broker;          /* slug; NULL: the user chooses */
    const char *reconnect;       /* id of a connection of the user; NULL: a new one */
    const char *custom_redirect; /* an absolute URL of no scheme that runs code; NULL: none */
    enum login_type type;
    bool immediate_redirect, has_close_button, is_dark;
};

/* What finds it. */
struct login_link {
    char token[LOGIN_TOKEN_SIZE];
    char session_id[SNAPTRADE_UUID_LENGTH + 1];
};

/* The body may be absent, empty or an object; members that it has beside those of the wish are
 * ignored, and null or "" is as good as none. API_BAD_LINK names what cannot be. */
enum api_error login_open(struct context *context, struct http_response *response);

#endif
