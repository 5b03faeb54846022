#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Phone button templates with their buttons.
namespace dialtone::db {

/// The template with its buttons. @param row `id` is ignored.
ButtonTemplateId insert_button_template(Database& database, const ButtonTemplate& row);

/// Button `button.position` of the template becomes `button`, whatever it was.
void put_button(Database& database, ButtonTemplateId row, const TemplateButton& button);
void delete_button(Database& database, ButtonTemplateId row, std::uint32_t position);

/// With its buttons; the schema refuses it while a device or a device default uses it.
void delete_button_template(Database& database, ButtonTemplateId row);

}  // namespace dialtone::db
