/* Judges an SDK without an adapter: somebody's own program, such as a test suite, makes its calls
 * to a mock of ours, and each request is held against what the wire alone can tell.
 *
 * Which calls are made, and with what, nobody knows before. A requirement whose call is never seen
 * is not judged, nor is one that looks at what the caller was given. */
#ifndef WATCH_H
#define WATCH_H

#include "command.h"
#include "score.h"

struct watch {
    struct score_options options; /* its command is the program; fail_fast and begins are unused */
    double seconds;               /* for the program; 0: any time */
    /* What came of it. */
    size_t requests; /* that were judged */
    size_t others;   /* of them: of none of the calls */
    size_t missed;   /* more came than could be looked at */
    struct command_end end;
};

enum watch_end {
    WATCH_DONE,
    WATCH_UNREACHABLE, /* the mock does not start, or makes no partner; stderr says why */
    WATCH_NO_COMMAND,  /* it does not start; stderr says why */
    WATCH_NO_MEMORY
};

enum watch_end watch_judge(struct watch *watch, struct verdicts *verdicts);

#endif
