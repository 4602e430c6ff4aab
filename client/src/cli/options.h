/* The command line of snaptrade-client: which command with which arguments and options.
 *
 * Tables say which there are and what belongs to what; --help is printed from them. Everything
 * read points into argv. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

enum command {
    COMMAND_LIST,
    COMMAND_SHOW,
    COMMAND_REMOVE,
    COMMAND_EVENTS,
    COMMAND_CALL,
    COMMAND_SIGN,
    COMMAND_EXPLAIN,
    COMMAND_MISTAKES,
    COMMANDS
};

/* What says where to call and as whom. */
enum setting {
    SETTING_BASE_URL,
    SETTING_CLIENT_ID,
    SETTING_CONSUMER_KEY,
    SETTING_USER_ID,
    SETTING_USER_SECRET,
    SETTINGS
};

enum sign_print { PRINT_ALL, PRINT_CANONICAL, PRINT_SIGNATURE, PRINT_URL, PRINT_CURL };

enum { OPTIONS_MOST_TEXTS = 32 };

struct options {
    enum command command;
    char **arguments; /* as many as the command takes */
    const char *settings[SETTINGS];
    const char *config, *ca_file, *users, *sessions, *body; /* NULL: not given */
    const char *signature, *canonical;                      /* NULL: not given */
    const char *headers[OPTIONS_MOST_TEXTS];                /* "Name: value" */
    int header_count;
    char *parameters[OPTIONS_MOST_TEXTS]; /* "NAME=VALUE" */
    int parameter_count;
    long timeout_ms, clock_skew; /* 0: not given */
    bool json, yes, connection, no_user, strict;
    enum sign_print print;
};

enum options_result {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version was printed */
    OPTIONS_BAD   /* one line on stderr says what is wrong */
};

enum options_result options_read(int argc, char **argv, struct options *options);

#endif
