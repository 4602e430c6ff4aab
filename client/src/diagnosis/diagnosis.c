#include "snaptrade/diagnosis.h"

#include <stdlib.h>

#include "mistakes.h"

/* Nothing is verified that the service would not verify either. */
static bool may_verify(struct search *search)
{
    return search->signature_count == 1 && !mistake_client_id_unknown(search) &&
           !mistake_timestamp_not_seconds(search) && !mistake_timestamp_outside_window(search);
}

static enum snaptrade_verify_result verify(const struct search *search,
                                           char rule[SNAPTRADE_RULE_SIZE])
{
    const struct snaptrade_verify_input input = {
        .consumer_key = search->known->consumer_key,
        .path = search->received->path,
        .query = search->received->query,
        .body = search->body,
        .signature = search->signature.text,
        .strict = search->known->strict,
    };
    snaptrade_signer *signer = snaptrade_signer_new();
    enum snaptrade_verify_result result = SNAPTRADE_VERIFY_NO_MEMORY;
    if (signer != NULL)
        result = snaptrade_verify(signer, &input, rule);
    snaptrade_signer_free(signer);
    return result;
}

/* Whether the digest is one that verifies, and only its form can be wrong. */
static bool is_right(struct search *search)
{
    return search->known->strict ? search_base(search) : search_each_base(search, search_base);
}

static bool fits(struct search *search, const struct mistake_row *row, bool right)
{
    if (row->scope != MISTAKE_OF_STRING)
        return row->test(search);
    return !right && search_each_base(search, row->test);
}

/* The first row that fits; the last always does. */
static void find(struct search *search, struct snaptrade_diagnosis *diagnosis)
{
    const struct mistake_row *row = mistake_rows;
    bool right = is_right(search);
    while (!fits(search, row, right) && !search->failed)
        row++;
    diagnosis->mistake = &row->mistake;
    diagnosis->signed_string = search->signed_string;
    if (row->scope != MISTAKE_OF_REQUEST)
        diagnosis->expected_string = search_expected(search);
}

bool snaptrade_diagnose(const struct snaptrade_received *received,
                        const struct snaptrade_known *known, struct snaptrade_diagnosis *diagnosis)
{
    struct search search;
    enum snaptrade_verify_result verified = SNAPTRADE_VERIFY_MISMATCH;
    *diagnosis = (struct snaptrade_diagnosis){0};
    bool done = search_start(&search, received, known);
    if (done && may_verify(&search))
        verified = verify(&search, diagnosis->rule);
    if (done && verified == SNAPTRADE_VERIFY_MISMATCH)
        find(&search, diagnosis);
    done = done && !search.failed && verified != SNAPTRADE_VERIFY_NO_MEMORY;
    search_end(&search);
    if (!done)
        snaptrade_diagnosis_free(diagnosis);
    return done;
}

void snaptrade_diagnosis_free(struct snaptrade_diagnosis *diagnosis)
{
    free(diagnosis->signed_string);
    free(diagnosis->expected_string);
    *diagnosis = (struct snaptrade_diagnosis){0};
}
