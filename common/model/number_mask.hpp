#pragma once

#include <string>
#include <string_view>

/// External phone number masks, as CUCM has them at a line.
namespace dialtone {

/// As the schema bounds them.
inline constexpr std::size_t kMaxNumberMask = 24;

/// True for the empty mask, and for digits, *, #, + and X.
bool is_number_mask(std::string_view mask);

/// The number as the mask writes it. Each X takes a digit, from the end of both; digits without an X are left
/// out, and an X without a digit. An empty mask leaves the number as it is. masked("1001", "4930123XXXX") is
/// "49301231001".
std::string masked(std::string_view number, std::string_view mask);

}  // namespace dialtone
