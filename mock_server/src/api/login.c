#include "login.h"

#include <string.h>
#include <strings.h>

#include "../state/offer.h"
#include "answer.h"
#include "body.h"
#include "snaptrade/percent.h"

enum { MOST_URL = 1024, ASCII = 0x7F };

static const char *const type_names[] = {[LOGIN_READ] = "read",
                                         [LOGIN_TRADE] = "trade",
                                         [LOGIN_TRADE_IF_AVAILABLE] = "trade-if-available"};

/* A member of the body as text; NULL: absent, null or empty. False: something else. */
static bool take_text(const cJSON *body, const char *member, const char **value)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(body, member);
    *value = cJSON_GetStringValue(item);
    bool good = item == NULL || cJSON_IsNull(item) || *value != NULL;
    if (*value != NULL && **value == '\0')
        *value = NULL;
    return good;
}

/* The first member that is of a wrong type; NULL: none. */
static const char *take_members(const cJSON *body, struct login_wish *wish, const char **type)
{
    const struct {
        const char *member;
        const char **value;
    } texts[] = {{"broker", &wish->broker},
                 {"reconnect", &wish->reconnect},
                 {"customRedirect", &wish->custom_redirect},
                 {"connectionType", type}};
    const struct {
        const char *member;
        bool *value;
    } flags[] = {{"immediateRedirect", &wish->immediate_redirect},
                 {"showCloseButton", &wish->has_close_button},
                 {"darkMode", &wish->is_dark}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!take_text(body, texts[i].member, texts[i].value))
            return texts[i].member;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (!body_flag(body, flags[i].member, flags[i].value))
            return flags[i].member;
    return NULL;
}

static bool find_type(const char *name, enum login_type *type)
{
    *type = LOGIN_ANY;
    for (enum login_type one = LOGIN_READ; name != NULL && one <= LOGIN_TRADE_IF_AVAILABLE; one++)
        if (strcmp(name, type_names[one]) == 0)
            *type = one;
    return name == NULL || *type != LOGIN_ANY;
}

/* An absolute URL, of whatever scheme an app may have registered, but none that a browser runs or
 * opens as a page of ours. */
static bool is_redirect(const char *url)
{
    static const char *const refused[] = {"javascript", "data", "vbscript",
                                          "blob",       "file", "about"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strcspn(url, ":");
    if (strlen(url) >= LOGIN_REDIRECT_SIZE || url[length] != ':' || strchr(letters, *url) == NULL ||
        strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") != length)
        return false;
    for (const char *p = url; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == ASCII)
            return false;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (strlen(refused[i]) == length && strncasecmp(url, refused[i], length) == 0)
            return false;
    return true;
}

/* Why the brokerage cannot be connected so; NULL: it can. Means nothing when *failed, no memory. */
static const char *check_broker(struct store *store, const struct login_wish *wish, bool *failed)
{
    struct buffer json = {0};
    bool found = store_get_brokerage(store, wish->broker, &json) == STORE_OK;
    *failed = found && json.failed;
    found = found && !*failed;
    cJSON *brokerage = found ? cJSON_Parse(json.data) : NULL;
    const struct offer offer = offer_of(brokerage);
    *failed = *failed || (found && brokerage == NULL);
    cJSON_Delete(brokerage);
    buffer_free(&json);
    if (!offer.is_open)
        return "broker";
    return wish->type == LOGIN_TRADE && !offer.trades ? "connectionType" : NULL;
}

static bool owns_connection(const struct context *context, const char *text)
{
    struct snaptrade_uuid id;
    struct buffer json = {0};
    bool found = snaptrade_uuid_parse(text, strlen(text), &id) &&
                 store_get_authorization(context->config->store, context->partner.client_id,
                                         context->user.user_id, &id, &json) == STORE_OK;
    buffer_free(&json);
    return found;
}

/* The first member that cannot be; NULL: all can. Means nothing when *failed, no memory. */
static const char *check(const struct context *context, const struct login_wish *wish, bool *failed)
{
    if (wish->custom_redirect != NULL && !is_redirect(wish->custom_redirect))
        return "customRedirect";
    if (wish->reconnect != NULL && !owns_connection(context, wish->reconnect))
        return "reconnect";
    return wish->broker != NULL ? check_broker(context->config->store, wish, failed) : NULL;
}

static bool append_escaped(struct buffer *url, const char *name, const char *value)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char escaped[3 * STORE_TEXT_SIZE];
    snaptrade_percent_encode(escaped, value, kept);
    buffer_append_format(url, "%s%s", name, escaped);
    return !url->failed;
}

static void append_base(const struct context *context, struct buffer *url)
{
    const struct mock_config *config = context->config;
    const char *host = "localhost"; /* HTTP/1.0 may do without */
    const char *scheme = context->request->tls ? "https" : "http";
    if (config->portal_scheme != NULL)
        scheme = config->portal_scheme;
    http_find_header(context->request, "Host", &host);
    if (config->portal_url != NULL)
        buffer_append_text(url, config->portal_url);
    else
        buffer_append_format(url, "%s://%s", scheme, host);
}

/* As the real service's, but for where it leads. */
static enum api_error answer_link(const struct context *context, const struct login_wish *wish,
                                  const struct login_link *link, struct http_response *response)
{
    struct buffer url = {0};
    append_base(context, &url);
    buffer_append_format(&url, "/snapTrade/redeemToken?token=%s", link->token);
    append_escaped(&url, "&clientId=", wish->client_id);
    if (wish->broker != NULL)
        append_escaped(&url, "&broker=", wish->broker);
    if (wish->is_dark)
        buffer_append_text(&url, "&darkMode=true"); /* snaptrade-react looks for it */
    buffer_append_format(&url, "&connectionPortalVersion=v4&sessionId=%s", link->session_id);
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddStringToObject(answer, "redirectURI", url.failed ? "" : url.data);
    cJSON_AddStringToObject(answer, "sessionId", link->session_id);
    answer_json(answer, response);
    response->body.failed = response->body.failed || url.failed;
    buffer_free(&url);
    return API_OK;
}

static enum api_error open_portal(struct context *context, const cJSON *body,
                                  struct http_response *response)
{
    const struct mock_config *config = context->config;
    struct login_wish wish = {.client_id = context->partner.client_id,
                              .user_id = context->user.user_id,
                              .has_close_button = true};
    struct login_link link;
    const char *type = NULL;
    bool failed = false;
    context->argument = take_members(body, &wish, &type);
    if (context->argument != NULL)
        return API_BAD_MEMBER;
    context->argument =
        find_type(type, &wish.type) ? check(context, &wish, &failed) : "connectionType";
    if (failed)
        return API_NO_MEMORY;
    if (context->argument != NULL)
        return API_BAD_LINK;
    if (!config->open_portal(config->context, &wish, &link))
        return API_NO_MEMORY;
    return answer_link(context, &wish, &link, response);
}

enum api_error login_open(struct context *context, struct http_response *response)
{
    cJSON *body;
    enum api_error error = body_read(context->request, &body);
    if (error == API_OK)
        error = open_portal(context, body, response);
    cJSON_Delete(body);
    return error;
}
