/* The options of snaptrade-mock: from the command line, else from the environment, else defaults.
 * A table; --help is printed from it. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "log/access_log.h"

enum { OPTIONS_ADDRESS_SIZE = 64, OPTIONS_PATH_SIZE = 4096 };

enum { OPTIONS_LISTEN_MOST = 8 };

struct options_listen {
    char address[OPTIONS_ADDRESS_SIZE]; /* dotted IPv4 */
    int port;                           /* 0: any free one */
    bool tls, given_scheme;             /* the latter: http:// or https:// stood before it */
};

struct options {
    struct options_listen listen[OPTIONS_LISTEN_MOST]; /* the first is the one that is announced */
    size_t listen_count;
    bool listen_anew; /* the next one replaces what the environment says */
    char fixtures[OPTIONS_PATH_SIZE];
    bool check; /* load the fixtures and exit */
    int64_t clock_skew;
    bool strict;
    bool contract_2026_08;
    bool no_control, no_hints, visitors;
    const char *control_token_file, *public_url, *portal_url; /* NULL: none */
    int64_t journal, most_partners, most_waiting, most_body;
    int64_t rate_limit;          /* requests a minute of each partner; 0: no limit */
    int64_t seed;                /* of faults */
    int64_t reset_every;         /* seconds; 0: never */
    const char *webhook_url;     /* NULL: none */
    int64_t webhook_retry_delay; /* milliseconds */
    enum access_log_format log;
    bool log_given; /* its default depends on `command`, as does that of `listen` */
    int64_t threads;
    const char *ready_file; /* NULL: none */
    bool tls_self_signed;
    const char *tls_cert, *tls_key, *tls_ca; /* NULL: none */
    char **command; /* NULL: none; else what stands behind "--", ends in NULL */
};

enum options_result {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version was printed */
    OPTIONS_BAD   /* one line on stderr says which option is wrong */
};

/* Reads argv and the environment of the process. `default_fixtures` stands where --fixtures does
 * not. */
enum options_result options_read(int argc, char **argv, const char *default_fixtures,
                                 struct options *options);

#endif
