#include "question.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "snaptrade/percent.h"

enum { LARGEST = 1024 * 1024 };

/* The value of a parameter, decoded; NULL: it is not there, cannot be decoded, or no memory. */
static char *parameter(const char *query, const char *name)
{
    size_t length = strlen(name);
    for (const char *part = query; part != NULL; part = strchr(part, '&')) {
        part += *part == '&';
        if (strncmp(part, name, length) != 0 || part[length] != '=')
            continue;
        part += length + 1;
        char *value = strndup(part, strcspn(part, "&"));
        for (char *plus = value; plus != NULL && (plus = strchr(plus, '+')) != NULL;)
            *plus = ' ';
        if (value != NULL && snaptrade_percent_decode(value, value, &length))
            return value;
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

/* What the client signed, as it is in the file. */
static bool read_given(struct question *question, const char *path, char *message)
{
    bool standard_input = strcmp(path, "-") == 0;
    FILE *file = standard_input ? stdin : fopen(path, "re");
    const char *problem = file == NULL ? strerror(errno) : NULL;
    char *text = calloc(1, LARGEST + 2);
    size_t length = file != NULL && text != NULL ? fread(text, 1, LARGEST + 1, file) : 0;
    if (problem == NULL && (text == NULL || ferror(file)))
        problem = text == NULL ? "out of memory" : strerror(errno);
    if (problem == NULL && (length > LARGEST || strlen(text) != length))
        problem = length > LARGEST ? "larger than 1 MiB" : "has a NUL in it";
    if (file != NULL && !standard_input)
        fclose(file);
    question->given = text;
    if (problem != NULL)
        snprintf(message, QUESTION_MESSAGE_SIZE, "--canonical %s: %s", path, problem);
    return problem == NULL;
}

static void know(struct question *question, const struct options *options,
                 const struct settings *settings)
{
    const char *query = question->received.query;
    question->client_id = parameter(query, "clientId");
    question->user_secret = parameter(query, "userSecret");
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
        (options->canonical != NULL && !read_given(question, options->canonical, message)))
        return false;
    question->received = (struct snaptrade_received){
        .method = options->arguments[0],
        .path = question->url.path,
        .query = question->url.query != NULL ? question->url.query : "",
        .headers = question->headers,
    };
    snprintf(message, QUESTION_MESSAGE_SIZE, "out of memory");
    know(question, options, settings);
    return add_headers(question, options);
}

void question_free(struct question *question)
{
    for (int i = 0; i < OPTIONS_MOST_TEXTS; i++)
        free(question->header_texts[i]);
    free(question->client_id);
    free(question->user_secret);
    free(question->given);
    url_free(&question->url);
}
