/* Reading the journal: what matches a pattern, now or soon, and the last failure. */
#ifndef JOURNAL_LIST_H
#define JOURNAL_LIST_H

#include "../buffer.h"
#include "journal.h"
#include "journal_pattern.h"

/* Appends "entries":[...],"last":ID, the members of an object: the newest entries that match,
 * oldest first, and the newest id that the journal has had (0: none yet), to be the next "after".
 * When nothing matches and `wait` is not NULL, waits until something does or the wait is over, and
 * the list stays empty. No memory: out->failed. */
void journal_list(struct journal *journal, const struct journal_pattern *pattern,
                  struct journal_wait *wait, struct buffer *out);

/* Appends the newest request to us that was answered with 400 or above as JSON. False: there is
 * none. */
bool journal_last_failure(struct journal *journal, struct buffer *out);

#endif
