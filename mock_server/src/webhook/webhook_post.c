#include "webhook_post.h"

#include <stdio.h>
#include <stdlib.h>

#include "webhook_curl.h"
#include "webhook_url.h"

/* A receiver has to answer within the time; what it says beyond the bytes is not waited for. */
enum { TIMEOUT_MS = 10000, MOST_ANSWER = 65536, SIGNATURE_LINE_SIZE = 128 };

struct webhook_posts {
    struct webhook_curl curl;
    CURLM *multi;
    struct post *under_way;
};

struct post {
    struct post *prev, *next;
    const struct webhook_curl *curl;
    CURL *easy;
    struct curl_slist *headers;
    void *ticket;
    size_t answered; /* bytes */
    bool public_only, refused;
};

struct webhook_posts *webhook_posts_new(void)
{
    struct webhook_posts *posts = calloc(1, sizeof *posts);
    if (posts == NULL || !webhook_curl_load(&posts->curl) ||
        posts->curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(posts);
        return NULL;
    }
    posts->multi = posts->curl.multi_init();
    if (posts->multi != NULL)
        return posts;
    posts->curl.global_cleanup();
    free(posts);
    return NULL;
}

static void free_post(struct post *post)
{
    post->curl->easy_cleanup(post->easy);
    post->curl->slist_free_all(post->headers);
    free(post);
}

static void unlink_post(struct webhook_posts *posts, struct post *post)
{
    if (post->prev != NULL)
        post->prev->next = post->next;
    else
        posts->under_way = post->next;
    if (post->next != NULL)
        post->next->prev = post->prev;
}

static void end_post(struct webhook_posts *posts, struct post *post)
{
    posts->curl.multi_remove_handle(posts->multi, post->easy);
    unlink_post(posts, post);
    free_post(post);
}

void webhook_posts_free(struct webhook_posts *posts)
{
    if (posts == NULL)
        return;
    while (posts->under_way != NULL)
        end_post(posts, posts->under_way);
    posts->curl.multi_cleanup(posts->multi);
    posts->curl.global_cleanup();
    free(posts);
}

/* Another count than its own makes curl stop. */
static size_t drop_answer(const char *bytes, size_t size, size_t count, void *context)
{
    struct post *post = context;
    (void)bytes;
    post->answered += size * count;
    return post->answered <= MOST_ANSWER ? size * count : 0;
}

/* The address is looked at here, where its name has been resolved for good. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct post *post = context;
    (void)purpose;
    if (!post->public_only || webhook_address_is_public(&address->addr))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    post->refused = true;
    return CURL_SOCKET_BAD;
}

static bool add_header(const struct webhook_curl *curl, struct curl_slist **headers,
                       const char *line)
{
    struct curl_slist *longer = curl->slist_append(*headers, line);
    *headers = longer != NULL ? longer : *headers;
    return longer != NULL;
}

/* Without "Expect: 100-continue", which not every receiver answers. */
static bool make_headers(struct post *post, const char *signature)
{
    char line[SIGNATURE_LINE_SIZE];
    snprintf(line, sizeof line, "Signature: %s", signature);
    return add_header(post->curl, &post->headers, "Content-Type: application/json") &&
           add_header(post->curl, &post->headers, line) &&
           add_header(post->curl, &post->headers, "Expect:");
}

static void allow_http_only(const struct webhook_curl *curl, CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl->easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
    /* Else breaking off waits for a name that is being resolved. */
    curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
}

static bool set_options(struct post *post, const struct webhook_post *wanted)
{
    const struct webhook_curl *curl = post->curl;
    CURL *easy = post->easy;
    allow_http_only(curl, easy);
    curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl->easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
    curl->easy_setopt(easy, CURLOPT_POST, 1L);
    curl->easy_setopt(easy, CURLOPT_POSTFIELDS, wanted->body);
    curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)wanted->length);
    curl->easy_setopt(easy, CURLOPT_HTTPHEADER, post->headers);
    curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_answer);
    curl->easy_setopt(easy, CURLOPT_WRITEDATA, post);
    curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl->easy_setopt(easy, CURLOPT_OPENSOCKETDATA, post);
    curl->easy_setopt(easy, CURLOPT_PRIVATE, post);
    /* These copy their strings, and may find no memory. */
    return curl->easy_setopt(easy, CURLOPT_URL, wanted->url) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_USERAGENT, "snaptrade-sandbox") == CURLE_OK;
}

bool webhook_posts_start(struct webhook_posts *posts, const struct webhook_post *wanted)
{
    struct post *post = calloc(1, sizeof *post);
    if (post == NULL)
        return false;
    post->curl = &posts->curl;
    post->ticket = wanted->ticket;
    post->public_only = wanted->public_only;
    post->easy = posts->curl.easy_init();
    if (post->easy == NULL || !make_headers(post, wanted->signature) ||
        !set_options(post, wanted) ||
        posts->curl.multi_add_handle(posts->multi, post->easy) != CURLM_OK) {
        free_post(post);
        return false;
    }
    post->next = posts->under_way;
    if (post->next != NULL)
        post->next->prev = post;
    posts->under_way = post;
    return true;
}

void webhook_posts_wait(struct webhook_posts *posts, int milliseconds)
{
    int before = 0, left = 0;
    for (const struct post *post = posts->under_way; post != NULL; post = post->next)
        before++;
    posts->curl.multi_perform(posts->multi, &left);
    if (left < before)
        return;
    posts->curl.multi_poll(posts->multi, NULL, 0, milliseconds, NULL);
    posts->curl.multi_perform(posts->multi, &left);
}

void webhook_posts_wake(struct webhook_posts *posts)
{
    posts->curl.multi_wakeup(posts->multi);
}

static const char *error_of(const struct post *post, CURLcode result, int status)
{
    if (post->refused)
        return "not a public address";
    if (result == CURLE_WRITE_ERROR && status != 0)
        return NULL; /* it has said enough */
    return result != CURLE_OK ? post->curl->easy_strerror(result) : NULL;
}

bool webhook_posts_take(struct webhook_posts *posts, struct webhook_result *result)
{
    const CURLMsg *message;
    int left;
    do {
        message = posts->curl.multi_info_read(posts->multi, &left);
    } while (message != NULL && message->msg != CURLMSG_DONE);
    if (message == NULL)
        return false;
    struct post *post = NULL;
    CURL *easy = message->easy_handle;
    CURLcode code = message->data.result;
    long status = 0;
    curl_off_t microseconds = 0;
    posts->curl.easy_getinfo(easy, CURLINFO_PRIVATE, &post);
    posts->curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    posts->curl.easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    *result = (struct webhook_result){post->ticket, (int)status, error_of(post, code, (int)status),
                                      microseconds};
    end_post(posts, post);
    return true;
}
