/* A ring of journal entries, oldest first, that holds one reference to each. No lock. */
#ifndef JOURNAL_RING_H
#define JOURNAL_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "journal_entry.h"

/* Zero-initialise it. */
struct journal_ring {
    struct journal_entry **slots;
    size_t capacity; /* 0 or a power of 2 */
    size_t first, count;
    size_t bytes; /* of the entries */
};

/* The entry at `place` from the oldest, below `count`. */
struct journal_entry *journal_ring_at(const struct journal_ring *ring, size_t place);

/* How many entries have an id below `id`. */
size_t journal_ring_below(const struct journal_ring *ring, uint64_t id);

/* Takes the caller's reference over. False: no memory, and all is as it was. */
bool journal_ring_push(struct journal_ring *ring, struct journal_entry *entry);

/* Takes the oldest out; its reference is the caller's. There is one. */
struct journal_entry *journal_ring_shift(struct journal_ring *ring);

/* Releases what is in it; the ring is as zero-initialised. */
void journal_ring_free(struct journal_ring *ring);

#endif
