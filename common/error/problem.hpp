#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dialtone {

/// What kind of refusal a person met; commands turn it into an exit status, REST into a status code.
enum class ProblemKind {
    invalid,    ///< the words given do not fit (exit 2)
    not_found,  ///< the thing named does not exist (exit 3)
    conflict,   ///< it would contradict what exists (exit 4)
    busy,       ///< somebody else holds it; later it may succeed (exit 5)
    failed,     ///< the system said no: disk, permission, network (exit 1)
};

/// A refusal in words that tell what to do: "DN 1001 is already on SEP… line 1. Choose another number, or …".
struct Problem {
    ProblemKind kind;
    std::string sentence;
};

using Problems = std::vector<Problem>;

/// A value, or the one problem that prevented it.
template <class T>
using Outcome = boost::system::result<T, Problem>;

[[noreturn]] inline void throw_exception_from_error(const Problem& p, const boost::source_location&) {
    throw std::runtime_error(p.sentence);
}

inline Problem invalid(std::string sentence) {
    return {ProblemKind::invalid, std::move(sentence)};
}

inline Problem not_found(std::string sentence) {
    return {ProblemKind::not_found, std::move(sentence)};
}

inline Problem conflict(std::string sentence) {
    return {ProblemKind::conflict, std::move(sentence)};
}

inline Problem busy(std::string sentence) {
    return {ProblemKind::busy, std::move(sentence)};
}

inline Problem failed(std::string sentence) {
    return {ProblemKind::failed, std::move(sentence)};
}

}  // namespace dialtone
