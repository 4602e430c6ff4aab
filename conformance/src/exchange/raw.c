#include "raw.h"

#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../target/elapsed.h"

enum { PIECE = 4096 };

/* False: the time is up. */
static bool wait_for(CURL *curl, short events, int64_t end)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    int64_t left = end - elapsed_ms();
    curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &socket);
    struct pollfd ready = {.fd = socket, .events = events};
    return left > 0 && poll(&ready, 1, (int)left) > 0;
}

static bool send_all(CURL *curl, const char *request, int64_t end)
{
    size_t length = strlen(request), sent = 0;
    while (length > 0) {
        CURLcode result = curl_easy_send(curl, request, length, &sent);
        if (result == CURLE_AGAIN && wait_for(curl, POLLOUT, end))
            continue;
        if (result != CURLE_OK)
            return false;
        request += sent;
        length -= sent;
    }
    return true;
}

/* Until the server closes, or the time is up. */
static char *read_all(CURL *curl, int64_t end, size_t *length)
{
    char *bytes = calloc(1, 1);
    *length = 0;
    for (size_t got = 0; bytes != NULL;) {
        char piece[PIECE];
        CURLcode result = curl_easy_recv(curl, piece, sizeof piece, &got);
        if (result == CURLE_AGAIN && wait_for(curl, POLLIN, end))
            continue;
        if (result != CURLE_OK || got == 0)
            break;
        char *more = realloc(bytes, *length + got + 1);
        if (more == NULL)
            break;
        bytes = more;
        memcpy(bytes + *length, piece, got);
        *length += got;
        bytes[*length] = '\0';
    }
    return bytes;
}

char *raw_exchange(CURL *prepared, const char *origin, const char *request, long limit_ms,
                   size_t *length)
{
    int64_t end = elapsed_ms() + limit_ms;
    curl_easy_setopt(prepared, CURLOPT_URL, origin);
    curl_easy_setopt(prepared, CURLOPT_CONNECT_ONLY, 1L);
    if (curl_easy_perform(prepared) != CURLE_OK || !send_all(prepared, request, end))
        return NULL;
    return read_all(prepared, end, length);
}
