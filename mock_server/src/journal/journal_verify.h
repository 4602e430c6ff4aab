/* Verification: have there been as many requests of a kind as a test expects? */
#ifndef JOURNAL_VERIFY_H
#define JOURNAL_VERIFY_H

#include <cjson/cJSON.h>

#include "../buffer.h"
#include "journal.h"
#include "journal_pattern.h"

struct journal_expectation {
    struct journal_pattern pattern;
    size_t least, most;
};

/* Reads {"pattern":{...},"exactly":N} or "atLeast" and "atMost", by default atLeast 1; borrows the
 * pattern's texts. The document has passed json_check(). False: there is a problem at each thing
 * that is wrong. */
bool journal_expectation_read(struct journal_expectation *expectation, const cJSON *object,
                              struct problems *problems);

/* Whether the expectation holds. Appends {"holds":...,"count":N,"rows":[...]}: how many match, and
 * the newest 100 of them, oldest first. When too few do, also
 * "closest":[{"entry":...,"differs":["status"]}]: up to 5 others, those with the fewest filters
 * that do not match first, among them the newest first. */
bool journal_verify(struct journal *journal, const struct journal_expectation *expectation,
                    struct buffer *out);

#endif
