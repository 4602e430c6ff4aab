#include "html_play.h"

#include <stdlib.h>
#include <string.h>

#include "json_layout.h"
#include "markup.h"

enum { SHOWN_BYTES = 1500, SHOWN_REQUESTS = 8 };

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(member(object, name));
}

/* The start of a long text; cut between two characters. Changes `text`. */
static size_t cut(char *text)
{
    size_t length = strlen(text), kept = SHOWN_BYTES;
    if (length <= kept)
        return 0;
    while (kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80)
        kept--;
    text[kept] = '\0';
    return length - kept;
}

/* With a layout, when it is JSON. */
void html_play_block(FILE *out, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    char *start = strdup(text);
    size_t more = start != NULL ? cut(start) : 0;
    char *layout = start != NULL ? json_layout(start) : NULL;
    const char *shown = layout != NULL ? layout : start != NULL ? start : "";
    fprintf(out, "<h3>%s</h3><pre class=\"long\">", title);
    markup_text(out, shown);
    if (more > 0)
        fprintf(out, "\n... %zu more bytes", more);
    fputs("</pre>", out);
    free(layout);
    free(start);
}

static void write_json(FILE *out, const char *title, const cJSON *value)
{
    char *text = value != NULL ? cJSON_PrintUnformatted(value) : NULL;
    html_play_block(out, title, text);
    cJSON_free(text);
}

/* What the mock made of a request. */
static void write_fate(FILE *out, const cJSON *entry)
{
    static const struct {
        const char *name, *words;
    } facts[] = {{"signatureRule", "signed: "}, {"diagnosis", "refused: "}, {"fault", "fault: "}};
    double bytes = cJSON_GetNumberValue(member(entry, "bodyBytes"));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (text_of(entry, facts[i].name) != NULL) {
            fprintf(out, ", %s", facts[i].words);
            markup_text(out, text_of(entry, facts[i].name));
        }
    if (bytes > 0)
        fprintf(out, ", a body of %.0f bytes", bytes);
}

static void write_requests(FILE *out, const cJSON *journal)
{
    const cJSON *entry;
    int count = 0, total = cJSON_GetArraySize(journal);
    if (!cJSON_IsArray(journal))
        return;
    fputs("<h3>On the wire</h3><pre class=\"long\">", out);
    cJSON_ArrayForEach(entry, journal)
    {
        const char *method = text_of(entry, "method"), *target = text_of(entry, "target");
        double status = cJSON_GetNumberValue(member(entry, "status"));
        if (count++ == SHOWN_REQUESTS)
            break;
        markup_text(out, method != NULL ? method : "");
        fputc(' ', out);
        markup_text(out, target != NULL ? target : "");
        fprintf(out, "\n  %.0f", status > 0 ? status : 0);
        write_fate(out, entry);
        fputc('\n', out);
    }
    if (total == 0)
        fputs("no request with the partner's clientId", out);
    if (total > SHOWN_REQUESTS)
        fprintf(out, "... %d more requests", total - SHOWN_REQUESTS);
    fputs("</pre>", out);
}

void html_play(FILE *out, const cJSON *evidence)
{
    write_requests(out, member(evidence, "journal"));
    write_json(out, "Asked of the adapter", member(evidence, "request"));
    write_json(out, "Its answer", member(evidence, "answer"));
}
