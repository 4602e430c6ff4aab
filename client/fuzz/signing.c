/* Canonical string, signatures and diagnosis: PATH, QUERY and consumerKey on a line each, then the
 * body. */
#include "input.h"
#include "snaptrade/content.h"
#include "snaptrade/diagnosis.h"

/* What is signed as it is sent verifies as such, strictly too, and with no other signature. */
static void check_verifying(struct snaptrade_verify_input *input, char *signature,
                            snaptrade_signer *signer)
{
    char rule[SNAPTRADE_RULE_SIZE];
    input->signature = signature;
    for (int strict = 0; strict <= 1; strict++) {
        input->strict = strict != 0;
        fuzz_demand(snaptrade_verify(signer, input, rule) == SNAPTRADE_VERIFY_MATCH);
        fuzz_demand(strcmp(rule, "wire") == 0);
    }
    input->strict = false;
    signature[0] = signature[0] == 'A' ? 'B' : 'A';
    fuzz_demand(snaptrade_verify(signer, input, rule) == SNAPTRADE_VERIFY_MISMATCH);
    fuzz_demand(rule[0] == '\0');
}

static void check_diagnosis(const struct snaptrade_verify_input *input)
{
    const struct snaptrade_header header = {(char *)"Signature", (char *)input->signature};
    const struct snaptrade_received received = {.method = "POST",
                                                .path = input->path,
                                                .query = input->query,
                                                .headers = &header,
                                                .header_count = 1};
    const struct snaptrade_known known = {.client_id = "A", .consumer_key = input->consumer_key};
    struct snaptrade_diagnosis diagnosis;
    if (snaptrade_diagnose(&received, &known, &diagnosis) && input->signature[0] != '\0')
        fuzz_demand(diagnosis.mistake != NULL);
    snaptrade_diagnosis_free(&diagnosis);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest = text;
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    struct snaptrade_verify_input input = {.path = fuzz_line(&rest)};
    input.query = fuzz_line(&rest);
    input.consumer_key = fuzz_line(&rest);
    input.body = rest;
    struct snaptrade_contents contents;
    snaptrade_signer *signer = snaptrade_signer_new();
    fuzz_demand(signer != NULL && snaptrade_contents_read(rest, &contents));
    for (size_t i = 0; i < contents.count; i++) {
        const struct snaptrade_signed_request request = {input.path, input.query,
                                                         contents.texts[i]};
        free(snaptrade_canonical_string(&request, SNAPTRADE_ESCAPE_ASCII));
        fuzz_demand(snaptrade_sign(input.consumer_key, &request, signature));
        check_verifying(&input, signature, signer);
        input.signature = signature;
        if (i == 0)
            check_diagnosis(&input);
    }
    snaptrade_contents_free(&contents);
    snaptrade_signer_free(signer);
    free(text);
    return 0;
}
