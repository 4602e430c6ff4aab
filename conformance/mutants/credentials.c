#include "credentials.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parameter.h"
#include "snaptrade/content.h"

enum { MOST_BYTES = 1 << 16 };

struct credentials {
    cJSON *partners, *users; /* the documents */
};

static cJSON *read_document(const char *folder, const char *name)
{
    struct scratch scratch = {0};
    const char *path = scratch_text(&scratch, "%s/%s", folder, name);
    char *bytes = scratch_room(&scratch, MOST_BYTES);
    FILE *file = fopen(path, "re");
    size_t length = file != NULL ? fread(bytes, 1, MOST_BYTES, file) : 0;
    cJSON *document = cJSON_ParseWithLength(bytes, length);
    if (file != NULL)
        fclose(file);
    if (document == NULL)
        fprintf(stderr, "snaptrade-mutant: %s: no fixtures\n", path);
    scratch_free(&scratch);
    return document;
}

struct credentials *credentials_read(const char *folder)
{
    struct credentials *credentials = calloc(1, sizeof *credentials);
    if (credentials == NULL)
        return NULL;
    credentials->partners = read_document(folder, "partners.json");
    credentials->users = read_document(folder, "users.json");
    if (credentials->partners != NULL && credentials->users != NULL)
        return credentials;
    credentials_free(credentials);
    return NULL;
}

void credentials_free(struct credentials *credentials)
{
    if (credentials == NULL)
        return;
    cJSON_Delete(credentials->partners);
    cJSON_Delete(credentials->users);
    free(credentials);
}

static const char *member(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text != NULL ? text : "";
}

bool credentials_user(const struct credentials *credentials, const char *client_id,
                      const char *user_id, struct user *user)
{
    const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive(credentials->users, "users");
    *user = (struct user){0};
    if (client_id == NULL || user_id == NULL)
        return false;
    cJSON_ArrayForEach(item, list)
    {
        if (strcmp(member(item, "clientId"), client_id) == 0 &&
            strcmp(member(item, "userId"), user_id) == 0) {
            *user = (struct user){member(item, "clientId"), member(item, "userId"),
                                  member(item, "userSecret")};
            return true;
        }
    }
    return false;
}

const char *key_of(const struct credentials *credentials, struct scratch *scratch,
                   const struct request *request)
{
    const char *client_id = parameter_text(scratch, request->query, "clientId");
    const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive(credentials->partners, "partners");
    cJSON_ArrayForEach(item, list)
    {
        if (client_id == NULL || strcmp(member(item, "clientId"), client_id) == 0)
            return member(item, "consumerKey");
    }
    return NULL;
}

static const char *trimmed(struct scratch *scratch, const char *value)
{
    value += strspn(value, " \t");
    size_t length = strlen(value);
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL)
        length--;
    return scratch_copy(scratch, value, length);
}

/* What is signed of the request besides path and query; NULL: nothing. */
static const char *signed_body(struct scratch *scratch, const struct request *request)
{
    bool signs = request->body != NULL && strcmp(request->method, "POST") == 0;
    return signs ? scratch_copy(scratch, request->body, request->body_length) : NULL;
}

void signature_rule(const struct credentials *credentials, struct scratch *scratch,
                    const struct request *request, char rule[SNAPTRADE_RULE_SIZE])
{
    const char *key = key_of(credentials, scratch, request);
    rule[0] = '\0';
    if (key == NULL || headers_count(&request->headers, "Signature") != 1)
        return;
    const struct snaptrade_verify_input input = {
        .consumer_key = key,
        .path = request->path,
        .query = request->query != NULL ? request->query : "",
        .body = signed_body(scratch, request),
        .signature = trimmed(scratch, headers_get(&request->headers, "Signature"))};
    snaptrade_signer *signer = snaptrade_signer_new();
    if (signer != NULL)
        snaptrade_verify(signer, &input, rule);
    snaptrade_signer_free(signer);
}

void sign_request(const struct credentials *credentials, struct scratch *scratch,
                  struct request *request)
{
    const char *key = key_of(credentials, scratch, request);
    struct snaptrade_contents contents = {.count = 0};
    struct snaptrade_signed_request signed_request = {.path = request->path,
                                                      .query = request->query};
    if (snaptrade_contents_read(signed_body(scratch, request), &contents) && contents.count > 0)
        signed_request.content = contents.texts[0];
    char *signature = scratch_room(scratch, SNAPTRADE_SIGNATURE_SIZE);
    if (key != NULL && snaptrade_sign(key, &signed_request, signature))
        headers_set(&request->headers, "Signature", signature);
    snaptrade_contents_free(&contents);
}
