/* snaptrade-client: the command-line client. */
#include <stdio.h>

#include "commands.h"
#include "explain.h"
#include "options.h"
#include "settings.h"
#include "sign.h"

/* What a command with a URL is about; NULL: the base URL. */
static const char *url_of(const struct options *options)
{
    bool has_url = options->command == COMMAND_SIGN || options->command == COMMAND_EXPLAIN;
    return has_url && options->arguments[1][0] != '/' ? options->arguments[1] : NULL;
}

static enum exit_status run(const struct options *options)
{
    struct settings settings;
    char message[SETTINGS_MESSAGE_SIZE];
    enum exit_status status = EXIT_USAGE;
    if (!settings_resolve(options, url_of(options), &settings, message))
        fprintf(stderr, "snaptrade-client: %s\n", message);
    else if (options->command == COMMAND_SIGN)
        status = sign_run(options, &settings);
    else if (options->command == COMMAND_EXPLAIN)
        status = explain_run(options, &settings);
    else
        status = commands_run(options, &settings);
    settings_free(&settings);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    switch (options_read(argc, argv, &options)) {
    case OPTIONS_DONE:
        return EXIT_DONE;
    case OPTIONS_BAD:
        return EXIT_USAGE;
    case OPTIONS_RUN:
        break;
    }
    enum exit_status status = EXIT_DONE;
    if (options.command != COMMAND_MISTAKES) {
        status = run(&options);
    } else if (!explain_list()) {
        fputs("snaptrade-client: out of memory\n", stderr);
        status = EXIT_NO_ANSWER;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("snaptrade-client: standard output");
        return EXIT_NO_ANSWER;
    }
    return status;
}
