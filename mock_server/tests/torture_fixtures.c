/* Folders of fixtures, good and bad ones, and one that replaces what is served, while memory runs
 * out: what is loaded is whole, and what is said to be wrong is wrong. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "state/fixtures.h"
#include "torture.h"

enum { PATH_SIZE = 512 };

static const char served_id[] = "2bcd7cc3-e922-4976-bce1-9858296801c3";
static const char john[] = "John.doe@snaptrade.com";

/* What stands in one file instead of what is good; no file: all are good. */
struct change {
    const char *file, *text; /* NULL text: the file is not there */
};

static char folder[] = "/tmp/torture-fixtures-XXXXXX";
static struct store *store; /* what is loaded, or served */
static struct buffer problems, before;
static bool good;
static struct {
    struct buffer store, problems;
    bool good;
} expected;

static void demand(bool met, const char *what)
{
    if (met)
        return;
    fprintf(stderr, "torture_fixtures: cannot begin: %s\n", what);
    exit(EXIT_FAILURE);
}

static void empty_folder(void)
{
    char path[PATH_SIZE];
    DIR *files = opendir(folder);
    demand(files != NULL, "no folder");
    for (const struct dirent *file; (file = readdir(files)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        unlink(path); /* the folder itself and its parent stay */
    }
    closedir(files);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    demand(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0, path);
}

static void fill_folder(const struct change *change)
{
    static const char *const names[] = {
        "partners.json",       "users.json",     "brokerages.json", "authorizations.json",
        "session_events.json", "scenarios.json", "accounts.json"};
    char path[PATH_SIZE], good_path[PATH_SIZE];
    empty_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        snprintf(good_path, sizeof good_path, "%s/%s", TORTURE_FIXTURES, names[i]);
        if (change->file == NULL || strcmp(names[i], change->file) != 0)
            demand(symlink(good_path, path) == 0, path);
        else if (change->text != NULL)
            write_file(path, change->text);
    }
}

static void see_user(void *context, const struct store_user *user)
{
    buffer_append_format(context, "%s %s\n", user->user_id, user->user_secret);
}

static void see_authorization(void *context, const char *user_id, const struct snaptrade_uuid *id,
                              const char *json, size_t length)
{
    (void)id;
    buffer_append_format(context, "%s %.*s\n", user_id, (int)length, json);
}

static void see_account(void *context, const struct store_account *account)
{
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
        buffer_append_format(context, "%s\n", account->json[part]);
}

static void see_event(void *context, const struct store_session_event *event)
{
    buffer_append_format(context, "%s\n", event->json);
}

static void see_name(void *context, const struct store_partner *partner)
{
    buffer_append_format(context, "%s %s\n", partner->client_id, partner->consumer_key);
}

/* All that is in the store. */
static struct buffer look(void)
{
    static const char *const partners[] = {"PASSIVTEST", "PERSONAL"};
    static const struct store_visitor visitor = {see_user, see_authorization, see_account,
                                                 see_event};
    struct buffer seen = {0};
    store_visit_partners(store, see_name, &seen);
    for (size_t i = 0; i < sizeof partners / sizeof *partners; i++)
        store_visit(store, partners[i], &visitor, &seen);
    store_list_brokerages(store, &seen);
    store_list_scenarios(store, &seen);
    return seen;
}

static void start_load(const void *row)
{
    static bool is_filled;
    if (!is_filled)
        fill_folder(row);
    is_filled = true;
}

static void load_from(const char *path)
{
    store = store_new();
    good = store != NULL && fixtures_load(path, store, &problems);
}

static void load(const void *row)
{
    (void)row;
    load_from(folder);
}

/* A served store that has become another than its fixtures. */
static void start_exchange(const void *row)
{
    struct snaptrade_uuid id;
    static const struct store_partner copy = {.client_id = "NEW", .consumer_key = "key"};
    static const struct store_user user = {.user_id = "new", .user_secret = "secret"};
    start_load(row);
    load_from(TORTURE_FIXTURES);
    demand(good && snaptrade_uuid_parse(served_id, strlen(served_id), &id) &&
               store_remove_authorization(store, "PASSIVTEST", john, &id) == STORE_OK &&
               store_add_user(store, "PASSIVTEST", &user) == STORE_OK &&
               store_copy_partner(store, "PASSIVTEST", &copy) == STORE_OK,
           "no store");
    before = look();
}

static void exchange(const void *row)
{
    (void)row;
    struct store *fresh = store_new();
    good = fresh != NULL && fixtures_load(folder, fresh, &problems) && store_exchange(store, fresh);
    store_free(fresh);
}

static const char *text_of(const struct buffer *buffer)
{
    return buffer->length > 0 ? buffer->data : "";
}

/* Each line says that there is no memory, or what is said with all the memory it wants. */
static void judge_problems(void)
{
    const char *end;
    for (const char *line = text_of(&problems); *line != '\0'; line = end + 1) {
        char text[PATH_SIZE];
        end = strchrnul(line, '\n');
        snprintf(text, sizeof text, "%.*s\n", (int)(end - line), line);
        if (strstr(text, "out of memory") == NULL &&
            strstr(text_of(&expected.problems), text) == NULL)
            torture_blame("says %s", text);
        if (*end == '\0')
            break;
    }
}

static void judge_store(const struct buffer *wanted, const char *blame)
{
    struct buffer seen = look();
    if (strcmp(text_of(&seen), text_of(wanted)) != 0)
        torture_blame("%s", blame);
    buffer_free(&seen);
}

static void remember(void)
{
    if (expected.problems.data != NULL || expected.store.data != NULL)
        return;
    expected.good = good;
    buffer_append_text(&expected.problems, text_of(&problems));
    expected.store = look();
}

static void check(const void *row, bool failure)
{
    (void)row;
    if (!failure)
        remember();
    if (good != expected.good && good)
        torture_blame("loads what is broken");
    if (good)
        judge_store(&expected.store, "loads something else");
    else if (before.data != NULL)
        judge_store(&before, "changes what is served, and fails");
    if (!good && failure)
        judge_problems();
}

static void stop(const void *row)
{
    (void)row;
    store_free(store);
    buffer_free(&problems);
    buffer_free(&before);
}

#define LOAD(name, ...)                                                                            \
    {                                                                                              \
        (name), &(const struct change){__VA_ARGS__}, start_load, load, check, stop                 \
    }
#define EXCHANGE(name, ...)                                                                        \
    {                                                                                              \
        (name), &(const struct change){__VA_ARGS__}, start_exchange, exchange, check, stop         \
    }
#define ID "\"id\":\"11111111-1111-4111-8111-111111111111\""
#define USER(rest) "{\"clientId\":\"PASSIVTEST\",\"userId\":" rest "}"

static const struct torture scenarios[] = {
    LOAD("good", NULL, NULL),
    LOAD("without-accounts", "accounts.json", NULL),
    LOAD("without-scenarios", "scenarios.json", NULL),
    LOAD("no-partners", "partners.json", NULL),
    LOAD("no-json", "users.json", "{\"users\":[{]}"),
    LOAD("no-object", "brokerages.json", "[]"),
    LOAD("no-array", "session_events.json", "{\"sessionEvents\":{},\"x\":1}"),
    LOAD("nobody-s-user", "users.json",
         "{\"users\":[{\"clientId\":\"X\",\"userId\":\"u\",\"userSecret\":\"s\"}]}"),
    LOAD("user-twice", "users.json",
         "{\"users\":[" USER("\"u\",\"userSecret\":\"s\"") "," USER(
             "\"u\",\"userSecret\":\"t\"") "]}"),
    LOAD("partner-twice", "partners.json",
         "{\"partners\":[{\"clientId\":\"P\",\"consumerKey\":\"k\"},"
         "{\"clientId\":\"P\",\"consumerKey\":\"k\"}]}"),
    LOAD("bad-members", "users.json",
         "{\"users\":[" USER("7,\"a/b~\":1,\"userID\":\"\\u0001\"") "]}"),
    LOAD("bad-authorization", "authorizations.json",
         "{\"authorizations\":[{\"clientId\":\"PASSIVTEST\",\"userId\":\"nobody\"," ID
         ",\"brokerage\":\"NONE\",\"type\":\"write\",\"meta\":{\"a\":[{\"n\":1e15}]}}]}"),
    LOAD("bad-brokerage", "brokerages.json", "{\"brokerages\":[{" ID ",\"slug\":\"\"}]}"),
    LOAD("bad-event", "session_events.json",
         "{\"sessionEvents\":[{\"clientId\":\"PASSIVTEST\"," ID ",\"user_id\":\"nobody\"}]}"),
    LOAD("bad-account", "accounts.json", "{\"accounts\":[{\"clientId\":\"PASSIVTEST\"," ID "}]}"),
    LOAD("bad-scenario", "scenarios.json", "{\"scenarios\":[{\"name\":\"\",\"accounts\":[{}]}]}"),
    EXCHANGE("exchange", NULL, NULL),
    EXCHANGE("exchange-for-broken-ones", "users.json", "{\"users\":[{]}"),
};

int main(void)
{
    demand(mkdtemp(folder) != NULL, "no folder");
    int status = torture_run("torture_fixtures", scenarios, sizeof scenarios / sizeof *scenarios);
    empty_folder();
    rmdir(folder);
    return status;
}
