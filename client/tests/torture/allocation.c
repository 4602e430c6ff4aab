#include "allocation.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <dirent.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 1 << 16, HASH_SHIFT = 4 };

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
FILE *__real_fopen(const char *path, const char *mode);
DIR *__real_opendir(const char *path);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *context), void *context);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
FILE *__wrap_fopen(const char *path, const char *mode);
ssize_t __real_getline(char **line, size_t *size, FILE *file);
ssize_t __wrap_getline(char **line, size_t *size, FILE *file);
DIR *__wrap_opendir(const char *path);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *context), void *context);
void __sanitizer_print_stack_trace(void) __attribute__((weak));

/* Where a block stands, and the how-manieth allocation it was. Removed ones keep their place. */
struct place {
    void *block;
    size_t number;
    bool of_openssl;
};
static struct place places[PLACES];
static size_t used_places[PLACES]; /* the first `used` of them: few trials use many */
static char removed;               /* its address stands for what was there */
static size_t used, numbers;
static size_t left, left_to_openssl;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static _Thread_local bool concerned, in_openssl;
static bool shows_failures;
static size_t shown;
static size_t first_to_fail, seen, failures, failures_of_openssl;
static bool all_after, passes_on;

static size_t hash(const void *block)
{
    return (size_t)(((uintptr_t)block >> HASH_SHIFT) * UINT64_C(0x9E3779B97F4A7C15) >> 32) % PLACES;
}

static void show(const char *what)
{
    fprintf(stderr, "%s:\n", what);
    if (__sanitizer_print_stack_trace != NULL)
        __sanitizer_print_stack_trace();
}

static void remember(void *block)
{
    if (!concerned || block == NULL)
        return;
    pthread_mutex_lock(&lock);
    if (used == PLACES)
        abort(); /* a scenario with so many allocations needs more places */
    size_t at = hash(block);
    while (places[at].block != NULL && places[at].block != &removed)
        at = (at + 1) % PLACES;
    if (places[at].block == NULL)
        used_places[used++] = at;
    places[at] = (struct place){block, ++numbers, in_openssl};
    *(in_openssl ? &left_to_openssl : &left) += 1;
    bool is_shown = numbers == shown;
    pthread_mutex_unlock(&lock);
    if (is_shown)
        show("allocated");
}

static void forget(const void *block)
{
    if (block == NULL)
        return;
    pthread_mutex_lock(&lock);
    for (size_t at = hash(block); used > 0 && places[at].block != NULL; at = (at + 1) % PLACES)
        if (places[at].block == block) {
            places[at].block = &removed;
            *(places[at].of_openssl ? &left_to_openssl : &left) -= 1;
            break;
        }
    pthread_mutex_unlock(&lock);
}

static bool fails(void)
{
    if (!concerned || first_to_fail == 0)
        return false;
    seen++;
    if (seen != first_to_fail && (seen < first_to_fail || !all_after))
        return false;
    failures++;
    failures_of_openssl += in_openssl;
    if (shows_failures)
        show("failed");
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    void *block = fails() ? NULL : __real_malloc(size);
    remember(block);
    return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *block = fails() ? NULL : __real_calloc(count, size);
    remember(block);
    return block;
}

void *__wrap_realloc(void *block, size_t size)
{
    if (fails())
        return NULL;
    forget(block);
    void *moved = __real_realloc(block, size);
    remember(moved);
    return moved;
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}

char *__wrap_strndup(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    char *copy = __wrap_malloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    return fails() ? NULL : __real_fopen(path, mode);
}

/* Its line is libc's own, and not remembered. */
ssize_t __wrap_getline(char **line, size_t *size, FILE *file)
{
    return *line == NULL && fails() ? -1 : __real_getline(line, size, file);
}

DIR *__wrap_opendir(const char *path)
{
    return fails() ? NULL : __real_opendir(path);
}

struct beginning {
    void *(*run)(void *context);
    void *context;
};

static void *begin_concerned(void *context)
{
    struct beginning beginning = *(struct beginning *)context;
    __real_free(context);
    concerned = true;
    return beginning.run(beginning.context);
}

static int create_concerned(pthread_t *thread, const pthread_attr_t *attributes,
                            void *(*run)(void *context), void *context)
{
    struct beginning *beginning = __real_malloc(sizeof *beginning);
    if (beginning == NULL)
        abort();
    *beginning = (struct beginning){run, context};
    return __real_pthread_create(thread, attributes, begin_concerned, beginning);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *context), void *context)
{
    if (passes_on)
        return create_concerned(thread, attributes, run, context);
    return fails() ? EAGAIN : __real_pthread_create(thread, attributes, run, context);
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    in_openssl = true;
    void *block = __wrap_malloc(size);
    in_openssl = false;
    return block;
}

static void *openssl_realloc(void *block, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    in_openssl = true;
    void *moved = __wrap_realloc(block, size);
    in_openssl = false;
    return moved;
}

static void openssl_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    __wrap_free(block);
}

void allocation_take_over(void)
{
    cJSON_Hooks hooks = {__wrap_malloc, __wrap_free};
    cJSON_InitHooks(&hooks);
    if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1 ||
        curl_global_init_mem(CURL_GLOBAL_DEFAULT, __wrap_malloc, __wrap_free, __wrap_realloc,
                             __wrap_strdup, __wrap_calloc) != CURLE_OK)
        abort();
}

void allocation_pass_on(void)
{
    concerned = false;
    passes_on = true;
}

void allocation_start(void)
{
    concerned = true;
    passes_on = false;
    pthread_mutex_lock(&lock);
    while (used > 0)
        places[used_places[--used]] = (struct place){NULL, 0, false};
    numbers = left = left_to_openssl = 0;
    pthread_mutex_unlock(&lock);
    first_to_fail = failures_of_openssl = 0;
}

void allocation_fail(size_t first, bool and_all_after)
{
    seen = failures = 0;
    all_after = and_all_after;
    first_to_fail = first;
}

size_t allocation_relent(size_t *failed)
{
    first_to_fail = 0;
    *failed = failures;
    return seen;
}

/* OpenSSL 3.0 itself leaks when it runs out: HMAC_CTX_new(), EVP_MD_CTX_copy_ex(). */
size_t allocation_left(size_t *first)
{
    *first = 0;
    ERR_clear_error(); /* it keeps a list of those of a thread */
    pthread_mutex_lock(&lock);
    bool forgives = failures_of_openssl > 0;
    size_t count = left + (forgives ? 0 : left_to_openssl);
    for (size_t i = 0; count > 0 && i < used; i++) {
        const struct place *place = &places[used_places[i]];
        if (place->block != &removed && !(forgives && place->of_openssl) &&
            (*first == 0 || place->number < *first))
            *first = place->number;
    }
    pthread_mutex_unlock(&lock);
    return count;
}

void allocation_show(size_t number, bool failures_too)
{
    shown = number;
    shows_failures = failures_too;
}
