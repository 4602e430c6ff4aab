#include "tls_options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tls/trial.h"
#include "whole_file.h"

enum { HOST_SIZE = 256, MOST_NAMES = OPTIONS_LISTEN_MOST + 8 };

static bool has_tls(const struct options *options)
{
    return options->tls_self_signed || options->tls_cert != NULL;
}

/* What does not go together; NULL: all does. */
static const char *find_problem(const struct options *options)
{
    bool by_scheme = false, any = false;
    for (size_t i = 0; i < options->listen_count; i++) {
        by_scheme = by_scheme || (options->listen[i].given_scheme && options->listen[i].tls);
        any = any || options->listen[i].tls;
    }
    const struct {
        bool wrong;
        const char *what;
    } rules[] = {
        {options->tls_cert != NULL && options->tls_key == NULL, "--tls-cert: --tls-key is missing"},
        {options->tls_key != NULL && options->tls_cert == NULL, "--tls-key: --tls-cert is missing"},
        {options->tls_self_signed && options->tls_cert != NULL,
         "--tls self-signed: not together with --tls-cert"},
        {options->tls_self_signed && options->tls_ca == NULL,
         "--tls self-signed: --tls-ca is missing, where its CA is to be written"},
        {options->tls_ca != NULL && !options->tls_self_signed,
         "--tls-ca: only together with --tls self-signed"},
        {by_scheme && !has_tls(options),
         "--listen https://: --tls-cert and --tls-key are missing, or --tls self-signed"},
        {has_tls(options) && !any, "--listen http://: none is left that speaks TLS"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].wrong)
            return rules[i].what;
    return NULL;
}

bool tls_options_settle(struct options *options)
{
    for (size_t i = 0; i < options->listen_count; i++)
        if (!options->listen[i].given_scheme)
            options->listen[i].tls = has_tls(options);
    const char *problem = find_problem(options);
    if (problem != NULL)
        fprintf(stderr, "snaptrade-mock: %s\n", problem);
    return problem == NULL;
}

/* Names that clients may know it by. */
struct names {
    const char *list[MOST_NAMES];
    size_t count;
    char room[3][HOST_SIZE];
    size_t used;
};

static void add_name(struct names *names, const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    if (*name == '\0' || name[strspn(name, allowed)] != '\0')
        return;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i], name) == 0)
            return;
    names->list[names->count++] = name;
}

/* The host of "https://host:port". */
static void add_host(struct names *names, const char *url)
{
    const char *slashes = url != NULL ? strstr(url, "://") : NULL;
    char *room = names->room[names->used];
    if (slashes == NULL)
        return;
    names->used++;
    snprintf(room, HOST_SIZE, "%.*s", (int)strcspn(slashes + 3, ":/"), slashes + 3);
    add_name(names, room);
}

static void add_own_name(struct names *names)
{
    char *room = names->room[names->used++];
    if (gethostname(room, HOST_SIZE - 1) == 0)
        add_name(names, room);
}

static void find_names(const struct options *options, struct names *names)
{
    *names = (struct names){0};
    add_name(names, "localhost");
    add_name(names, "127.0.0.1");
    for (size_t i = 0; i < options->listen_count; i++)
        add_name(names, options->listen[i].address);
    add_own_name(names);
    add_host(names, options->public_url);
    add_host(names, options->portal_url);
}

static struct tls_identity *find_identity(const struct options *options, char error[TLS_ERROR_SIZE])
{
    time_t now = time(NULL);
    struct names names;
    if (!options->tls_self_signed)
        return tls_identity_load(options->tls_cert, options->tls_key, now, error);
    find_names(options, &names);
    snprintf(error, TLS_ERROR_SIZE, "--tls self-signed: OpenSSL cannot make it");
    return tls_identity_make(names.list, names.count, now);
}

bool tls_options_apply(const struct options *options, struct tls_identity **identity)
{
    char error[TLS_ERROR_SIZE];
    *identity = NULL;
    if (!has_tls(options))
        return true;
    *identity = find_identity(options, error);
    if (*identity != NULL && tls_trial(*identity, error))
        return true;
    fprintf(stderr, "snaptrade-mock: %s%s\n",
            *identity == NULL          ? ""
            : options->tls_self_signed ? "--tls self-signed: "
                                       : "--tls-cert: ",
            error);
    tls_identity_free(*identity);
    *identity = NULL;
    return false;
}

bool tls_options_tell(const struct options *options, const struct tls_identity *identity)
{
    if (!options->tls_self_signed || whole_file_write(options->tls_ca, tls_identity_ca(identity)))
        return true;
    int number = errno;
    fprintf(stderr, "snaptrade-mock: --tls-ca %s: %s\n", options->tls_ca, strerror(number));
    return false;
}
