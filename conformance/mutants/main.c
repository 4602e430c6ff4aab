/* snaptrade-mutant: a mock server of which one thing is broken, to be judged by the suite. */
#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/target/spawn.h"
#include "credentials.h"
#include "mutant.h"
#include "server.h"

enum { EXIT_USAGE = 2, MOST_OPTIONS = 16 };

static void print_help(void)
{
    puts("usage: SNAPTRADE_MUTANT=NAME snaptrade-mutant [OPTIONS OF SNAPTRADE-MOCK]\n"
         "       snaptrade-mutant --list\n"
         "\n"
         "Starts a mock server, and before it, on a free port, a proxy that breaks one thing:\n"
         "what snaptrade-conformance --mock can judge. Without a name, and with \"none\", it\n"
         "breaks nothing. SNAPTRADE_MUTANT_MOCK is another mock server to start.\n"
         "\n"
         "  --list    print all mutants, as JSON: name, area, sentence, and the ids they break");
}

static cJSON *ids_of(const char *breaks)
{
    cJSON *ids = cJSON_CreateArray();
    while (*breaks != '\0') {
        size_t length = strcspn(breaks, " ");
        char id[32];
        snprintf(id, sizeof id, "%.*s", (int)length, breaks);
        cJSON_AddItemToArray(ids, cJSON_CreateString(id));
        breaks += length + strspn(breaks + length, " ");
    }
    return ids;
}

static void print_list(void)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t t = 0; all_mutants[t] != NULL; t++)
        for (size_t i = 0; i < all_mutants[t]->count; i++) {
            const struct mutant *mutant = &all_mutants[t]->rows[i];
            cJSON *row = cJSON_CreateObject();
            cJSON_AddStringToObject(row, "name", mutant->name);
            cJSON_AddStringToObject(row, "area", all_mutants[t]->area);
            cJSON_AddStringToObject(row, "sentence", mutant->sentence);
            cJSON_AddItemToObject(row, "breaks", ids_of(mutant->breaks));
            cJSON_AddItemToArray(list, row);
        }
    char *text = cJSON_Print(list);
    puts(text != NULL ? text : "");
    cJSON_free(text);
    cJSON_Delete(list);
}

static int refuse(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-mutant: %s %s (see --help)\n", what, why);
    return EXIT_USAGE;
}

/* Until somebody asks us to end; the mock ends with us. */
static int serve(const struct mutant *mutant, const struct credentials *credentials,
                 struct spawned *mock)
{
    sigset_t ends;
    int number = 0;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct server *server = server_start(mock->origin, credentials, mutant);
    if (server == NULL)
        return refuse("127.0.0.1", "gives no port");
    printf("listening on http://127.0.0.1:%d\n", server_port(server));
    fflush(stdout);
    sigwait(&ends, &number);
    server_stop(server);
    return EXIT_SUCCESS;
}

/* Those of the command line that are for the mock. */
static void read_options(char **argv, const char *options[MOST_OPTIONS + 1], const char **fixtures)
{
    int count = 0;
    for (int i = 1; argv[i] != NULL && count < MOST_OPTIONS; i++) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--listen") == 0 && value != NULL) {
            i++; /* both take free ports */
            continue;
        }
        options[count++] = argv[i];
        if (strcmp(argv[i], "--fixtures") == 0 && value != NULL)
            *fixtures = value;
    }
    options[count] = NULL;
}

/* NULL is a mutant, too: it breaks nothing. False: stderr says why there is none. */
static bool choose(const char *name, const struct mutant **mutant)
{
    bool healthy = name == NULL || *name == '\0' || strcmp(name, "none") == 0;
    *mutant = healthy ? NULL : mutant_find(name);
    if (!healthy && *mutant == NULL)
        refuse(name, "is no mutant");
    return healthy || *mutant != NULL;
}

int main(int argc, char **argv)
{
    const char *program = getenv("SNAPTRADE_MUTANT_MOCK"), *fixtures = SNAPTRADE_FIXTURES;
    const char *options[MOST_OPTIONS + 1];
    const struct mutant *mutant = NULL;
    struct spawned mock;
    if (argc == 2 && (strcmp(argv[1], "--list") == 0 || strcmp(argv[1], "--help") == 0)) {
        (strcmp(argv[1], "--list") == 0 ? print_list : print_help)();
        return EXIT_SUCCESS;
    }
    if (!choose(getenv("SNAPTRADE_MUTANT"), &mutant))
        return EXIT_USAGE;
    read_options(argv, options, &fixtures);
    struct credentials *credentials = credentials_read(fixtures);
    if (credentials == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        !spawn_start(program != NULL ? program : SNAPTRADE_MOCK, options, &mock)) {
        credentials_free(credentials);
        return EXIT_FAILURE;
    }
    int status = serve(mutant, credentials, &mock);
    credentials_free(credentials);
    return spawn_stop(&mock) ? status : EXIT_FAILURE;
}
