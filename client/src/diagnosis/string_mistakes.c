/* Mistakes in how the string is made from path and query. */
#include "mistakes.h"

#include "../signing/json_text.h"

#define PATH "\"path\":\"$P\""
#define QUERY "\"query\":\"$Q\""
#define CONTENT "\"content\":null"

static bool has_form(struct search *search, const char *const *forms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (search_form(search, forms[i]))
            return true;
    return false;
}

/* What search->path and search->query make as they are. */
static bool is_bare(struct search *search, const char *const *forms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (search_template(search, forms[i], SEARCH_BARE, search->path, search->query))
            return true;
    return false;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

bool mistake_json_with_spaces(struct search *search)
{
    static const char *const forms[] = {
        "{\"content\": null, \"path\": \"$P\", \"query\": \"$Q\"}", /* Python, Ruby's inspect */
        "{\"content\": null,\"path\": \"$P\",\"query\": \"$Q\"}",
        "{\"content\":null, \"path\":\"$P\", \"query\":\"$Q\"}",
        "{ \"content\": null, \"path\": \"$P\", \"query\": \"$Q\" }",
        "{ \"content\":null, \"path\":\"$P\", \"query\":\"$Q\" }",
    };
    return has_form(search, forms, COUNT(forms));
}

bool mistake_json_indented(struct search *search)
{
    static const char *const forms[] = {
        "{\n  \"content\": null,\n  \"path\": \"$P\",\n  \"query\": \"$Q\"\n}",
        "{\n    \"content\": null,\n    \"path\": \"$P\",\n    \"query\": \"$Q\"\n}",
        "{\n\t\"content\": null,\n\t\"path\": \"$P\",\n\t\"query\": \"$Q\"\n}",
        "{\r\n  \"content\": null,\r\n  \"path\": \"$P\",\r\n  \"query\": \"$Q\"\r\n}",
        "{\n\"content\": null,\n\"path\": \"$P\",\n\"query\": \"$Q\"\n}",
        "{\n  \"content\" : null,\n  \"path\" : \"$P\",\n  \"query\" : \"$Q\"\n}", /* Jackson */
    };
    return has_form(search, forms, COUNT(forms));
}

bool mistake_json_key_order(struct search *search)
{
    static const char *const forms[] = {
        "{" CONTENT "," QUERY "," PATH "}",
        "{" PATH "," CONTENT "," QUERY "}",
        "{" PATH "," QUERY "," CONTENT "}",
        "{" QUERY "," CONTENT "," PATH "}",
        "{" QUERY "," PATH "," CONTENT "}",
        /* with the spaces of Python, which has to sort keys when it is told */
        "{\"content\": null, \"query\": \"$Q\", \"path\": \"$P\"}",
        "{\"path\": \"$P\", \"content\": null, \"query\": \"$Q\"}",
        "{\"path\": \"$P\", \"query\": \"$Q\", \"content\": null}",
        "{\"query\": \"$Q\", \"content\": null, \"path\": \"$P\"}",
        "{\"query\": \"$Q\", \"path\": \"$P\", \"content\": null}",
    };
    return has_form(search, forms, COUNT(forms));
}

bool mistake_content_empty_object(struct search *search)
{
    return search_form(search, "{\"content\":{}," PATH "," QUERY "}");
}

bool mistake_content_empty_string(struct search *search)
{
    return search_form(search, "{\"content\":\"\"," PATH "," QUERY "}");
}

bool mistake_content_null_string(struct search *search)
{
    return search_form(search, "{\"content\":\"null\"," PATH "," QUERY "}");
}

bool mistake_content_missing(struct search *search)
{
    return search_form(search, "{" PATH "," QUERY "}");
}

bool mistake_string_trailing_newline(struct search *search)
{
    static const char *const forms[] = {SEARCH_CANONICAL "\n", SEARCH_CANONICAL "\r\n"};
    return has_form(search, forms, COUNT(forms));
}

static bool is_escaped(struct search *search, unsigned escapes)
{
    return search_template(search, SEARCH_CANONICAL, escapes, search->path, search->query);
}

bool mistake_json_slashes_escaped(struct search *search)
{
    return is_escaped(search, JSON_SLASHES) || is_escaped(search, JSON_SLASHES | JSON_ASCII);
}

bool mistake_json_html_escaped(struct search *search)
{
    return is_escaped(search, JSON_HTML) || is_escaped(search, JSON_HTML | JSON_ASCII) ||
           is_escaped(search, JSON_DOTNET);
}

bool mistake_string_not_json(struct search *search)
{
    static const char *const forms[] = {"$P?$Q",
                                        "$P$Q",
                                        "$Q",
                                        "$P",
                                        "$Q$P",
                                        "$M$P?$Q",
                                        "$M $P?$Q",
                                        "$M\n$P\n$Q",
                                        "$P\n$Q",
                                        "null$P$Q",
                                        "content=null&path=$P&query=$Q"};
    return is_bare(search, forms, COUNT(forms));
}

bool mistake_string_client_id_and_timestamp(struct search *search)
{
    static const char *const forms[] = {
        "$I$T",
        "$T$I",
        "$I:$T",
        "$T:$I",
        "$I.$T",
        "$T.$I",
        "$I&$T",
        "$T&$I",
        "$I,$T",
        "$I|$T",
        "$I-$T",
        "$I $T",
        "$I\n$T",
        "$T\n$I",
        "clientId=$I&timestamp=$T",
        "timestamp=$T&clientId=$I",
        "{\"clientId\":\"$I\",\"timestamp\":\"$T\"}",
        "{\"clientId\":\"$I\",\"timestamp\":$T}",
        "$T",
        "$I",
    };
    return is_bare(search, forms, COUNT(forms));
}
