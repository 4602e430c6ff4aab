#include "score.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../target/elapsed.h"
#include "../target/spawn.h"
#include "play.h"
#include "snaptrade/mask.h"

const struct sdk_area *const sdk_areas[] = {&sdk_sign_area,
                                            &sdk_call_area,
                                            &sdk_result_area,
                                            &sdk_error_area,
                                            &sdk_fault_area,
                                            &sdk_safety_area,
                                            &sdk_users_area,
                                            &sdk_login_area,
                                            &sdk_accounts_area,
                                            &sdk_body_area,
                                            NULL};

enum { TOKEN_SIZE = 128 };

/* A member of the answer's body that is a text; NULL: there is none. */
static const char *told(const struct play *play, const char *name)
{
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(play->answer, "body");
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(body, name));
}

/* The token of the link that the SDK was given; "": there is none. */
static void find_token(const struct play *play, char token[TOKEN_SIZE])
{
    static const char name[] = "token=";
    const char *link = told(play, "redirectURI");
    const char *start = link != NULL ? strstr(link, name) : NULL;
    token[0] = '\0';
    if (start != NULL)
        snprintf(token, TOKEN_SIZE, "%.*s", (int)strcspn(start + sizeof name - 1, "&"),
                 start + sizeof name - 1);
}

/* `text` without this play's secrets, those that the mock has made in it too; takes it over. What
 * an SDK sends in the place of a secret stays: it shows its mistake. */
static char *masked(const struct play *play, char *text)
{
    char token[TOKEN_SIZE];
    find_token(play, token);
    const char *const values[] = {play->consumer_key, play->user_secret, told(play, "userSecret"),
                                  token};
    const struct snaptrade_secrets secrets = {values, sizeof values / sizeof *values};
    char *out = text != NULL ? malloc(SNAPTRADE_MASKED_SIZE(strlen(text))) : NULL;
    if (out != NULL)
        snaptrade_mask(SNAPTRADE_TEXT_PLAIN, text, &secrets, out);
    free(text);
    return out;
}

static void add_masked(const struct play *play, cJSON *object, const char *name, const cJSON *value)
{
    char *text = masked(play, value != NULL ? cJSON_PrintUnformatted(value) : NULL);
    cJSON *copy = text != NULL ? cJSON_Parse(text) : NULL;
    free(text);
    if (copy != NULL)
        cJSON_AddItemToObject(object, name, copy);
}

/* {"request", "answer", "journal"}: both sides. */
static cJSON *evidence_of(const struct play *play)
{
    cJSON *evidence = cJSON_CreateObject();
    add_masked(play, evidence, "request", play->request);
    add_masked(play, evidence, "answer", play->answer);
    add_masked(play, evidence, "journal",
               cJSON_GetObjectItemCaseSensitive(play->journal, "entries"));
    return evidence;
}

struct result score_result(struct play *play, const struct sdk_area *area,
                           const struct sdk_row *row)
{
    struct result result = {.area = &area->head,
                            .row = &row->head,
                            .verdict = play->verdict,
                            .runs = 1,
                            .failures = play->verdict == FAILED};
    if (play->verdict != PASSED)
        result.exchange = evidence_of(play);
    result.message = masked(play, play->message);
    result.expected = masked(play, play->expected);
    result.received = masked(play, play->received);
    return result;
}

static struct result judge_row(struct play *play, const struct sdk_area *area,
                               const struct sdk_row *row)
{
    int64_t start = elapsed_us();
    play->sdk_case = &row->play;
    if (play_begin(play))
        row->play.judge(play);
    struct result result = score_result(play, area, row);
    play_end(play);
    result.microseconds = elapsed_us() - start;
    return result;
}

static bool is_selected(const struct sdk_area *area, const struct sdk_row *row,
                        const struct selection *selection)
{
    return requirement_selected(&area->head, &row->head, selection);
}

bool score_knows(const char *name)
{
    for (size_t a = 0; sdk_areas[a] != NULL; a++) {
        if (strcmp(sdk_areas[a]->head.name, name) == 0)
            return true;
        for (size_t i = 0; i < sdk_areas[a]->count; i++)
            if (strcmp(sdk_areas[a]->rows[i].head.id, name) == 0)
                return true;
    }
    return false;
}

static size_t count_selected(const struct selection *selection)
{
    size_t total = 0;
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++)
            total += is_selected(sdk_areas[a], &sdk_areas[a]->rows[i], selection);
    return total;
}

/* False: no memory. */
static bool judge_next(const struct score_options *options, const struct play *fresh,
                       const struct sdk_area *area, const struct sdk_row *row,
                       struct verdicts *verdicts, size_t total)
{
    struct play play = *fresh;
    if (options->begins != NULL)
        options->begins(options->progress_context, &row->head, verdicts->count + 1, total);
    struct result result = judge_row(&play, area, row);
    if (options->ended != NULL)
        options->ended(options->progress_context, &result);
    if (verdicts_add(verdicts, &result))
        return true;
    result_free(&result);
    return false;
}

static enum score_end judge_all(const struct score_options *options, const struct play *fresh,
                                struct verdicts *verdicts)
{
    size_t total = count_selected(&options->selection);
    for (size_t a = 0; sdk_areas[a] != NULL; a++)
        for (size_t i = 0; i < sdk_areas[a]->count; i++) {
            const struct sdk_row *row = &sdk_areas[a]->rows[i];
            if (!is_selected(sdk_areas[a], row, &options->selection))
                continue;
            if (!judge_next(options, fresh, sdk_areas[a], row, verdicts, total))
                return SCORE_NO_MEMORY;
            verdicts->not_run = total - verdicts->count;
            if (options->fail_fast && verdicts->counts[FAILED] > 0)
                return SCORE_DONE;
        }
    return SCORE_DONE;
}

enum score_end score_judge(const struct score_options *options, struct verdicts *verdicts)
{
    static const char *const mock_options[] = {"--log", "none", "--max-body", "16777216", NULL};
    struct spawned mock;
    if (!spawn_start(options->mock, mock_options, &mock))
        return SCORE_UNREACHABLE;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct play fresh = {.origin = mock.origin,
                         .control = control_client_new(mock.origin),
                         .adapter = adapter_new(options->command),
                         .most_ms = options->most_ms};
    enum score_end end = SCORE_NO_MEMORY;
    if (fresh.control != NULL && fresh.adapter != NULL)
        end = judge_all(options, &fresh, verdicts);
    adapter_free(fresh.adapter);
    control_client_free(fresh.control);
    curl_global_cleanup();
    spawn_kill(&mock);
    return end;
}
