/* The forms of a body: each is JSON that reads as the body does, and sorting it again changes
 * nothing. */
#include <cjson/cJSON.h>

#include "input.h"
#include "snaptrade/content.h"

static void check_form(const char *body, enum snaptrade_content_form form)
{
    char *once = snaptrade_content(body, form);
    if (once == NULL)
        return;
    char *twice = snaptrade_content(once, form);
    cJSON *tree = cJSON_Parse(once);
    fuzz_demand(tree != NULL);
    fuzz_demand(twice != NULL && strcmp(once, twice) == 0);
    cJSON_Delete(tree);
    free(once);
    free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    struct snaptrade_contents contents;
    for (int form = 0; form < SNAPTRADE_CONTENT_FORMS; form++)
        check_form(text, (enum snaptrade_content_form)form);
    fuzz_demand(snaptrade_contents_read(text, &contents));
    for (size_t i = 0; i < contents.count; i++)
        for (size_t j = i + 1; j < contents.count; j++)
            fuzz_demand(contents.texts[i] == NULL ||
                        strcmp(contents.texts[i], contents.texts[j]) != 0);
    for (size_t i = 0; i < contents.count && contents.java != NULL; i++)
        fuzz_demand(strcmp(contents.texts[i], contents.java) != 0);
    snaptrade_contents_free(&contents);
    free(text);
    return 0;
}
