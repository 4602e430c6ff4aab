/* What several reports say alike. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include <stdio.h>

#include "../run/verdict.h"

/* "conforms", "does not conform", "was not judged", "was not judged to the end": what the target
 * does, as the end of a sentence. */
const char *summary_conclusion(const struct verdicts *verdicts);

/* The verdict that has the colour of that. */
enum verdict summary_verdict(const struct verdicts *verdicts);

/* That some of the failures are of assumptions, and so break no rule of SnapTrade's, as a sentence;
 * nothing when none is. */
void summary_write_assumptions(const struct verdicts *verdicts, const char *before,
                               const char *behind, FILE *out);

/* How many requirements are proven able to fail, as a sentence; nothing when that is not known. */
void summary_write_proof(const struct verdicts *verdicts, const char *before, const char *behind,
                         FILE *out);

/* Counts the results of an area, per verdict, and returns how many there are. */
size_t summary_area(const struct verdicts *verdicts, const struct area *area,
                    size_t counts[VERDICTS]);

/* The areas of what was judged, in that order: the first for NULL, NULL behind the last. */
const struct area *summary_next_area(const struct verdicts *verdicts, const struct area *area);

/* Whether it was skipped: neither good nor bad. */
bool summary_is_skipped(const struct result *result);

/* Whether its answer was not what it should have been, known or not. */
bool summary_is_failure(const struct result *result);

/* A text of its exchange, by the names of record.h; NULL: there is none. */
const char *summary_exchange_text(const struct result *result, const char *name);

double summary_seconds(int64_t microseconds);

#endif
