#include "secrets.h"

#include <stdlib.h>
#include <string.h>

#include "target.h"

enum { MOST_CREDENTIALS = 16 };

char *secrets_masked(enum snaptrade_text_kind kind, const char *text)
{
    const struct credentials *const all[MOST_CREDENTIALS] = {
        &target()->credentials, &john,     &second_user, &newcomer,
        &spaced_user,           &odd_user, &partner_2,   &personal};
    const char *values[2 * MOST_CREDENTIALS];
    struct snaptrade_secrets secrets = {.values = values};
    for (size_t i = 0; i < MOST_CREDENTIALS && all[i] != NULL; i++) {
        values[secrets.count++] = all[i]->consumer_key;
        values[secrets.count++] = all[i]->user_secret;
    }
    char *masked = malloc(SNAPTRADE_MASKED_SIZE(strlen(text)));
    if (masked != NULL)
        snaptrade_mask(kind, text, &secrets, masked);
    return masked;
}
