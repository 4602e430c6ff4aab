/* `snaptrade-conformance sdk-report FILE... [-o FILE]`: SDKs side by side. */
#ifndef MATRIX_MAIN_H
#define MATRIX_MAIN_H

/* argv[0] is "sdk-report". Returns the exit status, as enum exit_status has it. */
int matrix_main(int argc, char **argv);

#endif
