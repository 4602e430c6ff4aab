#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ca_file.h"
#include "snaptrade/uuid.h"
#include "target/settings.h"

static const char live_url[] = "https://api.snaptrade.com/api/v1";
enum { DEFAULT_SECONDS = 60, MOST_SECONDS = 86400, MOST_REPEATS = 1000000 };

static const char help[] =
    "usage: snaptrade-conformance [OPTIONS] [ID | AREA]...\n"
    "       snaptrade-conformance sdk [OPTIONS] -- COMMAND...   judges an SDK; see sdk --help\n"
    "       snaptrade-conformance sdk-report FILE...            puts SDKs side by side\n"
    "\n"
    "Judges a server of the SnapTrade Connections API by the requirements that are named, or by\n"
    "all that are documented or were observed. Without a URL it starts a mock server of its own\n"
    "for each of them.\n"
    "\n"
    "What is judged\n"
    "  --url URL         this server, with the credentials of SNAPTRADE_CLIENT_ID,\n"
    "                    SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID and SNAPTRADE_USER_SECRET,\n"
    "                    or those of the default fixtures; as carefully as --live\n"
    "                    environment: SNAPTRADE_BASE_URL\n"
    "  --config FILE     lines NAME=VALUE with those five names; the environment wins\n"
    "                    environment: SNAPTRADE_CONFIG\n"
    "  --live            SnapTrade itself, with credentials of your own: nothing is removed, and\n"
    "                    at most 200 requests a minute are sent\n"
    "  --allow-delete ID the one connection that may be removed, all the same\n"
    "  --disposable      what stands behind --url may be used up\n"
    "  --dry-run         send nothing there; print what would be sent\n"
    "  --ca-file FILE    trust these certificates (PEM) only, not the system's\n"
    "                    environment: SNAPTRADE_CA_FILE, CURL_CA_BUNDLE, SSL_CERT_FILE\n"
    "  --mock FILE       start this server, whatever the environment says (default:\n"
    "                    snaptrade-mock beside this program)\n"
    "\n"
    "By what\n"
    "  --level LEVEL     documented (default): what is documented or was observed; assumed: what\n"
    "                    we merely assume, too. An assumption that is named by its id is judged.\n"
    "  --tag TAG         only requirements with this tag; several: with one of them\n"
    "  --list            print the requirements, assumptions too, and judge nothing\n"
    "  --format FORMAT   of --list: text (default), json, md\n"
    "\n"
    "How\n"
    "  --expect FILE     lines \"ID reason\": known failures, which do not count; one that passes "
    "is\n"
    "                    told, too\n"
    "  --timeout SECONDS for one requirement (default 60)\n"
    "  --repeat N        judge each N times; one failure is one\n"
    "  --fail-fast       stop after the first failure\n"
    "\n"
    "What is told\n"
    "  --report FORMAT=FILE   text, tap, junit, json or html, several if you like; - is standard\n"
    "                         output, in place of the usual text\n"
    "  --verbose         name the requirements that pass, too\n"
    "  --help, --version\n"
    "\n"
    "Where requirements are from: doc is SnapTrade's API document, spec its later ones, sdk what\n"
    "its SDKs do, live what the service was seen to answer, and assumed what nobody knows.\n"
    "\n"
    "exit status: 0 it conforms, 1 it does not, 2 bad usage or nothing to judge, 3 the server\n"
    "cannot be reached or started\n";

static bool refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s (see --help)\n", what, why);
    return false;
}

static bool read_number(const char *name, const char *text, double least, double most,
                        double *number)
{
    char *end = NULL;
    errno = 0;
    *number = strtod(text, &end);
    if (errno == 0 && *text != '\0' && !isspace((unsigned char)*text) && *end == '\0' &&
        *number >= least && *number <= most)
        return true;
    fprintf(stderr, "snaptrade-conformance: %s %s: not a number from %g to %g (see --help)\n", name,
            text, least, most);
    return false;
}

static bool read_report(struct options *options, char *text)
{
    const char *wrong = report_choices_add(&options->reports, text);
    if (wrong == NULL)
        return true;
    fprintf(stderr, "snaptrade-conformance: --report %s: %s; there are %s (see --help)\n", text,
            wrong, report_formats());
    return false;
}

static bool read_level(struct options *options, const char *text)
{
    options->selection.assumed = strcmp(text, "assumed") == 0;
    options->level_given = true;
    return options->selection.assumed || strcmp(text, "documented") == 0 ||
           refuse("--level", "neither documented nor assumed");
}

static bool read_tag(struct options *options, const char *text)
{
    size_t *count = &options->selection.tag_count;
    if (!requirement_tag_exists(text))
        return refuse(text, "no requirement has this tag");
    if (*count == MOST_TAGS)
        return refuse("--tag", "too many");
    options->tags[(*count)++] = text;
    return true;
}

static bool read_format(struct options *options, const char *text)
{
    options->format = listing_named(text);
    return options->format != NULL || refuse("--format", "none of text, json, md");
}

static bool read_removable(struct options *options, const char *text)
{
    struct snaptrade_uuid uuid;
    options->allow_delete = text;
    return snaptrade_uuid_parse(text, strlen(text), &uuid) ||
           refuse("--allow-delete", "not the UUID of a connection");
}

static bool read_repeat(struct options *options, const char *text)
{
    double number;
    if (!read_number("--repeat", text, 1, MOST_REPEATS, &number))
        return false;
    options->repeat = (unsigned)number;
    return number == floor(number) || refuse("--repeat", "not a whole number");
}

enum {
    OPTION_FIRST = 256,
    URL = OPTION_FIRST,
    CONFIG,
    ALLOW_DELETE,
    CA_FILE,
    MOCK,
    LEVEL,
    TAG,
    FORMAT,
    EXPECT,
    TIMEOUT,
    REPEAT,
    REPORT,
    HELP,
    VERSION
};

/* Of those with a value. */
static bool read_value(struct options *options, int option, char *value)
{
    switch (option) {
    case URL:
        options->url = value;
        return true;
    case CONFIG:
        options->config = value;
        return true;
    case CA_FILE:
        options->ca_file = value;
        return true;
    case MOCK:
        options->mock = value;
        return true;
    case EXPECT:
        options->expect = value;
        return true;
    case ALLOW_DELETE:
        return read_removable(options, value);
    case LEVEL:
        return read_level(options, value);
    case TAG:
        return read_tag(options, value);
    case FORMAT:
        return read_format(options, value);
    case TIMEOUT:
        return read_number("--timeout", value, 0.001, MOST_SECONDS, &options->seconds);
    case REPEAT:
        return read_repeat(options, value);
    default:
        return read_report(options, value);
    }
}

const char *mock_beside(void)
{
    static char path[PATH_MAX + sizeof "/snaptrade-mock"];
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    char *folder = dirname(path);
    memmove(path, folder, strlen(folder) + 1);
    strncat(path, "/snaptrade-mock", sizeof path - strlen(path) - 1);
    return path;
}

static bool is_snaptrade(const char *url)
{
    return strcasestr(url, "snaptrade.com") != NULL;
}

/* Without a URL. */
static bool check_spawned(const struct options *options)
{
    const struct {
        const char *name;
        bool given;
    } others[] = {{"--allow-delete", options->allow_delete != NULL},
                  {"--disposable", options->flags[DISPOSABLE]},
                  {"--dry-run", options->flags[DRY_RUN]},
                  {"--config", options->config != NULL},
                  {"--ca-file", options->ca_file != NULL}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].given)
            return refuse(others[i].name, "only together with --url or --live");
    return true;
}

/* What the options have left open, and what does not go together. */
static bool complete(struct options *options)
{
    if (options->flags[LIVE_TARGET] && options->url != NULL)
        return refuse("--live", "not together with --url");
    if (options->flags[LIVE_TARGET])
        options->url = live_url;
    if ((options->url != NULL || options->mock == NULL) && !settings_read(options->config))
        return false;
    if (options->url == NULL && options->mock == NULL)
        options->url = setting(SETTING_BASE_URL);
    if (options->mock == NULL)
        options->mock = mock_beside();
    if (options->url == NULL)
        return check_spawned(options);
    options->flags[LIVE_TARGET] = is_snaptrade(options->url);
    if (options->ca_file == NULL)
        options->ca_file = ca_file_of_environment();
    if (options->flags[DISPOSABLE] && options->flags[LIVE_TARGET])
        return refuse("--disposable", "not for SnapTrade itself");
    if (options->flags[DISPOSABLE] && options->allow_delete != NULL)
        return refuse("--allow-delete", "not together with --disposable");
    return true;
}

static bool check_names(char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (!requirement_exists(names[i]))
            return refuse(names[i], "no requirement and no area");
    return true;
}

/* Ends the program, or goes on. */
static bool read_option(struct options *options, int option, char **argv, int *status)
{
    if (option == HELP || option == VERSION) {
        fputs(option == HELP ? help : "snaptrade-conformance " SNAPTRADE_VERSION "\n", stdout);
        *status = EXIT_CONFORMS;
        return false;
    }
    if (option == '?')
        return refuse(argv[optind - 1], "no option, or it lacks its value");
    return option == 0 || read_value(options, option, optarg);
}

bool options_read(struct options *options, int argc, char **argv, int *status)
{
    *options =
        (struct options){.seconds = DEFAULT_SECONDS, .repeat = 1, .format = listing_named("text")};
    int *const flags = options->flags;
    const struct option names[] = {{"live", no_argument, &flags[LIVE_TARGET], 1},
                                   {"disposable", no_argument, &flags[DISPOSABLE], 1},
                                   {"dry-run", no_argument, &flags[DRY_RUN], 1},
                                   {"verbose", no_argument, &flags[VERBOSE], 1},
                                   {"list", no_argument, &flags[LIST], 1},
                                   {"fail-fast", no_argument, &flags[FAIL_FAST], 1},
                                   {"url", required_argument, NULL, URL},
                                   {"config", required_argument, NULL, CONFIG},
                                   {"allow-delete", required_argument, NULL, ALLOW_DELETE},
                                   {"ca-file", required_argument, NULL, CA_FILE},
                                   {"mock", required_argument, NULL, MOCK},
                                   {"level", required_argument, NULL, LEVEL},
                                   {"tag", required_argument, NULL, TAG},
                                   {"format", required_argument, NULL, FORMAT},
                                   {"expect", required_argument, NULL, EXPECT},
                                   {"timeout", required_argument, NULL, TIMEOUT},
                                   {"repeat", required_argument, NULL, REPEAT},
                                   {"report", required_argument, NULL, REPORT},
                                   {"help", no_argument, NULL, HELP},
                                   {"version", no_argument, NULL, VERSION},
                                   {NULL, 0, NULL, 0}};
    *status = EXIT_USAGE;
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, "", names, NULL)) != -1;)
        if (!read_option(options, found, argv, status))
            return false;
    options->selection.names = argv + optind;
    options->selection.name_count = (size_t)(argc - optind);
    options->selection.tags = options->tags;
    if (options->flags[LIST] && !options->level_given)
        options->selection.assumed = true;
    return check_names(argv + optind, argc - optind) && (options->flags[LIST] || complete(options));
}
