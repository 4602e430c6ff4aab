/* Paths and queries: a path and a query on a line each. */
#include "api/routes.h"
#include "client/fuzz/input.h"
#include "http/query.h"
#include "snaptrade/utf8.h"

static void check_path(const char *path)
{
    struct route_match match;
    for (int method = HTTP_GET; method <= HTTP_OTHER; method++)
        for (size_t i = 0; routes_find((enum http_method)method, path, true, &match) &&
                           i < ROUTE_SEGMENTS && match.segments[i].text != NULL;
             i++)
            fuzz_demand(match.segments[i].length > 0 &&
                        match.segments[i].text + match.segments[i].length <= path + strlen(path));
}

static void check_query(const char *query)
{
    enum { ALL = (1 << QUERY_NAMES) - 1, SIZE = 64 };
    char *copy = fuzz_text((const uint8_t *)query, strlen(query)), first[SIZE];
    struct query values;
    const char *bad = query_parse(copy, ALL, &values);
    for (int name = 0; name < QUERY_NAMES; name++) {
        const char *value = values.values[name];
        if (bad != NULL || value == NULL)
            continue;
        fuzz_demand(snaptrade_utf8_valid(value, strlen(value)));
        if (strlen(value) < SIZE && query_first(query, (enum query_name)name, first, SIZE))
            fuzz_demand(strcmp(first, value) == 0);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest = text;
    check_path(fuzz_line(&rest));
    check_query(fuzz_line(&rest));
    free(text);
    return 0;
}
