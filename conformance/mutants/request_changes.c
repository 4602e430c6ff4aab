#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "changes.h"
#include "parameter.h"

static const char *query_of(const struct visit *visit)
{
    return visit->request.query != NULL ? visit->request.query : "";
}

static void set(struct visit *visit, const char *name, const char *text)
{
    struct scratch *scratch = &visit->scratch;
    visit->request.query =
        parameter_set(scratch, visit->request.query, name, parameter_encode(scratch, text));
}

void accept_signature(struct visit *visit, const struct change *change)
{
    (void)change;
    visit->sign = true;
}

void refuse_signature(struct visit *visit, const struct change *change)
{
    (void)change;
    visit->rule[0] = '\0';
    headers_set(&visit->request.headers, "Signature",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

void set_parameter(struct visit *visit, const struct change *change)
{
    visit->request.query =
        parameter_set(&visit->scratch, visit->request.query, change->what, change->with);
}

void drop_parameter(struct visit *visit, const struct change *change)
{
    visit->request.query = parameter_drop(&visit->scratch, visit->request.query, change->what);
}

void replace_in_query(struct visit *visit, const struct change *change)
{
    visit->request.query =
        scratch_replace(&visit->scratch, query_of(visit), change->what, change->with);
}

void replace_in_path(struct visit *visit, const struct change *change)
{
    visit->request.path =
        scratch_replace(&visit->scratch, visit->request.path, change->what, change->with);
}

void set_timestamp(struct visit *visit, const struct change *change)
{
    set(visit, "timestamp",
        scratch_text(&visit->scratch, "%lld", (long long)time(NULL) + change->number));
}

void divide_timestamp(struct visit *visit, const struct change *change)
{
    const char *text = parameter_text(&visit->scratch, visit->request.query, "timestamp");
    char *end = NULL;
    long long value = text != NULL ? strtoll(text, &end, 10) : 0;
    if (value > 0 && *end == '\0')
        set(visit, "timestamp", scratch_text(&visit->scratch, "%lld", value / change->number));
}

void become_user(struct visit *visit, const struct change *change)
{
    struct user user;
    if (!credentials_user(visit->credentials, change->what, change->with, &user))
        return;
    set(visit, "userId", user.id);
    set(visit, "userSecret", user.secret);
    set(visit, "clientId", user.client_id);
}

void become_right_user(struct visit *visit, const struct change *change)
{
    (void)change;
    struct user user;
    if (visit_user(visit, NULL, &user))
        set(visit, "userSecret", user.secret);
}

void become_user_of_partner(struct visit *visit, const struct change *change)
{
    struct user user;
    if (visit_user(visit, change->with, &user))
        set(visit, "clientId", user.client_id);
}

void set_partner_client_id(struct visit *visit, const struct change *change)
{
    set(visit, "clientId", change->with);
    set(visit, "PartnerClientId", change->with);
}

void copy_parameter(struct visit *visit, const struct change *change)
{
    const char *value = parameter_text(&visit->scratch, visit->request.query, change->with);
    if (value != NULL)
        set(visit, change->what, value);
}

void cut_parameter(struct visit *visit, const struct change *change)
{
    const char *value = parameter_text(&visit->scratch, visit->request.query, change->what);
    const char *end = value != NULL ? strstr(value, change->with) : NULL;
    if (end != NULL)
        set(visit, change->what, scratch_text(&visit->scratch, "%.*s", (int)(end - value), value));
}

void keep_first_parameter(struct visit *visit, const struct change *change)
{
    struct scratch *scratch = &visit->scratch;
    const char *first = parameter_get(scratch, visit->request.query, change->what);
    const char *rest = visit->request.query;
    while (parameter_get(scratch, rest, change->what) != NULL)
        rest = parameter_drop(scratch, rest, change->what);
    if (first != NULL)
        visit->request.query = parameter_set(scratch, rest, change->what, first);
}

void keep_first_header(struct visit *visit, const struct change *change)
{
    const char *first = headers_get(&visit->request.headers, change->what);
    if (first != NULL)
        headers_set(&visit->request.headers, change->what, first);
}

void look_instead(struct visit *visit, const struct change *change)
{
    (void)change;
    visit->request.method = "GET";
    visit->request.path =
        scratch_replace(&visit->scratch, visit->request.path, "/connection/", "/authorizations/");
}
