#include "explain.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "question.h"
#include "table.h"

static void print_line(const char *label, const char *text)
{
    table_print_text(label);
    table_print_text(text);
    putchar('\n');
}

/* What the client signed is known from its signature alone. */
static void print_signed(const struct snaptrade_diagnosis *diagnosis)
{
    const char *given = diagnosis->signed_string, *expected = diagnosis->expected_string;
    size_t at = 0;
    if (given == NULL || expected == NULL)
        return;
    while (given[at] != '\0' && given[at] == expected[at])
        at++;
    if (given[at] == expected[at])
        return;
    putchar('\n');
    difference_print(&(struct difference_side){"expected  ", expected, at},
                     &(struct difference_side){"signed    ", given, at}, "");
}

static void print_byte(char *out, size_t size, const char *text, size_t at)
{
    unsigned char byte = (unsigned char)text[at];
    if (byte == '\0')
        snprintf(out, size, "the end");
    else if (isgraph(byte) && byte < 0x80)
        snprintf(out, size, "'%c'", byte);
    else
        snprintf(out, size, "0x%02x", byte);
}

/* The client's own string beside the one expected. */
static void print_comparison(const struct snaptrade_comparison *comparison)
{
    char note[64], given[16], expected[16];
    bool masked = comparison->given[comparison->given_at] == '*' ||
                  comparison->expected[comparison->expected_at] == '*';
    putchar('\n');
    if (comparison->equal) {
        puts("The given string is one that verifies.");
    } else {
        print_byte(given, sizeof given, comparison->given, comparison->given_at);
        print_byte(expected, sizeof expected, comparison->expected, comparison->expected_at);
        snprintf(note, sizeof note, masked ? "byte %zu, in what is masked" : "byte %zu: %s, not %s",
                 comparison->offset, given, expected);
        difference_print(
            &(struct difference_side){"expected  ", comparison->expected, comparison->expected_at},
            &(struct difference_side){"given     ", comparison->given, comparison->given_at}, note);
    }
    printf("The signature is %sthat of the given string%s.\n", comparison->is_signed ? "" : "not ",
           comparison->is_signed ? "" : " under this consumerKey");
}

/* A line break at the end of the file counts only when it was signed. */
static bool compare(struct question *question, struct snaptrade_comparison *comparison)
{
    const struct snaptrade_received *received = &question->received;
    if (!snaptrade_compare(received, &question->known, question->given, comparison))
        return false;
    size_t length = strlen(question->given);
    if (comparison->is_signed || length == 0 || question->given[length - 1] != '\n')
        return true;
    question->given[length - 1] = '\0';
    snaptrade_comparison_free(comparison);
    return snaptrade_compare(received, &question->known, question->given, comparison);
}

static void print_mistake(const struct snaptrade_diagnosis *diagnosis,
                          const struct question *question, const char *our_client_id)
{
    printf("wrong: %s\n", diagnosis->mistake->name);
    print_line("  ", diagnosis->mistake->sentence);
    print_line("  ", diagnosis->mistake->mend);
    if (question->client_id != NULL && question->known.consumer_key == NULL)
        print_line("  The consumerKey at hand is that of ", our_client_id);
    if (diagnosis->expected_string != NULL) {
        putchar('\n');
        print_line("expected  ", diagnosis->expected_string);
    }
}

static void print(const struct snaptrade_diagnosis *diagnosis, const struct question *question,
                  const struct snaptrade_comparison *comparison, const char *our_client_id)
{
    if (diagnosis->mistake == NULL)
        printf("right: %s\n", diagnosis->rule);
    else
        print_mistake(diagnosis, question, our_client_id);
    if (question->given != NULL)
        print_comparison(comparison);
    else if (diagnosis->mistake != NULL)
        print_signed(diagnosis);
}

enum exit_status explain_run(const struct options *options, const struct settings *settings)
{
    struct question question;
    struct snaptrade_diagnosis diagnosis = {0};
    struct snaptrade_comparison comparison = {0};
    char message[QUESTION_MESSAGE_SIZE];
    enum exit_status status = EXIT_USAGE;
    if (question_read(options, settings, &question, message)) {
        bool done = snaptrade_diagnose(&question.received, &question.known, &diagnosis) &&
                    (question.given == NULL || compare(&question, &comparison));
        status = !done ? EXIT_NO_ANSWER : diagnosis.mistake == NULL ? EXIT_DONE : EXIT_REFUSED;
        snprintf(message, sizeof message, "the request cannot be judged: out of memory");
    }
    if (status == EXIT_DONE || status == EXIT_REFUSED)
        print(&diagnosis, &question, &comparison, settings->values[SETTING_CLIENT_ID]);
    else
        fprintf(stderr, "snaptrade-client: %s\n", message);
    snaptrade_comparison_free(&comparison);
    snaptrade_diagnosis_free(&diagnosis);
    question_free(&question);
    return status;
}

bool explain_list(void)
{
    size_t count = 0;
    while (snaptrade_mistake_at(count) != NULL)
        count++;
    const char **cells = calloc(count + 1, 2 * sizeof *cells);
    if (cells == NULL)
        return false;
    cells[0] = "NAME";
    cells[1] = "WHAT THE CLIENT DID";
    for (size_t i = 0; i < count; i++) {
        cells[2 * i + 2] = snaptrade_mistake_at(i)->name;
        cells[2 * i + 3] = snaptrade_mistake_at(i)->sentence;
    }
    table_print(cells, count + 1, 2);
    free(cells);
    return true;
}
