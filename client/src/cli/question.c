#include "question.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "body.h"
#include "snaptrade/percent.h"

/* The value of a parameter, decoded; NULL: it is not there, cannot be decoded, or there is no
 * memory for it, which is said. */
static char *parameter(const char *query, const char *name, bool *lacks_memory)
{
    size_t length = strlen(name);
    for (const char *part = query; part != NULL; part = strchr(part, '&')) {
        part += *part == '&';
        if (strncmp(part, name, length) != 0 || part[length] != '=')
            continue;
        part += length + 1;
        char *value = strndup(part, strcspn(part, "&"));
        for (char *at = value; at != NULL && *at != '\0'; at++)
            if (*at == '+')
                *at = ' ';
        if (value != NULL && snaptrade_percent_decode(value, value, &length))
            return value;
        *lacks_memory |= value == NULL;
        free(value);
        return NULL;
    }
    return NULL;
}

/* From the first slash on it is what was sent to the host, whatever path the base URL has. */
static bool read_url(struct question *question, const char *text, const char *base, char *message)
{
    struct url origin = {0};
    bool good = text[0] != '/' || url_parse(base, NULL, &origin, message, QUESTION_MESSAGE_SIZE);
    good = good && url_parse(text, origin.origin, &question->url, message, QUESTION_MESSAGE_SIZE);
    url_free(&origin);
    return good;
}

/* "Name: value" */
static bool add_header(struct question *question, int number, const char *text)
{
    char *name = strdup(text), *colon = name != NULL ? strchr(name, ':') : NULL;
    question->header_texts[number] = name;
    if (colon == NULL)
        return false;
    *colon++ = '\0';
    question->headers[question->received.header_count++] =
        (struct snaptrade_header){name, colon + strspn(colon, " \t")};
    return true;
}

static bool add_headers(struct question *question, const struct options *options)
{
    for (int i = 0; i < options->header_count; i++)
        if (!add_header(question, i, options->headers[i]))
            return false;
    size_t *count = &question->received.header_count;
    if (options->signature != NULL)
        question->headers[(*count)++] = (struct snaptrade_header){"Signature", options->signature};
    question->headers[(*count)++] =
        (struct snaptrade_header){"Host", strstr(question->url.origin, "//") + 2};
    return true;
}

/* The body, and what the client signed, as they are in their files. */
static bool read_files(struct question *question, const struct options *options, char *message)
{
    const char *body = options->body, *given = options->canonical;
    if (body != NULL && given != NULL && strcmp(body, "-") == 0 && strcmp(given, "-") == 0) {
        snprintf(message, QUESTION_MESSAGE_SIZE,
                 "--body and --canonical cannot both be standard input");
        return false;
    }
    return (body == NULL ||
            body_text("--body", body, &question->body, message, QUESTION_MESSAGE_SIZE)) &&
           (given == NULL ||
            body_text("--canonical", given, &question->given, message, QUESTION_MESSAGE_SIZE));
}

/* False: no memory. */
static bool know(struct question *question, const struct options *options,
                 const struct settings *settings)
{
    const char *query = question->received.query;
    bool lacks_memory = false;
    question->client_id = parameter(query, "clientId", &lacks_memory);
    question->user_secret = parameter(query, "userSecret", &lacks_memory);
    bool ours = question->client_id != NULL &&
                strcmp(question->client_id, settings->values[SETTING_CLIENT_ID]) == 0;
    question->known = (struct snaptrade_known){
        .client_id = question->client_id,
        .consumer_key = ours ? settings->values[SETTING_CONSUMER_KEY] : NULL,
        .user_secret = question->user_secret != NULL ? question->user_secret
                                                     : settings->values[SETTING_USER_SECRET],
        .now = time(NULL),
        .clock_skew = options->clock_skew,
        .strict = options->strict,
    };
    return !lacks_memory;
}

static bool is_method(const char *text)
{
    size_t letters = 0;
    while (isupper((unsigned char)text[letters]))
        letters++;
    return letters > 0 && text[letters] == '\0';
}

bool question_read(const struct options *options, const struct settings *settings,
                   struct question *question, char message[QUESTION_MESSAGE_SIZE])
{
    *question = (struct question){0};
    if (!is_method(options->arguments[0])) {
        snprintf(message, QUESTION_MESSAGE_SIZE, "METHOD must be capital letters, such as GET");
        return false;
    }
    if (!read_url(question, options->arguments[1], settings->values[SETTING_BASE_URL], message) ||
        !read_files(question, options, message))
        return false;
    question->received = (struct snaptrade_received){
        .method = options->arguments[0],
        .path = question->url.path,
        .query = question->url.query != NULL ? question->url.query : "",
        .body = question->body,
        .headers = question->headers,
    };
    snprintf(message, QUESTION_MESSAGE_SIZE, "out of memory");
    return know(question, options, settings) && add_headers(question, options);
}

void question_free(struct question *question)
{
    for (int i = 0; i < OPTIONS_MOST_TEXTS; i++)
        free(question->header_texts[i]);
    free(question->client_id);
    free(question->user_secret);
    free(question->given);
    free(question->body);
    url_free(&question->url);
}
