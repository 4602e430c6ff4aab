/* Patterns of paths and parameters: every short pattern against every short path. */
#include <string.h>

#include "journal/journal_match.h"
#include "suite.h"

enum { LONGEST = 5, MOST_WORDS = 2000 };

/* All texts of these letters up to LONGEST, each with its NUL in LONGEST + 1 bytes. */
static size_t words_of(const char *letters, char words[MOST_WORDS][LONGEST + 1])
{
    size_t count = 1, base = strlen(letters);
    memset(words[0], 0, LONGEST + 1);
    for (size_t from = 0; from < count && strlen(words[from]) < LONGEST; from++) {
        for (size_t i = 0; i < base; i++) {
            memcpy(words[count], words[from], LONGEST + 1);
            words[count++][strlen(words[from])] = letters[i];
        }
    }
    return count;
}

/* What the description of patterns says, word by word. */
static bool described(const char *wanted, const char *path)
{
    bool any = wanted[0] == '*' && wanted[1] == '*';
    if (*wanted == '\0')
        return *path == '\0';
    if (*wanted != '*')
        return *wanted == *path && described(wanted + 1, path + 1);
    for (const char *rest = wanted + (any ? 2 : 1);; path++) {
        if (described(rest, path))
            return true;
        if (*path == '\0' || (*path == '/' && !any))
            return false;
    }
}

START_TEST(stars_take_what_they_are_described_to_take)
{
    static char patterns[MOST_WORDS][LONGEST + 1], paths[MOST_WORDS][LONGEST + 1];
    size_t pattern_count = words_of("a/*", patterns), path_count = words_of("a/b", paths);
    ck_assert_uint_eq(pattern_count, 364);
    for (size_t i = 0; i < pattern_count; i++) {
        if (strstr(patterns[i], "***") != NULL)
            continue; /* says nothing that "**" does not */
        for (size_t j = 0; j < path_count; j++)
            ck_assert_msg(journal_match_path(patterns[i], paths[j], strlen(paths[j])) ==
                              described(patterns[i], paths[j]),
                          "%s %s", patterns[i], paths[j]);
    }
}
END_TEST

START_TEST(only_so_many_bytes_are_the_path)
{
    ck_assert(journal_match_path("/a", "/a?b", 2));
    ck_assert(!journal_match_path("/a?b", "/a?b", 2));
    ck_assert(journal_match_path("/a", "/api/v1/a?b", 9));
    ck_assert(!journal_match_path("/a", "/api/v1", 7));
    ck_assert(!journal_match_path("/a", "/api/v1a", 8));
    ck_assert(!journal_match_path("/a", "/api/v1/api/v1/a", 16));
}
END_TEST

static const struct {
    const char *query, *wanted;
    bool has;
} queries[] = {
    {"userId=u", "u", true},
    {"a=b&userId=u&c", "u", true},
    {"userId=a&userId=u", "u", true},
    {"userId=a%20b", "a b", true},
    {"userId=a+b", "a b", true},
    {"userId=a%2Bb", "a+b", true},
    {"user%49d=%75", "u", true},
    {"userId=u%", "u%", true},
    {"userId=u%4", "u%4", true},
    {"userId=u%zz", "u%zz", false},
    {"userId=%C3%A9", "\xc3\xa9", true},
    {"userId=", "", true},
    {"userId", "", true},
    {"userId=a=b", "a=b", true},
    {"userId=uu", "u", false},
    {"userId=u", "uu", false},
    {"userid=u", "u", false},
    {"xuserId=u", "u", false},
    {"x=userId=u", "u", false},
    {"", "", false},
    {"&&=u&", "u", false},
};

START_TEST(a_parameter_is_compared_as_it_decodes)
{
    ck_assert_msg(journal_match_parameter(queries[_i].query, "userId", queries[_i].wanted) ==
                      queries[_i].has,
                  "%s", queries[_i].query);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("journal_matching");
    TCase *tests = tcase_create("journal_matching");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, stars_take_what_they_are_described_to_take);
    tcase_add_test(tests, only_so_many_bytes_are_the_path);
    tcase_add_loop_test(tests, a_parameter_is_compared_as_it_decodes, 0,
                        sizeof queries / sizeof queries[0]);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
