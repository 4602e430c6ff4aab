#include "summary.h"

enum { MICROSECONDS = 1000000 };

const char *summary_conclusion(const struct verdicts *verdicts)
{
    return verdicts_judged(verdicts) == 0 ? "was not judged"
           : !verdicts_conform(verdicts)  ? "does not conform"
           : verdicts->not_run > 0        ? "was not judged to the end"
                                          : "conforms";
}

enum verdict summary_verdict(const struct verdicts *verdicts)
{
    return !verdicts_conform(verdicts)                               ? FAILED
           : verdicts_judged(verdicts) == 0 || verdicts->not_run > 0 ? NOT_JUDGED
                                                                     : PASSED;
}

void summary_write_assumptions(const struct verdicts *verdicts, const char *before,
                               const char *behind, FILE *out)
{
    size_t count = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        count += verdicts->results[i].verdict == FAILED &&
                 verdicts->results[i].row->provenance == ASSUMED;
    if (count > 0)
        fprintf(out, "%sOf what failed, %zu %s of ours, not SnapTrade's.%s", before, count,
                count == 1 ? "is an assumption" : "are assumptions", behind);
}

void summary_write_proof(const struct verdicts *verdicts, const char *before, const char *behind,
                         FILE *out)
{
    const struct proof *proof = &verdicts->proof;
    if (proof->mutants > 0)
        fprintf(out,
                "%s%zu of the suite's %zu requirements are proven able to fail, by %zu mutants.%s",
                before, proof->proven, proof->requirements, proof->mutants, behind);
}

size_t summary_area(const struct verdicts *verdicts, const struct area *area,
                    size_t counts[VERDICTS])
{
    size_t total = 0;
    for (size_t v = 0; v < VERDICTS; v++)
        counts[v] = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->results[i].area == area) {
            counts[verdicts->results[i].verdict]++;
            total++;
        }
    return total;
}

const struct area *summary_next_area(const struct verdicts *verdicts, const struct area *area)
{
    bool behind = area == NULL;
    for (size_t i = 0; i < verdicts->count; i++) {
        if (behind && verdicts->results[i].area != area)
            return verdicts->results[i].area;
        behind = behind || verdicts->results[i].area == area;
    }
    return NULL;
}

bool summary_is_skipped(const struct result *result)
{
    return result->verdict == NOT_JUDGED || result->verdict == WITHDRAWN ||
           result->verdict == UNSUPPORTED;
}

bool summary_is_failure(const struct result *result)
{
    return result->verdict == FAILED || result->verdict == EXPECTED_FAILURE ||
           result->verdict == ADAPTER_ERROR;
}

const char *summary_exchange_text(const struct result *result, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(result->exchange, name));
}

double summary_seconds(int64_t microseconds)
{
    return (double)microseconds / MICROSECONDS;
}
