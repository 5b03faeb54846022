#pragma once

#include "common/error/problem.hpp"
#include "server/operations/report.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Everything that an operator can do, once, as a table row and a function (design §2). Command line, help,
/// completion and later REST and the web page derive from this table.
namespace dialtone::operations {

class Session;

enum class Shape : std::uint8_t {
    positional,  ///< must be given, by its place
    optional,    ///< may be given, by its place, last
    value,       ///< --name VALUE
    values,      ///< --name VALUE, as often as wanted
    flag,        ///< --name
};

/// What a value names: what completion offers for it.
enum class Names : std::uint8_t {
    nothing,
    device,
    model,
    pool,
    group,
    node,
    number,
    partition,
    subnet,
    parameter,
    lease,
    load,
    button_template,
    softkey_template,
    service,
    date_time_group,
    region,
    location,
    srst,
    profile,
    device_template,
    line_template,
    search_space,
    waiting_phone,
    module,
    sip_profile,
    security_profile,
    dial_rule,
    path,
    choice,  ///< one of Argument::choices
};

struct Argument {
    std::string_view name;  ///< "mac": --mac, or the key of a positional
    Shape shape = Shape::value;
    std::string_view placeholder;  ///< "MAC"; empty for a flag
    std::string_view help;
    Names names = Names::nothing;
    std::string_view choices = {};  ///< "on|off"
    bool is_required = false;       ///< of a value
};

/// The arguments that were given, by name. A name that was not given has no entry.
class Call {
 public:
    void add(std::string_view name, std::string value);

    /// Spells values of `name` that are one of `choices` but for their case as that one.
    void spell(std::string_view name, const std::vector<std::string>& choices);

    [[nodiscard]] bool has(std::string_view name) const;
    /// The (last) value; "" when not given.
    [[nodiscard]] const std::string& text(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;

 private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// What an operation does to the device database, and so how run() surrounds it.
enum class Access : std::uint8_t {
    none,   ///< opens what it needs itself
    read,   ///< one snapshot
    write,  ///< one transaction, undone when the operation refuses
};

using Function = Outcome<Report> (*)(Session&, const Call&);

struct Operation {
    std::string_view noun;  ///< "phone"
    std::string_view verb;  ///< "add"; empty when the noun is the whole command: `migrate`
    std::string_view summary;
    std::span<const Argument> arguments;
    std::string_view example;  ///< one or more command lines, one each line
    Access access = Access::none;
    Function run = nullptr;  ///< null: a program of its own, see server/app (serve, lab, sim, completion)
};

/// The whole table, in the order in which help shows it.
std::vector<Operation> all_operations();

/// "phone add", "migrate"
std::string name_of(const Operation& operation);

/// invalid when an argument that must be given is missing, or a value is not one of its choices. run() does
/// this too.
Outcome<void> check_arguments(const Operation& operation, const Call& call);

/// The words that Argument::choices lists.
std::vector<std::string> choices_of(const Argument& argument);

/// Runs an operation whole: opens the database, begins what `access` says, and commits if it did not refuse.
/// A database that says no becomes a problem like any other. Missing and unknown arguments are refused here,
/// so that no caller needs to know them.
Outcome<Report> run(const Operation& operation, Session& session, const Call& call);

}  // namespace dialtone::operations
