#include "server/lab/timeline_signs.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace dialtone::lab {

namespace {

std::string_view text_at(const boost::json::object& row, std::string_view key) {
    const auto* value = row.if_contains(key);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

}  // namespace

bool holds_sign(std::string_view timeline, const JournalSign& sign) {
    boost::system::error_code error;
    const auto value = boost::json::parse({timeline.data(), timeline.size()}, error);
    const auto* rows = error ? nullptr : value.if_array();
    return rows != nullptr && std::any_of(rows->begin(), rows->end(), [&](const auto& row) {
               const auto* object = row.if_object();
               return object != nullptr && text_at(*object, "step") == sign.step &&
                      text_at(*object, "sentence").find(sign.words) != std::string_view::npos;
           });
}

}  // namespace dialtone::lab
