/* Whether the target can be reached, and lets us in: the first request of a run. */
#ifndef REACH_H
#define REACH_H

#include "snaptrade/models.h"

enum reach {
    REACH_NONE,    /* nothing answers there */
    REACH_ANSWERS, /* something does */
    REACH_REFUSED  /* it does not accept the credentials */
};

/* Asks for the user's connections. `why` says what went wrong, if anything did. */
enum reach reach_target(char why[SNAPTRADE_MESSAGE_SIZE]);

#endif
