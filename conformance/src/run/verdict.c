#include "verdict.h"

#include <stdlib.h>

static const struct {
    const char *words, *name;
} names[VERDICTS] = {
    [PASSED] = {"passed", "passed"},
    [FAILED] = {"failed", "failed"},
    [EXPECTED_FAILURE] = {"failed as expected", "expected-failure"},
    [UNEXPECTED_PASS] = {"passed unexpectedly", "unexpected-pass"},
    [NOT_JUDGED] = {"not judged", "not-judged"},
    [WITHDRAWN] = {"withdrawn", "withdrawn"},
    [NON_STRICT] = {"non-strict", "non-strict"},
    [UNSUPPORTED] = {"unsupported", "unsupported"},
    [ADAPTER_ERROR] = {"adapter error", "adapter-error"},
};

const char *verdict_words(enum verdict verdict)
{
    return names[verdict].words;
}

const char *verdict_name(enum verdict verdict)
{
    return names[verdict].name;
}

bool verdicts_conform(const struct verdicts *verdicts)
{
    return verdicts->counts[FAILED] == 0 && verdicts->counts[ADAPTER_ERROR] == 0;
}

size_t verdicts_judged(const struct verdicts *verdicts)
{
    return verdicts->count - verdicts->counts[NOT_JUDGED] - verdicts->counts[WITHDRAWN] -
           verdicts->counts[UNSUPPORTED];
}

bool verdicts_add(struct verdicts *verdicts, const struct result *result)
{
    if (verdicts->count == verdicts->room) {
        size_t room = verdicts->room > 0 ? 2 * verdicts->room : 128;
        struct result *results = realloc(verdicts->results, room * sizeof *results);
        if (results == NULL)
            return false;
        verdicts->results = results;
        verdicts->room = room;
    }
    verdicts->results[verdicts->count++] = *result;
    verdicts->counts[result->verdict]++;
    verdicts->microseconds += result->microseconds;
    return true;
}

void result_free(struct result *result)
{
    free(result->message);
    free(result->expected);
    free(result->received);
    cJSON_Delete(result->exchange);
}

void verdicts_free(struct verdicts *verdicts)
{
    for (size_t i = 0; i < verdicts->count; i++)
        result_free(&verdicts->results[i]);
    free(verdicts->results);
    *verdicts = (struct verdicts){0};
}
