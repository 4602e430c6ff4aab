#include "journal_ring.h"

#include <stdlib.h>

enum { LEAST_CAPACITY = 16 };

static struct journal_entry **slot(const struct journal_ring *ring, size_t place)
{
    return &ring->slots[(ring->first + place) & (ring->capacity - 1)];
}

struct journal_entry *journal_ring_at(const struct journal_ring *ring, size_t place)
{
    return *slot(ring, place);
}

size_t journal_ring_below(const struct journal_ring *ring, uint64_t id)
{
    size_t low = 0, high = ring->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (journal_ring_at(ring, middle)->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool grow(struct journal_ring *ring)
{
    size_t capacity = ring->capacity == 0 ? LEAST_CAPACITY : ring->capacity * 2;
    struct journal_entry **slots = calloc(capacity, sizeof(struct journal_entry *));
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < ring->count; i++)
        slots[i] = *slot(ring, i);
    free(ring->slots);
    ring->slots = slots;
    ring->capacity = capacity;
    ring->first = 0;
    return true;
}

bool journal_ring_push(struct journal_ring *ring, struct journal_entry *entry)
{
    if (ring->count == ring->capacity && !grow(ring))
        return false;
    *slot(ring, ring->count++) = entry;
    ring->bytes += entry->size;
    return true;
}

struct journal_entry *journal_ring_shift(struct journal_ring *ring)
{
    struct journal_entry *oldest = *slot(ring, 0);
    ring->first = (ring->first + 1) & (ring->capacity - 1);
    ring->count--;
    ring->bytes -= oldest->size;
    return oldest;
}

void journal_ring_free(struct journal_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        journal_entry_release(*slot(ring, i));
    free(ring->slots);
    *ring = (struct journal_ring){0};
}
