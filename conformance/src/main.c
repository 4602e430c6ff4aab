/* snaptrade-conformance: judges a server by the requirements of the catalogue. */
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "requirement.h"
#include "target.h"
#include "unjudged.h"

enum { EXIT_PASSED = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, SECONDS_PER_TEST = 60 };

static struct {
    const char *url; /* NULL: a mock of our own */
    const char *mock;
    bool disposable, list, verbose;
} options;

static void print_help(void)
{
    puts("usage: snaptrade-conformance [OPTIONS] [ID | AREA]...\n"
         "\n"
         "Judges a server of the SnapTrade Connections API by the requirements that are named,\n"
         "or by all. Without a URL it starts a mock server of its own for each of them.\n"
         "\n"
         "  --url URL      judge this server, with the credentials of SNAPTRADE_CLIENT_ID,\n"
         "                 SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET,\n"
         "                 or those of the default fixtures\n"
         "                 environment: SNAPTRADE_BASE_URL\n"
         "  --disposable   its state may be used up: remove connections of that user\n"
         "  --mock FILE    judge this mock server, whatever the environment says (default:\n"
         "                 snaptrade-mock beside this program)\n"
         "  --list         print id, level, provenance and sentence, and judge nothing\n"
         "  --verbose      name the requirements that pass, too\n"
         "  --help, --version\n"
         "\n"
         "Provenance: doc is SnapTrade's API document, spec its later ones, sdk what its SDKs\n"
         "do, live what the service was seen to answer, and assumed what nobody knows.\n"
         "\n"
         "exit status: 0 all passed, 1 one failed or the server cannot be started, 2 bad usage,\n"
         "or nothing to judge");
}

static int refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance: %s %s (see --help)\n", what, why);
    return EXIT_USAGE;
}

/* What a row needs that the target has not; NULL: nothing. */
static const char *missing(const struct requirement *row)
{
    bool lasting = options.url != NULL && !options.disposable;
    if ((row->needs & DISPOSABLE) != 0 && lasting)
        return "it removes connections, and --disposable is not given";
    if ((row->needs & DEFAULT_FIXTURES) != 0 && options.url != NULL &&
        !target_has_default_fixtures())
        return "it needs the default fixtures, and these are other credentials";
    return NULL;
}

/* Every requirement has a mock of its own, started before its test and outside its process, so
 * that it is stopped whatever becomes of the test. */
static void start_mock(void)
{
    if (options.url == NULL && !target_spawn(options.mock))
        exit(EXIT_FAILED);
}

static void stop_mock(void)
{
    if (options.url == NULL)
        target_end();
}

static void end_test(void)
{
    expect_end();
    exchange_end();
}

static void add_row(Suite *suite, const struct requirement *row)
{
    TCase *test = tcase_create(row->id);
    tcase_add_unchecked_fixture(test, start_mock, stop_mock);
    tcase_add_checked_fixture(test, NULL, end_test);
    tcase_set_timeout(test, SECONDS_PER_TEST);
    tcase_add_test(test, *row->test);
    suite_add_tcase(suite, test);
}

static int judge(char *const *names, int count)
{
    Suite *suite = suite_create(options.url != NULL ? options.url : "a mock server of our own");
    int chosen = 0, left_out = 0;
    for (size_t a = 0; all_areas[a] != NULL; a++)
        for (size_t i = 0; i < all_areas[a]->count; i++) {
            const struct requirement *row = &all_areas[a]->rows[i];
            if (!requirement_selected(all_areas[a], row, names, count))
                continue;
            const char *why = missing(row);
            if (why != NULL)
                printf("not judged: %s: %s\n", row->id, why);
            else
                add_row(suite, row);
            *(why != NULL ? &left_out : &chosen) += 1;
        }
    SRunner *runner = srunner_create(suite);
    if (chosen > 0)
        srunner_run_all(runner, options.verbose ? CK_VERBOSE : CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    chosen -= unjudged_count();
    left_out += unjudged_count();
    printf("%d requirements passed, %d failed, %d not judged\n", chosen - failed, failed, left_out);
    if (chosen == 0)
        return refuse("with these arguments", "there is nothing to judge");
    return failed > 0 ? EXIT_FAILED : EXIT_PASSED;
}

/* Where snaptrade-mock lies when it lies beside us. */
static const char *mock_beside(void)
{
    static char path[PATH_MAX + sizeof "/snaptrade-mock"];
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    char *folder = dirname(path);
    memmove(path, folder, strlen(folder) + 1);
    strncat(path, "/snaptrade-mock", sizeof path - strlen(path) - 1);
    return path;
}

/* What ends the program at once; -1: nothing does. */
static int read_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"url", required_argument, NULL, 'u'},  {"disposable", no_argument, NULL, 'd'},
        {"mock", required_argument, NULL, 'm'}, {"list", no_argument, NULL, 'l'},
        {"verbose", no_argument, NULL, 'v'},    {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},    {NULL, 0, NULL, 0}};
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, "", names, NULL)) != -1;)
        switch (found) {
        case 'u':
            options.url = optarg;
            break;
        case 'm':
            options.mock = optarg;
            break;
        case 'd':
            options.disposable = true;
            break;
        case 'l':
            options.list = true;
            break;
        case 'v':
            options.verbose = true;
            break;
        case 'h':
            print_help();
            return EXIT_PASSED;
        case 'V':
            puts("snaptrade-conformance " SNAPTRADE_VERSION);
            return EXIT_PASSED;
        default:
            return refuse(argv[optind - 1], "is no option, or lacks its value");
        }
    return -1;
}

/* What the options have left open. */
static void read_environment(void)
{
    const char *url = getenv("SNAPTRADE_BASE_URL");
    if (options.url == NULL && options.mock == NULL && url != NULL && *url != '\0')
        options.url = url;
    if (options.mock == NULL)
        options.mock = mock_beside();
}

int main(int argc, char **argv)
{
    int status = read_options(argc, argv);
    if (status >= 0)
        return status;
    read_environment();
    char *const *named = argv + optind;
    int count = argc - optind;
    for (int i = 0; i < count; i++)
        if (!requirement_exists(named[i]))
            return refuse(named[i], "is no requirement and no area");
    if (options.list) {
        requirements_print(stdout, named, count);
        return EXIT_PASSED;
    }
    if (options.url != NULL && !target_use_url(options.url))
        return EXIT_USAGE;
    if (!unjudged_start())
        return refuse("memory", "is short");
    status = judge(named, count);
    target_end();
    return status;
}
