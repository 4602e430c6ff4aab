#include "ending.h"

const struct ending endings[ATTEMPT_OUTCOMES] = {
    [ATTEMPT_SUCCESS] = {"success", "It works", "Connected", NULL, NULL, NULL},
    [ATTEMPT_MFA] = {"mfa", "A code is asked for, then it works", "Connected", NULL, NULL, NULL},
    [ATTEMPT_FAILURE] = {"wrong-credentials", "The password is wrong", "Not connected", "1006",
                         "400", "The brokerage has refused the username or the password."},
    [ATTEMPT_ACCOUNT_LOCKED] = {"account-locked", "The account is locked", "Not connected", "1140",
                                "403", "The account is locked at the brokerage."},
    [ATTEMPT_RATE_LIMITED] = {"rate-limited", "The brokerage is asked too often", "Not connected",
                              "3000", "500", "The brokerage has refused to be asked so often."},
    [ATTEMPT_ABANDONMENT] = {"give-up", "Give up", "Given up", NULL, NULL, NULL},
};

const struct ending ending_bad_link = {
    NULL, NULL, NULL, "0000", "401", "This link to the connection portal is not valid."};

static void append_plainly(struct buffer *out, const char *text, size_t length)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; length > 0; text++, length--) {
        unsigned char byte = (unsigned char)*text;
        if (byte > ' ' && byte < 0x7F && strchr("\"<>\\^`{|}", *text) == NULL)
            buffer_append(out, text, 1);
        else
            buffer_append(out, (char[]){'%', digits[byte >> 4], digits[byte & 0xF]}, 3);
    }
}

static bool is_success(const struct ending *ending)
{
    return ending == &endings[ATTEMPT_SUCCESS] || ending == &endings[ATTEMPT_MFA];
}

void ending_redirect(const struct ending *ending, const char *custom_redirect,
                     const char *connection_id, struct buffer *out)
{
    size_t length = strcspn(custom_redirect, "#");
    const char *question = memchr(custom_redirect, '?', length);
    bool goes_on = question != NULL && question + 1 < custom_redirect + length &&
                   custom_redirect[length - 1] != '&';
    append_plainly(out, custom_redirect, length);
    if (question == NULL)
        buffer_append_text(out, "?");
    else if (goes_on)
        buffer_append_text(out, "&");
    if (is_success(ending))
        buffer_append_format(out, "status=SUCCESS&connection_id=%s", connection_id);
    else if (ending->error_code != NULL)
        buffer_append_format(out, "status=ERROR&status_code=%s&error_code=%s", ending->status_code,
                             ending->error_code);
    else
        buffer_append_text(out, "status=ABANDONED");
    append_plainly(out, custom_redirect + length, strlen(custom_redirect + length));
}

void ending_messages(const struct ending *ending, const char *connection_id, struct buffer *out)
{
    if (is_success(ending))
        buffer_append_format(out, "[{\"status\":\"SUCCESS\",\"authorizationId\":\"%s\"}]",
                             connection_id);
    else if (ending->error_code != NULL)
        buffer_append_format(out,
                             "[{\"status\":\"ERROR\",\"errorCode\":\"%s\",\"statusCode\":\"%s\","
                             "\"detail\":\"%s\"}]",
                             ending->error_code, ending->status_code, ending->detail);
    else
        buffer_append_text(out, "[\"ABANDONED\",\"CLOSE_MODAL\"]");
}
