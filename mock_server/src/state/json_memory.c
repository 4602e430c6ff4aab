#include "json_memory.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdlib.h>

static _Thread_local bool failed;

static void *take(size_t size)
{
    void *block = malloc(size);
    failed = failed || block == NULL;
    return block;
}

static void take_over(void)
{
    cJSON_Hooks hooks = {take, free};
    cJSON_InitHooks(&hooks);
}

void json_memory_watch(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, take_over);
}

void json_memory_forget(void)
{
    failed = false;
}

void json_memory_lack(void)
{
    failed = true;
}

bool json_memory_failed(void)
{
    return failed;
}
