/* snaptrade-client: the command-line client. */
#include <stdio.h>

#include "commands.h"
#include "options.h"
#include "settings.h"
#include "sign.h"

int main(int argc, char **argv)
{
    struct options options;
    struct settings settings;
    char message[SETTINGS_MESSAGE_SIZE];
    switch (options_read(argc, argv, &options)) {
    case OPTIONS_DONE:
        return EXIT_DONE;
    case OPTIONS_BAD:
        return EXIT_USAGE;
    case OPTIONS_RUN:
        break;
    }
    bool signs = options.command == COMMAND_SIGN;
    bool absolute = signs && options.arguments[1][0] != '/';
    enum exit_status status = EXIT_USAGE;
    if (settings_resolve(&options, absolute ? options.arguments[1] : NULL, &settings, message))
        status = signs ? sign_run(&options, &settings) : commands_run(&options, &settings);
    else
        fprintf(stderr, "snaptrade-client: %s\n", message);
    settings_free(&settings);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("snaptrade-client: standard output");
        return EXIT_NO_ANSWER;
    }
    return status;
}
