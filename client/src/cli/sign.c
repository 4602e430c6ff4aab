#include "sign.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "body.h"
#include "query.h"
#include "snaptrade/signing.h"
#include "url.h"

/* What is known of the request. */
struct draft {
    const char *method;
    struct url url;
    struct query query;
    char *body; /* NULL: none */
    char *canonical;
    char signature[SNAPTRADE_SIGNATURE_SIZE];
};

static bool has_parameter(const char *query, const char *name)
{
    size_t length = strlen(name);
    for (const char *part = query; part != NULL; part = strchr(part, '&')) {
        part += *part == '&';
        if (strncmp(part, name, length) == 0 && strchr("=&", part[length]) != NULL)
            return true;
    }
    return false;
}

static void add_missing(struct draft *draft, const char *name, const char *value)
{
    if (draft->query.text == NULL || !has_parameter(draft->query.text, name))
        query_add(&draft->query, name, value);
}

static bool ends_in(const char *path, const char *end)
{
    size_t length = strlen(path), end_length = strlen(end);
    return length >= end_length && strcmp(path + length - end_length, end) == 0;
}

/* The partner's calls, which are on behalf of no user. */
static bool takes_user(const char *path)
{
    static const char *const ends[] = {"/sessionEvents", "/registerUser", "/listUsers",
                                       "/brokerages"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_in(path, ends[i]))
            return false;
    return true;
}

static void complete_query(struct draft *draft, const struct options *options,
                           const struct settings *settings)
{
    char timestamp[24];
    snprintf(timestamp, sizeof timestamp, "%" PRId64, (int64_t)time(NULL));
    if (draft->url.query != NULL) {
        draft->query.text = strdup(draft->url.query);
        draft->query.failed = draft->query.text == NULL;
    }
    if (!options->no_user && takes_user(draft->url.path)) {
        add_missing(draft, "userId", settings->values[SETTING_USER_ID]);
        add_missing(draft, "userSecret", settings->values[SETTING_USER_SECRET]);
    }
    if (ends_in(draft->url.path, "/sessionEvents"))
        add_missing(draft, "PartnerClientId", settings->values[SETTING_CLIENT_ID]);
    add_missing(draft, "clientId", settings->values[SETTING_CLIENT_ID]);
    add_missing(draft, "timestamp", timestamp);
}

/* The SDKs sign an empty object as no body. */
static const char *content(const struct draft *draft)
{
    return draft->body != NULL && strcmp(draft->body, "{}") == 0 ? NULL : draft->body;
}

static bool sign(struct draft *draft, const char *consumer_key)
{
    if (draft->query.failed)
        return false;
    const struct snaptrade_signed_request request = {
        .path = draft->url.path, .query = draft->query.text, .content = content(draft)};
    draft->canonical = snaptrade_canonical_string(&request, SNAPTRADE_ESCAPE_UTF8);
    return draft->canonical != NULL && snaptrade_sign(consumer_key, &request, draft->signature);
}

static void print_url(const struct draft *draft)
{
    printf("%s%s?%s", draft->url.origin, draft->url.path, draft->query.text);
}

/* As one word for the shell: what stands between single quotes. */
static void print_quoted(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
}

static void print_method(const char *method)
{
    if (strcmp(method, "HEAD") == 0)
        fputs(" --head", stdout);
    else if (strcmp(method, "GET") != 0)
        printf(" -X %s", method);
}

static void print_curl(const struct draft *draft)
{
    fputs("curl -sSig", stdout); /* no meter, but errors and headers; brackets are just that */
    print_method(draft->method);
    printf(" -H 'Signature: %s'", draft->signature);
    if (draft->body != NULL) {
        fputs(" -H 'Content-Type: application/json' --data-binary '", stdout);
        print_quoted(draft->body);
        putchar('\'');
    }
    fputs(" '", stdout);
    print_quoted(draft->url.origin);
    print_quoted(draft->url.path);
    putchar('?');
    print_quoted(draft->query.text);
    putchar('\'');
}

static void print(const struct draft *draft, enum sign_print what)
{
    bool all = what == PRINT_ALL;
    if (all || what == PRINT_CANONICAL)
        printf("%s%s\n", all ? "canonical string: " : "", draft->canonical);
    if (all || what == PRINT_SIGNATURE)
        printf("%s%s\n", all ? "signature: " : "", draft->signature);
    if (all || what == PRINT_URL) {
        fputs(all ? "url: " : "", stdout);
        print_url(draft);
        putchar('\n');
    }
    if (all || what == PRINT_CURL) {
        print_curl(draft);
        putchar('\n');
    }
}

static bool is_method(const char *text)
{
    size_t letters = 0;
    while (isupper((unsigned char)text[letters]))
        letters++;
    return letters > 0 && text[letters] == '\0';
}

/* Reads what the options name; on false `message` says what is wrong. */
static bool read_draft(const struct options *options, const char *base_url, struct draft *draft,
                       char *message, int size)
{
    draft->method = options->arguments[0];
    if (!is_method(draft->method)) {
        snprintf(message, (size_t)size, "METHOD must be capital letters, such as GET");
        return false;
    }
    return url_parse(options->arguments[1], base_url, &draft->url, message, size) &&
           (options->body == NULL || body_read(options->body, &draft->body, message, size));
}

enum exit_status sign_run(const struct options *options, const struct settings *settings)
{
    struct draft draft = {0};
    char message[512] = "";
    enum exit_status status = EXIT_USAGE;
    if (read_draft(options, settings->values[SETTING_BASE_URL], &draft, message,
                   (int)sizeof message)) {
        complete_query(&draft, options, settings);
        status = sign(&draft, settings->values[SETTING_CONSUMER_KEY]) ? EXIT_DONE : EXIT_NO_ANSWER;
        snprintf(message, sizeof message, "the request cannot be signed: out of memory");
    }
    if (status == EXIT_DONE)
        print(&draft, options->print);
    else
        fprintf(stderr, "snaptrade-client: %s\n", message);
    free(draft.canonical);
    free(draft.body);
    query_free(&draft.query);
    url_free(&draft.url);
    return status;
}
