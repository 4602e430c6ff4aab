#include "webhook_curl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* What <curl/curl.h> describes, since 2006. */
static const char library_name[] = "libcurl.so.4";

/* ISO C knows no way from a pointer to a function. */
static bool find(void *library, const char *name, void *place, size_t size)
{
    void *found = dlsym(library, name);
    memcpy(place, &found, size);
    return found != NULL;
}

bool webhook_curl_load(struct webhook_curl *curl)
{
    void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    bool good = library != NULL;
#define FIND(name) good = good && find(library, "curl_" #name, &curl->name, sizeof curl->name);
    WEBHOOK_CURL_FUNCTIONS(FIND)
#undef FIND
    if (!good)
        fprintf(stderr, "snaptrade-mock: webhooks cannot be posted: %s\n", dlerror());
    return good;
}
