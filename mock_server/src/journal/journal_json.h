/* Entries of the journal as JSON. */
#ifndef JOURNAL_JSON_H
#define JOURNAL_JSON_H

#include "../buffer.h"
#include "journal_entry.h"

/* Appends one entry as an object. Bytes that are not UTF-8 stand as the four characters \xNN. */
void journal_json_entry(const struct journal_entry *entry, struct buffer *out);

/* Appends entries as an array, from the last of these to the first: they are held newest first,
 * and shown oldest first. */
void journal_json_entries(struct journal_entry *const *entries, size_t count, struct buffer *out);

#endif
