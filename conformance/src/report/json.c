#include "json.h"

#include "legible.h"

static void add_text(cJSON *object, const char *name, const char *value)
{
    if (value != NULL)
        cJSON_AddStringToObject(object, name, value);
}

static cJSON *result_json(const struct result *result)
{
    const struct requirement *row = result->row;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", row->id);
    cJSON_AddStringToObject(object, "area", result->area->name);
    cJSON_AddStringToObject(object, "level", level_name(row->level));
    cJSON_AddStringToObject(object, "provenance", provenance_name(row->provenance));
    cJSON_AddStringToObject(object, "source", row->source);
    cJSON_AddStringToObject(object, "sentence", row->sentence);
    cJSON_AddStringToObject(object, "verdict", verdict_name(result->verdict));
    add_text(object, "message", result->message);
    add_text(object, "expected", result->expected);
    add_text(object, "received", result->received);
    add_text(object, "known", result->known_reason);
    if (result->runs > 1) {
        cJSON_AddNumberToObject(object, "runs", (double)result->runs);
        cJSON_AddNumberToObject(object, "failures", (double)result->failures);
    }
    cJSON_AddNumberToObject(object, "microseconds", (double)result->microseconds);
    if (result->exchange != NULL)
        cJSON_AddItemToObject(object, "exchange", cJSON_Duplicate(result->exchange, true));
    return object;
}

/* Of the catalogue: how many of its requirements are proven able to fail. */
static cJSON *proof_json(const struct proof *proof)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "requirements", (double)proof->requirements);
    cJSON_AddNumberToObject(object, "provenAbleToFail", (double)proof->proven);
    cJSON_AddNumberToObject(object, "mutants", (double)proof->mutants);
    return object;
}

cJSON *verdicts_json(const struct verdicts *verdicts)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "program", "snaptrade-conformance " SNAPTRADE_VERSION);
    cJSON_AddStringToObject(object, "target", verdicts->target);
    cJSON_AddStringToObject(object, "time", verdicts->when);
    cJSON_AddStringToObject(object, "level", verdicts->assumed ? "assumed" : "documented");
    cJSON_AddBoolToObject(object, "conforms",
                          verdicts_judged(verdicts) > 0 && verdicts_conform(verdicts));
    cJSON *counts = cJSON_AddObjectToObject(object, "counts");
    for (size_t v = 0; v < VERDICTS; v++)
        cJSON_AddNumberToObject(counts, verdict_name((enum verdict)v), (double)verdicts->counts[v]);
    if (verdicts->proof.mutants > 0)
        cJSON_AddItemToObject(object, "proof", proof_json(&verdicts->proof));
    cJSON_AddNumberToObject(object, "assumptionsLeftOut", (double)verdicts->left_out);
    cJSON_AddNumberToObject(object, "notRun", (double)verdicts->not_run);
    cJSON_AddNumberToObject(object, "microseconds", (double)verdicts->microseconds);
    cJSON *results = cJSON_AddArrayToObject(object, "results");
    for (size_t i = 0; i < verdicts->count; i++)
        cJSON_AddItemToArray(results, result_json(&verdicts->results[i]));
    return object;
}

void report_json(const struct verdicts *verdicts, FILE *out)
{
    cJSON *object = verdicts_json(verdicts);
    char *text = cJSON_Print(object);
    legible_write(out, text != NULL ? text : "{}"); /* cJSON lets broken UTF-8 pass */
    fputc('\n', out);
    cJSON_free(text);
    cJSON_Delete(object);
}
