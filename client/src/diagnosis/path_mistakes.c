/* Mistakes in the path that was signed. */
#include "mistakes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../signing/variants.h"
#include "endpoints.h"
#include "snaptrade/uuid.h"

#define PREFIX "/api/v1"

enum { PREFIX_LENGTH = sizeof PREFIX - 1 };

static bool has_prefix(const char *path)
{
    return strncmp(path, PREFIX "/", PREFIX_LENGTH + 1) == 0;
}

/* The other prefix is a base: its candidate is the base itself. */
static bool is_other_prefix(struct search *search, bool longer)
{
    return search->path_index == 1 && has_prefix(search->path) == longer && search_base(search);
}

bool mistake_path_prefix_missing(struct search *search)
{
    return is_other_prefix(search, false);
}

bool mistake_path_prefix_added(struct search *search)
{
    return is_other_prefix(search, true);
}

bool mistake_path_prefix_doubled(struct search *search)
{
    return has_prefix(search->path) &&
           search_path(search, search_format(search, PREFIX "%s", search->path));
}

/* Lenient checking accepts it. */
bool mistake_path_decoded(struct search *search)
{
    if (!search->known->strict)
        return false;
    char *decoded = variant_decoded_path(search->path, &search->failed);
    bool found = search_path(search, decoded);
    free(decoded);
    return found;
}

bool mistake_path_trailing_slash(struct search *search)
{
    return search_path(search, search_format(search, "%s/", search->path));
}

bool mistake_path_leading_slash_missing(struct search *search)
{
    return search->path[0] == '/' && search_path(search, search->path + 1);
}

static const char *host_of(const struct search *search)
{
    const struct snaptrade_received *received = search->received;
    for (size_t i = 0; i < received->header_count; i++)
        if (strcasecmp(received->headers[i].name, "Host") == 0)
            return received->headers[i].value;
    return "";
}

static bool has_host(struct search *search, const char *host, size_t length)
{
    static const char *const schemes[] = {"http://", "https://", "", "//"};
    for (size_t i = 0; length > 0 && i < sizeof schemes / sizeof *schemes; i++) {
        const char *scheme = schemes[i];
        if (search_path(search, search_format(search, "%s%.*s%s", scheme, (int)length, host,
                                              search->path)) ||
            search_path(search, search_format(search, "%s%.*s%s?%s", scheme, (int)length, host,
                                              search->path, search->query)))
            return true;
    }
    return false;
}

bool mistake_path_with_host(struct search *search)
{
    static const char real[] = "api.snaptrade.com";
    const char *host = host_of(search);
    size_t length = strlen(host), name = strcspn(host, ":");
    return has_host(search, host, length) || (name < length && has_host(search, host, name)) ||
           has_host(search, real, sizeof real - 1);
}

bool mistake_path_with_query(struct search *search)
{
    const char *path = search_format(search, "%s?%s", search->path, search->query);
    return search_path(search, path) || search_string(search, path, "");
}

/* The path behind its prefix. */
static const char *behind_prefix(const char *path)
{
    return has_prefix(path) ? path + PREFIX_LENGTH : path;
}

/* Tries the base's prefix with this behind it, `id` standing where the template has a name. */
static bool try_endpoint(struct search *search, const char *template, struct segment id)
{
    int prefix = has_prefix(search->path) ? PREFIX_LENGTH : 0;
    size_t start = strcspn(template, "{"), end = strcspn(template, "}");
    if (template[start] == '\0')
        return search_path(search, search_format(search, "%.*s%s", prefix, PREFIX, template));
    return id.length > 0 &&
           search_path(search,
                       search_format(search, "%.*s%.*s%.*s%s", prefix, PREFIX, (int)start, template,
                                     (int)id.length, id.text, template + end + 1));
}

bool mistake_path_template(struct search *search)
{
    const char *path = behind_prefix(search->path);
    for (size_t i = 0; i < endpoints_count; i++) {
        const char *template = endpoints[i], *name = strchr(template, '{');
        if (name == NULL || endpoint_match(template, path).length == 0)
            continue;
        size_t length = strcspn(name, "}") - 1;
        int prefix = has_prefix(search->path) ? PREFIX_LENGTH : 0, before = (int)(name - template);
        if (search_path(search, search_format(search, "%.*s%s", prefix, PREFIX, template)) ||
            search_path(search,
                        search_format(search, "%.*s%.*s%%7B%.*s%%7D%s", prefix, PREFIX, before,
                                      template, (int)length, name + 1, name + length + 2)) ||
            search_path(search, search_format(search, "%.*s%.*s:%.*s%s", prefix, PREFIX, before,
                                              template, (int)length, name + 1, name + length + 2)))
            return true;
    }
    return false;
}

bool mistake_path_of_other_method(struct search *search)
{
    static const char *const pair[] = {"/authorizations/{authorizationId}",
                                       "/connection/{connectionId}"};
    const char *path = behind_prefix(search->path);
    for (size_t i = 0; i < 2; i++) {
        struct segment id = endpoint_match(pair[i], path);
        if (id.length > 0 && try_endpoint(search, pair[1 - i], id))
            return true;
    }
    return false;
}

bool mistake_path_of_other_endpoint(struct search *search)
{
    struct segment id = endpoint_id(behind_prefix(search->path));
    for (size_t i = 0; i < endpoints_count; i++)
        if (try_endpoint(search, endpoints[i], id))
            return true;
    return false;
}
