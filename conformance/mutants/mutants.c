#include <string.h>

#include "mutant.h"
#include "parameter.h"

const struct mutants *const all_mutants[] = {
    &sign_mutants,   &auth_mutants,   &list_mutants,     &detail_mutants,
    &remove_mutants, &events_mutants, &accounts_mutants, &history_mutants,
    &sync_mutants,   &users_mutants,  &body_mutants,     &login_mutants,
    &error_mutants,  &limit_mutants,  &http_mutants,     NULL,
};

const struct mutant *mutant_find(const char *name)
{
    for (size_t t = 0; all_mutants[t] != NULL; t++)
        for (size_t i = 0; i < all_mutants[t]->count; i++)
            if (strcmp(all_mutants[t]->rows[i].name, name) == 0)
                return &all_mutants[t]->rows[i];
    return NULL;
}

static bool has_method(const char *wanted, const char *method)
{
    return strcmp(wanted, method) == 0 ||
           (strcmp(wanted, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

static bool stands_in(const char *wanted, const char *text)
{
    return text != NULL && strstr(text, wanted) != NULL;
}

static bool has_header(const struct when *when, const struct headers *headers)
{
    const char *value = headers_get(headers, when->header);
    return value != NULL && (when->value == NULL || strcmp(when->value, value) == 0);
}

bool mutant_concerns(const struct mutant *mutant, struct visit *visit, bool answered)
{
    const struct when *when = &mutant->when;
    const struct request *request = &visit->received;
    if ((when->routes != 0 && (when->routes & visit->route) == 0) ||
        (when->method != NULL && !has_method(when->method, request->method)) ||
        (when->path != NULL && !stands_in(when->path, request->path)) ||
        (when->query != NULL && !stands_in(when->query, request->query)) ||
        (when->sent != NULL && !stands_in(when->sent, request->body)) ||
        (when->header != NULL && !has_header(when, &request->headers)) ||
        (when->without != NULL &&
         parameter_get(&visit->scratch, request->query, when->without) != NULL) ||
        (when->rule != NULL && strcmp(when->rule, visit->rule) != 0) ||
        (when->also != NULL && !when->also(visit)))
        return false;
    return !answered || ((when->status == 0 || when->status == visit->answer.status) &&
                         (when->body == NULL || stands_in(when->body, visit->answer.body)));
}
