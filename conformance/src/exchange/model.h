/* The models that a 200 carries, field by field: fields and types of SnapTrade's OpenAPI file. */
#ifndef MODEL_H
#define MODEL_H

#include "fields.h"

/* Every field of the model that is there has the documented type; fields unheard of are fine. */
void expect_authorization(const cJSON *object);
void expect_session_event(const cJSON *object);
void expect_partner(const cJSON *object);

extern const struct model brokerage_model;

#endif
