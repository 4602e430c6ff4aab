/* The command line of snaptrade-conformance. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "catalogue/listing.h"
#include "report/choices.h"

enum { MOST_TAGS = 32 };

enum exit_status { EXIT_CONFORMS = 0, EXIT_FAILS = 1, EXIT_USAGE = 2, EXIT_UNREACHABLE = 3 };

enum flag { LIVE_TARGET, DISPOSABLE, DRY_RUN, VERBOSE, LIST, FAIL_FAST, FLAGS };

struct options {
    const char *url; /* NULL: a server of our own for each requirement */
    const char *mock;
    const char *config, *ca_file, *allow_delete, *expect;
    int flags[FLAGS]; /* 1: given */
    bool level_given;
    listing_writer *format;
    struct report_choices reports;
    const char *tags[MOST_TAGS];
    struct selection selection;
    double seconds; /* for one requirement */
    unsigned repeat;
};

/* Fills `options`; environment and defaults fill what is not given. Reads the settings of the
 * target, if it is to be somebody's. False: the program ends with *status, since help was asked
 * for, or something is wrong and stderr says what. */
bool options_read(struct options *options, int argc, char **argv, int *status);

/* Where snaptrade-mock lies when it lies beside this program. */
const char *mock_beside(void);

#endif
