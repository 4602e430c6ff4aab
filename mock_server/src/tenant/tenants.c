#include "tenants.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "../request_locks.h"

enum { USE_STEP = 100000, GRACE = 60000000 }; /* microseconds */

struct entry {
    struct tenant *tenant;
    UT_hash_handle hh; /* by clientId */
};

struct tenants {
    struct read_lock lock;
    struct journal_book *book;
    unsigned rate_limit;
    struct fault_book *faults;
    struct entry *entries;
    size_t mortal; /* how many of them can expire */
};

struct tenants *tenants_new(struct journal_book *book, struct fault_book *faults,
                            unsigned rate_limit)
{
    struct tenants *tenants = calloc(1, sizeof *tenants);
    if (tenants == NULL || !read_lock_init(&tenants->lock)) {
        free(tenants);
        return NULL;
    }
    tenants->book = book;
    tenants->rate_limit = rate_limit;
    tenants->faults = faults;
    return tenants;
}

static void drop(struct tenants *tenants, struct entry *entry)
{
    HASH_DEL(tenants->entries, entry);
    tenants->mortal -= entry->tenant->ttl > 0 ? 1 : 0;
    journal_end(entry->tenant->journal);
    faults_close(&entry->tenant->faults);
    webhook_end(entry->tenant->webhook);
    tenant_release(entry->tenant);
    free(entry);
}

void tenants_free(struct tenants *tenants)
{
    struct entry *entry, *next;
    if (tenants == NULL)
        return;
    HASH_ITER(hh, tenants->entries, entry, next)
    drop(tenants, entry);
    read_lock_end(&tenants->lock);
    free(tenants);
}

void tenant_release(struct tenant *tenant)
{
    if (tenant == NULL || atomic_fetch_sub(&tenant->holders, 1) != 1)
        return;
    webhook_release(tenant->webhook);
    journal_release(tenant->journal);
    limit_end(&tenant->limit);
    faults_end(&tenant->faults);
    free(tenant);
}

static struct tenant *new_tenant(struct tenants *tenants, const char *client_id, const char *token)
{
    struct tenant *tenant = calloc(1, sizeof *tenant);
    if (tenant == NULL || !limit_start(&tenant->limit)) {
        free(tenant);
        return NULL;
    }
    atomic_init(&tenant->holders, 1);
    snprintf(tenant->client_id, sizeof tenant->client_id, "%s", client_id);
    snprintf(tenant->token, sizeof tenant->token, "%s", token);
    tenant->journal = journal_new(tenants->book);
    tenant->webhook = tenant->journal != NULL ? webhook_new(client_id, tenant->journal) : NULL;
    if (tenant->webhook != NULL && limit_set(&tenant->limit, tenants->rate_limit) &&
        faults_begin(&tenant->faults, tenants->faults))
        return tenant;
    webhook_release(tenant->webhook);
    journal_release(tenant->journal);
    limit_end(&tenant->limit);
    free(tenant);
    return NULL;
}

static struct entry *entry_of(const struct tenants *tenants, const char *client_id)
{
    struct entry *entry;
    HASH_FIND(hh, tenants->entries, client_id, strlen(client_id), entry);
    return entry;
}

/* Under the lock; takes the tenant over when it returns true. */
static bool insert(struct tenants *tenants, struct tenant *tenant)
{
    struct entry *entry =
        entry_of(tenants, tenant->client_id) == NULL ? calloc(1, sizeof *entry) : NULL;
    if (entry == NULL)
        return false;
    entry->tenant = tenant;
    HASH_ADD_KEYPTR(hh, tenants->entries, tenant->client_id, strlen(tenant->client_id), entry);
    if (entry->hh.tbl == NULL) {
        free(entry);
        return false;
    }
    tenants->mortal += tenant->ttl > 0 ? 1 : 0;
    return true;
}

bool tenants_add(struct tenants *tenants, const char *client_id, const char *token, int64_t ttl,
                 int64_t now)
{
    struct tenant *tenant = new_tenant(tenants, client_id, token);
    if (tenant == NULL)
        return false;
    tenant->ttl = ttl;
    atomic_init(&tenant->last_used, now);
    atomic_init(&tenant->last_used_own, now);
    read_lock_write(&tenants->lock);
    bool added = insert(tenants, tenant);
    read_lock_written(&tenants->lock);
    if (!added)
        tenant_release(tenant);
    return added;
}

void tenants_remove(struct tenants *tenants, const char *client_id)
{
    read_lock_write(&tenants->lock);
    struct entry *entry = entry_of(tenants, client_id);
    if (entry != NULL)
        drop(tenants, entry);
    read_lock_written(&tenants->lock);
}

size_t tenants_count(struct tenants *tenants, bool mortal)
{
    pthread_rwlock_t *reading = read_lock_read(&tenants->lock);
    size_t count = mortal ? tenants->mortal : HASH_COUNT(tenants->entries);
    pthread_rwlock_unlock(reading);
    return count;
}

struct following {
    struct tenants *tenants;
    bool failed;
};

static void follow_partner(void *context, const struct store_partner *partner)
{
    struct following *following = context;
    struct tenant *known = tenants_find(following->tenants, partner->client_id);
    if (known == NULL && !tenants_add(following->tenants, partner->client_id, "", 0, 0))
        following->failed = true;
    tenant_release(known);
}

bool tenants_welcome(struct tenants *tenants, struct store *store)
{
    struct following following = {.tenants = tenants};
    return store_visit_partners(store, follow_partner, &following) == STORE_OK && !following.failed;
}

void tenants_dismiss(struct tenants *tenants, struct store *store)
{
    struct entry *entry, *next;
    struct store_partner partner;
    read_lock_write(&tenants->lock);
    HASH_ITER(hh, tenants->entries, entry, next)
    {
        if (!store_find_partner(store, entry->tenant->client_id, &partner))
            drop(tenants, entry);
    }
    read_lock_written(&tenants->lock);
}

struct tenant *tenants_find(struct tenants *tenants, const char *client_id)
{
    pthread_rwlock_t *reading = read_lock_read(&tenants->lock);
    const struct entry *entry = entry_of(tenants, client_id);
    struct tenant *tenant = entry != NULL ? entry->tenant : NULL;
    if (tenant != NULL)
        atomic_fetch_add(&tenant->holders, 1);
    pthread_rwlock_unlock(reading);
    return tenant;
}

/* Not written each time: many threads read it. A clock may have been moved either way. */
static void note(atomic_int_least64_t *last, int64_t now)
{
    int64_t since = now - atomic_load_explicit(last, memory_order_relaxed);
    if (since > USE_STEP || since < -USE_STEP)
        atomic_store_explicit(last, now, memory_order_relaxed);
}

void tenant_use(struct tenant *tenant, int64_t now)
{
    if (tenant->ttl == 0)
        return;
    note(&tenant->last_used, now);
    note(&tenant->last_used_own, clock_read(&tenant->clock, now));
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t tenant_left(struct tenant *tenant, int64_t now)
{
    int64_t idle = now - atomic_load(&tenant->last_used);
    int64_t own_idle = clock_read(&tenant->clock, now) - atomic_load(&tenant->last_used_own);
    int64_t left = tenant->ttl - (idle > own_idle ? idle : own_idle);
    int64_t grace = least(tenant->ttl, GRACE) - idle;
    return left > grace ? left : grace;
}

void tenants_expire(struct tenants *tenants, int64_t now,
                    void (*removed)(void *context, const char *client_id), void *context)
{
    struct entry *entry, *next;
    read_lock_write(&tenants->lock);
    HASH_ITER(hh, tenants->entries, entry, next)
    {
        if (entry->tenant->ttl == 0 || tenant_left(entry->tenant, now) >= 0)
            continue;
        removed(context, entry->tenant->client_id);
        drop(tenants, entry);
    }
    read_lock_written(&tenants->lock);
}
