/* What the calls about accounts answer with, field by field: SnapTrade's OpenAPI file of 2026-08,
 * and types of before where it changed them. */
#ifndef ACCOUNT_MODEL_H
#define ACCOUNT_MODEL_H

#include "fields.h"

extern const struct model balance_model, position_model, holdings_model, activities_model;

/* Of these some members are one of few words, too. */
void expect_account(const cJSON *object);
void expect_order(const cJSON *object);
void expect_positions(const cJSON *object); /* of /positions/all */

#endif
