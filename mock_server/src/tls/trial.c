#include "trial.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <dlfcn.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../monotonic.h"

enum { TRIAL_MS = 15000, REPORT_SIZE = 256, CRASHED = 99 };

static const char answer[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
static const char way_out[] =
    "put nginx, stunnel or caddy in front, or link one that is made for OpenSSL 3 (README, TLS)";

static int begin_request(struct mg_connection *connection)
{
    mg_write(connection, answer, sizeof answer - 1);
    return 204;
}

static int init_ssl(void *ssl_ctx, void *identity)
{
    return tls_identity_use(identity, ssl_ctx) ? 1 : -1;
}

static int log_message(const struct mg_connection *connection, const char *message)
{
    (void)connection;
    (void)message;
    return 1;
}

static struct mg_context *serve(const struct tls_identity *identity, int *port)
{
    const char *options[] = {"listening_ports", "127.0.0.1:0s", "num_threads", "1", NULL};
    const struct mg_callbacks callbacks = {
        .begin_request = begin_request, .init_ssl = init_ssl, .log_message = log_message};
    struct mg_server_port place = {0};
    struct mg_context *context = mg_start(&callbacks, (void *)identity, options);
    if (context == NULL || mg_get_server_ports(context, 1, &place) != 1)
        return NULL;
    *port = place.port;
    return context;
}

/* NULL: it answered, with the right certificate. */
static const char *converse(SSL *ssl, const struct tls_identity *identity)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char start[sizeof answer] = "";
    if (SSL_connect(ssl) != 1)
        return "does not shake hands";
    X509 *seen = SSL_get1_peer_certificate(ssl);
    bool own = tls_identity_is(identity, seen);
    X509_free(seen);
    if (!own)
        return "shows another certificate";
    if (SSL_write(ssl, request, sizeof request - 1) <= 0 ||
        SSL_read(ssl, start, sizeof start - 1) <= 0 || strncmp(start, answer, 12) != 0)
        return "does not answer";
    return NULL;
}

static const char *ask(int port, const struct tls_identity *identity)
{
    const struct sockaddr_in place = {.sin_family = AF_INET,
                                      .sin_port = htons((uint16_t)port),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *ssl = context != NULL ? SSL_new(context) : NULL;
    if (descriptor < 0 || ssl == NULL || SSL_set_fd(ssl, descriptor) != 1)
        return "has no memory";
    if (connect(descriptor, (const struct sockaddr *)&place, sizeof place) != 0)
        return "cannot be connected to";
    return converse(ssl, identity);
}

static const char *try_it(const struct tls_identity *identity)
{
    int port = 0;
    /* civetweb goes on without it, and calls what it has not found. */
    if ((mg_init_library(MG_FEATURES_TLS) & MG_FEATURES_TLS) == 0 &&
        dlopen("libssl.so", RTLD_LAZY) == NULL)
        return "does not find libssl.so, which Debian's package libssl-dev has";
    return serve(identity, &port) != NULL ? ask(port, identity) : "does not start TLS";
}

/* A handler of our own leaves no core file, and no line in the kernel's log. */
static void crash(int number)
{
    (void)number;
    _exit(CRASHED);
}

/* Nothing is freed: the process ends, also when its parent has gone meanwhile. */
static _Noreturn void run_child(const struct tls_identity *identity, int report)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        signal(signals[i], crash);
    signal(SIGPIPE, SIG_IGN);
    alarm(2 * TRIAL_MS / 1000);
    const char *problem = try_it(identity);
    if (problem == NULL)
        problem = "";
    size_t size = strlen(problem) + 1;
    _exit(write(report, problem, size) == (ssize_t)size ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* What the child says, with its NUL, which is missing when it has ended without a word. False: it
 * has said nothing for too long. */
static bool read_report(int descriptor, char report[REPORT_SIZE], size_t *length)
{
    struct timespec now = monotonic_now();
    const struct timespec end = monotonic_later(now, TRIAL_MS);
    *length = 0;
    while (!monotonic_passed(&end, &now)) {
        struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
        ssize_t count = poll(&wanted, 1, 100) <= 0
                            ? -1
                            : read(descriptor, report + *length, REPORT_SIZE - *length);
        if (count == 0)
            return true;
        *length += count > 0 ? (size_t)count : 0;
        now = monotonic_now();
    }
    return false;
}

static bool judge(bool ended, const char *report, size_t length, char error[TLS_ERROR_SIZE])
{
    const char *what = !ended        ? "hangs in TLS"
                       : length == 0 ? "crashes in TLS, on the first connection"
                                     : report;
    if (ended && length == 1 && report[0] == '\0')
        return true;
    snprintf(error, TLS_ERROR_SIZE, "the civetweb %s that is linked here %s: %s", mg_version(),
             what, way_out);
    return false;
}

bool tls_trial(const struct tls_identity *identity, char error[TLS_ERROR_SIZE])
{
    int ends[2];
    if (mg_check_feature(MG_FEATURES_TLS) == 0) {
        static const char none[] = "was built without TLS";
        return judge(true, none, sizeof none, error);
    }
    if (pipe(ends) != 0) {
        snprintf(error, TLS_ERROR_SIZE, "cannot try it: %s", strerror(errno));
        return false;
    }
    pid_t child = fork();
    int number = errno;
    if (child == 0) {
        close(ends[0]);
        run_child(identity, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        snprintf(error, TLS_ERROR_SIZE, "cannot try it: %s", strerror(number));
        return false;
    }
    char report[REPORT_SIZE] = "";
    size_t length = 0;
    bool ended = read_report(ends[0], report, &length);
    close(ends[0]);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return judge(ended, report, length, error);
}
