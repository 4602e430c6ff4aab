#include "ca_file.h"

#include <stdlib.h>

const char *ca_file_of_environment(void)
{
    static const char *const names[] = {"SNAPTRADE_CA_FILE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *file = getenv(names[i]);
        if (file != NULL && *file != '\0')
            return file;
    }
    return NULL;
}
