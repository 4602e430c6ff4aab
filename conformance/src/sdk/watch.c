#include "watch.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../target/spawn.h"
#include "play.h"
#include "sent.h"

enum { MOST_REQUESTS = 20000, PATH_SIZE = 64 };

/* What is collected while the program runs. */
struct collected {
    struct watch *watch;
    struct play *play;
    cJSON *entries;
    double last; /* the id up to which the journal was read */
};

static double number_of(const cJSON *object, const char *name)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

/* The journal gives the newest of many: ids, which have no gaps, tell whether more came. */
static void collect(void *context)
{
    struct collected *collected = context;
    char path[PATH_SIZE];
    cJSON *journal = NULL, *entry;
    snprintf(path, sizeof path, "/journal?limit=1000&after=%.0f", collected->last);
    control_client_call(collected->play->control, "GET", path, NULL, &journal);
    cJSON *entries = cJSON_GetObjectItemCaseSensitive(journal, "entries");
    while ((entry = cJSON_DetachItemFromArray(entries, 0)) != NULL) {
        double id = number_of(entry, "id");
        collected->watch->missed += (size_t)(id - collected->last) - 1;
        collected->last = id;
        bool webhook = cJSON_GetObjectItemCaseSensitive(entry, "webhook") != NULL;
        bool full = collected->watch->requests == MOST_REQUESTS;
        collected->watch->missed += full && !webhook;
        if (webhook || full) {
            cJSON_Delete(entry);
            continue;
        }
        collected->watch->requests++;
        collected->watch->others += sent_call(entry) == NULL;
        cJSON_AddItemToArray(collected->entries, entry);
    }
    cJSON_Delete(journal);
}

static bool is_seen(const struct sdk_case *sdk_case, const cJSON *entry)
{
    const char *call = sent_call(entry), *seen = sdk_case->seen;
    if (call == NULL)
        return false;
    return seen == NULL ? strcmp(call, sdk_case->call) == 0
                        : strcmp(seen, "*") == 0 || strcmp(seen, sent_text(entry, "method")) == 0;
}

/* Of the verdicts on two requests, the heavier one counts. */
static int weight(enum verdict verdict)
{
    return verdict == FAILED ? 3 : verdict == NON_STRICT ? 2 : verdict == PASSED;
}

/* What was found out about a requirement, request by request. */
struct sight {
    struct play *play;    /* has the heaviest verdict so far, and what it says */
    const cJSON *entry;   /* of that */
    size_t looked, alike; /* requests that it could be judged by, and those of that verdict */
};

static void forget(struct play *play)
{
    free(play->message);
    free(play->expected);
    free(play->received);
    play->message = play->expected = play->received = NULL;
}

/* With whose clientId it was signed is the program's to choose, as long as the mock knows it. */
static void look(struct sight *sight, const cJSON *entry)
{
    struct play *play = sight->play, one = *play;
    const char *client_id = sent_text(entry, "clientId");
    one.verdict = PASSED;
    one.message = one.expected = one.received = NULL;
    one.client_id = *client_id != '\0' ? client_id : play->client_id;
    play->sdk_case->look(&one, entry);
    sight->looked += one.verdict != NOT_JUDGED;
    if (weight(one.verdict) < weight(play->verdict)) {
        forget(&one);
        return;
    }
    if (weight(one.verdict) == weight(play->verdict)) {
        sight->alike++;
        if (sight->entry != NULL) {
            forget(&one);
            return;
        }
    } else {
        sight->alike = 1;
    }
    forget(play);
    play->verdict = one.verdict;
    play->message = one.message;
    play->expected = one.expected;
    play->received = one.received;
    sight->entry = entry;
}

/* What people look for in their own program. */
static void show_request(const struct sight *sight)
{
    struct play *play = sight->play;
    if (play->received == NULL && weight(play->verdict) > weight(PASSED) &&
        asprintf(&play->received, "%s %s", sent_text(sight->entry, "method"),
                 sent_target(sight->entry)) < 0)
        play->received = NULL;
}

static void say_how_often(const struct sight *sight)
{
    struct play *play = sight->play;
    char *message = play->message;
    if (message == NULL || sight->looked < 2 || play->verdict == NOT_JUDGED)
        return;
    if (asprintf(&play->message, "in %zu of %zu requests: %s", sight->alike, sight->looked,
                 message) < 0)
        play->message = message;
    else
        free(message);
}

static struct result judge_row(const struct collected *collected, const struct sdk_area *area,
                               const struct sdk_row *row)
{
    struct play play = *collected->play;
    struct sight sight = {.play = &play};
    const cJSON *entry;
    play.sdk_case = &row->play;
    play_verdict(&play, NOT_JUDGED,
                 row->play.look != NULL ? "no such request was seen" : "the wire does not tell");
    cJSON_ArrayForEach(entry, collected->entries)
    {
        if (row->play.look != NULL && is_seen(&row->play, entry))
            look(&sight, entry);
    }
    say_how_often(&sight);
    show_request(&sight);
    cJSON *entries = cJSON_AddArrayToObject(play.journal = cJSON_CreateObject(), "entries");
    if (sight.entry != NULL)
        cJSON_AddItemToArray(entries, cJSON_Duplicate(sight.entry, true));
    struct result result = score_result(&play, area, row);
    cJSON_Delete(play.journal);
    return result;
}

/* False: no memory. */
static bool judge_all(const struct collected *collected, struct verdicts *verdicts)
{
    const struct score_options *options = &collected->watch->options;
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++) {
            const struct sdk_row *row = &sdk_areas[a]->rows[i];
            if (!requirement_selected(&sdk_areas[a]->head, &row->head, &options->selection))
                continue;
            struct result result = judge_row(collected, sdk_areas[a], row);
            if (options->ended != NULL)
                options->ended(options->progress_context, &result);
            if (!verdicts_add(verdicts, &result)) {
                result_free(&result);
                return false;
            }
        }
    return true;
}

/* For the program, and for us: nothing of ours starts another one. */
static bool set_names(const struct play *play)
{
    return setenv("SNAPTRADE_BASE_URL", play->host, 1) == 0 &&
           setenv("SNAPTRADE_CLIENT_ID", play->client_id, 1) == 0 &&
           setenv("SNAPTRADE_CONSUMER_KEY", play->consumer_key, 1) == 0 &&
           setenv("SNAPTRADE_USER_ID", play->user_id, 1) == 0 &&
           setenv("SNAPTRADE_USER_SECRET", play->user_secret, 1) == 0;
}

static enum watch_end run_and_judge(struct collected *collected, struct verdicts *verdicts)
{
    struct watch *watch = collected->watch;
    const struct command_options command = {.command = watch->options.command,
                                            .seconds = watch->seconds,
                                            .tick = collect,
                                            .context = collected};
    if (!set_names(collected->play))
        return WATCH_NO_MEMORY;
    if (!command_run(&command, &watch->end)) {
        fprintf(stderr, "snaptrade-conformance sdk: %s: %s\n", *command.command, strerror(errno));
        return WATCH_NO_COMMAND;
    }
    return judge_all(collected, verdicts) ? WATCH_DONE : WATCH_NO_MEMORY;
}

static enum watch_end watch_on(const char *origin, struct watch *watch, struct verdicts *verdicts)
{
    struct play play = {.sdk_case = &(struct sdk_case){.call = ""},
                        .watching = true,
                        .origin = origin,
                        .control = control_client_new(origin)};
    struct collected collected = {.watch = watch, .play = &play, .entries = cJSON_CreateArray()};
    enum watch_end end = WATCH_NO_MEMORY;
    if (play.control == NULL || collected.entries == NULL)
        goto out;
    if (play_begin(&play)) {
        end = run_and_judge(&collected, verdicts);
    } else {
        fprintf(stderr, "snaptrade-conformance sdk: %s\n", play.message);
        end = WATCH_UNREACHABLE;
    }
    play_end(&play);
    free(play.message);
out:
    cJSON_Delete(collected.entries);
    control_client_free(play.control);
    return end;
}

enum watch_end watch_judge(struct watch *watch, struct verdicts *verdicts)
{
    static const char *const mock_options[] = {"--log", "none", "--journal", "100000", NULL};
    struct spawned mock;
    if (!spawn_start(watch->options.mock, mock_options, &mock))
        return WATCH_UNREACHABLE;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    enum watch_end end = watch_on(mock.origin, watch, verdicts);
    curl_global_cleanup();
    spawn_kill(&mock);
    return end;
}
