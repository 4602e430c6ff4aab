/* The command-line client, while memory runs out: it fails and says why, or prints what it prints
 * otherwise. */
#include <getopt.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "outcome.h"
#include "scripted_server.h"

enum { MOST_WORDS = 16, WORD_SIZE = 512, NOW = 1700000000 };

int client_main(int argc, char **argv); /* main() of the program */
time_t __wrap_time(time_t *place);

/* What is typed. "URL", "SETTINGS" and "BODY" stand for what is only known at run time. */
struct command {
    const char *words[MOST_WORDS];
    struct scripted_answer answer; /* no bytes: nobody is asked */
};

static char settings_path[] = "/tmp/torture-settings-XXXXXX";
static char body_path[] = "/tmp/torture-body-XXXXXX";
static char url[64];
static struct scripted_server server;
static char words[MOST_WORDS][WORD_SIZE];
static char *arguments[MOST_WORDS + 1];
static int count;
static char *errors; /* what was printed to stderr */
static int status;

time_t __wrap_time(time_t *place)
{
    if (place != NULL)
        *place = NOW;
    return NOW;
}

static const char *word_of(const char *word)
{
    if (strcmp(word, "URL") == 0)
        return url;
    if (strcmp(word, "SETTINGS") == 0)
        return settings_path;
    return strcmp(word, "BODY") == 0 ? body_path : word;
}

static void begin(const void *row)
{
    const struct command *command = row;
    outcome_begin(row);
    if (command->answer.bytes != NULL) {
        scripted_server_start(&server, &command->answer, 1);
        snprintf(url, sizeof url, "http://127.0.0.1:%d/api/v1", server.port);
    }
    count = 0;
    snprintf(words[0], WORD_SIZE, "snaptrade-client");
    arguments[count++] = words[0];
    for (; command->words[count - 1] != NULL; count++) {
        snprintf(words[count], WORD_SIZE, "%s", word_of(command->words[count - 1]));
        arguments[count] = words[count];
    }
    arguments[count] = NULL;
    optind = 0;
}

static void run(const void *row)
{
    char *printed = NULL;
    size_t length, error_length;
    FILE *out = stdout, *err = stderr;
    (void)row;
    stdout = open_memstream(&printed, &length);
    stderr = open_memstream(&errors, &error_length);
    status = client_main(count, arguments);
    fclose(stdout);
    fclose(stderr);
    stdout = out;
    stderr = err;
    snprintf(outcome.text, OUTCOME_SIZE, "%d: %s", status, printed);
    outcome.good = errors[0] == '\0';
    free(printed);
}

/* libcurl calls some of what it lacks memory for a failed connection. */
static void check(const void *row, bool failure)
{
    const struct command *command = row;
    bool asks = command->answer.bytes != NULL;
    bool says =
        strstr(errors, "out of memory") != NULL || strstr(errors, "Cannot allocate memory") != NULL;
    if (failure && errors[0] != '\0' && !says && !asks)
        torture_blame("says %s", errors);
    if (failure && errors[0] != '\0' && status == EXIT_SUCCESS)
        torture_blame("says %s, and succeeds", errors);
    outcome_check(row, failure);
}

static void end(const void *row)
{
    const struct command *command = row;
    if (command->answer.bytes != NULL)
        scripted_server_stop(&server);
    free(errors);
    errors = NULL;
}

static bool write_file(char *path, const char *text)
{
    int file = mkstemp(path);
    bool good = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
    return file >= 0 && close(file) == 0 && good;
}

#define TYPED(name, ...)                                                                           \
    {                                                                                              \
        (name), &(const struct command){.words = {__VA_ARGS__}}, begin, run, check, end            \
    }
#define ASKED(name, body, ...)                                                                     \
    {                                                                                              \
        (name),                                                                                    \
            &(const struct command){                                                               \
                .words = {__VA_ARGS__},                                                            \
                .answer = {.bytes = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"        \
                                    "Connection: close\r\n\r\n" body,                              \
                           .then = THEN_CLOSE}},                                                   \
            begin, run, check, end                                                                 \
    }
#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define CONNECTION "{\"id\":\"" ID "\",\"name\":\"One\",\"brokerage\":{\"slug\":\"QUESTRADE\"}}"
#define TARGET                                                                                     \
    "https://api.example:8443/a?clientId=A&timestamp=1700000000&userId=u&userSecret=s%20t"

static const struct torture scenarios[] = {
    TYPED("sign", "sign", "--config", "SETTINGS", "GET", "/api/v1/authorizations"),
    TYPED("sign-url", "sign", "--config", "SETTINGS", "GET", TARGET),
    TYPED("sign-body", "sign", "--config", "SETTINGS", "--body", "BODY", "POST",
          "/api/v1/snapTrade/registerUser"),
    TYPED("sign-in-the-sandbox", "sign", "GET", "http://localhost:7627/api/v1/sessionEvents"),
    TYPED("explain", "explain", "--config", "SETTINGS", "--signature",
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "GET", TARGET),
    TYPED("explain-canonical", "explain", "--config", "SETTINGS", "--header", "Accept: a",
          "--canonical", "BODY", "--body", "BODY", "POST", TARGET),
    TYPED("mistakes", "mistakes"),
    ASKED("list", "[" CONNECTION "," CONNECTION "]", "list", "--config", "SETTINGS", "--base-url",
          "URL"),
    ASKED("show", CONNECTION, "show", ID, "--config", "SETTINGS", "--base-url", "URL"),
    ASKED("remove", "{}", "remove", ID, "--yes", "--connection", "--base-url", "URL"),
    ASKED("events", "[{\"id\":\"" ID "\",\"session_event_type\":\"MFA_REQUESTED\"}]", "events",
          "--base-url", "URL"),
    ASKED("call", "[1]", "call", "GET", "/accounts", "--parameter", "a=b", "--base-url", "URL"),
};

static void forget_environment(void)
{
    static const char *const names[] = {"SNAPTRADE_CONFIG",    "SNAPTRADE_BASE_URL",
                                        "SNAPTRADE_CLIENT_ID", "SNAPTRADE_CONSUMER_KEY",
                                        "SNAPTRADE_USER_ID",   "SNAPTRADE_USER_SECRET"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
}

int main(void)
{
    forget_environment();
    if (!write_file(settings_path, "SNAPTRADE_CLIENT_ID=A\nSNAPTRADE_CONSUMER_KEY='k e'\n"
                                   "SNAPTRADE_USER_ID=u\nSNAPTRADE_USER_SECRET=s\n"
                                   "SNAPTRADE_BASE_URL=https://api.example/api/v1\n") ||
        !write_file(body_path, "{ \"userId\": \"one\", \"n\": 1.0 }"))
        return EXIT_FAILURE;
    int result = torture_run("torture_cli", scenarios, sizeof scenarios / sizeof *scenarios);
    unlink(settings_path);
    unlink(body_path);
    return result;
}
