/* Mistakes in which parameters the query that was signed has, and in which order. */
#include "mistakes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parameters.h"

enum { MOST_SECONDS_OFF = 10, MOST_REORDERED = 8, MILLI = 1000 };

bool mistake_query_question_mark(struct search *search)
{
    return search_query(search, search_format(search, "?%s", search->query));
}

bool mistake_query_empty(struct search *search)
{
    return search_query(search, "");
}

static bool is_joined(struct search *search, const struct parameters *parameters)
{
    char *room = search_room(search, strlen(search->query) + 1);
    if (room != NULL)
        parameters_join(parameters, room);
    return search_query(search, room);
}

static int by_text(const struct parameter *a, const struct parameter *b)
{
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shorter);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int by_name(const struct parameter *a, const struct parameter *b)
{
    return by_text(&(struct parameter){a->text, a->name_length, a->name_length},
                   &(struct parameter){b->text, b->name_length, b->name_length});
}

static int by_letters(const struct parameter *a, const struct parameter *b)
{
    size_t shorter = a->name_length < b->name_length ? a->name_length : b->name_length;
    int order = strncasecmp(a->text, b->text, shorter);
    return order != 0 ? order
                      : (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

static void move(struct parameters *parameters, size_t from, size_t to)
{
    struct parameter moved = parameters->items[from], *items = parameters->items;
    if (from < to)
        memmove(items + from, items + from + 1, (to - from) * sizeof *items);
    else
        memmove(items + to + 1, items + to, (from - to) * sizeof *items);
    items[to] = moved;
}

/* Stable, as the sorts of most languages are. */
static void sort(struct parameters *parameters,
                 int (*compare)(const struct parameter *, const struct parameter *))
{
    for (size_t i = 1; i < parameters->count; i++) {
        size_t to = i;
        while (to > 0 && compare(&parameters->items[to - 1], &parameters->items[i]) > 0)
            to--;
        move(parameters, i, to);
    }
}

bool mistake_query_sorted(struct search *search)
{
    int (*const orders[])(const struct parameter *, const struct parameter *) = {by_text, by_name,
                                                                                 by_letters};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct parameters parameters;
        parameters_read(search->query, &parameters);
        sort(&parameters, orders[i]);
        if (parameters.count > 1 && is_joined(search, &parameters))
            return true;
    }
    return false;
}

/* One parameter elsewhere, or the first ones behind the others. */
bool mistake_query_other_order(struct search *search)
{
    struct parameters sent;
    parameters_read(search->query, &sent);
    for (size_t from = 0; sent.count <= MOST_REORDERED && from < sent.count; from++) {
        struct parameters rotated = sent;
        for (size_t i = 0; i < from; i++)
            move(&rotated, 0, sent.count - 1);
        if (is_joined(search, &rotated))
            return true;
        for (size_t to = 0; to < sent.count; to++) {
            struct parameters moved = sent;
            move(&moved, from, to);
            if (is_joined(search, &moved))
                return true;
        }
    }
    return false;
}

/* Those without the names; false when all have one, or none. */
static bool is_without(struct search *search, const char *const *names, size_t count)
{
    struct parameters sent, left = {.count = 0};
    parameters_read(search->query, &sent);
    for (size_t i = 0; i < sent.count; i++) {
        bool named = false;
        for (size_t name = 0; name < count; name++)
            named = named || parameter_has_name(&sent.items[i], names[name]);
        if (!named)
            left.items[left.count++] = sent.items[i];
    }
    return left.count > 0 && left.count < sent.count && is_joined(search, &left);
}

bool mistake_query_without_timestamp(struct search *search)
{
    static const char *const names[] = {"timestamp"};
    return is_without(search, names, 1);
}

bool mistake_query_without_user(struct search *search)
{
    static const char *const names[] = {"userId", "userSecret"};
    return is_without(search, names, 2);
}

/* Those that were signed are the first ones, the last ones, all but one, or not the partner's. */
bool mistake_query_parameters_added(struct search *search)
{
    static const char *const partner[] = {"clientId", "timestamp"};
    struct parameters sent;
    parameters_read(search->query, &sent);
    for (size_t i = 0; i < sent.count; i++) {
        struct parameters first = sent, last = sent, others = sent;
        first.count = i;
        last.count -= i;
        memmove(last.items, sent.items + i, last.count * sizeof *last.items);
        move(&others, i, sent.count - 1);
        others.count--;
        if ((i > 0 && (is_joined(search, &first) || is_joined(search, &last))) ||
            (sent.count > 1 && is_joined(search, &others)))
            return true;
    }
    return is_without(search, partner, 2);
}

/* The query with another timestamp. */
static bool has_timestamp(struct search *search, int64_t timestamp)
{
    struct parameters parameters;
    parameters_read(search->query, &parameters);
    const struct parameter *sent = parameters_find(&parameters, "timestamp");
    if (sent == NULL)
        return false;
    int before = (int)(sent->text - search->query);
    return search_query(search, search_format(search, "%.*stimestamp=%" PRId64 "%s", before,
                                              search->query, timestamp, sent->text + sent->length));
}

bool mistake_timestamp_differs(struct search *search)
{
    int64_t sent = strtoll(search->timestamp, NULL, 10);
    for (int64_t off = 1; off <= MOST_SECONDS_OFF; off++)
        if (has_timestamp(search, sent - off) || has_timestamp(search, sent + off))
            return true;
    return false;
}

bool mistake_timestamp_signed_in_other_unit(struct search *search)
{
    int64_t sent = strtoll(search->timestamp, NULL, 10);
    return has_timestamp(search, sent * MILLI) || has_timestamp(search, sent / MILLI);
}
