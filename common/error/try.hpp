#pragma once

#include <utility>

// DIALTONE_TRY(auto value, expression-of-result): returns the error, or continues with the value.
#define DIALTONE_TRY_JOIN2(a, b) a##b
#define DIALTONE_TRY_JOIN(a, b) DIALTONE_TRY_JOIN2(a, b)
#define DIALTONE_TRY_IMPL(tmp, decl, expr) \
    auto&& tmp = (expr);                   \
    if (!tmp.has_value()) [[unlikely]] {   \
        return std::move(tmp).error();     \
    }                                      \
    decl = *std::forward<decltype(tmp)>(tmp)
#define DIALTONE_TRY(decl, expr) DIALTONE_TRY_IMPL(DIALTONE_TRY_JOIN(dialtone_try_, __COUNTER__), decl, expr)

// The same for an Outcome<void> or Parsed<void>.
#define DIALTONE_CHECK_IMPL(tmp, expr)   \
    auto&& tmp = (expr);                 \
    if (!tmp.has_value()) [[unlikely]] { \
        return std::move(tmp).error();   \
    }
#define DIALTONE_CHECK(expr) DIALTONE_CHECK_IMPL(DIALTONE_TRY_JOIN(dialtone_check_, __COUNTER__), expr)
