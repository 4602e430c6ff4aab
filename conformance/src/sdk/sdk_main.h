/* `snaptrade-conformance sdk [OPTIONS] -- COMMAND...`: scores an SDK through its adapter. */
#ifndef SDK_MAIN_H
#define SDK_MAIN_H

/* argv[0] is "sdk". Returns the exit status, as enum exit_status has it. */
int sdk_main(int argc, char **argv);

#endif
