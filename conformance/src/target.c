#include "target.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_LIMIT_MS = 10000, LINE_SIZE = 256 };

#define PASSIVTEST "PASSIVTEST", "sandbox-consumer-key"
const struct credentials john = {PASSIVTEST, "John.doe@snaptrade.com", "USERSECRET123"};
const struct credentials second_user = {PASSIVTEST, "second-user@example.com",
                                        "second-user-secret"};
const struct credentials newcomer = {PASSIVTEST, "newcomer", "newcomer-secret"};
const struct credentials spaced_user = {PASSIVTEST, "Zo\xc3\xa9 Martin", "zoe-secret"};
const struct credentials odd_user = {PASSIVTEST, "q&a+100%@example.com", "ampersand-secret"};
const struct credentials partner_2 = {"PARTNER-2", "key with + / 100% and \xc3\xa9",
                                      "partner-2-user", "partner-2-user-secret"};
const struct credentials personal = {"PERSONAL", "personal-consumer-key", NULL, NULL};

static struct target current;
static pid_t mock;

const struct target *target(void)
{
    return &current;
}

static void forget(void)
{
    free(current.origin);
    free(current.base_path);
    free(current.base_url);
    current = (struct target){0};
}

static void complain(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", what, why);
}

/* Keeps `url` without its last slashes, and splits it. */
static bool set_url(const char *url)
{
    size_t length = strlen(url);
    CURLU *parsed = curl_url();
    char *host = NULL;
    bool good = parsed != NULL && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
                curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                strncmp(url, "http", 4) == 0 && strpbrk(url, "?#@") == NULL;
    curl_free(host);
    curl_url_cleanup(parsed);
    if (!good)
        return false;
    while (length > 0 && url[length - 1] == '/')
        length--;
    const char *authority = strstr(url, "://") + strlen("://");
    size_t origin = (size_t)(authority - url) + strcspn(authority, "/");
    origin = origin < length ? origin : length;
    current.origin = strndup(url, origin);
    current.base_path = strndup(url + origin, length - origin);
    current.base_url = strndup(url, length);
    return current.origin != NULL && current.base_path != NULL && current.base_url != NULL;
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value != NULL ? value : otherwise;
}

bool target_use_url(const char *url)
{
    bool own = getenv("SNAPTRADE_CLIENT_ID") != NULL;
    const struct credentials none = {0}, *other = own ? &none : &john;
    struct credentials *credentials = &current.credentials;
    if (!set_url(url)) {
        complain("--url or SNAPTRADE_BASE_URL", "not a URL such as http://127.0.0.1:7627/api/v1");
        return false;
    }
    credentials->client_id = setting("SNAPTRADE_CLIENT_ID", other->client_id);
    credentials->consumer_key = setting("SNAPTRADE_CONSUMER_KEY", other->consumer_key);
    credentials->user_id = setting("SNAPTRADE_USER_ID", other->user_id);
    credentials->user_secret = setting("SNAPTRADE_USER_SECRET", other->user_secret);
    if (credentials->consumer_key != NULL && credentials->user_id != NULL &&
        credentials->user_secret != NULL)
        return true;
    complain("SNAPTRADE_CLIENT_ID",
             "needs SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET too");
    return false;
}

bool target_has_default_fixtures(void)
{
    const struct credentials *credentials = &current.credentials;
    return strcmp(credentials->client_id, john.client_id) == 0 &&
           strcmp(credentials->consumer_key, john.consumer_key) == 0 &&
           strcmp(credentials->user_id, john.user_id) == 0;
}

/* In the child, which ends with us. Options of the caller's own mock are not for this one. */
static void become_mock(const char *program, int output)
{
    static const char *const names[] = {"SNAPTRADE_MOCK_LISTEN",          "SNAPTRADE_MOCK_FIXTURES",
                                        "SNAPTRADE_MOCK_CLOCK_SKEW",      "SNAPTRADE_MOCK_LOG",
                                        "SNAPTRADE_MOCK_SIGNATURE_CHECK", "SNAPTRADE_MOCK_THREADS",
                                        "SNAPTRADE_MOCK_READY_FILE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(output, STDOUT_FILENO) >= 0)
        execl(program, program, "--listen", "127.0.0.1:0", "--log", "none", (char *)NULL);
    complain(program, strerror(errno));
    _exit(127);
}

/* The line that says where it listens, in time. */
static bool read_ready_line(int input, char line[LINE_SIZE])
{
    struct pollfd readable = {.fd = input, .events = POLLIN};
    size_t length = 0;
    while (length < LINE_SIZE - 1 && poll(&readable, 1, START_LIMIT_MS) > 0) {
        ssize_t got = read(input, line + length, 1);
        if (got <= 0)
            return false;
        if (line[length] == '\n') {
            line[length] = '\0';
            return true;
        }
        length++;
    }
    return false;
}

static bool set_spawned(const char *line)
{
    static const char start[] = "listening on ";
    char url[LINE_SIZE + 16];
    if (strncmp(line, start, sizeof start - 1) != 0)
        return false;
    snprintf(url, sizeof url, "%s/api/v1", line + sizeof start - 1);
    current.credentials = john;
    current.spawned = true;
    return set_url(url);
}

bool target_spawn(const char *program)
{
    int ends[2];
    char line[LINE_SIZE];
    if (pipe2(ends, O_CLOEXEC) != 0 || (mock = fork()) < 0) {
        mock = 0;
        complain(program, strerror(errno));
        return false;
    }
    if (mock == 0)
        become_mock(program, ends[1]);
    close(ends[1]);
    bool ready = read_ready_line(ends[0], line);
    close(ends[0]);
    if (ready && set_spawned(line))
        return true;
    complain(program, "does not start");
    target_end();
    return false;
}

void target_end(void)
{
    if (mock > 0) {
        kill(mock, SIGKILL); /* its state is of no more use */
        waitpid(mock, NULL, 0);
    }
    mock = 0;
    forget();
}
