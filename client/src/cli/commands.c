#include "commands.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"
#include "snaptrade/client.h"
#include "snaptrade/uuid.h"
#include "table.h"

/* One command on its way. */
struct run {
    const struct options *options;
    snaptrade_client *client;
    const struct snaptrade_user *user; /* NULL: a personal partner's call */
    const struct snaptrade_call *call;
    bool raw;          /* the answer is printed as it was received */
    char *body;        /* NULL: none */
    bool lacks_memory; /* for a table */
    struct snaptrade_response response;
};

static const char *yes_or_no(const struct snaptrade_bool *value)
{
    if (value->presence != SNAPTRADE_PRESENT)
        return NULL;
    return value->value ? "yes" : "no";
}

static const char *state(const struct snaptrade_authorization *authorization)
{
    if (authorization->disabled.presence != SNAPTRADE_PRESENT)
        return NULL;
    return authorization->disabled.value ? "disabled" : "enabled";
}

static const char *brokerage_name(const struct snaptrade_authorization *authorization)
{
    const struct snaptrade_brokerage *brokerage = &authorization->brokerage;
    return brokerage->display_name.value != NULL ? brokerage->display_name.value
                                                 : brokerage->name.value;
}

/* Room for `rows` rows and the titles, whose cells are set. */
static const char **new_cells(const char *const *titles, size_t columns, size_t rows)
{
    const char **cells = calloc((rows + 1) * columns, sizeof *cells);
    for (size_t i = 0; cells != NULL && i < columns; i++)
        cells[i] = titles[i];
    return cells;
}

/* False: no memory. */
static bool print_list(const struct snaptrade_authorization_list *list)
{
    enum { COLUMNS = 6 };
    static const char *const titles[COLUMNS] = {"ID",   "BROKERAGE", "NAME",
                                                "TYPE", "STATE",     "CREATED"};
    if (list->count == 0) {
        puts("No brokerage authorizations.");
        return true;
    }
    const char **cells = new_cells(titles, COLUMNS, list->count);
    for (size_t i = 0; cells != NULL && i < list->count; i++) {
        const struct snaptrade_authorization *item = &list->items[i];
        const char **row = cells + (i + 1) * COLUMNS;
        row[0] = item->id.value;
        row[1] = brokerage_name(item);
        row[2] = item->name.value;
        row[3] = item->type.value;
        row[4] = state(item);
        row[5] = item->created_date.value;
    }
    bool good = cells != NULL;
    if (good)
        table_print_titled(cells, list->count + 1, COLUMNS);
    free(cells);
    return good;
}

static void print_authorization(const struct snaptrade_authorization *item)
{
    const char *const cells[] = {
        "id",
        item->id.value,
        "brokerage",
        brokerage_name(item),
        "brokerage slug",
        item->brokerage.slug.value,
        "brokerage enabled",
        yes_or_no(&item->brokerage.enabled),
        "brokerage in maintenance",
        yes_or_no(&item->brokerage.maintenance_mode),
        "name",
        item->name.value,
        "type",
        item->type.value,
        "state",
        state(item),
        "disabled since",
        item->disabled_date.value,
        "created",
        item->created_date.value,
        "updated",
        item->updated_date.value,
        "meta",
        item->meta.value,
    };
    table_print(cells, sizeof cells / sizeof *cells / 2, 2);
}

/* False: no memory. */
static bool print_events(const struct snaptrade_session_event_list *list)
{
    enum { COLUMNS = 6, NUMBER_SIZE = 24 };
    static const char *const titles[COLUMNS] = {"CREATED", "TYPE",   "USER",
                                                "SESSION", "STATUS", "AUTHORIZATION"};
    if (list->count == 0) {
        puts("No session events.");
        return true;
    }
    const char **cells = new_cells(titles, COLUMNS, list->count);
    char(*numbers)[NUMBER_SIZE] = calloc(list->count, sizeof *numbers);
    for (size_t i = 0; cells != NULL && numbers != NULL && i < list->count; i++) {
        const struct snaptrade_session_event *item = &list->items[i];
        const char **row = cells + (i + 1) * COLUMNS;
        snprintf(numbers[i], NUMBER_SIZE, "%" PRId64, item->brokerage_status_code.value);
        row[0] = item->created_date.value;
        row[1] = item->session_event_type.value;
        row[2] = item->user_id.value;
        row[3] = item->session_id.value;
        row[4] = item->brokerage_status_code.presence == SNAPTRADE_PRESENT ? numbers[i] : NULL;
        row[5] = item->brokerage_authorization_id.value;
    }
    bool good = cells != NULL && numbers != NULL;
    if (good)
        table_print_titled(cells, list->count + 1, COLUMNS);
    free(numbers);
    free(cells);
    return good;
}

static bool list(struct run *run)
{
    struct snaptrade_authorization_list list;
    bool done = snaptrade_list_brokerage_authorizations(run->client, run->user, run->call, &list,
                                                        &run->response);
    if (done && !run->options->json)
        run->lacks_memory = !print_list(&list);
    snaptrade_authorization_list_free(&list);
    return done;
}

static bool show(struct run *run)
{
    struct snaptrade_authorization authorization;
    bool done =
        snaptrade_detail_brokerage_authorization(run->client, run->options->arguments[0], run->user,
                                                 run->call, &authorization, &run->response);
    if (done && !run->options->json)
        print_authorization(&authorization);
    snaptrade_authorization_free(&authorization);
    return done;
}

/* Only a UUID is worth the question. */
static bool confirmed(const char *id)
{
    struct snaptrade_uuid uuid;
    char answer[16] = "";
    if (!snaptrade_uuid_parse(id, strlen(id), &uuid))
        return true;
    fputs("Remove brokerage authorization ", stderr);
    fputs(id, stderr);
    fputs(" for good? [y/N] ", stderr);
    if (fgets(answer, sizeof answer, stdin) == NULL)
        fputs("\n", stderr);
    answer[strcspn(answer, "\r\n")] = '\0';
    return strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0 || strcmp(answer, "yes") == 0;
}

static bool remove_one(struct run *run)
{
    const char *id = run->options->arguments[0];
    bool done = run->options->connection
                    ? snaptrade_delete_connection(run->client, id, run->user, run->call, NULL,
                                                  &run->response)
                    : snaptrade_remove_brokerage_authorization(run->client, id, run->user,
                                                               run->call, &run->response);
    if (done && !run->options->json)
        printf("Removed %s.\n", id);
    return done;
}

static bool events(struct run *run)
{
    const struct snaptrade_session_event_query query = {.user_ids = run->options->users,
                                                        .session_ids = run->options->sessions};
    struct snaptrade_session_event_list list;
    bool done =
        snaptrade_list_session_events(run->client, &query, run->call, &list, &run->response);
    if (done && !run->options->json)
        run->lacks_memory = !print_events(&list);
    snaptrade_session_event_list_free(&list);
    return done;
}

/* "NAME=VALUE" taken apart, where it stands in argv. */
static void read_parameters(const struct options *options, struct snaptrade_parameter *parameters)
{
    for (int i = 0; i < options->parameter_count; i++) {
        char *separator = strchr(options->parameters[i], '=');
        assert(separator != NULL); /* options.c refuses one without */
        *separator = '\0';
        parameters[i] = (struct snaptrade_parameter){options->parameters[i], separator + 1};
    }
}

static bool call(struct run *run)
{
    const struct options *options = run->options;
    struct snaptrade_parameter parameters[OPTIONS_MOST_TEXTS] = {{NULL, NULL}};
    const struct snaptrade_request request = {
        .method = options->arguments[0],
        .path = options->arguments[1],
        .parameters = parameters,
        .parameter_count = (size_t)options->parameter_count,
        .user = options->no_user ? NULL : run->user,
        .body = run->body,
    };
    read_parameters(options, parameters);
    return snaptrade_send(run->client, &request, run->call, &run->response);
}

static bool (*const runners[COMMANDS])(struct run *run) = {
    [COMMAND_LIST] = list,     [COMMAND_SHOW] = show, [COMMAND_REMOVE] = remove_one,
    [COMMAND_EVENTS] = events, [COMMAND_CALL] = call,
};

static enum exit_status report(const struct run *run)
{
    static const enum exit_status statuses[] = {
        [SNAPTRADE_ERROR_NONE] = EXIT_DONE,           [SNAPTRADE_ERROR_USAGE] = EXIT_USAGE,
        [SNAPTRADE_ERROR_TRANSPORT] = EXIT_NO_ANSWER, [SNAPTRADE_ERROR_API] = EXIT_REFUSED,
        [SNAPTRADE_ERROR_PARSE] = EXIT_NO_ANSWER,     [SNAPTRADE_ERROR_NO_MEMORY] = EXIT_NO_ANSWER,
    };
    const struct snaptrade_response *response = &run->response;
    if (response->error == SNAPTRADE_ERROR_API && run->raw && response->body != NULL)
        fwrite(response->body, 1, response->body_length, stdout);
    if (response->error != SNAPTRADE_ERROR_NONE)
        fprintf(stderr, "snaptrade-client: %s\n", response->message);
    if (!run->lacks_memory)
        return statuses[response->error];
    fputs("snaptrade-client: out of memory\n", stderr);
    return EXIT_NO_ANSWER;
}

enum exit_status commands_run(const struct options *options, const struct settings *settings)
{
    const struct snaptrade_client_options client_options = {
        .base_url = settings->values[SETTING_BASE_URL],
        .client_id = settings->values[SETTING_CLIENT_ID],
        .consumer_key = settings->values[SETTING_CONSUMER_KEY],
        .ca_file = settings->ca_file,
        .timeout_ms = options->timeout_ms,
    };
    const struct snaptrade_user user = {settings->values[SETTING_USER_ID],
                                        settings->values[SETTING_USER_SECRET]};
    const struct snaptrade_call as_received = {.stream = snaptrade_stream_to_file,
                                               .stream_context = stdout};
    struct run run = {.options = options,
                      .user = user.user_id != NULL ? &user : NULL,
                      .raw = options->json || options->command == COMMAND_CALL};
    char message[SNAPTRADE_MESSAGE_SIZE];
    if (options->command == COMMAND_REMOVE && !options->yes && !confirmed(options->arguments[0])) {
        fputs("Nothing was removed.\n", stderr);
        return EXIT_REFUSED;
    }
    run.call = run.raw ? &as_received : NULL;
    if ((options->body != NULL && !body_read(options->body, &run.body, message, sizeof message)) ||
        (run.client = snaptrade_client_new(&client_options, message)) == NULL) {
        fprintf(stderr, "snaptrade-client: %s\n", message);
        free(run.body);
        return EXIT_USAGE;
    }
    runners[options->command](&run);
    enum exit_status status = report(&run);
    snaptrade_response_free(&run.response);
    snaptrade_client_free(run.client);
    free(run.body);
    return status;
}
