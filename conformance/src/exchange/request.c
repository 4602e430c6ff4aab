#include "request.h"

#include <check.h>
#include <string.h>

/* "a=b&": what stands before it ends in '&' or is empty. */
static const char *parameter(const char *before, bool there, const char *name, const char *value)
{
    return there && value != NULL ? text("%s%s=%s&", before, name, escaped(value)) : before;
}

static const char *make_query(const struct call *call, const struct credentials *as)
{
    const char *query = "";
    if (call->query != NULL)
        return call->query;
    query = parameter(query, (call->without & WITHOUT_USER_ID) == 0, "userId", as->user_id);
    query =
        parameter(query, (call->without & WITHOUT_USER_SECRET) == 0, "userSecret", as->user_secret);
    query = parameter(query, (call->without & WITHOUT_CLIENT_ID) == 0, "clientId", as->client_id);
    query = parameter(query, (call->without & WITHOUT_TIMESTAMP) == 0, "timestamp",
                      call->timestamp != NULL ? call->timestamp : time_text(0));
    if (call->more != NULL)
        return text("%s%s", query, call->more);
    return *query != '\0' ? text("%.*s", (int)strlen(query) - 1, query) : query;
}

const char *request_signature(const struct sent_request *request)
{
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    snaptrade_signer *signer = no_null(snaptrade_signer_new());
    bool made = snaptrade_signer_sign(signer, request->key, request->canonical, signature);
    snaptrade_signer_free(signer);
    ck_assert_msg(made, "OpenSSL cannot sign");
    return text("%s", signature);
}

/* JSON; NULL: null. */
static const char *content_of(const struct call *call)
{
    bool has_content = call->method != NULL && strcmp(call->method, "POST") == 0;
    return call->content != NULL || !has_content ? call->content : call->body;
}

struct sent_request request_of(const struct call *call, const char *lines[MOST_HEADERS])
{
    const struct credentials *as = call->as != NULL ? call->as : &target()->credentials;
    const char *base_path = call->base_path != NULL ? call->base_path : target()->base_path;
    const char *path = text("%s%s", base_path, call->path);
    struct sent_request request = {.method = call->method != NULL ? call->method : "GET",
                                   .url = text("%s%s", target()->origin, path),
                                   .query = make_query(call, as),
                                   .body = call->body,
                                   .headers = lines,
                                   .as = as};
    if (call->signature != NULL) {
        lines[request.header_count++] = *call->signature != '\0'
                                            ? text("Signature: %s", call->signature)
                                            : "Signature;"; /* how curl sends an empty one */
    } else if ((call->without & WITHOUT_SIGNATURE) == 0) {
        const struct snaptrade_signed_request signing = {
            .path = call->signed_path != NULL ? call->signed_path : path,
            .query = call->signed_query != NULL ? call->signed_query : request.query,
            .content = content_of(call)};
        request.canonical = keep(snaptrade_canonical_string(&signing, call->escape));
        request.key = call->signed_key != NULL ? call->signed_key : as->consumer_key;
    }
    if (call->header != NULL)
        lines[request.header_count++] = call->header;
    if (call->body != NULL) /* curl's own would be that of a form */
        lines[request.header_count++] = "Content-Type: application/json";
    else if (strcmp(request.method, "POST") == 0) /* curl would not say that there is none */
        lines[request.header_count++] = "Content-Length: 0";
    return request;
}
