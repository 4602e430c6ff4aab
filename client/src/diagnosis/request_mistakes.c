/* Mistakes that stand in the request itself, whatever was signed. */
#include "mistakes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../signing/name_ending.h"
#include "parameters.h"
#include "snaptrade/percent.h"

enum { TIMESTAMP_DIGITS = 12, MILLISECOND_DIGITS = 13 };

/* Whether the value, decoded, is `wanted`. */
static bool value_is(const struct parameter *parameter, const char *wanted)
{
    const char *text = parameter->text + parameter->name_length;
    const char *end = parameter->text + parameter->length;
    for (text += text < end; text < end && *wanted != '\0'; wanted++) {
        int byte = *text == '%' ? snaptrade_percent_byte(text + 1) : -1;
        if ((byte >= 0 ? (char)byte : *text) != *wanted && !(*text == '+' && *wanted == ' '))
            return false;
        text += byte >= 0 ? 3 : 1;
    }
    return text == end && *wanted == '\0';
}

static bool query_has(const struct search *search, const struct name_ending *ending)
{
    struct parameters parameters;
    parameters_read(search->received->query, &parameters);
    for (size_t i = 0; i < parameters.count; i++)
        if (name_ends_in(parameters.items[i].text, parameters.items[i].name_length, ending))
            return true;
    return false;
}

bool mistake_consumer_key_in_query(struct search *search)
{
    static const struct name_ending ending = NAME_ENDING("consumerkey");
    const char *key = search->known->consumer_key;
    struct parameters parameters;
    if (query_has(search, &ending))
        return true;
    parameters_read(search->received->query, &parameters);
    for (size_t i = 0; key != NULL && *key != '\0' && i < parameters.count; i++)
        if (value_is(&parameters.items[i], key))
            return true;
    return false;
}

static bool header_ends_in(const struct search *search, const struct name_ending *ending)
{
    const struct snaptrade_received *received = search->received;
    for (size_t i = 0; i < received->header_count; i++)
        if (name_ends_in(received->headers[i].name, strlen(received->headers[i].name), ending))
            return true;
    return false;
}

/* A credential in a header where the query lacks it, or a consumerKey in any case. */
bool mistake_credentials_in_headers(struct search *search)
{
    static const struct name_ending consumer_key = NAME_ENDING("consumerkey");
    static const struct {
        struct name_ending header;
        const char *parameter;
    } credentials[] = {
        {NAME_ENDING("clientid"), "clientId"},     {NAME_ENDING("authorization"), "clientId"},
        {NAME_ENDING("timestamp"), "timestamp"},   {NAME_ENDING("userid"), "userId"},
        {NAME_ENDING("usersecret"), "userSecret"},
    };
    struct parameters parameters;
    parameters_read(search->received->query, &parameters);
    for (size_t i = 0; i < sizeof credentials / sizeof *credentials; i++)
        if (parameters_find(&parameters, credentials[i].parameter) == NULL &&
            header_ends_in(search, &credentials[i].header))
            return true;
    return header_ends_in(search, &consumer_key);
}

bool mistake_client_id_missing(struct search *search)
{
    return search->known->client_id == NULL || *search->known->client_id == '\0';
}

bool mistake_client_id_unknown(struct search *search)
{
    return search->known->consumer_key == NULL;
}

bool mistake_timestamp_missing(struct search *search)
{
    return *search->timestamp == '\0';
}

bool mistake_timestamp_milliseconds(struct search *search)
{
    size_t digits = strspn(search->timestamp, "0123456789");
    return digits == MILLISECOND_DIGITS && search->timestamp[digits] == '\0';
}

bool mistake_timestamp_not_seconds(struct search *search)
{
    size_t digits = strspn(search->timestamp, "0123456789");
    return digits == 0 || digits > TIMESTAMP_DIGITS || search->timestamp[digits] != '\0';
}

bool mistake_timestamp_outside_window(struct search *search)
{
    int64_t off = strtoll(search->timestamp, NULL, 10) - search->known->now;
    return search->known->clock_skew != 0 && llabs(off) > search->known->clock_skew;
}

bool mistake_signature_in_query(struct search *search)
{
    static const struct name_ending ending = NAME_ENDING("signature");
    return query_has(search, &ending);
}

bool mistake_several_signatures(struct search *search)
{
    return search->signature_count > 1;
}

bool mistake_signature_header_misnamed(struct search *search)
{
    static const struct name_ending ending = NAME_ENDING("signature");
    return search->signature_count == 0 && header_ends_in(search, &ending);
}

bool mistake_signature_missing(struct search *search)
{
    return search->signature_count == 0;
}

bool mistake_signature_empty(struct search *search)
{
    return *search->signature.text == '\0';
}

/* By its form alone, whether or not the digest in it is right. */
static bool has_form(const struct search *search, enum signature_form form)
{
    return search->signature.form == form;
}

bool mistake_signature_hex(struct search *search)
{
    return has_form(search, SIGNATURE_HEX);
}

bool mistake_signature_base64_of_hex(struct search *search)
{
    return has_form(search, SIGNATURE_BASE64_OF_HEX);
}

bool mistake_signature_base64url(struct search *search)
{
    return has_form(search, SIGNATURE_BASE64URL);
}

bool mistake_signature_unpadded(struct search *search)
{
    return has_form(search, SIGNATURE_UNPADDED);
}

bool mistake_signature_percent_encoded(struct search *search)
{
    return has_form(search, SIGNATURE_PERCENT_ENCODED);
}

bool mistake_signature_quoted(struct search *search)
{
    return has_form(search, SIGNATURE_QUOTED);
}

bool mistake_signature_malformed(struct search *search)
{
    return search->signature.form == SIGNATURE_MALFORMED ||
           search->signature.digest.size != DIGEST_SHA256_SIZE;
}

bool mistake_unknown(struct search *search)
{
    (void)search;
    return true;
}
