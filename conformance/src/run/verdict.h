/* What was found out about each requirement, and about all of them: what reports are made of. */
#ifndef VERDICT_H
#define VERDICT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../catalogue/requirement.h"
#include "proof.h"

enum verdict {
    PASSED,
    FAILED,
    EXPECTED_FAILURE, /* it failed, and a known-failures file says so */
    UNEXPECTED_PASS,  /* it passed, and that file says that it fails */
    NOT_JUDGED,       /* the target cannot be judged by it */
    WITHDRAWN,        /* the target no longer has the call, which SnapTrade withdrew */
    NON_STRICT,       /* an SDK passes, but only since the mock is lenient */
    UNSUPPORTED,      /* an SDK has no such call */
    ADAPTER_ERROR     /* its adapter hung, died, flooded or wrote what is no answer */
};
enum { VERDICTS = ADAPTER_ERROR + 1 };

/* "passed", "failed", "expected failure" ...; and as one lower-case word with hyphens. */
const char *verdict_words(enum verdict verdict);
const char *verdict_name(enum verdict verdict);

struct result {
    const struct area *area;
    const struct requirement *row;
    enum verdict verdict;
    char *message; /* why not just passed; NULL: passed. Without secrets, as all below */
    char *expected, *received; /* how they differ; NULL: the message says it all */
    cJSON *exchange;           /* the one that failed, see record.h; NULL: there is none */
    const char *known_reason;  /* what the known-failures file says; NULL: nothing */
    size_t runs, failures;     /* of one requirement, when all are repeated */
    int64_t microseconds;      /* of all runs */
};

struct verdicts {
    const char *target; /* what is judged, in words or as a URL */
    const char *when;   /* RFC 3339, UTC */
    bool assumed;       /* assumptions were judged too */
    struct proof proof; /* of the catalogue */
    struct result *results;
    size_t count, room;
    size_t counts[VERDICTS];
    size_t left_out; /* assumptions that nobody asked for */
    size_t not_run;  /* since an earlier one failed, or the target could not be started */
    int64_t microseconds;
};

/* Whether nothing speaks against the target, as far as it was judged. */
bool verdicts_conform(const struct verdicts *verdicts);

/* How many were judged. */
size_t verdicts_judged(const struct verdicts *verdicts);

/* Takes over what `result` points to. False: no memory. */
bool verdicts_add(struct verdicts *verdicts, const struct result *result);
void result_free(struct result *result);
void verdicts_free(struct verdicts *verdicts);

#endif
