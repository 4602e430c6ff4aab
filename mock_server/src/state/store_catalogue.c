/* Brokerages and scenarios: what all partners share. */
#include "store_inside.h"

#include <stdlib.h>
#include <string.h>

static struct catalogue_entry *find(struct catalogue_entry *table, const char *name)
{
    struct catalogue_entry *entry;
    HASH_FIND(hh, table, name, strlen(name), entry);
    return entry;
}

static struct catalogue_entry *new_entry(const char *name, const char *json)
{
    size_t name_size = strlen(name) + 1, length = strlen(json);
    struct catalogue_entry *entry = calloc(1, sizeof *entry + name_size + length + 1);
    if (entry == NULL)
        return NULL;
    char *text = (char *)(entry + 1);
    entry->name = memcpy(text, name, name_size);
    entry->json = memcpy(text + name_size, json, length + 1);
    entry->length = length;
    return entry;
}

static enum store_result add(struct store *store, struct catalogue_entry **table, const char *name,
                             const char *json)
{
    struct catalogue_entry *added = new_entry(name, json);
    if (added == NULL)
        return STORE_NO_MEMORY;
    enum store_result result = STORE_DUPLICATE;
    read_lock_write(&store->lock);
    if (find(*table, name) == NULL) {
        HASH_ADD_KEYPTR(hh, *table, added->name, strlen(added->name), added);
        result = added->hh.tbl != NULL ? STORE_OK : STORE_NO_MEMORY;
    }
    read_lock_written(&store->lock);
    if (result != STORE_OK)
        free(added);
    return result;
}

void store_free_catalogue(struct catalogue_entry **table)
{
    struct catalogue_entry *entry, *next;
    HASH_ITER(hh, *table, entry, next)
    {
        HASH_DEL(*table, entry);
        free(entry);
    }
}

enum store_result store_add_brokerage(struct store *store, const char *slug, const char *json)
{
    return add(store, &store->brokerages, slug, json);
}

enum store_result store_add_scenario(struct store *store, const char *name, const char *json)
{
    return add(store, &store->scenarios, name, json);
}

/* A hash's head is what was added first. The table is read under the lock. */
static enum store_result get(struct store *store, struct catalogue_entry *const *table,
                             const char *name, struct buffer *out)
{
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    const struct catalogue_entry *entry = name != NULL ? find(*table, name) : *table;
    if (entry != NULL)
        buffer_append(out, entry->json, entry->length);
    pthread_rwlock_unlock(reading);
    return entry != NULL ? STORE_OK : STORE_NOT_FOUND;
}

enum store_result store_get_brokerage(struct store *store, const char *slug, struct buffer *out)
{
    return get(store, &store->brokerages, slug, out);
}

enum store_result store_get_scenario(struct store *store, const char *name, struct buffer *out)
{
    return get(store, &store->scenarios, name, out);
}

/* The table is read under the lock. */
static enum store_result list(struct store *store, struct catalogue_entry *const *table,
                              struct buffer *out)
{
    const char *separator = "[";
    pthread_rwlock_t *reading = read_lock_read(&store->lock);
    for (const struct catalogue_entry *entry = *table; entry != NULL; entry = entry->hh.next) {
        buffer_append_text(out, separator);
        buffer_append(out, entry->json, entry->length);
        separator = ",";
    }
    pthread_rwlock_unlock(reading);
    buffer_append_text(out, *separator == '[' ? "[]" : "]");
    return STORE_OK;
}

enum store_result store_list_brokerages(struct store *store, struct buffer *out)
{
    return list(store, &store->brokerages, out);
}

enum store_result store_list_scenarios(struct store *store, struct buffer *out)
{
    return list(store, &store->scenarios, out);
}
