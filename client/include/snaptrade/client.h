/* A client of SnapTrade's Connections API: signed calls, typed answers.
 *
 * Ownership: everything passed in is borrowed for the call; snaptrade_client_new() copies its
 * options. A call fills a response and, when asked, a model, both in memory of the caller, who
 * frees what they own (snaptrade_response_free, snaptrade_..._free) after every call, also after
 * a failed one. What they held before the call is overwritten, not freed.
 * Threads: one client serves one thread at a time; many clients may work at once.
 * Errors: a call returns false and says why in response->error and response->message. No message
 * ever holds a consumerKey or a userSecret.
 *
 * Connections are kept open between the calls of one client. Redirects are never followed. The
 * usual proxy variables of curl (https_proxy, no_proxy, ...) are honoured. */
#ifndef SNAPTRADE_CLIENT_H
#define SNAPTRADE_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snaptrade/models.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct snaptrade_client snaptrade_client;

/* Unix time in seconds. */
typedef int64_t snaptrade_clock(void *context);

/* Zero-initialise it, and set what you need. */
struct snaptrade_client_options {
    /* Scheme, host, and the path before "/authorizations", with or without a final '/':
     * "http://127.0.0.1:7627/api/v1", "https://api.snaptrade.com". Required. */
    const char *base_url;
    const char *client_id;    /* required by every call but snaptrade_check_status() */
    const char *consumer_key; /* the same */
    long connect_timeout_ms;  /* 0: 10 seconds */
    long timeout_ms;          /* the whole call; 0: 30 seconds */
    size_t max_body;          /* bytes of a body kept in memory; 0: 64 MiB */
    const char *ca_file;      /* PEM; NULL: the system's */
    snaptrade_clock *clock;   /* makes the timestamp of every signed call; NULL: time(NULL) */
    void *clock_context;
};

/* NULL: an option is missing or wrong, or no memory; `message` (may be NULL) says which. */
snaptrade_client *snaptrade_client_new(const struct snaptrade_client_options *options,
                                       char message[SNAPTRADE_MESSAGE_SIZE]);
void snaptrade_client_free(snaptrade_client *client);

/* Takes the next bytes of a body; false stops the call. */
typedef bool snaptrade_stream(void *context, const char *bytes, size_t length);

/* A snaptrade_stream: `file` is a FILE *. */
bool snaptrade_stream_to_file(void *file, const char *bytes, size_t length);

/* What one call may have differently; zero-initialised it changes nothing. */
struct snaptrade_call {
    long connect_timeout_ms; /* 0: the client's */
    long timeout_ms;         /* 0: the client's */
    /* Gets the body of a 2xx answer as it arrives, without a limit of size; nothing is then
     * parsed or kept. Any other body is kept as always, so that an error stays whole. */
    snaptrade_stream *stream;
    void *stream_context;
};

/* Both or none. A personal partner's calls take no user: pass NULL instead. */
struct snaptrade_user {
    const char *user_id;
    const char *user_secret;
};

enum snaptrade_error {
    SNAPTRADE_ERROR_NONE,
    SNAPTRADE_ERROR_USAGE,     /* refused here; nothing was sent */
    SNAPTRADE_ERROR_TRANSPORT, /* no whole answer: connection, time-out, size, stream stopped */
    SNAPTRADE_ERROR_API,       /* a status other than 2xx */
    SNAPTRADE_ERROR_PARSE,     /* 2xx, but not the JSON that the call answers with */
    SNAPTRADE_ERROR_NO_MEMORY
};

struct snaptrade_header {
    char *name; /* in the case it was received */
    char *value;
};

struct snaptrade_response {
    enum snaptrade_error error;
    char message[SNAPTRADE_MESSAGE_SIZE]; /* one line; "" without an error */
    int status;                           /* 0: none was received */
    char *reason;                         /* reason phrase, maybe ""; NULL: no status */
    struct snaptrade_header *headers;     /* in the order received */
    size_t header_count;
    /* As received, with a NUL after its bytes; NULL without a body or when it was streamed. After
     * a transport error, what had come by then. */
    char *body;
    size_t body_length;
    double round_trip_time; /* seconds; 0 when nothing was sent */
    /* From SnapTrade's error body, when the status is not 2xx and the body is one; else NULL. */
    char *detail;
    char *code;
};

/* The value of the first header of that name, in any case; NULL: none. Lives as long as the
 * response. */
const char *snaptrade_response_header(const struct snaptrade_response *response, const char *name);

/* Frees what the response owns and leaves it empty; the struct itself is the caller's. */
void snaptrade_response_free(struct snaptrade_response *response);

/* The calls.
 *
 * `call` NULL: nothing different. A model of NULL: the body is not parsed and its content type
 * not looked at, only kept raw in the response (the Python client's skip_deserialization). On
 * false the model is empty. An authorizationId that is not a UUID is SNAPTRADE_ERROR_USAGE. */

/* GET /authorizations */
bool snaptrade_list_brokerage_authorizations(snaptrade_client *client,
                                             const struct snaptrade_user *user,
                                             const struct snaptrade_call *call,
                                             struct snaptrade_authorization_list *list,
                                             struct snaptrade_response *response);

/* GET /authorizations/{authorizationId} */
bool snaptrade_detail_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_authorization *authorization,
                                              struct snaptrade_response *response);

/* DELETE /authorizations/{authorizationId}: 204, and so nothing to parse. */
bool snaptrade_remove_brokerage_authorization(snaptrade_client *client,
                                              const char *authorization_id,
                                              const struct snaptrade_user *user,
                                              const struct snaptrade_call *call,
                                              struct snaptrade_response *response);

/* DELETE /connection/{connectionId}: what took the place of the call above in 2026. */
bool snaptrade_delete_connection(snaptrade_client *client, const char *connection_id,
                                 const struct snaptrade_user *user,
                                 const struct snaptrade_call *call,
                                 struct snaptrade_deletion *deletion,
                                 struct snaptrade_response *response);

/* Each is sent when it is not NULL. */
struct snaptrade_session_event_query {
    const char *partner_client_id; /* NULL: the client's own client_id is sent */
    const char *user_ids;          /* comma-separated */
    const char *session_ids;       /* comma-separated */
};

/* GET /sessionEvents; `query` NULL: all events of the partner. */
bool snaptrade_list_session_events(snaptrade_client *client,
                                   const struct snaptrade_session_event_query *query,
                                   const struct snaptrade_call *call,
                                   struct snaptrade_session_event_list *list,
                                   struct snaptrade_response *response);

struct snaptrade_parameter {
    const char *name, *value; /* unescaped; a value of NULL is not sent */
};

/* A call for which there is no function here: "POST /snapTrade/registerUser", "GET /accounts". */
struct snaptrade_request {
    const char *method;
    const char *path; /* behind the base path, escaped where it must be: "/accounts/ID/orders" */
    const struct snaptrade_parameter *parameters;
    size_t parameter_count;
    const struct snaptrade_user *user; /* NULL: the partner's own call, or a personal one's */
    const char *body; /* JSON; sent and signed compact, its members sorted; NULL: none */
};

/* Sends it, signed. The body of the answer stands in the response as it was received. */
bool snaptrade_send(snaptrade_client *client, const struct snaptrade_request *request,
                    const struct snaptrade_call *call, struct snaptrade_response *response);

/* GET /, not signed. */
bool snaptrade_check_status(snaptrade_client *client, const struct snaptrade_call *call,
                            struct snaptrade_api_status *status,
                            struct snaptrade_response *response);

#ifdef __cplusplus
}
#endif
#endif
