#include "db/query.hpp"

#include "db/sqlite_error.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

namespace dialtone::db {

Query::Query(std::unique_ptr<SQLite::Statement> statement, IdleStatements& home)
    : statement_{std::move(statement)}, home_{&home} {}

Query::Query(Query&& other) noexcept = default;

Query::~Query() {
    if (statement_ == nullptr) {
        return;
    }
    // An error of the last step is reported again here; it was thrown when it happened.
    statement_->tryReset();
    statement_->clearBindings();
    home_->statements.push_back(std::move(statement_));
}

bool Query::next() {
    if (is_done_) {
        return false;
    }
    is_done_ = !translated(home_->file, [&] { return statement_->executeStep(); });
    return !is_done_;
}

void Query::run() {
    while (next()) {
    }
}

void Query::restart() {
    statement_->tryReset();  // an error of the last step is reported again; it was thrown when it happened
    is_done_ = false;
}

std::int64_t Query::integer(int column) const {
    return statement_->getColumn(column).getInt64();
}

std::string Query::text(int column) const {
    return statement_->getColumn(column).getString();
}

Buffer Query::blob(int column) const {
    const auto value = statement_->getColumn(column);
    const auto* octets = static_cast<const std::uint8_t*>(value.getBlob());
    return octets == nullptr ? Buffer{} : Buffer{octets, octets + value.getBytes()};
}

bool Query::is_null(int column) const {
    return statement_->isColumnNull(column);
}

void Query::put_integer(int index, std::int64_t value) {
    translated(home_->file, [&] { statement_->bind(index, value); });
}

void Query::put_text(int index, std::string_view text) {
    translated(home_->file, [&] { statement_->bind(index, std::string{text}); });
}

void Query::put_blob(int index, Bytes octets) {
    // A null pointer would bind NULL, not the empty blob.
    const void* data = octets.empty() ? static_cast<const void*>("") : octets.data();
    translated(home_->file, [&] { statement_->bind(index, data, static_cast<int>(octets.size())); });
}

void Query::put_null(int index) {
    translated(home_->file, [&] { statement_->bind(index); });
}

}  // namespace dialtone::db
