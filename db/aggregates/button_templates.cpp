#include "db/aggregates/button_templates.hpp"

#include "common/model/world.hpp"

namespace dialtone::db {

ButtonTemplateId insert_button_template(Database& database, const ButtonTemplate& row) {
    const auto id = database.integer(
        "INSERT INTO button_template (name, model, protocol, is_standard) VALUES (?1, ?2, ?3, ?4) RETURNING "
        "id",
        row.name,
        row.model,
        to_string(row.protocol),
        row.is_standard
    );
    const ButtonTemplateId made{id.value()};
    for (const auto& button : row.buttons) {
        put_button(database, made, button);
    }
    return made;
}

void put_button(Database& database, ButtonTemplateId row, const TemplateButton& button) {
    database.run(
        "INSERT INTO button_template_button (template, position, feature, label) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (template, position) DO UPDATE SET feature = excluded.feature, label = excluded.label",
        row,
        button.position,
        button.feature,
        button.label
    );
}

void delete_button(Database& database, ButtonTemplateId row, std::uint32_t position) {
    database.run("DELETE FROM button_template_button WHERE template = ?1 AND position = ?2", row, position);
}

void delete_button_template(Database& database, ButtonTemplateId row) {
    database.run("DELETE FROM button_template WHERE id = ?1", row);
}

}  // namespace dialtone::db
