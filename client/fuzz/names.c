/* UUIDs, percent-encoding and masks: the whole input is the text. */
#include "input.h"
#include "snaptrade/mask.h"
#include "snaptrade/percent.h"
#include "snaptrade/utf8.h"
#include "snaptrade/uuid.h"

static void check_uuid(const char *text, size_t size)
{
    struct snaptrade_uuid uuid, again;
    char formatted[SNAPTRADE_UUID_LENGTH + 1];
    if (!snaptrade_uuid_parse(text, size, &uuid))
        return;
    fuzz_demand(size == SNAPTRADE_UUID_LENGTH);
    snaptrade_uuid_format(&uuid, formatted);
    fuzz_demand(snaptrade_uuid_parse(formatted, SNAPTRADE_UUID_LENGTH, &again));
    fuzz_demand(memcmp(&uuid, &again, sizeof uuid) == 0);
}

static void check_percent(const char *text, size_t size)
{
    char *decoded = fuzz_text((const uint8_t *)text, size);
    size_t length = size;
    if (snaptrade_percent_decode(decoded, decoded, &length))
        fuzz_demand(length <= size);
    free(decoded);
}

/* Nothing that is masked holds a secret. In JSON what stands behind an escaped backslash is no
 * escape, and so no secret; without knowing that it is JSON it would be one. */
static void check_mask(enum snaptrade_text_kind kind, const char *text,
                       const struct snaptrade_secrets *secrets)
{
    char *masked = malloc(SNAPTRADE_MASKED_SIZE(strlen(text)));
    fuzz_demand(masked != NULL);
    fuzz_demand(snaptrade_mask(kind, text, secrets, masked) == strlen(masked));
    fuzz_demand(strlen(masked) < SNAPTRADE_MASKED_SIZE(strlen(text)));
    if (kind == SNAPTRADE_TEXT_JSON)
        fuzz_demand(strstr(masked, secrets->values[0]) == NULL);
    else
        fuzz_demand(!snaptrade_holds_secret(masked, secrets));
    free(masked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const keys[] = {"secret", "a+b ", "\xc3\xa9%&"};
    const struct snaptrade_secrets secrets = {keys, sizeof keys / sizeof *keys};
    char *text = fuzz_text(data, size);
    check_uuid(text, size);
    check_percent(text, size);
    snaptrade_utf8_valid(text, size);
    if (strstr(text, "secret") != NULL)
        fuzz_demand(snaptrade_holds_secret(text, &secrets));
    for (int kind = SNAPTRADE_TEXT_QUERY; kind <= SNAPTRADE_TEXT_PLAIN; kind++)
        check_mask((enum snaptrade_text_kind)kind, text, &secrets);
    free(text);
    return 0;
}
