/* Mistakes in how the string is made from path and query. */
#include "mistakes.h"

#include "../signing/json_text.h"

#define PATH "\"path\":\"$P\""
#define QUERY "\"query\":\"$Q\""
#define CONTENT "\"content\":$C"

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

static bool is_laid_out(struct search *search, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (search_laid_out(search, SEARCH_CANONICAL, &layouts[i]))
            return true;
    return false;
}

bool mistake_json_with_spaces(struct search *search)
{
    return is_laid_out(search, 0, layouts_on_one_line);
}

bool mistake_json_indented(struct search *search)
{
    return is_laid_out(search, layouts_on_one_line, layouts_count);
}

bool mistake_json_key_order(struct search *search)
{
    static const char *const forms[] = {
        "{" CONTENT "," QUERY "," PATH "}", "{" PATH "," CONTENT "," QUERY "}",
        "{" PATH "," QUERY "," CONTENT "}", "{" QUERY "," CONTENT "," PATH "}",
        "{" QUERY "," PATH "," CONTENT "}",
    };
    /* Python has to sort keys when it is told, and has spaces then, too. */
    for (size_t i = 0; i < COUNT(forms); i++)
        if (search_form(search, forms[i]) || search_laid_out(search, forms[i], &layouts[0]))
            return true;
    return false;
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
                                        "$C$P$Q",
                                        "content=$C&path=$P&query=$Q"};
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
