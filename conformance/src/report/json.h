/* The report for programs; README has its fields. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report.h"

/* The caller deletes it. NULL: no memory. */
cJSON *verdicts_json(const struct verdicts *verdicts);

#endif
